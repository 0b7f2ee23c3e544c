package dev.k2.sim;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * What trades here and in which units. Prices and quantities inside the engine are whole numbers of {@code
 * 10^-priceScale} and {@code 10^-quantityScale}; their product is a quote amount of {@code quoteScale()}.
 *
 * @param tick the smallest price step, in price units
 * @param step the smallest quantity step, in quantity units
 * @param shape what its market looks like
 * @param contract what makes it a perpetual contract, null when the thing itself is traded
 * @param event what makes it an event contract, null when it is none
 */
public record Listing(
        String symbol,
        String base,
        String quote,
        int priceScale,
        int quantityScale,
        long tick,
        long step,
        MarketShape shape,
        @Nullable Contract contract,
        @Nullable EventTerms event) {

    private static final int QUOTE_SCALE_MAX = 12;

    public Listing {
        if (priceScale < 0 || quantityScale < 0 || priceScale + quantityScale > QUOTE_SCALE_MAX) {
            throw new IllegalArgumentException(
                    symbol + ": price scale + quantity scale must be 0 to " + QUOTE_SCALE_MAX);
        }
        if (tick <= 0 || step <= 0) {
            throw new IllegalArgumentException(symbol + ": tick and step must be positive");
        }
    }

    /** A listing where the thing itself is traded. */
    public Listing(
            String symbol,
            String base,
            String quote,
            int priceScale,
            int quantityScale,
            long tick,
            long step,
            MarketShape shape) {
        this(symbol, base, quote, priceScale, quantityScale, tick, step, shape, null, null);
    }

    /** A listing of a perpetual contract. */
    public Listing(
            String symbol,
            String base,
            String quote,
            int priceScale,
            int quantityScale,
            long tick,
            long step,
            MarketShape shape,
            @Nullable Contract contract) {
        this(symbol, base, quote, priceScale, quantityScale, tick, step, shape, contract, null);
    }

    /** True when trades in it make positions, and no thing changes hands. */
    boolean holdsPositions() {
        return contract != null || event != null;
    }

    /** Decimals of price times quantity. */
    public int quoteScale() {
        return priceScale + quantityScale;
    }

    public BigDecimal price(long units) {
        return BigDecimal.valueOf(units, priceScale);
    }

    public BigDecimal quantity(long units) {
        return BigDecimal.valueOf(units, quantityScale);
    }

    public BigDecimal quoteAmount(long units) {
        return BigDecimal.valueOf(units, quoteScale());
    }

    /** Price units of a decimal. Throws ArithmeticException when it is finer than a unit or too large. */
    public long priceUnits(BigDecimal price) {
        return price.movePointRight(priceScale).longValueExact();
    }

    /** Quantity units of a decimal. Throws ArithmeticException when it is finer than a unit or too large. */
    public long quantityUnits(BigDecimal quantity) {
        return quantity.movePointRight(quantityScale).longValueExact();
    }

    /** Whole quote units of a decimal, rounded down. */
    long quoteUnits(BigDecimal amount) {
        return amount.movePointRight(quoteScale()).setScale(0, RoundingMode.DOWN).longValueExact();
    }

    long wholeSteps(long quantity) {
        return quantity - quantity % step;
    }
}
