package dev.k2.trading;

import dev.k2.exchange.Amendment;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.OrderReport;
import dev.k2.model.ClientOrderId;
import dev.k2.model.Decimals;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Fill;
import dev.k2.model.LinkId;
import dev.k2.model.OrderId;
import dev.k2.model.OrderStatus;
import dev.k2.model.Resolution;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of orders. What exchanges tell comes here from answers, streams and questions, in
 * any order and more than once. Each change is committed, then announced; an order changes one step
 * at a time, and each user hears in the order of sequence.
 */
final class Ledger {
    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
    private static final int STRANDS = 1024;

    private final ReentrantLock[] strands = new ReentrantLock[STRANDS];
    private final OrderStore orders;
    private final RiskGate gate;
    private final Sequencer sequencer;
    private final InstantSource clock;
    private final CrashPoints crashPoints;
    private final Orphans orphans = new Orphans();
    private final LatestRows latest = new LatestRows();
    private volatile Consumer<OrderRow> behind = row -> {};
    private volatile Consumer<OrderRow> ended = row -> {};
    private volatile Consumer<OrderRow> paired = row -> {};

    Ledger(
            OrderStore orders,
            RiskGate gate,
            Announcements announcements,
            InstantSource clock,
            CrashPoints crashPoints) {
        this.orders = orders;
        this.gate = gate;
        this.sequencer = new Sequencer(announcements, orders::numbers);
        this.clock = clock;
        this.crashPoints = crashPoints;
        for (int i = 0; i < STRANDS; i++) {
            strands[i] = new ReentrantLock();
        }
    }

    /** Whom to tell of orders of which the exchange counts more fills than are here. */
    void onBehind(Consumer<OrderRow> listener) {
        behind = listener;
    }

    /** Whom to tell of orders that ended. */
    void onEnd(Consumer<OrderRow> listener) {
        ended = listener;
    }

