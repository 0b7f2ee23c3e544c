package dev.k2.exchange;

import dev.k2.model.Balance;
import dev.k2.model.ClientOrderId;
import dev.k2.model.Fill;
import dev.k2.model.Position;
import dev.k2.model.TradeId;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps what an account's stream tells. */
public final class HeardAccount implements UserStreamListener {
    public final AtomicInteger live = new AtomicInteger();
    public final AtomicInteger cuts = new AtomicInteger();
    public final List<ExchangeError> refusals = new CopyOnWriteArrayList<>();
    public final List<OrderReport> orders = new CopyOnWriteArrayList<>();
    public final List<Fill> fills = new CopyOnWriteArrayList<>();
    public final List<List<Balance>> balances = new CopyOnWriteArrayList<>();

    public final List<List<Position>> positions = new CopyOnWriteArrayList<>();

    /**
     * Where an order stands by what was told of it, in whatever order it came: the exchange's own
     * times say what is later, and within one time an order only moves forward.
     */
    public Optional<OrderReport> state(ClientOrderId id) {
        return of(id).stream()
                .max(
                        Comparator.comparing(OrderReport::updatedAt)
                                .thenComparing(o -> o.status().rank())
                                .thenComparing(OrderReport::filledQuantity));
    }

    /** How much of an order is filled by the fills that were told, each counted once. */
    public BigDecimal filled(ClientOrderId id) {
        Map<TradeId, BigDecimal> once = new HashMap<>();
        fills.stream()
                .filter(f -> f.clientOrderId().equals(Optional.of(id)))
                .forEach(f -> once.put(f.trade(), f.quantity()));
        return once.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** What was told of one order, oldest first. */
    public List<OrderReport> of(ClientOrderId id) {
        return orders.stream().filter(o -> o.clientOrderId().equals(Optional.of(id))).toList();
    }

    @Override
    public void onLive() {
        live.incrementAndGet();
    }

    @Override
    public void onCut(ExchangeError cause) {
        cuts.incrementAndGet();
    }

    @Override
    public void onRefused(ExchangeError cause) {
        refusals.add(cause);
    }

    @Override
    public void onOrder(OrderReport report) {
        orders.add(report);
    }

    @Override
    public void onFill(Fill fill) {
        fills.add(fill);
    }

    @Override
    public void onBalances(List<Balance> changed) {
        balances.add(changed);
    }

    @Override
    public void onPositions(List<Position> changed) {
        positions.add(changed);
    }
}
