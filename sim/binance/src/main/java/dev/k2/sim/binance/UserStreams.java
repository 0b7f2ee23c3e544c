package dev.k2.sim.binance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Account;
import dev.k2.sim.EngineEvent;
import dev.k2.sim.EngineListener;
import dev.k2.sim.Fault;
import dev.k2.sim.Listing;
import dev.k2.sim.Market;
import dev.k2.sim.Order;
import dev.k2.sim.OrderPair;
import dev.k2.sim.OrderStatus;
import dev.k2.sim.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells accounts what happens to their orders and balances, over every subscription they have. */
final class UserStreams implements EngineListener {
    private final BinanceFloor floor;
    private final Limits limits;
    private final Scheduler scheduler;
    private final Map<Account, Set<Subscription>> subscriptions = new HashMap<>();
    private final Map<Account, ObjectNode[]> heldBack = new HashMap<>();
    private final List<Runnable> outbox = new ArrayList<>();

    UserStreams(BinanceFloor floor, Limits limits, Scheduler scheduler) {
        this.floor = floor;
        this.limits = limits;
        this.scheduler = scheduler;
    }

    /** One connection's subscription to one account. */
    record Subscription(long id, Account account, Connection connection) {
        void send(ObjectNode event) {
            connection.send(wrapped(event));
        }

        /** Sends the first half of an event, which no parser understands. */
        void sendHalf(ObjectNode event) {
            String whole = wrapped(event);
            connection.send(whole.substring(0, whole.length() / 2));
        }

        private String wrapped(ObjectNode event) {
            ObjectNode wrapped = BinanceJson.object().put("subscriptionId", id);
            wrapped.set("event", event);
            return wrapped.toString();
        }
    }

    void join(Subscription subscription) {
        subscriptions
                .computeIfAbsent(subscription.account(), a -> new LinkedHashSet<>())
                .add(subscription);
    }

    void leave(Subscription subscription) {
        Set<Subscription> joined = subscriptions.get(subscription.account());
        if (joined != null) {
            joined.remove(subscription);
        }
    }

    @Override
    public void on(EngineEvent event) {
        switch (event) {
            case EngineEvent.OrderAccepted e -> tell(e.order(), event);
            case EngineEvent.OrderTriggered e -> tell(e.order(), event);
            case EngineEvent.OrderFilled e -> {
                if (e.fill().maker() && e.order().status() == OrderStatus.FILLED) {
                    limits.filled(e.order().account(), floor.micros() / 1000);
                }
                tell(e.order(), event);
            }
            case EngineEvent.OrderPrevented e -> tell(e.order(), event);
            case EngineEvent.OrderAmended e -> tell(e.order(), event);
            case EngineEvent.OrderClosed e -> tell(e.order(), event);
            case EngineEvent.Deposited e -> {
                long now = floor.micros();
                publish(e.account(), null, micros -> UserEventWords.deposit(e, now, micros));
                publish(
                        e.account(),
                        null,
                        micros ->
                                UserEventWords.position(
                                        e.account(), List.of(e.asset()), now, micros));
            }
            case EngineEvent.PairStarted e -> tell(e.pair());
            case EngineEvent.PairEnded e -> tell(e.pair());
            case EngineEvent.TradePrinted e -> {}
            case EngineEvent.AccountOpened e -> {}
            case EngineEvent.IdsReserved e -> {}
        }
    }

    @Override
    public void commandDone(List<Market> touched) {
        // What happened is told when it is written down, so that nobody hears of what a crash could
        // undo.
        List<Runnable> told = List.copyOf(outbox);
        outbox.clear();
        told.forEach(Runnable::run);
    }

    private void tell(Order order, EngineEvent event) {
        Account account = order.account();
        if (!subscriptions.containsKey(account)) {
            return;
        }
        long now = floor.micros();
        Listing listing = order.listing();
        publish(account, order.market(), micros -> report(event, now, micros));
        publish(
                account,
                order.market(),
                micros ->
                        UserEventWords.position(
                                account, List.of(listing.base(), listing.quote()), now, micros));
    }

    private void tell(OrderPair pair) {
        long now = floor.micros();
        publish(pair.account(), pair.market(), micros -> ListWords.event(pair, now, micros));
    }

    private static ObjectNode report(EngineEvent event, long now, boolean micros) {
        ObjectNode report = UserEventWords.report(event, now, micros);
        if (report == null) {
            throw new IllegalStateException("no report is told of " + event);
        }
        return report;
    }

    private interface Message {
        ObjectNode event(boolean micros);
    }

    private void publish(Account account, @Nullable Market market, Message message) {
        Set<Subscription> joined = subscriptions.getOrDefault(account, Set.of());
        if (joined.isEmpty()
                || strikes(Fault.Kind.SILENCE, account, market)
                || strikes(Fault.Kind.SKIP_MESSAGE, account, market)) {
            return;
        }
        ObjectNode[] both = {message.event(false), message.event(true)};
        ObjectNode[] held = heldBack.remove(account);
        if (strikes(Fault.Kind.REORDER_MESSAGE, account, market) && held == null) {
            heldBack.put(account, both);
            return;
        }
        boolean twice = strikes(Fault.Kind.DUPLICATE_MESSAGE, account, market);
        boolean malformed = strikes(Fault.Kind.MALFORMED_MESSAGE, account, market);
        Runnable sending =
                () -> List.copyOf(joined).forEach(s -> send(s, both, held, twice, malformed));
        Optional<Fault> delay = floor.strikes(Fault.Kind.DELAY, target(account, market));
        if (delay.isPresent()) {
            Duration wait = Duration.ofMillis(delay.get().number("delay_ms", 1000));
            Scheduler.Task _ = scheduler.after(wait, sending);
        } else {
            outbox.add(sending);
        }
    }

    private static void send(
            Subscription subscription,
            ObjectNode[] both,
            ObjectNode @Nullable [] held,
            boolean twice,
            boolean malformed) {
        int unit = subscription.connection().micros() ? 1 : 0;
        if (malformed) {
            subscription.sendHalf(both[unit]);
        } else {
            subscription.send(both[unit]);
        }
        if (twice) {
            subscription.send(both[unit]);
        }
        if (held != null) {
            subscription.send(held[unit]);
        }
    }

    private boolean strikes(Fault.Kind kind, Account account, @Nullable Market market) {
        return floor.strikes(kind, target(account, market)).isPresent();
    }

    private static Target target(Account account, @Nullable Market market) {
        return new Target("stream:user", account.name(), market);
    }
}
