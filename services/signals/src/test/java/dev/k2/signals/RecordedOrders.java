package dev.k2.signals;

import dev.k2.model.ClientOrderId;
import dev.k2.model.ExchangeId;
import dev.k2.model.IdempotencyKey;
import dev.k2.model.InstrumentKind;
import dev.k2.model.LinkId;
import dev.k2.model.Order;
import dev.k2.model.OrderId;
import dev.k2.model.OrderStatus;
import dev.k2.model.TimeInForce;
import dev.k2.model.UserId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Trading in memory: one order per key. Everything that was asked for is recorded. */
final class RecordedOrders implements SignalOrders {
    final List<SignalOrder> asked = new CopyOnWriteArrayList<>();
    private final Map<IdempotencyKey, Order> orders = new ConcurrentHashMap<>();
    private volatile boolean refusing;

    void refuse(boolean on) {
        refusing = on;
    }

    int placed() {
        return orders.size();
    }

    @Override
    public Placing place(UserId user, SignalOrder order) {
        asked.add(order);
        if (refusing) {
            return new Placing.Refused(
                    "KILL_SWITCH_ON", Optional.empty(), "Orders are stopped.", Map.of());
        }
        Order fresh = order(user, order);
        Order before = orders.putIfAbsent(order.key(), fresh);
        return before == null ? new Placing.Placed(fresh) : new Placing.Known(before);
    }

    private static Order order(UserId user, SignalOrder order) {
        return new Order(
                new OrderId(UUID.randomUUID()),
                user,
                new LinkId(UUID.randomUUID()),
                order.key(),
                new ClientOrderId("k2x1"),
                order.exchange().orElse(ExchangeId.BINANCE),
                Optional.empty(),
                order.instrument(),
                InstrumentKind.SPOT,
                order.outcome(),
                order.side(),
                order.type(),
                order.timeInForce().orElse(TimeInForce.GTC),
                order.quantity(),
                order.price(),
                Optional.empty(),
                OrderStatus.OPEN,
                Optional.empty(),
                false,
                false,
                BigDecimal.ZERO,
                Optional.empty(),
                Instant.EPOCH,
                Optional.of(Instant.EPOCH),
                Instant.EPOCH,
                Optional.empty(),
                Map.of());
    }
}
