package dev.k2.trading;

import dev.k2.exchange.NewOrder;
import dev.k2.exchange.OrderEntry;
import dev.k2.exchange.OrderTerms;
import dev.k2.exchange.Placement;
import dev.k2.model.OrderType;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only caller of {@link OrderEntry#place}. It wants two proofs: that the gate let the order
 * pass, and that the intent is in the database.
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

    private static OrderTerms terms(Intent intent) {
        OrderTerms terms = intent.reduceOnly() ? OrderTerms.PLAIN.reducing() : OrderTerms.PLAIN;
        OrderTerms shaped =
                intent.sentType() == OrderType.TRAILING_STOP
                        ? terms.trailing(intent.conditions().trailingPercent().orElseThrow())
                        : terms;
        return intent.outcome().map(shaped::on).orElse(shaped);
    }
}
