package dev.k2.trading;

import dev.k2.exchange.Amendment;
import dev.k2.exchange.NewOrder;
import dev.k2.exchange.OrderChange;
import dev.k2.exchange.OrderEntry;
import dev.k2.exchange.OrderTerms;
import dev.k2.exchange.Placement;
import dev.k2.model.OrderType;
import dev.k2.model.TimeInForce;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only caller of {@link OrderEntry#place} and {@link OrderEntry#amend}. It wants two proofs: that
 * the gate let the order pass, and that what is sent is in the database.
 */
final class Dealer {
    private static final Logger LOG = LoggerFactory.getLogger(Dealer.class);

    private Dealer() {}

    /** Sends an order once. Whatever goes wrong is an unknown outcome. */
    static Placement send(RiskGate.Pass pass, OrderStore.Committed committed, OrderEntry entry) {
        Intent intent = committed.row().intent();
        if (!intent.id().equals(pass.draft().id())) {
            throw new IllegalArgumentException("the pass is for another order");
        }
        NewOrder order =
                new NewOrder(
                        pass.draft().instrument(),
                        intent.sentAs(),
                        intent.side(),
                        intent.sentType(),
                        intent.sentTimeInForce(),
                        intent.quantity(),
                        intent.price(),
                        intent.sentType().isTriggered() ? intent.stopPrice() : Optional.empty(),
                        terms(intent));
        try {
            return entry.place(order);
        } catch (RuntimeException fault) {
            LOG.atError()
                    .addKeyValue("order_id", intent.id().toString())
                    .addKeyValue("exchange", intent.exchange())
                    .setCause(fault)
                    .log("sending an order failed in an unforeseen way");
            return new Placement.Unknown(Errors.unforeseen(intent.exchange(), "place order"));
        }
    }

    /** Sends an amend once. Whatever goes wrong is an unknown outcome. */
    static Amendment amend(
            RiskGate.Pass pass, OrderStore.Wished wished, Wish wish, OrderEntry entry) {
        OrderRow row = wished.change().after();
        if (!row.id().equals(pass.draft().id()) || !wished.holds(wish)) {
            throw new IllegalArgumentException("the pass is for another order");
        }
        Intent intent = row.intent();
        Terms terms = wish.terms();
        NewOrder wanted =
                new NewOrder(
                        pass.draft().instrument(),
                        wish.name(),
                        intent.side(),
                        intent.type(),
                        intent.timeInForce(),
                        // What the exchange filled of orders that are gone is no part of this one.
                        terms.quantity().subtract(row.amends().carried()),
                        terms.price(),
                        terms.stopPrice(),
                        terms(intent));
        try {
            return entry.amend(new OrderChange(row.ref(pass.draft().instrument()), wanted));
        } catch (RuntimeException fault) {
            LOG.atError()
                    .addKeyValue("order_id", intent.id().toString())
                    .addKeyValue("exchange", intent.exchange())
                    .setCause(fault)
                    .log("sending an amend failed in an unforeseen way");
            return new Amendment.Unknown(Errors.unforeseen(intent.exchange(), "amend order"));
        }
    }

    private static OrderTerms terms(Intent intent) {
        OrderTerms terms = intent.reduceOnly() ? OrderTerms.PLAIN.reducing() : OrderTerms.PLAIN;
        OrderTerms shaped =
                intent.sentType() == OrderType.TRAILING_STOP
                        ? terms.trailing(intent.conditions().trailingPercent().orElseThrow())
                        : terms;
        OrderTerms dated =
                intent.sentTimeInForce() == TimeInForce.GTD
                        ? shaped.until(intent.conditions().goodTill().orElseThrow())
                        : shaped;
        return intent.outcome().map(dated::on).orElse(dated);
    }
}
