package dev.k2.trading;

import dev.k2.model.ExchangeId;
import dev.k2.model.Execution;
import dev.k2.model.LinkChanged;
import dev.k2.model.Order;
import dev.k2.model.OrderId;
import dev.k2.model.PositionSettled;
import dev.k2.model.UserId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

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
     * Places an order, at most once per key and for ever: the intent is committed before it is
     * sent, it is sent once, and an unclear answer is resolved by asking.
     */
    PlaceOutcome place(UserId user, OrderTicket ticket);

    /** What placing would meet and cost, without sending and without using up the key. */
    Preview preview(UserId user, OrderTicket ticket);

    Optional<Order> find(UserId user, OrderId order);

    Page<Order> list(UserId user, OrderFilter filter);

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

    KillSwitch killSwitch(UserId user);

    /** From the return of this call on, no order of the user is sent; open ones are cancelled. */
    KillReport turnKillSwitchOn(UserId user, String reason);

    KillSwitch turnKillSwitchOff(UserId user);

    RiskLimits limits(UserId user);

    /** Sets all limits, or says which one cannot be. */
    Optional<Refusal> setLimits(UserId user, RiskLimits limits);

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
