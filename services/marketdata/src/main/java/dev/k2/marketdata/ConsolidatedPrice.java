package dev.k2.marketdata;

import dev.k2.model.ExchangeId;
import dev.k2.model.InstrumentId;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The price of an instrument over all exchanges that trade it: the best of those that are live. The
 * best bid may lie above the best ask, because they are at different exchanges.
 *
 * @param bid empty where no live exchange has one
 * @param ask the same for the other side
 * @param last the newest trade at a live exchange, with that exchange's change within 24 hours
 * @param age of the older one of bid and ask; of the youngest price where nothing is live
 * @param state stale where no exchange is live; then there is no price at all
 * @param sources all exchanges that trade it and have told a price, in the order of the start
 */
public record ConsolidatedPrice(
        InstrumentId instrument,
        Optional<Best> bid,
        Optional<Best> ask,
        Optional<Last> last,
        Duration age,
        Freshness state,
        List<Source> sources) {
    public ConsolidatedPrice {
        sources = List.copyOf(sources);
    }

    /**
     * The best of one side.
     *
     * @param quantity what stands there at that exchange, in units of the base
     */
    public record Best(BigDecimal price, BigDecimal quantity, ExchangeId exchange) {}

    /**
     * A newest trade.
     *
     * @param changePercent24h in percent; empty where the exchange has not told it
     */
    public record Last(
            BigDecimal price, Optional<BigDecimal> changePercent24h, ExchangeId exchange) {}

    /** One exchange and whether it counts: only live ones do. */
    public record Source(ExchangeId exchange, Freshness state, Duration age) {}
}
