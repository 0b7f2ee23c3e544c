package dev.k2.trading;

import dev.k2.exchange.Amendment;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.OrderReport;
import dev.k2.model.ClientOrderId;
import dev.k2.model.Decimals;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Fill;
import dev.k2.model.InstrumentId;
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
import java.util.function.Supplier;
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

    /** The sequence of an order that is not written down yet. */
    private static final long UNWRITTEN = 0;

    private static final OrderEvent READ_AGAIN =
            OrderEvent.of("read_again", "why", "the connection broke while a change was committed");

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
    private volatile Consumer<OrderRow> doubted = row -> {};
    private volatile Consumer<OrderRow> taken = row -> {};

    /**
     * What came of a write.
     *
     * @param row the order after it; empty where nothing was written
     */
    private record Wrote<T>(T result, Optional<OrderRow> row) {}

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

    /** Whom to tell of orders that their exchange took, or took as amended. */
    void onTaken(Consumer<OrderRow> listener) {
        taken = listener;
    }

    /**
     * Whom to tell of orders of which a change may be committed without this node having heard of
     * it, because the connection broke. They are given as they were known before, and it is for the
     * listener to see that {@link #readAgain} succeeds.
     */
    void onDoubt(Consumer<OrderRow> listener) {
        doubted = listener;
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
        return numbered(
                fresh(intent, standing, UNWRITTEN),
                number -> {
                    OrderRow row = fresh(intent, standing, number);
                    return opened(orders.insert(row, claims), row);
                });
    }

    /** Writes two intents down together, the second one to be held, both or none. */
    OrderStore.Written open(Intent sent, List<Claim> claims, Intent held, List<Claim> heldClaims) {
        return numbered(
                fresh(sent, Standing.SENDING, UNWRITTEN),
                number -> {
                    OrderRow going = fresh(sent, Standing.SENDING, number);
                    return opened(openBeside(going, claims, held, heldClaims), going);
                });
    }

    private OrderStore.Written openBeside(
            OrderRow going, List<Claim> claims, Intent held, List<Claim> heldClaims) {
        return numbered(
                fresh(held, Standing.HELD, UNWRITTEN),
                number -> {
                    OrderRow waiting = fresh(held, Standing.HELD, number);
                    return opened(orders.insertPair(going, claims, waiting, heldClaims), waiting);
                });
    }

    private static OrderRow fresh(Intent intent, Standing standing, long number) {
        return new OrderRow(intent, standing, intent.createdAt(), number);
    }

    private static Wrote<OrderStore.Written> opened(OrderStore.Written written, OrderRow row) {
        return new Wrote<>(
                written,
                written instanceof OrderStore.Committed ? Optional.of(row) : Optional.empty());
    }

    /**
     * A change that is none of the usual ones: made as the only one of its order, and announced
     * where it came about.
     *
     * @param write commits the change under a number
     */
    <T> Optional<T> alone(
            OrderRow row, LongFunction<Optional<T>> write, Function<T, OrderRow> after) {
        Optional<T> written =
                onStrand(
                        row,
                        () ->
                                numbered(
                                        latest.latest(row),
                                        number -> {
                                            Optional<T> result = write.apply(number);
                                            return new Wrote<>(result, result.map(after));
                                        }));
        written.map(after)
                .ifPresent(
                        now -> {
                            remark(row, now);
                            tellPair(now);
                        });
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
        List<Fill> early = orphans.claim(row.intent(), id);
        OrderRow after =
                change(
                        row,
                        early,
                        event.with(early),
                        before -> hear(before, id, told).timed(timing));
        taken.accept(after);
        return after;
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

    /** The account of an order was unlinked: it is looked after no more, and holds nothing. */
    void leave(OrderRow row) {
        LOG.atWarn()
                .addKeyValue("order_id", row.id().toString())
                .addKeyValue("exchange", row.intent().exchange())
                .log("an order is left to its exchange: its account was unlinked");
        change(
                row,
                List.of(),
                OrderEvent.of("left", "why", "link"),
                before -> before.standing(before.standing().leave()));
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
        return onStrand(
                row,
                () ->
                        numbered(
                                latest.latest(row),
                                number -> {
                                    OrderStore.Wished wished =
                                            orders.wish(row, wish, claims, event, now(), number);
                                    return new Wrote<>(wished, written(wished.change()));
                                }));
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
        List<Fill> early = orphans.claim(row.intent(), said.id());
        OrderRow after =
                change(
                        row,
                        early,
                        event.with(early),
                        before -> {
                            if (before.amends().wish().equals(Optional.of(wish))) {
                                return Amending.apply(
                                        before,
                                        wish,
                                        said.id(),
                                        said.clientOrderId(),
                                        said.report());
                            }
                            return said.report()
                                    .map(report -> Amending.hear(before, report))
                                    .orElse(before);
                        });
        taken.accept(after);
        return after;
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
        return locate(link, report.instrument(), report.clientOrderId(), report.id())
                .map(row -> report(row, report, source));
    }

    /**
     * A state told of an order that was just read. What was written last and found here may be lost
     * with a database that fell before it was on the disk, so what is asked for is held against what
     * is kept there.
     */
    OrderRow report(OrderRow row, OrderReport report, String source) {
        List<Fill> early = orphans.claim(row.intent(), report.id());
        UnaryOperator<OrderRow> step = before -> Amending.hear(before, report);
        // What adds nothing to what is known now adds nothing to more either.
        return early.isEmpty() && !row.standing().isBehind() && step.apply(row).isAs(row)
                ? row
                : change(row, early, OrderEvent.reported(source, report).with(early), step);
    }

    /** Fills told by the exchange, of any orders. */
    void fills(LinkId link, List<Fill> fills, String source) {
        Map<Theirs, List<Fill>> byOrder = new LinkedHashMap<>();
        for (Fill fill : fills) {
            byOrder.computeIfAbsent(
                            new Theirs(fill.instrument(), fill.order()), id -> new ArrayList<>())
                    .add(fill);
        }
        byOrder.forEach(
                (theirs, ofOrder) -> {
                    Optional<OrderRow> row =
                            locate(
                                    link,
                                    theirs.instrument(),
                                    ofOrder.getFirst().clientOrderId(),
                                    theirs.order());
                    if (row.isPresent()) {
                        fills(row.get(), ofOrder, source);
                    } else {
                        // The answer that names this order may still be on its way.
                        orphans.keep(link, ofOrder);
                    }
                });
    }

    /** What an order is at its exchange, where some number the orders of each instrument anew. */
    private record Theirs(InstrumentId instrument, ExchangeOrderId order) {}

    private Optional<OrderRow> locate(
            LinkId link,
            InstrumentId instrument,
            Optional<ClientOrderId> sentAs,
            ExchangeOrderId id) {
        return sentAs.flatMap(name -> latest.named(link, name))
                .or(() -> orders.locate(link, instrument, sentAs, id));
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
        tell(after);
        return after;
    }

    private void tell(OrderRow row) {
        if (row.standing().isBehind()) {
            behind.accept(row);
        }
        tellPair(row);
    }

    private void tellPair(OrderRow row) {
        if (row.intent().conditions().pair().isPresent()) {
            paired.accept(row);
        }
    }

    private OrderRow changeAlone(OrderRow row, LongFunction<OrderStore.Change> write) {
        return onStrand(row, () -> changeNext(row, write));
    }

    private OrderRow changeNext(OrderRow row, LongFunction<OrderStore.Change> write) {
        OrderRow known = latest.latest(row);
        OrderStore.Change change =
                numbered(
                        known,
                        number -> {
                            OrderStore.Change made = write.apply(number);
                            return new Wrote<>(made, written(made));
                        });
        if (change.written()) {
            remark(change.before(), change.after());
        }
        return change.after();
    }

    private static Optional<OrderRow> written(OrderStore.Change change) {
        return change.written() ? Optional.of(change.after()) : Optional.empty();
    }

    /**
     * Reads an order again of which a change may be committed that nobody heard of. If one is, it
     * is followed and announced like any other, with a number of its own: others of its user may
     * have been announced in between.
     *
     * @param known as it was known before
     * @throws NotOurs where another node acts for the order's account, and announces what it does
     */
    void readAgain(OrderRow known) {
        onStrand(known, () -> orders.byId(known.id()).map(row -> catchUp(known, row)))
                .ifPresent(this::tell);
    }

    private OrderRow catchUp(OrderRow seen, OrderRow row) {
        gate.follow(row);
        OrderRow known = latest.latest(seen);
        if (known.sequence() >= row.sequence()) {
            return row;
        }
        OrderRow after =
                numbered(
                        known,
                        number -> {
                            OrderStore.Change made = orders.touch(row, READ_AGAIN, now(), number);
                            return new Wrote<>(made.after(), written(made));
                        });
        remark(known, after);
        return after;
    }

    private <T> T onStrand(OrderRow row, Supplier<T> work) {
        ReentrantLock strand = strands[Math.floorMod(row.id().hashCode(), STRANDS)];
        strand.lock();
        try {
            return work.get();
        } finally {
            strand.unlock();
        }
    }

    /**
     * Writes under a number, follows what was written and announces it.
     *
     * @param known the order as it is known before
     */
    private <T> T numbered(OrderRow known, LongFunction<Wrote<T>> write) {
        Sequencer.Slot slot = sequencer.take(known.user());
        Optional<OrderRow> told = Optional.empty();
        try {
            Wrote<T> wrote = write.apply(slot.number());
            if (wrote.row().isPresent()) {
                crashPoints.reached(CrashPoint.CHANGE_COMMITTED);
                follow(wrote.row().get());
                told = wrote.row();
            }
            return wrote.result();
        } catch (NotOurs lost) {
            throw lost;
        } catch (RuntimeException broken) {
            doubted.accept(known);
            throw broken;
        } finally {
            sequencer.finish(slot, told);
        }
    }

    private void follow(OrderRow row) {
        latest.wrote(row);
        gate.follow(row);
    }

    private void remark(OrderRow before, OrderRow after) {
        if (before.isFinal()
                && before.standing().filled().compareTo(after.standing().filled()) < 0) {
            LOG.atWarn()
                    .addKeyValue("order_id", after.id().toString())
                    .addKeyValue("filled", after.standing().filled())
                    .log("a fill came after the order had ended");
        }
        if (!before.isFinal() && after.isFinal()) {
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
