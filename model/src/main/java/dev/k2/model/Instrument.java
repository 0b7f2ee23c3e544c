package dev.k2.model;

import java.math.BigDecimal;

/**
 * Something that one exchange trades, with its rules.
 *
 * <p>Feeds carry prices and quantities as {@code long} at {@link #priceScale()} and {@link
 * #quantityScale()} digits after the point; everything else uses {@link BigDecimal}.
 *
 * @param exchange where it trades
 * @param id K2's spelling
 * @param symbol the exchange's own spelling; it never leaves the exchange's adapter
 * @param kind spot, perpetual or event contract
 * @param base what is bought, such as {@code BTC}
 * @param quote what the price is counted in, such as {@code USDT}
 * @param contractSize how much of the base one unit of quantity is; 1 for spot
 * @param status whether it trades now
 * @param rules what an order must keep to
 * @param priceScale digits after the point of a price in feeds
 * @param quantityScale digits after the point of a quantity in feeds
 */
public record Instrument(
        ExchangeId exchange,
        InstrumentId id,
        String symbol,
        InstrumentKind kind,
        String base,
        String quote,
        BigDecimal contractSize,
        InstrumentStatus status,
        TradingRules rules,
        int priceScale,
        int quantityScale) {
    private static final int SCALE_MAX = 18;

    public Instrument {
        if (priceScale < 0
                || priceScale > SCALE_MAX
                || quantityScale < 0
                || quantityScale > SCALE_MAX) {
            throw new IllegalArgumentException(
                    "scales lie between 0 and 18, found " + priceScale + " and " + quantityScale);
        }
        if (contractSize.signum() <= 0) {
            throw new IllegalArgumentException("a contract size is above 0, found " + contractSize);
        }
    }

    /** The same in another status. */
    public Instrument inStatus(InstrumentStatus now) {
        return new Instrument(
                exchange,
                id,
                symbol,
                kind,
                base,
                quote,
                contractSize,
                now,
                rules,
                priceScale,
                quantityScale);
    }

    /** A price of a feed as a decimal. */
    public BigDecimal price(long scaled) {
        return Decimals.unscaled(scaled, priceScale);
    }

    /** A quantity of a feed as a decimal. */
    public BigDecimal quantity(long scaled) {
        return Decimals.unscaled(scaled, quantityScale);
    }
}
