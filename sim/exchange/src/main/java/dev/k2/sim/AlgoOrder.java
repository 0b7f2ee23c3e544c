package dev.k2.sim;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** A conditional order: it waits outside the book, and becomes an ordinary order when its price comes. */
public final class AlgoOrder {
    private static final BigDecimal THOUSAND = new BigDecimal(1000);

    private final long id;
    private final Account account;
    private final Market market;
    private final AlgoRequest request;
    private final long acceptedMicros;
    private AlgoStatus status = AlgoStatus.NEW;
    private @Nullable Order child;
    private String reason = "";
    private long updatedMicros;
    private long triggeredMicros;
    private boolean following;
    private BigDecimal best = BigDecimal.ZERO;

    AlgoOrder(long id, Account account, Market market, AlgoRequest request, long micros) {
        this.id = id;
        this.account = account;
        this.market = market;
        this.request = request;
        this.acceptedMicros = micros;
        this.updatedMicros = micros;
    }

    public long id() {
        return id;
    }

    public Account account() {
        return account;
    }

    public Market market() {
        return market;
    }

    public AlgoRequest request() {
        return request;
    }

    public AlgoStatus status() {
        return status;
    }

    /** The order that it became, if it did. */
    public @Nullable Order child() {
        return child;
    }

    /** Why it came to nothing, empty when it did not. */
    public String reason() {
        return reason;
    }

    /** Microseconds since 1970. */
    public long acceptedMicros() {
        return acceptedMicros;
    }

    public long updatedMicros() {
        return updatedMicros;
    }

    /** When its price came, in microseconds since 1970; 0 while it waits. */
    public long triggeredMicros() {
        return triggeredMicros;
    }

    /** Whether this price sets it off. A trailing one remembers the best price that it saw. */
    boolean reached(BigDecimal price) {
        boolean buys = request.side() == Side.BUY;
        BigDecimal trigger = market.listing().price(request.triggerPrice());
        return switch (request.kind()) {
            case STOP -> buys ? price.compareTo(trigger) >= 0 : price.compareTo(trigger) <= 0;
            case TAKE_PROFIT ->
                    buys ? price.compareTo(trigger) <= 0 : price.compareTo(trigger) >= 0;
            case TRAILING -> trails(price, buys);
        };
    }

    private boolean trails(BigDecimal price, boolean buys) {
        BigDecimal activate = market.listing().price(request.activatePrice());
        if (!following) {
            following =
                    activate.signum() == 0
                            || (buys
                                    ? price.compareTo(activate) <= 0
                                    : price.compareTo(activate) >= 0);
            best = price;
            return false;
        }
        best = buys ? best.min(price) : best.max(price);
        BigDecimal back =
                best.multiply(BigDecimal.valueOf(request.callbackTenths())).divide(THOUSAND);
        return buys
                ? price.compareTo(best.add(back)) >= 0
                : price.compareTo(best.subtract(back)) <= 0;
    }

    void become(AlgoStatus next, @Nullable Order order, String why, long micros) {
        status = next;
        child = order == null ? child : order;
        reason = why;
        updatedMicros = micros;
        if (next == AlgoStatus.TRIGGERING) {
            triggeredMicros = micros;
        }
    }
}
