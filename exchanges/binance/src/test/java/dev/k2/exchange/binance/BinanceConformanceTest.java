package dev.k2.exchange.binance;

import dev.k2.exchange.ExchangeConformance;
import dev.k2.exchange.Venue;

final class BinanceConformanceTest extends ExchangeConformance {
    @Override
    protected Venue start() {
        return new BinanceVenue();
    }
}
