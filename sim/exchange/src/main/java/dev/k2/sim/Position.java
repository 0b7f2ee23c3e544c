package dev.k2.sim;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What an account holds of one contract. Cost is kept in place of a price, so that closing it in parts gives back exactly
 * what opening it took.
 */
public final class Position {
    private static final int COST_SCALE = 12;
    private static final int PRICE_SCALE = 8;

    private final Market market;
    private final PositionSide side;
    private long quantity;
    private BigDecimal cost = BigDecimal.ZERO;
    private BigDecimal fees = BigDecimal.ZERO;
    private BigDecimal realised = BigDecimal.ZERO;
    private BigDecimal isolatedWallet = BigDecimal.ZERO;
    private long updatedMicros;

    Position(Market market, PositionSide side) {
        this.market = market;
        this.side = side;
    }

    public Market market() {
        return market;
    }

    public PositionSide side() {
        return side;
    }

    /** In quantity units, negative when short. */
    public long quantity() {
        return quantity;
    }

    public boolean isOpen() {
        return quantity != 0;
    }

    /** What was paid for it, negative when short. */
    public BigDecimal cost() {
        return cost;
    }

    /** Profit that closing parts of it made since it was opened, without fees. */
    public BigDecimal realised() {
        return realised;
    }

    /** The margin set aside for it alone, 0 when it shares the account's. */
    public BigDecimal isolatedWallet() {
        return isolatedWallet;
    }

    /** Microseconds since 1970, 0 when it never was open. */
    public long updatedMicros() {
        return updatedMicros;
    }

    /** The mean price it was opened at, 0 when it is not open. */
    public BigDecimal entryPrice() {
        return perUnit(cost);
    }

    /** The price at which closing it pays its fees too, 0 when it is not open. */
    public BigDecimal breakEvenPrice() {
        return perUnit(cost.add(fees));
    }

    /** The notional value at a price, never negative. */
    public BigDecimal notional(BigDecimal price) {
        return market.listing().quantity(Math.abs(quantity)).multiply(price);
    }

    /** The profit that closing it at a price would make. */
    public BigDecimal unrealised(BigDecimal price) {
        return market.listing().quantity(quantity).multiply(price).subtract(cost);
    }

    /** Applies a trade and returns the profit that it made certain. */
    BigDecimal trade(Side traded, long price, long lots, BigDecimal fee, long micros) {
        updatedMicros = micros;
        long signed = traded == Side.BUY ? lots : -lots;
        BigDecimal value = market.listing().quoteAmount(Math.multiplyExact(price, signed));
        if (quantity == 0 || Long.signum(quantity) == Long.signum(signed)) {
            quantity = Math.addExact(quantity, signed);
            cost = cost.add(value);
            fees = fees.add(fee);
            return BigDecimal.ZERO;
        }
        long closed = Math.min(lots, Math.abs(quantity));
        BigDecimal part = part(cost, closed);
        BigDecimal got =
                market.listing()
                        .quoteAmount(Math.multiplyExact(price, closed * Long.signum(quantity)));
        BigDecimal profit = got.subtract(part);
        long opened = signed + closed * Long.signum(quantity);
        cost = cost.subtract(part);
        fees = fees.subtract(part(fees, closed));
        quantity = Math.addExact(quantity, signed);
        realised = realised.add(profit);
        if (quantity == 0) {
            realised = BigDecimal.ZERO;
        }
        if (opened != 0) {
            cost = market.listing().quoteAmount(Math.multiplyExact(price, opened));
            fees = BigDecimal.ZERO;
            realised = BigDecimal.ZERO;
        }
        return profit;
    }

    /** The part of an amount that belongs to some of the quantity; all of it belongs to all. */
    BigDecimal part(BigDecimal amount, long lots) {
        long all = Math.abs(quantity);
        return lots == all
                ? amount
                : amount.multiply(BigDecimal.valueOf(lots))
                        .divide(BigDecimal.valueOf(all), COST_SCALE, RoundingMode.HALF_EVEN);
    }

    void setIsolatedWallet(BigDecimal amount) {
        isolatedWallet = amount;
    }

    void touched(long micros) {
        updatedMicros = micros;
    }

    private BigDecimal perUnit(BigDecimal amount) {
        return quantity == 0
                ? BigDecimal.ZERO
                : amount.divide(
                        market.listing().quantity(quantity), PRICE_SCALE, RoundingMode.HALF_EVEN);
    }
}
