package dev.k2.trading;

import dev.k2.model.Decimals;
import dev.k2.model.Instrument;
import dev.k2.model.LinkId;
import dev.k2.model.OrderId;
import dev.k2.platform.Timers;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches over the orders that wait in K2 because their exchange does not wait for them. Where each
 * stands is in the database; what is kept here is only what to look at, and is read anew every so
 * often.
 *
 * <p>Of an OCO, one order rests at the exchange and the other waits here. When the waiting one's
 * price is reached, that is written down, then the resting one is cancelled, and only once its end
 * and every fill of it are known is the rest sent: both can never trade in full.
 */
final class HeldOrders {
    private static final Logger LOG = LoggerFactory.getLogger(HeldOrders.class);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Duration READ_AGAIN = Duration.ofSeconds(5);

    private final HeldLedger held;
    private final HeldStore store;
    private final Ledger ledger;
    private final Release release;
    private final Canceller canceller;
    private final WatchedPrices prices;
    private final LinkLeases leases;
    private final Links links;
    private final Market market;
    private final Timers timers;
    private final Map<OrderId, OrderRow> waiting = new ConcurrentHashMap<>();
    private final Set<OrderId> busy = ConcurrentHashMap.newKeySet();
    private final Map<OrderId, Instant> cancelledAt = new ConcurrentHashMap<>();
    private final Retries<OrderRow> pairs;
    private Timers.Ticket looking = () -> {};
    private Timers.Ticket reading = () -> {};
    private volatile boolean closed;

    HeldOrders(
            HeldLedger held,
            HeldStore store,
            Ledger ledger,
            Release release,
            Canceller canceller,
            WatchedPrices prices,
            LinkLeases leases,
            TradingParts parts) {
        this.held = held;
        this.store = store;
        this.ledger = ledger;
        this.release = release;
        this.canceller = canceller;
        this.prices = prices;
        this.leases = leases;
        this.links = parts.links();
        this.market = parts.market();
        this.timers = parts.timers();
        this.pairs =
                new Retries<>(
                        timers,
                        "part a pair",
                        (id, row) -> {
                            whileOurs(row.intent().link(), () -> part(row));
                            return false;
                        });
    }

    /** Begins to watch; what waits for an account that is linked no more is given up. */
    void start() {
        giveUpUnlinked(store.waiting(), true);
        looking = timers.every(PAUSE, this::look);
        reading = timers.every(READ_AGAIN, this::readAgain);
    }

    /** Watches over an order that is written down as held. */
    void keep(OrderRow row) {
        waiting.put(row.id(), row);
    }

    /** An account is this node's now, and with it an order that somebody else watched over. */
    void takeUp(OrderRow row) {
        if (row.standing().cancelRequested()) {
            canceller.cancel(row);
        } else {
            keep(row);
        }
    }

    /** The same with an order that rests while its other half waited here, and may have ended. */
    void takeUpPair(OrderRow resting) {
        pairs.take(resting.id(), resting);
    }

    int count() {
        return waiting.size();
    }

    /** An account is linked no more: what waits for it can never be sent. */
    void linkGone(LinkId link) {
        linkGone(link, false);
    }

    private void linkGone(LinkId link, boolean resuming) {
        List<OrderRow> rows = store.waitingOf(link);
        if (rows.isEmpty()) {
            return;
        }
        // Of an account that nobody opens any more, whoever comes first ends what waits.
        boolean taken = !leases.holds(link) && !leases.acquire(List.of(link), resuming).isEmpty();
        if (!leases.holds(link)) {
            return;
        }
        try {
            if (taken) {
                ledger.renumber();
            }
            rows.forEach(this::giveUp);
        } catch (NotOurs lost) {
            forget(link);
        } finally {
            if (taken) {
                leases.release(List.of(link));
            }
        }
    }

    private void giveUp(OrderRow row) {
        held.end(
                row,
                HeldLedger.Ending.CANCELLED,
                "the link to " + row.intent().exchange() + " is not usable any more",
                OrderEvent.of("withdrawn", "why", "link"));
        waiting.remove(row.id());
    }

