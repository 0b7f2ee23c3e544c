package dev.k2.trading;

import dev.k2.exchange.Answer;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.OrderEntry;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.LinkId;
import dev.k2.model.UserId;
import dev.k2.platform.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has exchanges cancel a link's open orders by themselves when they do not hear from K2: while
 * orders are open the countdown is set anew well before it ends; it is taken back when none is, at
 * a clean stop, and while the exchange is under maintenance.
 */
final class DeadMan implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeadMan.class);

    /** The waits that every exchange takes that has it. */
    static final Duration WAIT_MIN = Duration.ofSeconds(10);

    static final Duration WAIT_MAX = Duration.ofMinutes(2);

    private static final Duration TICK = Duration.ofSeconds(1);
    private static final int RENEWALS_PER_WAIT = 3;

    private final DeadManStore store;
    private final Sessions sessions;
    private final OrderStore orders;
    private final TradingParts parts;
    private final Map<LinkId, Watch> watches = new ConcurrentHashMap<>();
    private boolean closed;

    DeadMan(DeadManStore store, Sessions sessions, OrderStore orders, TradingParts parts) {
        this.store = store;
        this.sessions = sessions;
        this.orders = orders;
        this.parts = parts;
    }

    /** The wait of a link; empty where it has none. */
    Optional<Duration> of(LinkId link) {
        return Optional.ofNullable(watches.get(link)).map(watch -> watch.wait);
    }

    /** Sets the wait of a link, or says why it cannot be. */
    Optional<Refusal> set(UserId user, LinkId id, Optional<Duration> wait) {
        Optional<Refusal> refusal = wait.flatMap(wanted -> refusal(user, id, wanted));
        if (refusal.isEmpty()) {
            store.put(id, wait, parts.clock().instant());
            reload();
        }
        return refusal;
    }

    /** Takes over what the database says. */
    synchronized void reload() {
        if (closed) {
            return;
        }
        Map<LinkId, Duration> wanted = store.all();
        for (Map.Entry<LinkId, Watch> known : List.copyOf(watches.entrySet())) {
            if (!wanted.containsKey(known.getKey())) {
                watches.remove(known.getKey());
                known.getValue().end();
            }
        }
        wanted.forEach((link, wait) -> watches.computeIfAbsent(link, Watch::new).wait = wait);
    }

    /** Takes every countdown back: K2 goes on purpose, and the orders stay. */
    @Override
    public void close() {
        List<Watch> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(watches.values());
        }
        try (var together = Executors.newVirtualThreadPerTaskExecutor()) {
            all.forEach(watch -> together.execute(watch::end));
        }
    }

    private Optional<Refusal> refusal(UserId user, LinkId id, Duration wait) {
        Optional<ExchangeId> exchange =
                parts.links().active().stream()
                        .filter(link -> link.id().equals(id) && link.user().equals(user))
                        .map(Links.Link::exchange)
                        .findFirst();
        if (exchange.isEmpty()) {
            return Optional.of(
                    Refusals.of(RefusalCode.LINK_NOT_USABLE, "you have no active link of this id"));
        }
        if (!parts.accounts().hasDeadManSwitch(exchange.get())) {
            return Optional.of(
                    Refusals.of(
                            RefusalCode.DEAD_MAN_NOT_OFFERED,
                            "%s does not cancel orders by itself when it hears nothing"
                                    .formatted(exchange.get()),
                            "exchange",
                            exchange.get()));
        }
        boolean fits = wait.compareTo(WAIT_MIN) >= 0 && wait.compareTo(WAIT_MAX) <= 0;
        return fits
                ? Optional.empty()
                : Optional.of(
                        Refusals.field(
                                RefusalCode.LIMIT_INVALID,
                                "seconds",
                                "seconds must lie between %d and %d"
                                        .formatted(WAIT_MIN.toSeconds(), WAIT_MAX.toSeconds()),
                                "min",
                                WAIT_MIN.toSeconds(),
                                "max",
                                WAIT_MAX.toSeconds()));
    }

    /** A countdown that runs at the exchange, set at a time. */
    private record Countdown(Instrument instrument, Instant at) {}

    /** One link that has it. */
    private final class Watch {
        private final LinkId link;
        private final Timers.Ticket ticket;
        private final Map<InstrumentId, Countdown> running = new HashMap<>();
        private volatile Duration wait = WAIT_MAX;
        private boolean ended;
        private boolean failing;

        private Watch(LinkId link) {
            this.link = link;
            ticket = parts.timers().every(TICK, this::tick);
        }

        private synchronized void tick() {
            Optional<LinkSession> session =
                    sessions.of(link)
                            .filter(one -> one.phase() != LinkState.Phase.REFUSED)
                            .filter(one -> !ended);
            if (sessions.of(link).isEmpty()) {
                // Whoever acts for the account sets its own countdowns.
                running.clear();
            }
            if (session.isEmpty()) {
                return;
            }
            OrderEntry entry = session.get().account().orders();
            Map<InstrumentId, Instrument> wanted =
                    session.get().reach().isMaintained() ? Map.of() : wanted(entry);
            for (Countdown idle : List.copyOf(running.values())) {
                if (!wanted.containsKey(idle.instrument().id())) {
                    takeBack(entry, idle);
                }
            }
            Instant now = parts.clock().instant();
            for (Instrument instrument : wanted.values()) {
                Countdown known = running.get(instrument.id());
                if (known == null
                        || !now.isBefore(known.at().plus(wait.dividedBy(RENEWALS_PER_WAIT)))) {
                    renew(entry, instrument, now);
                }
            }
        }

        /** The instruments with open orders; one of them where the countdown is the account's. */
        private Map<InstrumentId, Instrument> wanted(OrderEntry entry) {
            Map<InstrumentId, Instrument> open = new TreeMap<>();
            for (OrderRow row : orders.openOf(link)) {
                parts.market()
                        .instrument(row.intent().exchange(), row.intent().instrument())
                        .ifPresent(instrument -> open.put(instrument.id(), instrument));
            }
            if (!entry.cancelsAllAfterForAccount() || open.isEmpty()) {
                return open;
            }
            Instrument one =
                    running.values().stream()
                            .findFirst()
                            .map(Countdown::instrument)
                            .orElseGet(() -> new ArrayList<>(open.values()).getFirst());
            return Map.of(one.id(), one);
        }

        private void renew(OrderEntry entry, Instrument instrument, Instant now) {
            if (said(entry, "renew", entry.cancelAllAfter(instrument, wait))) {
                running.put(instrument.id(), new Countdown(instrument, now));
            }
        }

        private void takeBack(OrderEntry entry, Countdown idle) {
            if (said(entry, "end", entry.cancelAllAfter(idle.instrument(), Duration.ZERO))) {
                running.remove(idle.instrument().id());
            }
        }

        private synchronized void end() {
            ended = true;
            ticket.cancel();
            sessions.of(link)
                    .map(session -> session.account().orders())
                    .ifPresent(
                            entry ->
                                    List.copyOf(running.values())
                                            .forEach(one -> takeBack(entry, one)));
        }

        private boolean said(OrderEntry entry, String operation, Answer<Duration> answer) {
            boolean done = answer instanceof Answer.Ok<Duration>;
            parts.metrics()
                    .count(
                            "k2_dead_man_calls_total",
                            "exchange",
                            entry.exchange().text(),
                            "operation",
                            operation,
                            "status",
                            done ? "success" : "failure");
            if (answer instanceof Answer.Failed<Duration>(ExchangeError error) && !failing) {
                LOG.atError()
                        .addKeyValue("link_id", link.toString())
                        .addKeyValue("exchange", entry.exchange())
                        .addKeyValue("category", error.category())
                        .addKeyValue("error", error.message())
                        .log("the dead-man switch of a link could not be set; it is tried again");
            }
            failing = !done;
            return done;
        }
    }
}
