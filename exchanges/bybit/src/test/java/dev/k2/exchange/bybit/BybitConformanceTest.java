package dev.k2.exchange.bybit;

import dev.k2.exchange.ExchangeConformance;
import dev.k2.exchange.Venue;

final class BybitConformanceTest extends ExchangeConformance {
    BybitConformanceTest() {
        shownBy("E-01", BybitErrorsTest.class, "knowsEveryDocumentedCode");
        shownBy("E-05", BybitSignerTest.class, "signsTimeKeyWindowAndWhatIsSent");
    }

    @Override
    protected Venue start() {
        return BybitVenue.linear();
    }
}
