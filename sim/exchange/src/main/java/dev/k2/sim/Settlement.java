package dev.k2.sim;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Moves money: holds it when an order comes, pays when it trades, gives back what is left when it ends. Whatever leaves
 * one balance arrives in another one, so the sum over all accounts changes by deposits only.
 */
final class Settlement {
    private static final int FEE_SCALE = 8;

    private final Account feeAccount;
    private final MarginDesk margin;
    private final EventDesk events;

    Settlement(Account feeAccount, MarginDesk margin, EventDesk events) {
        this.feeAccount = feeAccount;
        this.margin = margin;
        this.events = events;
    }

    /** Makes sure that a new order can be paid. False, and nothing moved, when it cannot. */
    boolean admit(Order order) {
        if (order.listing().event() != null) {
            return events.admits(order);
        }
        if (order.listing().contract() == null) {
            BigDecimal initial = Holds.initial(order);
            return spares(order, initial) && hold(order, initial);
        }
        return order.account().endless() || margin.math().admits(order);
    }

    /** Sets money aside. False, and nothing moved, when there is not enough. */
    boolean hold(Order order, BigDecimal amount) {
        // Orders of contracts take margin, and hold nothing.
        boolean holds = order.listing().contract() == null && !order.account().endless();
        if (!holds || amount.signum() == 0) {
            return true;
        }
        Balance balance = order.account().balance(order.holdAsset());
        if (balance.free().compareTo(amount) < 0) {
            return false;
        }
        balance.hold(amount);
        order.setHold(amount);
        return true;
    }

    /** Gives back the part of the hold beyond {@code needed}. */
    void releaseDownTo(Order order, BigDecimal needed) {
        BigDecimal surplus = order.hold().subtract(needed);
        if (surplus.signum() > 0) {
            order.account().balance(order.holdAsset()).release(surplus);
            order.setHold(needed);
        }
    }

    /** Whether the margin that the account's contracts take leaves it so much more for an order of a thing. */
    boolean spares(Order order, BigDecimal more) {
        return more.signum() <= 0
                || order.account().endless()
                || margin.math().spares(order.account(), order.holdAsset(), more);
    }

    /** Makes the hold of an order with a limit price what it needs now. False, and nothing moved, when there is not enough. */
    boolean holdExactly(Order order) {
        BigDecimal more = Holds.needed(order).subtract(order.hold());
        Balance balance = order.account().balance(order.holdAsset());
        if (order.account().endless() || balance.free().compareTo(more) < 0) {
            return order.account().endless();
        }
        if (more.signum() > 0) {
            balance.hold(more);
        } else {
            balance.release(more.negate());
        }
        order.setHold(order.hold().add(more));
        return true;
    }

    /** Sets aside exactly what the order needs now, or as much of it as there is. */
    void holdAgain(Order order) {
        releaseDownTo(order, BigDecimal.ZERO);
        BigDecimal free = order.account().balance(order.holdAsset()).free();
        hold(order, Holds.initial(order).min(free));
    }

    /** What one side of a trade must have set aside still, given what the order can yet spend. */
    BigDecimal spendable(Order order) {
        return order.hold().add(order.account().balance(order.holdAsset()).free());
    }

    /** The fee of a fill, in the asset that the order receives, rounded down. */
    BigDecimal fee(Order order, long price, long quantity, boolean maker) {
        if (order.listing().event() != null) {
            return events.fee(order, price, quantity, maker);
        }
        BigDecimal rate = rate(order, maker);
        if (rate.signum() == 0) {
            return BigDecimal.ZERO;
        }
        BigDecimal of =
                order.listing().contract() == null
                        ? received(order, price, quantity)
                        : cost(order, price, quantity);
        return of.multiply(rate).setScale(FEE_SCALE, RoundingMode.DOWN);
    }

    private static BigDecimal rate(Order order, boolean maker) {
        Account account = order.account();
        Contract contract = order.listing().contract();
        Fees own = contract == null || account.endless() ? null : contract.fees();
        if (own != null) {
            return maker ? own.maker() : own.taker();
        }
        return maker ? account.makerFee() : account.takerFee();
    }

    static String feeAsset(Order order) {
        return order.side() == Side.BUY && !order.listing().holdsPositions()
                ? order.listing().base()
                : order.listing().quote();
    }

    /** Pays one order's side of a trade, and returns the profit made. The counterpart's call pays the other half. */
    BigDecimal settle(Order order, long price, long quantity, BigDecimal fee, long micros) {
        if (order.listing().event() != null) {
            return events.settle(order, price, quantity, fee, micros);
        }
        if (order.listing().contract() != null) {
            feeAccount.balance(feeAsset(order)).add(fee);
            return margin.settle(order, price, quantity, fee, micros);
        }
        BigDecimal paid = paid(order, price, quantity);
        BigDecimal received = received(order, price, quantity);
        Account account = order.account();
        Balance out = account.balance(order.holdAsset());
        Balance in = account.balance(feeAsset(order));
        if (account.endless()) {
            out.add(paid.negate());
            in.add(received);
        } else {
            BigDecimal reserved = reservedFor(order, price, quantity);
            if (order.hold().compareTo(reserved) < 0) {
                BigDecimal more = reserved.subtract(order.hold());
                out.hold(more);
                order.setHold(reserved);
            }
            out.release(reserved.subtract(paid));
            out.spendHeld(paid);
            order.setHold(order.hold().subtract(reserved));
            in.add(received.subtract(fee));
            feeAccount.balance(feeAsset(order)).add(fee);
        }
        account.touched(micros);
        return BigDecimal.ZERO;
    }

    /** What the house pays and gets as the other side of a fill that is restored from the journal. */
    void settleOtherSide(Order order, Account house, long price, long quantity) {
        if (order.listing().event() != null) {
            events.settleOtherSide(order, house, price, quantity);
            return;
        }
        if (order.listing().contract() != null) {
            Position held = house.margin().position(order.market(), PositionSide.BOTH);
            BigDecimal profit =
                    held.trade(order.side().opposite(), price, quantity, BigDecimal.ZERO, 0);
            house.balance(order.listing().quote()).add(profit);
            return;
        }
        house.balance(order.holdAsset()).add(paid(order, price, quantity));
        house.balance(feeAsset(order)).add(received(order, price, quantity).negate());
    }

    private static BigDecimal paid(Order order, long price, long quantity) {
        return order.side() == Side.BUY
                ? cost(order, price, quantity)
                : order.listing().quantity(quantity);
    }

    private static BigDecimal received(Order order, long price, long quantity) {
        return order.side() == Side.BUY
                ? order.listing().quantity(quantity)
                : cost(order, price, quantity);
    }

    /** A limit buy has set aside its limit price, even when it trades at a better one. */
    private static BigDecimal reservedFor(Order order, long price, long quantity) {
        if (order.side() == Side.BUY && !order.request().market()) {
            return cost(order, order.request().price(), quantity);
        }
        return paid(order, price, quantity);
    }

    private static BigDecimal cost(Order order, long price, long quantity) {
        return order.listing().quoteAmount(Math.multiplyExact(price, quantity));
    }
}
