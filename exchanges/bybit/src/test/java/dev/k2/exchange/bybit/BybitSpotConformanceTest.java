package dev.k2.exchange.bybit;

import dev.k2.exchange.ExchangeConformance;
import dev.k2.exchange.Venue;

/** The cards, played with the spot market. */
final class BybitSpotConformanceTest extends ExchangeConformance {
    BybitSpotConformanceTest() {
        plays("spot");
        shownBy("M-05", BybitFeedTest.class, "makesABookInvalidThatIsCrossed");
        shownBy("C-01", BybitFeedTest.class, "opensAnotherConnectionWhenOneIsFull");
        shownBy("C-02", BybitFeedTest.class, "noticesThatNoSignOfLifeComes");
        shownBy("C-05", BybitFeedTest.class, "renewsAConnectionBeforeItsTimeIsOverWithoutAHole");
        shownBy("E-01", BybitErrorsTest.class, "knowsEveryDocumentedCode");
        shownBy("E-05", BybitSignerTest.class, "signsTimeKeyWindowAndWhatIsSent");
        shownBy("E-03", BybitBanTest.class, "keepsSilentForTenMinutesAndAfterARestartToo");
        shownBy("E-08", BybitConfigTest.class, "neverMixesEnvironments");
    }

    @Override
    protected Venue start() {
        return BybitVenue.spot();
    }
}
