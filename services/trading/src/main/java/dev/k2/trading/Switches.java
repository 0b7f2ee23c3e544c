package dev.k2.trading;

import dev.k2.model.ExchangeId;
import dev.k2.model.UserId;
import dev.k2.platform.Metrics;
import dev.k2.platform.Timers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kill switches as this node sees them. It looks in the database again and again, so that what
 * another node or the command line turned on holds here within a second; a view that is older than
 * that lets nothing pass.
 */
final class Switches implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Switches.class);

    /** Between looks. */
    static final Duration PAUSE = Duration.ofMillis(400);

    /** An older view is looked at anew before an order passes; where that fails, none does. */
    static final Duration AGE_MAX = Duration.ofMillis(900);

    private final RiskStore store;
    private final InstantSource clock;
    private final Metrics metrics;
    private final ReentrantLock looking = new ReentrantLock();

    /** Turned on here and not yet seen in the database: they hold whatever it says. */
    private final Map<Cover, KillSwitch> held = new ConcurrentHashMap<>();

    /** Whose turning on is under way here; whoever does it cancels the orders. */
    private final Set<Cover> turning = ConcurrentHashMap.newKeySet();

    private volatile Map<Cover, KillSwitch> on = Map.of();
    private volatile Instant at = Instant.MIN;
    private long seen = -1;
    private boolean failing;
    private Consumer<UserId> onLimits = user -> {};
    private Consumer<Set<Cover>> onTurned = covers -> {};
    private Runnable onChange = () -> {};
    private Timers.Ticket ticket = () -> {};

    Switches(RiskStore store, InstantSource clock, Metrics metrics) {
        this.store = store;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** Told of every user whose limits changed. */
    void onLimits(Consumer<UserId> follower) {
        onLimits = follower;
    }

    /** Told of switches that somebody else turned on. */
    void onTurned(Consumer<Set<Cover>> follower) {
        onTurned = follower;
    }

    /** Told after anything changed. */
    void onChange(Runnable follower) {
        onChange = follower;
    }

    /** Looks for the first time, which must succeed, and then every so often. */
    void start(Timers timers) {
        looking.lock();
        try {
            Instant now = clock.instant();
            seen = store.changes();
            on = store.switchesOn();
            at = now;
        } finally {
            looking.unlock();
        }
        onChange.run();
        ticket = timers.every(PAUSE, this::look);
    }

    /** Why an order of a user at an exchange must not be sent now; empty where it may. */
    Optional<Refusal> refusal(UserId user, ExchangeId exchange) {
        if (!isFresh()) {
            look();
        }
        for (Cover cover : Cover.over(user, exchange)) {
            Optional<KillSwitch> turned = on(cover);
            if (turned.isPresent()) {
                return turned.map(Switches::killed);
            }
        }
        return isFresh() ? Optional.empty() : Optional.of(unseen());
    }

    /** Every switch that is on and stops a user somewhere, the widest first. */
    List<KillSwitch> over(UserId user) {
        List<KillSwitch> over = new ArrayList<>();
        Map<Cover, KillSwitch> all = all();
        all.forEach(
                (cover, turned) -> {
                    if (cover.user().map(user::equals).orElse(true)) {
                        over.add(turned);
                    }
                });
        over.sort(
                Comparator.comparing(KillSwitch::whose)
                        .reversed()
                        .thenComparing(one -> one.exchange().map(ExchangeId::text).orElse("")));
        return over;
    }

    /** Whether orders of a link are stopped. */
    boolean stops(Links.Link link) {
        return all().keySet().stream().anyMatch(cover -> cover.covers(link));
    }

    /**
     * From the return of this call on nothing that it covers is sent here, whatever the database
     * does.
     */
    void turnOn(Cover cover, KillSwitch next) {
        turning.add(cover);
        try {
            held.put(cover, next);
            store.putSwitch(cover, next);
            look();
        } finally {
            turning.remove(cover);
        }
    }

    void turnOff(Cover cover, KillSwitch next) {
        store.putSwitch(cover, next);
        held.remove(cover);
        look();
    }

    /** Asks the database for what changed. A failure leaves the view as it is, and it grows old. */
    void look() {
        Set<Cover> turned = new HashSet<>();
        boolean changed = false;
        looking.lock();
        try {
            Instant now = clock.instant();
            for (Map.Entry<Cover, KillSwitch> mine : held.entrySet()) {
                if (!turning.contains(mine.getKey())) {
                    store.putSwitch(mine.getKey(), mine.getValue());
                }
            }
            long newest = store.changes();
            if (newest != seen) {
                Map<Cover, KillSwitch> fresh = store.switchesOn();
                store.limitsChangedSince(seen).forEach(onLimits);
                turned.addAll(fresh.keySet());
                turned.removeAll(on.keySet());
                turned.removeAll(turning);
                on = fresh;
                held.keySet().removeAll(fresh.keySet());
                seen = newest;
                changed = true;
            }
            at = now;
            failing = false;
        } catch (RuntimeException fault) {
            metrics.count("k2_kill_switch_looks_failed_total");
            if (!failing) {
                failing = true;
                LOG.atError()
                        .setCause(fault)
                        .log(
                                "the kill switches could not be read; no order is sent until they"
                                        + " can");
            }
        } finally {
            looking.unlock();
        }
        tell(turned, changed);
    }

    @Override
    public void close() {
        ticket.cancel();
    }

    private void tell(Set<Cover> turned, boolean changed) {
        for (Cover cover : turned) {
            LOG.atWarn()
                    .addKeyValue("whose", cover.whose())
                    .addKeyValue("exchange", cover.exchange().map(ExchangeId::text).orElse("every"))
                    .log("a kill switch was turned on");
        }
        if (!turned.isEmpty()) {
            onTurned.accept(turned);
        }
        if (changed) {
            onChange.run();
        }
    }

    private Optional<KillSwitch> on(Cover cover) {
        return Optional.ofNullable(held.get(cover)).or(() -> Optional.ofNullable(on.get(cover)));
    }

    private Map<Cover, KillSwitch> all() {
        Map<Cover, KillSwitch> all = new ConcurrentHashMap<>(on);
        all.putAll(held);
        return all;
    }

    /** A clock that was set back must not make an old view young. */
    private boolean isFresh() {
        return !at.equals(Instant.MIN)
                && Duration.between(at, clock.instant()).abs().compareTo(AGE_MAX) <= 0;
    }

    private Refusal unseen() {
        return Refusals.limit(
                RefusalCode.RISK_UNREADABLE,
                "kill_switch_age_ms",
                AGE_MAX.toMillis(),
                at.equals(Instant.MIN)
                        ? "never read"
                        : Long.toString(Duration.between(at, clock.instant()).toMillis()),
                "K2 cannot read its kill switches now, and sends no order until it can");
    }

    private static Refusal killed(KillSwitch turned) {
        String where = turned.exchange().map(exchange -> " for " + exchange).orElse("");
        String message =
                switch (turned.whose()) {
                    case USER -> "the kill switch" + where + " is on; turn it off to trade";
                    case INSTALLATION ->
                            "trading%s is stopped for everybody by whoever runs this K2"
                                    .formatted(where);
                };
        return Refusals.of(
                RefusalCode.KILL_SWITCH_ON,
                message,
                "limit",
                "kill_switch",
                "limit_value",
                "on",
                "value",
                "order",
                "scope",
                OrderRowStore.text(turned.whose()),
                "exchange",
                turned.exchange().map(ExchangeId::text).orElse("every"),
                "since",
                turned.since().map(Instant::toString).orElse(""),
                "reason",
                turned.reason().orElse(""));
    }
}
