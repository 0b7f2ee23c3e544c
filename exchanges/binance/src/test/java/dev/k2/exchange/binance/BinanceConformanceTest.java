package dev.k2.exchange.binance;

import dev.k2.exchange.ExchangeConformance;
import dev.k2.exchange.Venue;

final class BinanceConformanceTest extends ExchangeConformance {
    BinanceConformanceTest() {
        shownBy("M-05", BinanceFeedTest.class, "makesABookInvalidThatIsCrossed");
        shownBy("C-01", BinanceFeedTest.class, "opensAnotherConnectionWhenOneIsFull");
        shownBy("C-02", BinanceFeedTest.class, "echoesPingsAndStays");
        shownBy("C-05", BinanceFeedTest.class, "renewsAConnectionBeforeItsTimeIsOverWithoutAHole");
        shownBy(
                "O-15",
                BinanceOrdersTest.class,
                "readsAllPagesOfTheHistoryAndNothingBeyondTheRange");
        shownBy("E-01", BinanceErrorsTest.class, "knowsEveryDocumentedCode");
        shownBy("E-05", BinanceSignerTest.class, "reproducesEveryRecordedVector");
        shownBy("E-08", BinanceConfigTest.class, "neverMixesEnvironments");
    }

    @Override
    protected Venue start() {
        return BinanceVenue.spot();
    }
}
