package dev.k2.exchange.cryptocom;

import dev.k2.exchange.ExchangeConformance;

/** The cards, whatever they are played with, and what of them other tests show. */
abstract class CryptocomCards extends ExchangeConformance {
    CryptocomCards(String product) {
        plays(product);
        shownBy("M-05", CryptocomFeedTest.class, "makesABookInvalidThatIsCrossed");
        shownBy("C-01", CryptocomFeedTest.class, "opensAnotherConnectionWhenOneIsFull");
        shownBy("C-02", CryptocomFeedTest.class, "noticesThatNoHeartbeatComes");
        shownBy(
                "C-05",
                CryptocomFeedTest.class,
                "renewsAConnectionBeforeItsTimeIsOverWithoutAHole");
        shownBy("E-01", CryptocomErrorsTest.class, "knowsEveryDocumentedCode");
        shownBy(
                "E-03",
                CryptocomSilenceTest.class,
                "keepsSilentAfterARestartTooWhereNoCodeNamesAWindow");
        shownBy("E-05", CryptocomSignerTest.class, "reproducesTheVectors");
        shownBy("E-08", CryptocomConfigTest.class, "neverMixesEnvironments");
    }
}
