package dev.k2.sim;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened inside the engine, told at the moment it happened. Events about orders are told for customers only, not
 * for the house; executionId counts them.
 */
public sealed interface EngineEvent {
    /** An order was accepted, and its money is held. */
    record OrderAccepted(Order order, long executionId, long micros) implements EngineEvent {}

    /** The market reached an order's trigger. */
    record OrderTriggered(Order order, long executionId, long micros) implements EngineEvent {}

    /** An order traded. Its status says whether that was the last of it. */
    record OrderFilled(Order order, Fill fill) implements EngineEvent {}

    /** Self-trade prevention took a quantity away from an order. */
    record OrderPrevented(
            Order order, long counterOrderId, long quantity, long executionId, long micros)
            implements EngineEvent {}

    /** An order became smaller and kept its place. */
    record OrderAmended(Order order, String formerClientOrderId, long executionId, long micros)
            implements EngineEvent {}

    /** An order ended before it was filled whole. A cancel may carry an id of its own. */
    record OrderClosed(
            Order order, Ending ending, @Nullable String cancelId, long executionId, long micros)
            implements EngineEvent {}

    /** An order's price or size changed, and it went to the end of the queue. */
    record OrderModified(Order order, Order.Modification change, long executionId, long micros)
            implements EngineEvent {}

    /** An account chose something about its margin; the market is null for what holds for all of them. */
    record Configured(
            Account account, @Nullable Market market, MarginSetting setting, int value, long micros)
            implements EngineEvent {}

    /** Money came or went beside trades, negative when it went. */
    record Paid(
            Account account,
            Market market,
            PositionSide side,
            Payment kind,
            String asset,
            BigDecimal amount,
            long micros)
            implements EngineEvent {}

    /** Why money came or went: the funding of a position, the exchange's insurance, margin set aside for a position. */
    enum Payment {
        FUNDING,
        INSURANCE,
        MARGIN
    }

    /** A conditional order was taken, and waits. */
    record AlgoAccepted(AlgoOrder algo, long micros) implements EngineEvent {}

    /** A conditional order became something else, ended included. */
    record AlgoChanged(AlgoOrder algo, AlgoStatus status, long micros) implements EngineEvent {}

    /** An account's margin is about to run out. */
    record MarginCalled(
            Account account, List<Position> positions, MarginMath.Sums sums, long micros)
            implements EngineEvent {}

    /** Two orders were accepted of which one cancels the other. Their own acceptance was told before. */
    record PairStarted(OrderPair pair, long micros) implements EngineEvent {}

    /** Neither order of a pair is open any more. */
    record PairEnded(OrderPair pair, long micros) implements EngineEvent {}

    /** An order was accepted together with those that wait for it. Their own acceptance was told before. */
    record ChainStarted(OrderChain chain, long micros) implements EngineEvent {}

    /** The order that this one waited for is filled, and its money is held. */
    record OrderReleased(Order order, long executionId, long micros) implements EngineEvent {}

    /** No order of a chain is open any more. */
    record ChainEnded(OrderChain chain, long micros) implements EngineEvent {}

    /** Two orders met. Told for every trade, the house's too. */
    record TradePrinted(Market market, Trade trade) implements EngineEvent {}

    /** An account came to be. */
    record AccountOpened(Account account) implements EngineEvent {}

    /** Money came in from outside, or left when negative. */
    record Deposited(Account account, String asset, BigDecimal amount, long micros)
            implements EngineEvent {}

    /** No trade or order id below these was or will be left for the next run. */
    record IdsReserved(Market market, long tradeIds) implements EngineEvent {}
}