    private void giveUpUnlinked(List<OrderRow> rows, boolean resuming) {
        if (rows.isEmpty()) {
            return;
        }
        Set<LinkId> active =
                links.active().stream().map(Links.Link::id).collect(Collectors.toSet());
        rows.stream()
                .map(row -> row.intent().link())
                .filter(link -> !active.contains(link))
                .distinct()
                .forEach(link -> linkGone(link, resuming));
    }

    /** Another node acts for an account; its orders stay held, and are that node's to watch. */
    private void forget(LinkId link) {
        waiting.values().removeIf(row -> row.intent().link().equals(link));
    }

    private void whileOurs(LinkId link, Runnable work) {
        try {
            work.run();
        } catch (NotOurs lost) {
            forget(link);
        }
    }

    /** One order of an OCO changed: an end of it is the end of the other. */
    void pairChanged(OrderRow row) {
        if (row.isFinal() && !closed) {
            cancelledAt.remove(row.id());
            pairs.takeAtOnce(row.id(), row);
        }
    }

    /** Looks at both orders of a pair, whichever is given; what has ended ends the other. */
    private void part(OrderRow one) {
        Optional<OrderRow> now = ledger.read(one.id());
        Optional<OrderRow> other = other(one);
        if (now.isPresent() && other.isPresent()) {
            if (now.get().isFinal()) {
                part(now.get(), other.get());
            } else if (other.get().isFinal()) {
                part(other.get(), now.get());
            }
        }
    }

    void close() {
        closed = true;
        pairs.close();
        looking.cancel();
        reading.cancel();
        prices.follow(List.of());
    }

    private void readAgain() {
        List<OrderRow> everyNodes = store.waiting();
        List<OrderRow> rows =
                everyNodes.stream().filter(row -> leases.holds(row.intent().link())).toList();
        Set<OrderId> ids = rows.stream().map(OrderRow::id).collect(Collectors.toSet());
        waiting.keySet().stream()
                .filter(id -> !ids.contains(id))
                .flatMap(id -> ledger.read(id).stream())
                .forEach(this::refresh);
        rows.forEach(this::keep);
        for (OrderRow row : rows) {
            whileOurs(row.intent().link(), () -> readAgain(row));
        }
        giveUpUnlinked(everyNodes, false);
    }

    private void readAgain(OrderRow row) {
        if (row.standing().cancelRequested()) {
            canceller.cancel(row);
        } else {
            other(row).filter(OrderRow::isFinal).ifPresent(ended -> part(ended, row));
        }
    }

    private void look() {
        waiting.values().removeIf(row -> !leases.holds(row.intent().link()));
        prices.follow(waiting.values());
        for (OrderRow row : List.copyOf(waiting.values())) {
            if (!busy.contains(row.id())) {
                lookSafely(row);
            }
        }
    }

    private void lookSafely(OrderRow row) {
        try {
            if (row.intent().conditions().triggeredAt().isPresent()) {
                // The end of the other is told; until then there is nothing to do.
                if (row.intent().conditions().pair().filter(this::isCancelling).isEmpty()) {
                    apart(row, this::goOn);
                }
            } else if (isOver(row)) {
                expire(row);
            } else {
                prices.price(row).ifPresent(seen -> look(row, seen));
            }
        } catch (NotOurs lost) {
            forget(row.intent().link());
        } catch (RuntimeException fault) {
            LOG.atError()
                    .addKeyValue("order_id", row.id().toString())
                    .setCause(fault)
                    .log("a held order could not be looked at; it will be tried again");
        }
    }

    private boolean isOver(OrderRow row) {
        Instant now = ledger.now();
        return row.intent().conditions().goodTill().filter(end -> !end.isAfter(now)).isPresent();
    }

    private void expire(OrderRow row) {
        held.end(
                        row,
                        HeldLedger.Ending.EXPIRED,
                        "it was good till a date that has come",
                        OrderEvent.of("withdrawn", "why", "good till"))
                .or(() -> ledger.read(row.id()))
                .ifPresent(this::refresh);
    }

