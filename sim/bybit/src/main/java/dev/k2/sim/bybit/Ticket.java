package dev.k2.sim.bybit;

import dev.k2.sim.Account;
import dev.k2.sim.AlgoOrder;
import dev.k2.sim.Ending;
import dev.k2.sim.Listing;
import dev.k2.sim.Market;
import dev.k2.sim.Order;
import dev.k2.sim.Side;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An order as its owner knows it, under one id from the beginning to the end: perhaps waiting for a price outside the
 * book first, then an order in it.
 */
final class Ticket {
    private final String orderId;
    private final Account account;
    private final Market market;
    private final Category category;
    private @Nullable AlgoOrder algo;
    private @Nullable Order order;

    Ticket(String orderId, Account account, Market market, Category category) {
        this.orderId = orderId;
        this.account = account;
        this.market = market;
        this.category = category;
    }

    String orderId() {
        return orderId;
    }

    Account account() {
        return account;
    }

    Market market() {
        return market;
    }

    Listing listing() {
        return market.listing();
    }

    Category category() {
        return category;
    }

    void becomes(AlgoOrder waiting) {
        algo = waiting;
    }

    void becomes(Order working) {
        order = working;
    }

    /** The order in or for the book; null while it waits outside, or when it never got there. */
    @Nullable Order order() {
        return order;
    }

    /** What waited outside the book, if anything did. */
    @Nullable AlgoOrder algo() {
        return algo;
    }

    Side side() {
        return order != null ? order.side() : waiting().request().side();
    }

    boolean atMarket() {
        return order != null ? order.request().market() : waiting().request().market();
    }

    long acceptedMicros() {
        return algo != null ? algo.acceptedMicros() : working().acceptedMicros();
    }

    long updatedMicros() {
        return order != null ? order.updatedMicros() : waiting().updatedMicros();
    }

    boolean open() {
        return order != null ? order.status().open() : waiting().status().waiting();
    }

    /** True while it waits for a price, outside the book or in front of it. */
    boolean untriggered() {
        return order != null ? order.dormant() : waiting().status().waiting();
    }

    Map<String, String> words() {
        return order != null ? order.request().words() : waiting().request().words();
    }

    String word(String name) {
        return words().getOrDefault(name, "");
    }

    String status() {
        if (order == null) {
            return switch (waiting().status()) {
                case NEW -> "Untriggered";
                case TRIGGERING, TRIGGERED, FINISHED -> "Triggered";
                case CANCELED, EXPIRED -> "Deactivated";
                case REJECTED -> "Rejected";
            };
        }
        return switch (order.status()) {
            case PENDING_NEW, NEW -> order.dormant() ? "Untriggered" : "New";
            case PARTIALLY_FILLED -> "PartiallyFilled";
            case FILLED -> "Filled";
            case CANCELED, EXPIRED, EXPIRED_IN_MATCH -> ended(order);
        };
    }

    private String ended(Order ended) {
        boolean waited = ended.request().trigger() != null && !ended.triggered();
        if (waited) {
            return "Deactivated";
        }
        return category == Category.SPOT && ended.filled() > 0
                ? "PartiallyFilledCanceled"
                : "Cancelled";
    }

    String cancelType() {
        if (open()) {
            return "UNKNOWN";
        }
        Ending ending = order == null ? null : order.ending();
        if (ending == null) {
            return order == null ? "CancelByUser" : "UNKNOWN";
        }
        return switch (ending) {
            case CANCELED_BY_OWNER -> "CancelByUser";
            case CANCELED_BY_EXCHANGE -> "CancelByAdmin";
            case NOTHING_TO_REDUCE -> "CancelByReduceOnly";
            case SELF_TRADE -> "CancelBySmp";
            case IOC_REMAINDER,
                    FOK_UNFILLED,
                    NO_LIQUIDITY,
                    GOOD_TILL_DATE,
                    WOULD_TRADE,
                    OTHER_LEG ->
                    "UNKNOWN";
        };
    }

    String rejectReason() {
        Ending ending = order == null ? null : order.ending();
        if (ending == null) {
            return "EC_NoError";
        }
        return switch (ending) {
            case CANCELED_BY_OWNER -> "EC_PerCancelRequest";
            case IOC_REMAINDER, NO_LIQUIDITY -> "EC_NoImmediateQtyToFill";
            case FOK_UNFILLED -> "EC_CancelForNoFullFill";
            case WOULD_TRADE -> "EC_PostOnlyWillTakeLiquidity";
            case NOTHING_TO_REDUCE, CANCELED_BY_EXCHANGE, GOOD_TILL_DATE, OTHER_LEG, SELF_TRADE ->
                    "EC_Others";
        };
    }

    private AlgoOrder waiting() {
        if (algo == null) {
            throw new IllegalStateException("ticket " + orderId + " holds nothing");
        }
        return algo;
    }

    private Order working() {
        if (order == null) {
            throw new IllegalStateException("ticket " + orderId + " holds nothing");
        }
        return order;
    }
}
