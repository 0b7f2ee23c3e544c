package dev.k2.exchange.binance;

import dev.k2.exchange.ExchangeConformance;
import dev.k2.exchange.Venue;

final class BinanceFuturesConformanceTest extends ExchangeConformance {
    BinanceFuturesConformanceTest() {
        shownBy("O-15", BinanceFuturesOrdersTest.class, "readsAllPagesOfFillsOfOneInstant");
        shownBy("U-04", BinanceFuturesUserStreamTest.class, "extendsTheKeyEveryHalfHour");
        shownBy("E-05", BinanceFuturesPayloadsTest.class, "reproducesEveryRecordedSignature");
        shownBy("E-08", BinanceFuturesConfigTest.class, "neverMixesEnvironments");
    }

    @Override
    protected Venue start() {
        return BinanceVenue.futures();
    }
}
