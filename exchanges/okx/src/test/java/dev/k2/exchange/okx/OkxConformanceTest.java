package dev.k2.exchange.okx;

import dev.k2.exchange.ExchangeConformance;
import dev.k2.exchange.Venue;

/** The cards, played with contracts. */
final class OkxConformanceTest extends ExchangeConformance {
    OkxConformanceTest() {
        shownBy("M-05", OkxFeedReaderTest.class, "losesABookThatIsCrossed");
        shownBy("E-01", OkxErrorsTest.class, "knowsEveryDocumentedCode");
        shownBy("E-05", OkxSignerTest.class, "signsAQuestionWithItsQuery");
        shownBy("E-08", OkxConfigTest.class, "neverMixesEnvironments");
    }

    @Override
    protected Venue start() {
        return OkxVenue.swap();
    }
}
