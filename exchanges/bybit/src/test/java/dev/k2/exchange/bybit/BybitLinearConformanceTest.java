package dev.k2.exchange.bybit;

import dev.k2.exchange.ExchangeConformance;
import dev.k2.exchange.Venue;

final class BybitLinearConformanceTest extends ExchangeConformance {
    BybitLinearConformanceTest() {
        shownBy("E-01", BybitErrorsTest.class, "knowsEveryDocumentedCode");
    }

    @Override
    protected String product() {
        return "linear";
    }

    @Override
    protected Venue start() {
        return BybitVenue.linear();
    }
}
