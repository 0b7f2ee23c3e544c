package dev.k2.exchange.kalshi;

import dev.k2.exchange.ExchangeConformance;
import dev.k2.exchange.Venue;

/** The cards, played with contracts on an event. */
final class KalshiConformanceTest extends ExchangeConformance {
    KalshiConformanceTest() {
        shownBy("M-05", KalshiFeedReaderTest.class, "losesABookThatIsCrossed");
        shownBy("C-02", KalshiFeedTest.class, "noticesASilentConnection");
        shownBy("C-05", KalshiFeedTest.class, "renewsAConnectionBeforeItsTimeIsOverWithoutAHole");
        shownBy("E-01", KalshiErrorsTest.class, "knowsEveryDocumentedCode");
        shownBy("E-03", KalshiOrdersTest.class, "stopsWhenItsTokensAreUsedUp");
        shownBy("E-05", KalshiSignerTest.class, "signsTimeMethodAndPathWithAKeyInPkcs8");
        shownBy("E-08", KalshiConfigTest.class, "neverMixesEnvironments");
    }

    @Override
    protected Venue start() {
        return KalshiVenue.open(11);
    }
}
