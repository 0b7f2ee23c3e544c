package dev.k2.marketdata;

import dev.k2.model.ExchangeId;
import dev.k2.model.InstrumentId;
import dev.k2.model.InstrumentKind;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The newest price of an instrument, with its age. What the exchange has not told is empty, never
 * zero.
 *
 * @param last the price of the newest trade
 * @param bid the best bid; empty for a side with nothing in it too
 * @param changePercent24h in percent
 * @param volume24h in units of the instrument
 * @param exchangeTime the exchange's own time of the newest message that told one
 * @param receivedAt when the bid and ask arrived or were last confirmed
 * @param age how long ago that was when this view was made
 * @param seq K2's own number, rising with every change of this price or its state
 */
public record PriceView(
        ExchangeId exchange,
        InstrumentId instrument,
        InstrumentKind kind,
        Optional<BigDecimal> last,
        Optional<BigDecimal> bid,
        Optional<BigDecimal> ask,
        Optional<BigDecimal> changePercent24h,
        Optional<BigDecimal> high24h,
        Optional<BigDecimal> low24h,
        Optional<BigDecimal> volume24h,
        Optional<Instant> exchangeTime,
        Instant receivedAt,
        Duration age,
        Freshness state,
        long seq) {
    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    /**
     * How likely the market holds YES of an event contract: between bid and ask where there are
     * both, else the last trade; 0 to 1. Empty for anything else, and where nothing is known.
     */
    public Optional<BigDecimal> probability() {
        if (kind != InstrumentKind.EVENT) {
            return Optional.empty();
        }
        return bid.flatMap(b -> ask.map(a -> a.add(b).divide(TWO))).or(() -> last);
    }
}