    /** Whom to tell of orders of an OCO that changed. */
    void onPaired(Consumer<OrderRow> listener) {
        paired = listener;
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** Writes an intent down and reserves what it claims, or says why not. */
    OrderStore.Written open(Intent intent, List<Claim> claims) {
        return open(intent, Standing.SENDING, claims);
    }

    /** The same for one that K2 keeps to itself until its price is reached. */
    OrderStore.Written hold(Intent intent, List<Claim> claims) {
        return open(intent, Standing.HELD, claims);
    }

    private OrderStore.Written open(Intent intent, Standing standing, List<Claim> claims) {
        Sequencer.Slot slot = sequencer.take(intent.user());
        Optional<OrderRow> told = Optional.empty();
        try {
            OrderRow row = new OrderRow(intent, standing, intent.createdAt(), slot.number());
            OrderStore.Written written = orders.insert(row, claims);
            if (written instanceof OrderStore.Committed committed) {
                latest.wrote(committed.row());
                told = Optional.of(committed.row());
            }
            return written;
        } finally {
            sequencer.finish(slot, told);
        }
    }

    /** Writes two intents down together, the second one to be held, both or none. */
    OrderStore.Written open(Intent sent, List<Claim> claims, Intent held, List<Claim> heldClaims) {
        Sequencer.Slot first = sequencer.take(sent.user());
        Sequencer.Slot second = sequencer.take(sent.user());
        OrderRow going = new OrderRow(sent, Standing.SENDING, sent.createdAt(), first.number());
        OrderRow waiting = new OrderRow(held, Standing.HELD, held.createdAt(), second.number());
        boolean both = false;
        try {
            OrderStore.Written written = orders.insertPair(going, claims, waiting, heldClaims);
            both = written instanceof OrderStore.Committed;
            return written;
        } finally {
            sequencer.finish(first, both ? Optional.of(going) : Optional.empty());
            sequencer.finish(second, both ? Optional.of(waiting) : Optional.empty());
        }
    }

    /**
     * A change that is none of the usual ones: made as the only one of its order, and announced
     * where it came about.
     *
     * @param write commits the change under a number
     */
    <T> Optional<T> alone(
            OrderRow row, LongFunction<Optional<T>> write, Function<T, OrderRow> after) {
        Optional<T> written = Optional.empty();
        ReentrantLock strand = strands[Math.floorMod(row.id().hashCode(), STRANDS)];
        strand.lock();
        try {
            Sequencer.Slot slot = sequencer.take(row.user());
            Optional<OrderRow> told = Optional.empty();
            try {
                written = write.apply(slot.number());
                told = written.map(after);
                told.ifPresent(this::follow);
            } finally {
                sequencer.finish(slot, told);
            }
        } finally {
            strand.unlock();
        }
        written.map(after).ifPresent(this::tellPair);
        return written;
    }

    /** The exchange took the order. */
    OrderRow accepted(
            OrderRow row, ExchangeOrderId id, Optional<OrderReport> report, Timing timing) {
        Told told =
                report.map(Ledger::told)
                        .orElse(
                                new Told(
                                        OrderStatus.OPEN,
                                        BigDecimal.ZERO,
                                        Optional.empty(),
                                        now()));
        OrderEvent event =
                report.map(known -> OrderEvent.reported("answer", known))
                        .orElse(OrderEvent.of("accepted", "exchange_order_id", id.text()));
        List<Fill> early = orphans.claim(row.intent().link(), id);
        return change(
                row, early, event.with(early), before -> hear(before, id, told).timed(timing));
    }

    /** The exchange said that it does not take the order. */
    OrderRow rejected(OrderRow row, ExchangeError reason, Timing timing) {
        return change(
                row,
                List.of(),
                OrderEvent.failed("rejected", reason),
                before ->
                        before.standing(before.standing().refuse(reason.message())).timed(timing));
    }

    /** It is known that the order is not at the exchange and never was. */
    OrderRow notSent(OrderRow row, String why, OrderEvent evidence) {
        return change(
                row,
                List.of(),
                evidence,
                before ->
                        before.standing().isUnconfirmed()
                                        || before.standing().status() == OrderStatus.PENDING
                                ? before.standing(before.standing().refuse(why))
                                : before);
    }

    /** Nobody knows whether the exchange has the order. */
    OrderRow question(OrderRow row, Resolution resolution, OrderEvent why) {
        return change(
                row,
                List.of(),
                why,
                before -> before.standing(before.standing().question(resolution)));
    }

    /** An order that the exchange had is gone there without a word. */
    OrderRow attention(OrderRow row, OrderEvent why) {
        LOG.atError()
                .addKeyValue("order_id", row.id().toString())
                .addKeyValue("exchange", row.intent().exchange())
                .log("an order needs a person: its exchange does not tell what became of it");
        return change(
                row, List.of(), why, before -> before.standing(before.standing().attention()));
    }

    /** Writes down what an amend asks for, before it is sent. */
    OrderStore.Wished wish(OrderRow row, Wish wish, List<Claim> claims) {
        OrderEvent event =
                new OrderEvent(
                        "amend_requested",
                        Map.of(
                                "quantity", Decimals.plain(wish.terms().quantity()),
                                "price", wish.terms().price().map(Decimals::plain).orElse(""),
                                "stop_price",
                                        wish.terms().stopPrice().map(Decimals::plain).orElse(""),
                                "sent_as", wish.name().text()));
        ReentrantLock strand = strands[Math.floorMod(row.id().hashCode(), STRANDS)];
        strand.lock();
        Sequencer.Slot slot = sequencer.take(row.user());
        Optional<OrderRow> told = Optional.empty();
        try {
            OrderStore.Wished wished = orders.wish(row, wish, claims, event, now(), slot.number());
            if (wished.change().written()) {
                follow(wished.change().after());
                told = Optional.of(wished.change().after());
            }
            return wished;
        } finally {
            sequencer.finish(slot, told);
            strand.unlock();
        }
    }

    /** The exchange confirmed an amend. Doing so twice is once. */
    OrderRow amended(OrderRow row, Wish wish, Amendment.Amended said) {
        OrderEvent bare =
                new OrderEvent(
                        "amended",
                        Map.of(
                                "exchange_order_id", said.id().text(),
                                "sent_as", said.clientOrderId().map(Object::toString).orElse("")));
        OrderEvent event = said.report().map(bare::with).orElse(bare);
        List<Fill> early = orphans.claim(row.intent().link(), said.id());
        return change(
                row,
                early,
                event.with(early),
                before -> {
                    if (before.amends().wish().equals(Optional.of(wish))) {
                        return Amending.apply(
                                before, wish, said.id(), said.clientOrderId(), said.report());
                    }
                    return said.report()
                            .map(report -> Amending.hear(before, report))
                            .orElse(before);
                });
    }

    /** It is known that an amend does not hold. */
    OrderRow unwished(OrderRow row, Wish wish, OrderEvent why) {
        return change(
                row,
                List.of(),
                why,
                before ->
                        before.amends().wish().equals(Optional.of(wish))
                                ? Amending.drop(before)
                                : before);
    }

    OrderRow cancelRequested(OrderRow row, boolean now, OrderEvent why) {
        return change(
                row,
                List.of(),
                why,
                before -> before.standing(before.standing().requestCancel(now)));
    }

    /** The same for an order of an account that another node acts for; that node sends it. */
    OrderRow wishCancel(OrderRow row, OrderEvent why) {
        // Numbers taken long ago may be below those that the other node gave since.
        sequencer.skip();
        return changeAlone(row, number -> orders.wishCancel(row.id(), why, now(), number));
    }

    /** From now on numbers are above all that any node gave before. */
    void renumber() {
        sequencer.skip();
    }

    OrderRow stale(OrderRow row, boolean now) {
        return change(
                row,
                List.of(),
                OrderEvent.of(now ? "stale" : "fresh"),
                before -> before.standing(before.standing().markStale(now)));
    }

    /** Adds evidence to an order that stays where it stands. */
    void note(OrderRow row, OrderEvent event) {
        orders.note(row, event, now());
    }

    /** A state told by the exchange. Orders that K2 did not place are not its business. */
    Optional<OrderRow> report(LinkId link, OrderReport report, String source) {
        return locate(link, report.clientOrderId(), report.id())
                .map(
                        row -> {
                            List<Fill> early = orphans.claim(link, report.id());
                            UnaryOperator<OrderRow> step = before -> Amending.hear(before, report);
                            // What adds nothing to what is known now adds nothing to more either.
                            return early.isEmpty()
                                            && !row.standing().isBehind()
                                            && step.apply(row).isAs(row)
                                    ? row
                                    : change(
                                            row,
                                            early,
                                            OrderEvent.reported(source, report).with(early),
                                            step);
                        });
    }

    /** Fills told by the exchange, of any orders. */
    void fills(LinkId link, List<Fill> fills, String source) {
        Map<ExchangeOrderId, List<Fill>> byOrder = new LinkedHashMap<>();
        for (Fill fill : fills) {
            byOrder.computeIfAbsent(fill.order(), id -> new ArrayList<>()).add(fill);
        }
        byOrder.forEach(
                (id, ofOrder) -> {
                    Optional<OrderRow> row = locate(link, ofOrder.getFirst().clientOrderId(), id);
                    if (row.isPresent()) {
                        fills(row.get(), ofOrder, source);
                    } else {
                        // The answer that names this order may still be on its way.
                        orphans.keep(link, ofOrder);
                    }
                });
    }

    private Optional<OrderRow> locate(
            LinkId link, Optional<ClientOrderId> sentAs, ExchangeOrderId id) {
        return sentAs.flatMap(name -> latest.named(link, name))
                .or(() -> orders.locate(link, sentAs, id));
    }

    /** Fills of one order. */
    OrderRow fills(OrderRow row, List<Fill> fills, String source) {
        return fills.isEmpty()
                ? row
                : change(row, fills, OrderEvent.filled(source, fills), before -> before);
    }

    private OrderRow change(
            OrderRow row, List<Fill> fills, OrderEvent event, UnaryOperator<OrderRow> step) {
        OrderRow after =
                changeAlone(
                        row,
                        number ->
                                orders.change(
                                        latest.latest(row), fills, step, event, now(), number));
        if (after.standing().isBehind()) {
            behind.accept(after);
        }
        tellPair(after);
        return after;
    }

    private void tellPair(OrderRow row) {
        if (row.intent().conditions().pair().isPresent()) {
            paired.accept(row);
        }
    }

    private OrderRow changeAlone(OrderRow row, LongFunction<OrderStore.Change> write) {
        ReentrantLock strand = strands[Math.floorMod(row.id().hashCode(), STRANDS)];
        strand.lock();
        try {
            return numbered(row, write);
        } finally {
            strand.unlock();
        }
    }

    private OrderRow numbered(OrderRow row, LongFunction<OrderStore.Change> write) {
        Sequencer.Slot slot = sequencer.take(row.user());
        Optional<OrderRow> told = Optional.empty();
        try {
            OrderStore.Change change = write.apply(slot.number());
            if (change.written()) {
                crashPoints.reached(CrashPoint.CHANGE_COMMITTED);
                follow(change.after());
                remark(change);
                told = Optional.of(change.after());
            }
            return change.after();
        } finally {
            sequencer.finish(slot, told);
        }
    }

    private void follow(OrderRow row) {
        latest.wrote(row);
        gate.follow(row);
    }

    private void remark(OrderStore.Change change) {
        OrderRow after = change.after();
        if (change.before().isFinal()
                && change.before().standing().filled().compareTo(after.standing().filled()) < 0) {
            LOG.atWarn()
                    .addKeyValue("order_id", after.id().toString())
                    .addKeyValue("filled", after.standing().filled())
                    .log("a fill came after the order had ended");
        }
        if (!change.before().isFinal() && after.isFinal()) {
            ended.accept(after);
            LOG.atInfo()
                    .addKeyValue("order_id", after.id().toString())
                    .addKeyValue("user_id", after.user().toString())
                    .addKeyValue("exchange", after.intent().exchange())
                    .addKeyValue("status", after.standing().status())
                    .log("an order ended");
        }
    }

    private static OrderRow hear(OrderRow before, ExchangeOrderId id, Told told) {
        return before.standing(before.standing().hear(id, told, before.whole()));
    }

    private static Told told(OrderReport report) {
        return new Told(
                report.status(),
                report.filledQuantity(),
                report.reason(),
                micros(report.updatedAt()));
    }

    /** A time as it is kept. */
    static Instant micros(Instant at) {
        return at.truncatedTo(ChronoUnit.MICROS);
    }

    /** The order as this node wrote it last, or as it was seen where that is later. */
    OrderRow latest(OrderRow seen) {
        return latest.latest(seen);
    }

    /** The order as it is kept now. */
    OrderRow read(OrderRow row) {
        return orders.byId(row.id())
                .orElseThrow(() -> new IllegalStateException("order " + row.id() + " is gone"));
    }

    /** The order as it is kept now, by its id alone. */
    Optional<OrderRow> read(OrderId id) {
        return orders.byId(id);
    }
}
