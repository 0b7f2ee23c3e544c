package dev.k2.exchange;

import dev.k2.model.Balance;
import dev.k2.model.ClientOrderId;
import dev.k2.model.Fill;
import java.util.List;
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
}
