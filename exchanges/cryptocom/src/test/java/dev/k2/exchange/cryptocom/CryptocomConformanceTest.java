package dev.k2.exchange.cryptocom;

import dev.k2.exchange.ExchangeConformance;
import dev.k2.exchange.Venue;

/** The cards, played with contracts. */
final class CryptocomConformanceTest extends ExchangeConformance {
    CryptocomConformanceTest() {
        shownBy("M-05", CryptocomFeedReaderTest.class, "losesABookThatIsCrossed");
        shownBy("E-01", CryptocomErrorsTest.class, "knowsEveryDocumentedCode");
        shownBy("E-05", CryptocomSignerTest.class, "reproducesTheVectors");
        shownBy("E-08", CryptocomConfigTest.class, "neverMixesEnvironments");
    }

    @Override
    protected Venue start() {
        return CryptocomVenue.perpetual();
    }
}
