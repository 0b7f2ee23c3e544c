package dev.k2.sim;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Takes orders together with those that wait for them, and lets these go when their time comes. */
final class Chains {
    private final MatchingEngine engine;
    private final Settlement settlement;
    private final Set<OrderChain> due = new LinkedHashSet<>();

    Chains(MatchingEngine engine, Settlement settlement) {
        this.engine = engine;
        this.settlement = settlement;
    }

    boolean areDue() {
        return !due.isEmpty();
    }

    /** Is told of each fill of an order. */
    void filled(Order order) {
        OrderChain chain = order.chain();
        if (chain != null && order.status() == OrderStatus.FILLED) {
            if (order == chain.working()) {
                due.add(chain);
            }
            end(chain);
        }
    }

    Outcome accept(
            Account account,
            Market market,
            String chainId,
            OrderRequest first,
            List<OrderRequest> later) {
        engine.touch(market);
        long micros = engine.commandMicros();
        Order working = new Order(market.takeOrderId(), account, market, first, micros);
        if (!settlement.admit(working)) {
            return new Outcome.Refused(Refusal.INSUFFICIENT_BALANCE);
        }
        List<Order> pending = new ArrayList<>();
        for (OrderRequest request : later) {
            Order order = new Order(market.takeOrderId(), account, market, request, micros);
            order.park();
            pending.add(order);
        }
        OrderChain chain = new OrderChain(working.id(), chainId, working, pending, micros);
        for (Order order : chain.orders()) {
            engine.archive().accepted(order);
            engine.tell(new EngineEvent.OrderAccepted(order, engine.takeExecutionId(), micros));
        }
        engine.archive().started(chain);
        engine.tell(new EngineEvent.ChainStarted(chain, micros));
        if (first.trigger() == null) {
            engine.work(working);
        } else {
            market.arm(working);
        }
        return new Outcome.Done(working);
    }

    /** Lets go what waited for orders that are filled now. */
    void release() {
        for (OrderChain chain : List.copyOf(due)) {
            due.remove(chain);
            List<Order> pending = chain.pending().stream().filter(Order::parked).toList();
            if (pending.size() == 2) {
                releasePair(chain, pending.getFirst(), pending.getLast());
            } else {
                pending.forEach(this::release);
            }
            end(chain);
        }
    }

    private void releasePair(OrderChain chain, Order one, Order other) {
        engine.touch(chain.market());
        wake(one);
        wake(other);
        OrderPair pair =
                new OrderPair(chain.id(), chain.clientId(), one, other, engine.commandMicros());
        engine.tell(new EngineEvent.PairStarted(pair, engine.commandMicros()));
        boolean paid = settlement.hold(one, Holds.initial(one).max(Holds.initial(other)));
        for (Order order : pair.orders()) {
            engine.tell(
                    new EngineEvent.OrderReleased(
                            order, engine.takeExecutionId(), engine.commandMicros()));
        }
        if (!paid) {
            engine.finish(one, Ending.CANCELED_BY_EXCHANGE, null);
            return;
        }
        for (Order order : pair.orders()) {
            if (order.status().open()) {
                begin(order);
            }
        }
    }

    private void release(Order order) {
        engine.touch(order.market());
        wake(order);
        boolean paid = settlement.hold(order, Holds.initial(order));
        engine.tell(
                new EngineEvent.OrderReleased(
                        order, engine.takeExecutionId(), engine.commandMicros()));
        if (paid) {
            begin(order);
        } else {
            engine.finish(order, Ending.CANCELED_BY_EXCHANGE, null);
        }
    }

    /** Ends the waiting for another order; an order with a trigger waits for that from now on. */
    private void wake(Order order) {
        order.release(engine.commandMicros());
        if (order.dormant()) {
            order.market().arm(order);
        }
    }

    /** Lets an order work, unless it waits for its trigger, or may only rest and cannot. */
    private void begin(Order order) {
        if (order.dormant()) {
            return;
        }
        if (order.request().postOnly()
                && order.market().book().crosses(order.side(), order.request().price())) {
            engine.finish(order, Ending.CANCELED_BY_EXCHANGE, null);
        } else {
            engine.work(order);
        }
    }

    void end(OrderChain chain) {
        if (chain.endsNow()) {
            engine.tell(new EngineEvent.ChainEnded(chain, engine.commandMicros()));
        }
    }
}
