package dev.k2.exchange.kalshi;

import dev.k2.exchange.FeeRates;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * What Kalshi charges by its published formula: a share of count times price times what is missing to
 * a dollar. What a fill really cost is told with the fill; this is for looking ahead. Pure.
 *
 * @param takerShare such as 0.07
 * @param makerShare of what a taker pays, such as 0.25; 0 where resting orders are free
 */
record KalshiFees(BigDecimal takerShare, BigDecimal makerShare) {
    private static final BigDecimal QUADRATIC = new BigDecimal("0.07");
    private static final BigDecimal MAKER = new BigDecimal("0.25");
    private static final BigDecimal COMBO_MAKER = new BigDecimal("0.5");

    /** Fees are charged to a hundredth of a cent, and always upwards. */
    private static final int FEE_DIGITS = 4;

    private static final int SHARE_DIGITS = 10;

    /**
     * The fees of a series, or of an event that has its own.
     *
     * @return empty for a table of flat fees, which Kalshi tells nobody, and for words that are not
     *     known
     */
    static Optional<KalshiFees> of(String type, BigDecimal multiplier) {
        BigDecimal taker = QUADRATIC.multiply(multiplier);
        return switch (type) {
            case "quadratic" -> Optional.of(new KalshiFees(taker, BigDecimal.ZERO));
            case "quadratic_with_maker_fees" -> Optional.of(new KalshiFees(taker, MAKER));
            case "quadratic_with_combo_maker_fees" ->
                    Optional.of(new KalshiFees(taker, COMBO_MAKER));
            default -> Optional.empty();
        };
    }

    /** What a trade costs, before a whole order's fees are evened out to the cent. */
    BigDecimal of(BigDecimal count, BigDecimal price, boolean maker) {
        BigDecimal fee =
                takerShare.multiply(count).multiply(price).multiply(BigDecimal.ONE.subtract(price));
        return (maker ? fee.multiply(makerShare) : fee).setScale(FEE_DIGITS, RoundingMode.UP);
    }

    /** The same as a share of what is paid for YES at a price, which falls as the price rises. */
    FeeRates at(BigDecimal price) {
        BigDecimal taker =
                takerShare
                        .multiply(BigDecimal.ONE.subtract(price))
                        .setScale(SHARE_DIGITS, RoundingMode.UP);
        return new FeeRates(
                taker.multiply(makerShare).stripTrailingZeros(), taker.stripTrailingZeros());
    }
}
