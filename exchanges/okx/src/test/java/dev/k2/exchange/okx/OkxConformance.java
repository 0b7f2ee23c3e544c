package dev.k2.exchange.okx;

import dev.k2.exchange.ExchangeConformance;
import dev.k2.exchange.Venue;

/** The cards, played with contracts; run by its name, see the README. */
final class OkxConformance extends ExchangeConformance {
    @Override
    protected Venue start() {
        return OkxVenue.swap();
    }
}
