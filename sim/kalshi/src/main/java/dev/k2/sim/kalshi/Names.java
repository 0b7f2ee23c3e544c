package dev.k2.sim.kalshi;

import dev.k2.sim.Account;
import dev.k2.sim.EngineEvent;
import dev.k2.sim.EngineListener;
import dev.k2.sim.Market;
import dev.k2.sim.MatchingEngine;
import dev.k2.sim.Order;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The names that clients gave their orders: none may come twice. */
final class Names implements EngineListener {
    /** Begins the engine's names of orders that their owner gave none. */
    private static final String UNNAMED = "_.";

    private final MatchingEngine engine;
    private final Set<Name> taken = new HashSet<>();
    private long unnamed;

    Names(MatchingEngine engine) {
        this.engine = engine;
        engine.archive().all().forEach(this::take);
        engine.addListener(this);
    }

    private record Name(Account account, String name) {}

    @Override
    public void on(EngineEvent event) {
        if (event instanceof EngineEvent.OrderAccepted accepted) {
            take(accepted.order());
        } else if (event instanceof EngineEvent.OrderModified modified) {
            take(modified.order());
        } else if (event instanceof EngineEvent.OrderAmended amended) {
            take(amended.order());
        }
    }

    @Override
    public void commandDone(List<Market> touched) {}

    private void take(Order order) {
        taken.add(new Name(order.account(), order.clientOrderId()));
        taken.add(new Name(order.account(), order.request().clientOrderId()));
    }

    void checkFree(Account account, String name) {
        if (taken.contains(new Name(account, name))) {
            throw new KalshiRefusal(
                    409, "order_already_exists", "an order with this client_order_id exists");
        }
    }

    String unnamed() {
        return UNNAMED + engine.clock().micros() + "." + unnamed++;
    }

    /** The client's own id of an order, empty when he gave none. */
    static String shown(Order order) {
        String name = order.clientOrderId();
        return name.startsWith(UNNAMED) ? "" : name;
    }
}
