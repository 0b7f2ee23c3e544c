package dev.k2.exchange.cryptocom;

import dev.k2.exchange.ExchangeConformance;
import dev.k2.exchange.Venue;

/** The cards, played with contracts. */
final class CryptocomConformanceTest extends ExchangeConformance {
    CryptocomConformanceTest() {
        plays("perpetual");
        shownBy("M-05", CryptocomFeedTest.class, "makesABookInvalidThatIsCrossed");
        shownBy("C-01", CryptocomFeedTest.class, "opensAnotherConnectionWhenOneIsFull");
        shownBy("C-02", CryptocomFeedTest.class, "noticesThatNoHeartbeatComes");
        shownBy(
                "C-05",
                CryptocomFeedTest.class,
                "renewsAConnectionBeforeItsTimeIsOverWithoutAHole");
        shownBy("E-01", CryptocomErrorsTest.class, "knowsEveryDocumentedCode");
        shownBy("E-05", CryptocomSignerTest.class, "reproducesTheVectors");
        shownBy("E-08", CryptocomConfigTest.class, "neverMixesEnvironments");
    }

    @Override
    protected Venue start() {
        return CryptocomVenue.perpetual();
    }
}