    private void look(OrderRow row, WatchedPrices.Seen seen) {
        switch (Trigger.look(row.intent(), seen.price())) {
            case Trigger.Waits ignored -> {}
            case Trigger.Moved moved -> {
                Optional<OrderRow> next = held.marked(row, moved.mark());
                next.or(() -> ledger.read(row.id())).ifPresent(this::refresh);
            }
            case Trigger.Reached reached -> {
                OrderEvent why = Release.reached(seen, reached.trigger());
                // What has a pair cancels it first, which is always possible.
                if (row.intent().conditions().pair().isPresent()
                        || release.isPossible(row.intent().link())) {
                    apart(row, now -> reached(now, why));
                }
            }
        }
    }

    /** Does what may take long beside the look at prices, and one thing at a time of each order. */
    private void apart(OrderRow row, Consumer<OrderRow> work) {
        if (!busy.add(row.id())) {
            return;
        }
        timers.after(
                Duration.ZERO,
                () -> {
                    try {
                        whileOurs(
                                row.intent().link(),
                                () -> {
                                    Optional<OrderRow> found = ledger.read(row.id());
                                    found.filter(OrderRow::isHeld).ifPresent(work);
                                    found.map(ledger::latest).ifPresent(this::refresh);
                                });
                    } finally {
                        busy.remove(row.id());
                    }
                });
    }

    private void refresh(OrderRow row) {
        if (row.isHeld()) {
            waiting.put(row.id(), row);
        } else {
            waiting.remove(row.id());
            cancelledAt.remove(row.id());
        }
    }

    private void reached(OrderRow row, OrderEvent why) {
        if (row.intent().conditions().triggeredAt().isPresent()) {
            goOn(row);
        } else if (row.intent().conditions().pair().isEmpty()) {
            send(row, row.intent().quantity(), why);
        } else {
            release.trigger(row, why).ifPresent(this::goOn);
        }
    }

    private void send(OrderRow row, BigDecimal quantity, OrderEvent why) {
        Optional<Instrument> instrument =
                market.instrument(row.intent().exchange(), row.intent().instrument());
        if (!closed && instrument.isPresent()) {
            release.send(row, instrument.get(), quantity, why);
        }
    }

    /** The price of one order of an OCO was reached: the other goes first. */
    private void goOn(OrderRow row) {
        Optional<OrderRow> other = other(row);
        if (other.isEmpty()) {
            return;
        }
        if (!other.get().isFinal()) {
            cancel(other.get());
            other = other(row);
        }
        if (other.isPresent() && other.get().isFinal()) {
            BigDecimal rest = row.intent().quantity().subtract(other.get().standing().filled());
            if (rest.signum() > 0) {
                send(row, rest, OrderEvent.of("released", "other_filled", filled(other.get())));
            } else {
                part(other.get(), row);
            }
        }
    }

    /** Once and, while nothing comes of it, again every few seconds. */
    private void cancel(OrderRow resting) {
        if (!isCancelling(resting.id())) {
            cancelledAt.put(resting.id(), ledger.now());
            canceller.cancel(resting);
        }
    }

    private boolean isCancelling(OrderId resting) {
        Instant last = cancelledAt.get(resting);
        return last != null && last.plus(READ_AGAIN).isAfter(ledger.now());
    }

    /** One order of an OCO has ended; the other ends with it, unless it is what ended the first. */
    private void part(OrderRow ended, OrderRow other) {
        if (other.isFinal()) {
            return;
        }
        if (!other.isHeld()) {
            boolean gaveUp =
                    ended.intent().conditions().held()
                            && ended.intent().conditions().sentAt().isEmpty();
            if (gaveUp) {
                canceller.cancel(other);
            }
            return;
        }
        boolean whole = ended.standing().filled().compareTo(other.intent().quantity()) >= 0;
        held.end(
                        other,
                        whole
                                ? HeldLedger.Ending.CANCELLED
                                : HeldLedger.Ending.CANCELLED_UNLESS_TRIGGERED,
                        "the other order of the pair ended: "
                                + OrderRowStore.text(ended.standing().status()),
                        new OrderEvent(
                                "withdrawn",
                                Map.of(
                                        "why", "pair",
                                        "other", ended.id().toString(),
                                        "other_filled", filled(ended))))
                .ifPresent(this::refresh);
    }

    private Optional<OrderRow> other(OrderRow row) {
        return row.intent().conditions().pair().flatMap(ledger::read);
    }

    private static String filled(OrderRow row) {
        return Decimals.plain(row.standing().filled());
    }
}
