package dev.k2.trading;

import dev.k2.model.ExchangeId;
import dev.k2.model.Execution;
import dev.k2.model.LinkChanged;
import dev.k2.model.LinkId;
import dev.k2.model.Order;
import dev.k2.model.OrderId;
import dev.k2.model.PositionSettled;
import dev.k2.model.UserId;
import dev.k2.platform.Database;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The door of trading: an order's life from the ticket to its last fill. Every call belongs to one
 * user; what belongs to another is missing. Calls block their (virtual) thread.
 *
 * <p>A database that does not answer throws; everything else that the world does is a value.
 */
public interface Trading extends AutoCloseable {
    /**
     * Brings the tables up to date, takes up where the last run ended, and opens every active
     * account. Accounts are compared with their exchanges in the background: {@link
     * #awaitReconciled}.
     */
    static Trading open(TradingParts parts, TradingConfig config) {
        parts.database().migrate("trading");
        TradingRoom room = new TradingRoom(parts, config);
        room.start();
        return room;
    }

    /**
     * Reads limits as the risk gate does, for whoever wants to know before the start whether it
     * could judge. Brings the tables up to date first; throws where they cannot be read.
     */
    static void readLimits(Database database) {
        database.migrate("trading");
        new RiskStore(database).limits(new UserId(new UUID(0, 0)));
    }

    /**
     * Places an order, at most once per key and for ever: the intent is committed before it is
     * sent, it is sent once, and an unclear answer is resolved by asking.
     */
    PlaceOutcome place(UserId user, OrderTicket ticket);

    /**
     * Places a limit order and a stop beside it, of which one at most trades in full: the limit
     * order goes to its exchange, K2 holds the stop. Once per key and for ever, like every order.
     */
    OcoOutcome placeOco(UserId user, OcoTicket ticket);

    /** What placing would meet and cost, without sending and without using up the key. */
    Preview preview(UserId user, OrderTicket ticket);

    Optional<Order> find(UserId user, OrderId order);

    Page<Order> list(UserId user, OrderFilter filter);

    /**
     * How many orders of a user, or of one linked account, have not ended: also those that K2 holds,
     * and those whose outcome is not known. Orders of accounts that were unlinked do not count.
     */
    int open(UserId user, Optional<LinkId> link);

    /** The fills of an order, oldest first; empty where the order is missing. */
    Optional<List<Execution>> executions(UserId user, OrderId order);

    /** All fills of a user. */
    Page<Execution> trades(UserId user, TradeFilter filter);

    /**
     * How exchanges did with a user's orders.
     *
     * @param exchange empty for all of them
     * @param span of when the orders came in
     */
    List<ExecutionStatistics> statistics(UserId user, Optional<ExchangeId> exchange, Span span);

    /** Asks the exchange to cancel. The order ends when its exchange says so. Always allowed. */
    CancelOutcome cancel(UserId user, OrderId order);

    /**
     * Asks for other terms of an open order, at most once: they are committed before they are sent,
     * and an unclear answer is resolved by asking. The order keeps its id, also where its exchange
     * cancels it and makes another.
     */
    AmendOutcome amend(UserId user, OrderId order, OrderAmend wanted);

    /** Asks for every open order that the filter lets through. Always allowed. */
    CancelReport cancelAll(UserId user, CancelFilter filter);

    /** The user's own kill switch for every exchange, on or off. */
    KillSwitch killSwitch(UserId user);

    /** Every kill switch that is on and stops the user somewhere, the installation's first. */
    List<KillSwitch> killSwitches(UserId user);

    /** The same as for every exchange. */
    default KillReport turnKillSwitchOn(UserId user, String reason) {
        return turnKillSwitchOn(user, Optional.empty(), reason);
    }

    /**
     * From the return of this call on, this node sends no order of the user to the exchange, and
     * within a second no node does; open ones are cancelled.
     *
     * @param exchange empty for every exchange
     */
    KillReport turnKillSwitchOn(UserId user, Optional<ExchangeId> exchange, String reason);

    /** The same as for every exchange. */
    default KillSwitch turnKillSwitchOff(UserId user) {
        return turnKillSwitchOff(user, Optional.empty());
    }

    KillSwitch turnKillSwitchOff(UserId user, Optional<ExchangeId> exchange);

    RiskLimits limits(UserId user);

    /**
     * Sets all of a user's own limits, or says which one cannot be.
     *
     * @param mayRaise whether the user has just confirmed who they are; without it only lower
     *     limits are taken
     */
    Optional<Refusal> setLimits(UserId user, RiskLimits limits, boolean mayRaise);

    /** The links and instruments of a user that are limited beside the user's own limits. */
    Map<LimitScope, ScopedLimits> scopedLimits(UserId user);

    /**
     * Sets the limits of one link or instrument; {@link ScopedLimits#NONE} takes them away.
     *
     * @param mayRaise as for the user's own limits
     */
    Optional<Refusal> setScopedLimits(
            UserId user, LimitScope scope, ScopedLimits limits, boolean mayRaise);

    /** After how much silence from K2 the exchange cancels a link's orders; empty: never. */
    Optional<Duration> deadMan(UserId user, LinkId link);

    /**
     * Has the exchange cancel a link's open orders when it hears nothing from K2 for a while.
     *
     * @param wait 10 to 120 s; empty switches it off
     * @return why it cannot be
     */
    Optional<Refusal> setDeadMan(UserId user, LinkId link, Optional<Duration> wait);

    /** What each linked account holds. An account that cannot be asked has its error in place. */
    List<AccountBalances> balances(UserId user);

    /**
     * The open positions of each linked account. An account that cannot be asked has its error in
     * place; one of an exchange without positions is left out.
     */
    List<AccountPositions> positions(UserId user);

    /** What the ends of event contracts paid, newest first, corrections as they came. */
    List<PositionSettled> settlements(UserId user, int limit);

    /** To be called when an event contract's result is told; accounts are asked what it paid. */
    void contractEnded(ExchangeId exchange);

    /** How each link of a user stands now. */
    List<LinkState> links(UserId user);

    /** To be called for every change of a link; opens or closes its account and stream. */
    void linkChanged(LinkChanged change);

    /**
     * Waits until every active account is reconciled.
     *
     * @return whether it came to that within the limit
     */
    boolean awaitReconciled(Duration limit);

    /** Takes no more orders, waits for those under way, closes all user streams within 30 s. */
    @Override
    void close();
}
