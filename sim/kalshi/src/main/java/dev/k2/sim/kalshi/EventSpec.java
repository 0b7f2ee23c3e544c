package dev.k2.sim.kalshi;

import dev.k2.sim.EventTerms;
import dev.k2.sim.Listing;
import dev.k2.sim.MarketShape;
import dev.k2.sim.PriceWalk;
import java.util.List;

/**
 * An event as it was listed, with its markets.
 *
 * @param exclusive true when no two of its markets can come true
 * @param openMillis when trading begins
 * @param closeMillis when it ends at last
 * @param knownAfterMillis how long after that its outcome is known; negative when only a script tells it
 * @param settlementTimerSeconds how long an outcome can be disputed
 * @param quiet true when the house does not trade in it
 */
record EventSpec(
        Series series,
        String ticker,
        String title,
        String subTitle,
        boolean exclusive,
        long openMillis,
        long closeMillis,
        long knownAfterMillis,
        long settlementTimerSeconds,
        boolean quiet,
        PriceGrid grid,
        Chance chance,
        List<MarketSpec> markets) {

    private static final double NO_HISTORY = 1e-6;

    EventSpec {
        markets = List.copyOf(markets);
        if (closeMillis <= openMillis) {
            throw new IllegalArgumentException(ticker + " closes before it opens");
        }
    }

    /** A market as the engine lists it. What its history looks like is told elsewhere. */
    Listing listing(int place) {
        MarketSpec market = markets.get(place);
        EventTerms terms = series.feeType().terms(series.feeMultiplier());
        double begins = Math.clamp(chance.yes(place, openMillis), 0.01, 0.99);
        PriceWalk still = new PriceWalk(market.ticker().hashCode(), begins, NO_HISTORY);
        return new Listing(
                market.ticker(),
                "YES",
                "USD",
                Dollars.PRICE_SCALE,
                Dollars.COUNT_SCALE,
                10,
                1,
                new MarketShape(still, 1, 10, 100, 0.01),
                null,
                terms);
    }

    int place(String marketTicker) {
        for (int place = 0; place < markets.size(); place++) {
            if (markets.get(place).ticker().equals(marketTicker)) {
                return place;
            }
        }
        return -1;
    }
}
