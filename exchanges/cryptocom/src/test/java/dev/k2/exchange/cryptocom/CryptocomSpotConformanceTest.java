package dev.k2.exchange.cryptocom;

import dev.k2.exchange.Venue;

/** The cards, played with pairs. */
final class CryptocomSpotConformanceTest extends CryptocomCards {
    CryptocomSpotConformanceTest() {
        super("spot");
    }

    @Override
    protected Venue start() {
        return CryptocomVenue.spot();
    }
}
