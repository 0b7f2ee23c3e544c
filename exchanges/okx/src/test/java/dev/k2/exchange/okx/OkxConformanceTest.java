package dev.k2.exchange.okx;

import dev.k2.exchange.ExchangeConformance;
import dev.k2.exchange.Venue;

final class OkxConformanceTest extends ExchangeConformance {
    @Override
    protected Venue start() {
        return OkxVenue.swap();
    }
}
