package dev.k2.sim;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Changes orders that are open: makes them smaller where they are, or lets them queue again. */
final class OrderChanges {
    private final MatchingEngine engine;
    private final Settlement settlement;

    OrderChanges(MatchingEngine engine, Settlement settlement) {
        this.engine = engine;
        this.settlement = settlement;
    }

    Outcome amend(Order order, long newQuantity, @Nullable String newClientOrderId) {
        if (!order.status().open()) {
            return new Outcome.Refused(Refusal.UNKNOWN_ORDER);
        }
        if (order.list() != null) {
            return new Outcome.Refused(Refusal.PAIRED);
        }
        if (newQuantity >= order.quantity() || order.quoteDriven()) {
            return new Outcome.Refused(Refusal.NOT_SMALLER);
        }
        if (newQuantity <= order.filled() + order.prevented()) {
            return new Outcome.Refused(Refusal.NOTHING_LEFT);
        }
        return engine.together(() -> smaller(order, newQuantity, newClientOrderId));
    }

    private Outcome smaller(Order order, long newQuantity, @Nullable String newClientOrderId) {
        engine.touch(order.market());
        long micros = engine.commandMicros();
        String former = order.clientOrderId();
        long fewer = order.quantity() - newQuantity;
        order.amend(newQuantity, newClientOrderId == null ? former : newClientOrderId, micros);
        engine.archive().named(order);
        if (order.resting()) {
            order.market().book().shrink(order, fewer);
        }
        settlement.releaseDownTo(order, Holds.needed(order));
        engine.tell(new EngineEvent.OrderAmended(order, former, engine.takeExecutionId(), micros));
        return new Outcome.Done(order);
    }

    Outcome modify(
            Order order, long newPrice, long newQuantity, @Nullable String newClientOrderId) {
        if (!order.status().open() || !order.resting()) {
            return new Outcome.Refused(Refusal.UNKNOWN_ORDER);
        }
        if (newPrice == order.request().price() && newQuantity == order.quantity()) {
            return new Outcome.Refused(Refusal.UNCHANGED);
        }
        if (!engine.takesFirst()
                && order.request().postOnly()
                && order.market().book().crosses(order.side(), newPrice)) {
            return new Outcome.Refused(Refusal.WOULD_MATCH);
        }
        if (newQuantity <= order.filled()) {
            return engine.cancel(order, null);
        }
        return engine.together(() -> resized(order, newPrice, newQuantity, newClientOrderId));
    }

    private Outcome resized(
            Order order, long newPrice, long newQuantity, @Nullable String newClientOrderId) {
        Market market = order.market();
        engine.touch(market);
        OrderRequest former = order.request();
        long formerMicros = order.updatedMicros();
        market.book().remove(order);
        long id = engine.takeExecutionId();
        long micros = engine.commandMicros();
        order.modify(id, newPrice, newQuantity, micros);
        Refusal refusal = payable(order);
        if (refusal != null) {
            order.unmodify(former, formerMicros);
            market.book().add(order);
            return new Outcome.Refused(refusal);
        }
        if (newClientOrderId != null) {
            order.rename(newClientOrderId);
            engine.archive().named(order);
        }
        engine.tell(
                new EngineEvent.OrderModified(order, order.modifications().getLast(), id, micros));
        engine.work(order);
        return new Outcome.Done(order);
    }

    private @Nullable Refusal payable(Order order) {
        if (order.listing().event() != null) {
            return settlement.admit(order) ? null : Refusal.INSUFFICIENT_BALANCE;
        }
        if (order.listing().contract() == null) {
            BigDecimal more = Holds.needed(order).subtract(order.hold());
            boolean paid = settlement.spares(order, more) && settlement.holdExactly(order);
            return paid ? null : Refusal.INSUFFICIENT_BALANCE;
        }
        MarginMath.Sums sums =
                engine.margin().math().sums(order.account(), order.listing().quote());
        return sums.available().signum() < 0 && !order.request().position().closes(order.side())
                ? Refusal.INSUFFICIENT_MARGIN
                : null;
    }
}
