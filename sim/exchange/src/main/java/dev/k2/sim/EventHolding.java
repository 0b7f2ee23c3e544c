package dev.k2.sim;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What one account has in one event's market: yes when positive, no when negative, never both. */
public final class EventHolding {
    private final Market market;
    private final List<Payout> payouts = new ArrayList<>(0);
    private long quantity;
    private BigDecimal cost = BigDecimal.ZERO;
    private BigDecimal realised = BigDecimal.ZERO;
    private BigDecimal fees = BigDecimal.ZERO;
    private BigDecimal traded = BigDecimal.ZERO;
    private long volume;
    private long updatedMicros;

    EventHolding(Market market) {
        this.market = market;
    }

    /**
     * What an outcome brought, or what its correction changed.
     *
     * @param quantity signed, in quantity units, as it was held
     * @param cost what the position had cost, without fees; 0 for a correction
     * @param value of one yes, in price units
     * @param revenue what came, negative when a correction took it back
     * @param fees what trading it had cost; 0 for a correction
     * @param micros when, in microseconds since 1970
     */
    public record Payout(
            Market market,
            long quantity,
            BigDecimal cost,
            long value,
            BigDecimal revenue,
            BigDecimal fees,
            long micros,
            boolean correction) {}

    public Market market() {
        return market;
    }

    /** In quantity units: yes when positive, no when negative. */
    public long quantity() {
        return quantity;
    }

    /** What the open position cost, without fees. */
    public BigDecimal cost() {
        return cost;
    }

    /** Profit that is certain, fees not taken off. */
    public BigDecimal realised() {
        return realised;
    }

    public BigDecimal fees() {
        return fees;
    }

    /** The money that all its trades moved. */
    public BigDecimal traded() {
        return traded;
    }

    /** Everything that was traded, in quantity units. */
    public long volume() {
        return volume;
    }

    public long updatedMicros() {
        return updatedMicros;
    }

    /** Oldest first. */
    public List<Payout> payouts() {
        return Collections.unmodifiableList(payouts);
    }

    /** What a trade would change the account's money by, without fees: negative when it pays. */
    BigDecimal moves(Side side, long price, long lots) {
        long closing = closing(side, lots);
        long paid = side == Side.BUY ? price : one() - price;
        long units =
                Math.subtractExact(
                        Math.multiplyExact(closing, one() - paid),
                        Math.multiplyExact(lots - closing, paid));
        return market.listing().quoteAmount(units);
    }

    /** Books a trade and returns the profit that it made certain. */
    BigDecimal trade(Side side, long price, long lots, BigDecimal fee, long micros) {
        long closing = closing(side, lots);
        long paid = side == Side.BUY ? price : one() - price;
        BigDecimal profit = BigDecimal.ZERO;
        if (closing > 0) {
            BigDecimal released =
                    closing == Math.abs(quantity)
                            ? cost
                            : cost.multiply(BigDecimal.valueOf(closing))
                                    .divide(
                                            BigDecimal.valueOf(Math.abs(quantity)),
                                            market.listing().quoteScale(),
                                            RoundingMode.DOWN);
            profit = amount(closing, one() - paid).subtract(released);
            cost = cost.subtract(released);
        }
        cost = cost.add(amount(lots - closing, paid));
        quantity += side == Side.BUY ? lots : -lots;
        realised = realised.add(profit);
        fees = fees.add(fee);
        traded = traded.add(amount(lots, paid));
        volume += lots;
        updatedMicros = micros;
        return profit;
    }

    /** Ends the position for what its outcome is worth, or changes what was paid when another outcome had been. */
    Payout pay(long value, long micros) {
        Payout paid = payouts.isEmpty() ? first(value, micros) : corrected(value, micros);
        payouts.add(paid);
        realised = realised.add(paid.revenue()).subtract(paid.cost());
        quantity = 0;
        cost = BigDecimal.ZERO;
        updatedMicros = micros;
        return paid;
    }

    private Payout first(long value, long micros) {
        return new Payout(
                market, quantity, cost, value, worth(quantity, value), fees, micros, false);
    }

    private Payout corrected(long value, long micros) {
        Payout before = payouts.getLast();
        BigDecimal more =
                worth(before.quantity(), value).subtract(worth(before.quantity(), before.value()));
        return new Payout(
                market,
                before.quantity(),
                BigDecimal.ZERO,
                value,
                more,
                BigDecimal.ZERO,
                micros,
                true);
    }

    private BigDecimal worth(long held, long value) {
        return amount(Math.abs(held), held > 0 ? value : one() - value);
    }

    private long closing(Side side, long lots) {
        return Math.min(lots, Math.max(0, side == Side.BUY ? -quantity : quantity));
    }

    private BigDecimal amount(long lots, long price) {
        return market.listing().quoteAmount(Math.multiplyExact(lots, price));
    }

    private long one() {
        return EventDesk.one(market.listing());
    }
}
