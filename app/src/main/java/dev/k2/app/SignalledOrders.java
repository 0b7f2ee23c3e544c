package dev.k2.app;

import dev.k2.model.Order;
import dev.k2.model.UserId;
import dev.k2.signals.SignalOrder;
import dev.k2.signals.SignalOrders;
import dev.k2.trading.OrderTicket;
import dev.k2.trading.PlaceOutcome;
import dev.k2.trading.Refusal;
import dev.k2.trading.Trading;
import java.util.Map;
import java.util.Optional;

/** Places what signals ask for as every other order is placed: by trading's own door, gate and all. */
record SignalledOrders(Trading trading) implements SignalOrders {
    @Override
    public Placing place(UserId user, SignalOrder order) {
        return switch (trading.place(user, ticket(order))) {
            case PlaceOutcome.Placed(Order placed) -> new Placing.Placed(placed);
            case PlaceOutcome.Known(Order known) -> new Placing.Known(known);
            // The template was changed in between: the signal is the same, and so is its order.
            case PlaceOutcome.KeyConflict(Order existing) -> new Placing.Known(existing);
            case PlaceOutcome.Refused(Refusal refusal) ->
                    new Placing.Refused(
                            refusal.code().name(),
                            refusal.field(),
                            refusal.message(),
                            refusal.details());
        };
    }

    private static OrderTicket ticket(SignalOrder order) {
        return new OrderTicket(
                order.key(),
                order.exchange(),
                order.instrument(),
                order.side(),
                order.type(),
                order.timeInForce(),
                order.quantity(),
                order.price(),
                Optional.empty(),
                false,
                false,
                order.outcome(),
                Map.of("signal_id", order.template().toString()));
    }
}
