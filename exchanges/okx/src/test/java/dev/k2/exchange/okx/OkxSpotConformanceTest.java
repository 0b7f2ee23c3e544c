package dev.k2.exchange.okx;

import dev.k2.exchange.ExchangeConformance;
import dev.k2.exchange.Venue;

/** The cards, played with the spot market. */
final class OkxSpotConformanceTest extends ExchangeConformance {
    OkxSpotConformanceTest() {
        plays("spot");
        shownBy("M-05", OkxFeedTest.class, "makesABookInvalidThatIsCrossed");
        shownBy("C-01", OkxFeedTest.class, "opensAnotherConnectionWhenOneIsFull");
        shownBy("C-02", OkxFeedTest.class, "noticesThatNoPongComes");
        shownBy("C-05", OkxFeedTest.class, "renewsAConnectionBeforeItsTimeIsOverWithoutAHole");
        shownBy("E-01", OkxErrorsTest.class, "knowsEveryDocumentedCode");
        shownBy("E-05", OkxSignerTest.class, "signsAQuestionWithItsQuery");
        shownBy("E-08", OkxConfigTest.class, "neverMixesEnvironments");
    }

    @Override
    protected Venue start() {
        return OkxVenue.spot();
    }
}
