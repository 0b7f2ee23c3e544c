package dev.k2.exchange.binance;

import dev.k2.exchange.ExchangeConformance;
import dev.k2.exchange.Venue;

final class BinanceFuturesConformanceTest extends ExchangeConformance {
    BinanceFuturesConformanceTest() {
        // Both products have the same feed.
        shownBy("M-05", BinanceFeedTest.class, "makesABookInvalidThatIsCrossed");
        shownBy("C-01", BinanceFeedTest.class, "opensAnotherConnectionWhenOneIsFull");
        shownBy("C-02", BinanceFeedTest.class, "echoesPingsAndStays");
        shownBy("C-05", BinanceFeedTest.class, "renewsAConnectionBeforeItsTimeIsOverWithoutAHole");
        shownBy("O-15", BinanceFuturesOrdersTest.class, "readsAllPagesOfFillsOfOneInstant");
        shownBy("U-04", BinanceFuturesUserStreamTest.class, "extendsTheKeyEveryHalfHour");
        shownBy("E-01", BinanceErrorsTest.class, "knowsEveryDocumentedCodeOfFutures");
        shownBy("E-05", BinanceFuturesPayloadsTest.class, "reproducesEveryRecordedSignature");
        shownBy("E-08", BinanceFuturesConfigTest.class, "neverMixesEnvironments");
    }

    @Override
    protected Venue start() {
        return BinanceVenue.futures();
    }
}
