package dev.k2.exchange.binance;

import dev.k2.exchange.ExchangeConformance;
import dev.k2.exchange.Venue;

final class BinanceFuturesConformanceTest extends ExchangeConformance {
    @Override
    protected Venue start() {
        return BinanceVenue.futures();
    }
}
