package dev.k2.exchange.cryptocom;

import dev.k2.exchange.Venue;

/** The cards, played with contracts. */
final class CryptocomConformanceTest extends CryptocomCards {
    CryptocomConformanceTest() {
        super("perpetual");
    }

    @Override
    protected Venue start() {
        return CryptocomVenue.perpetual();
    }
}
