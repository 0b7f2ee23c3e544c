package dev.k2.trading;

import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.OrderReport;
import dev.k2.exchange.Placement;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.IdempotencyKey;
import dev.k2.model.Instrument;
import dev.k2.model.OrderId;
import dev.k2.model.Resolution;
import dev.k2.model.UserId;
import dev.k2.platform.Metrics;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a ticket to its exchange: validate, pass the gate, commit the intent, send once, write the
 * answer down. An unclear answer goes to the resolver.
 */
final class Desk {
    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);

    /** A pass this old was judged by a market that is gone. */
    private static final Duration PASS_AGE_MAX = Duration.ofSeconds(5);

    private final Routing routing;
    private final RiskGate gate;
    private final Ledger ledger;
    private final OrderStore orders;
    private final Sessions sessions;
    private final LinkLeases leases;
    private final Resolver resolver;
    private final SentIds ids;
    private final Flights flights;
    private final RecentKeys keys = new RecentKeys();
    private final Metrics metrics;
    private final Names names;
    private final CrashPoints crashPoints;
    private volatile Consumer<OrderRow> onHeld = row -> {};

    Desk(
            Routing routing,
            RiskGate gate,
            Ledger ledger,
            OrderStore orders,
            Sessions sessions,
            LinkLeases leases,
            Resolver resolver,
            Flights flights,
            Metrics metrics,
            Names names,
            CrashPoints crashPoints) {
        this.routing = routing;
        this.gate = gate;
        this.ledger = ledger;
        this.orders = orders;
        this.sessions = sessions;
        this.leases = leases;
        this.resolver = resolver;
        this.ids = new SentIds(orders, names);
        this.flights = flights;
        this.metrics = metrics;
        this.names = names;
        this.crashPoints = crashPoints;
    }

    /** Whom to tell of orders that K2 holds from now on. */
    void onHeld(Consumer<OrderRow> listener) {
        onHeld = listener;
    }

    PlaceOutcome place(UserId user, OrderTicket ticket) {
        String hash = hash(ticket.body());
        return fly(user, ticket.key(), hash, () -> placeOrFind(user, ticket, hash));
    }

    /**
     * Mostly a key is new, and then nobody needs to be asked: the insert finds out if it is not.
     * Whoever repeats a key hears of the order that is there, whatever speaks against it today.
     */
    private PlaceOutcome placeOrFind(UserId user, OrderTicket ticket, String hash) {
        if (keys.has(user, ticket.key())) {
            Optional<PlaceOutcome> before = known(user, ticket.key(), hash);
            if (before.isPresent()) {
                return before.get();
            }
        }
        PlaceOutcome outcome = placeNew(user, ticket, hash);
        return outcome instanceof PlaceOutcome.Refused
                ? known(user, ticket.key(), hash).orElse(outcome)
                : outcome;
    }

    /** Does what is to be done under a key once, or says what came of it before. */
    PlaceOutcome once(
            UserId user, IdempotencyKey key, String hash, Supplier<PlaceOutcome> placing) {
        return fly(user, key, hash, () -> known(user, key, hash).orElseGet(placing));
    }

    private PlaceOutcome fly(
            UserId user, IdempotencyKey key, String hash, Supplier<PlaceOutcome> placing) {
        while (true) {
            Optional<PlaceOutcome> own = flights.fly(user, key, placing);
            // Whoever flew before us left an order behind, or was refused and left the key free.
            Optional<PlaceOutcome> outcome = own.or(() -> known(user, key, hash));
            if (outcome.isPresent()) {
                count(outcome.get());
                return outcome.get();
            }
        }
    }

    private void count(PlaceOutcome outcome) {
        if (outcome instanceof PlaceOutcome.Refused(Refusal refusal)) {
            metrics.count("k2_orders_refused_total", "code", refusal.code().name());
        }
    }

    /** An order that has the key already. */
    Optional<PlaceOutcome> known(UserId user, IdempotencyKey key, String hash) {
        return orders.byKey(user, key)
                .map(
                        row ->
                                row.intent().bodyHash().equals(hash)
                                        ? new PlaceOutcome.Known(row.order())
                                        : new PlaceOutcome.KeyConflict(row.order()));
    }

    private PlaceOutcome placeNew(UserId user, OrderTicket ticket, String hash) {
        return switch (routing.route(new OrderId(names.id()), user, ticket)) {
            case Routing.Nowhere nowhere -> refused(nowhere.refusal());
            case Routing.To(Draft draft) -> {
                List<Refusal> wrong = routing.validate(draft);
                yield wrong.isEmpty() ? judge(draft, hash) : refused(wrong.getFirst());
            }
        };
    }

    private PlaceOutcome judge(Draft draft, String hash) {
        Optional<LinkSession> session = sessions.of(draft.link().id());
        return switch (gate.judge(draft, refusal(draft, session))) {
            case RiskGate.Stopped(Refusal refusal) -> refused(refusal);
            case RiskGate.Pass pass when pass.draft().isHeld() -> hold(pass, hash);
            case RiskGate.Pass pass -> {
                Optional<Refusal> poor =
                        session.flatMap(
                                account ->
                                        routing.takeFunds(pass.draft(), pass.estimate(), account));
                if (poor.isPresent()) {
                    gate.release(pass);
                    yield refused(poor.get());
                }
                yield commit(pass, session.orElseThrow(), hash);
            }
        };
    }

    /** What speaks against sending to an account now. */
    Optional<Refusal> refusal(LinkSession session) {
        return leases.maySend(session.link().id())
                ? session.refusal()
                : Optional.of(Refusals.heldElsewhere(session.link().exchange()));
    }

    /** The same for an account that may have been closed since the order was routed to it. */
    Optional<Refusal> refusal(Draft draft, Optional<LinkSession> session) {
        return session.map(this::refusal)
                .orElseGet(() -> Optional.of(Refusals.notOpen(draft.exchange())));
    }

    /** Nothing is sent: K2 waits for the price. */
    private PlaceOutcome hold(RiskGate.Pass pass, String hash) {
        return commit(
                pass,
                hash,
                ledger::hold,
                row -> {
                    onHeld.accept(row.row());
                    return row.row();
                });
    }

    private PlaceOutcome commit(RiskGate.Pass pass, LinkSession session, String hash) {
        PlaceOutcome outcome = commit(pass, hash, ledger::open, row -> send(pass, row, session));
        if (!(outcome instanceof PlaceOutcome.Placed)) {
            routing.giveBackFunds(pass.draft(), pass.estimate(), session);
        }
        return outcome;
    }

    private PlaceOutcome commit(
            RiskGate.Pass pass,
            String hash,
            BiFunction<Intent, List<Claim>, OrderStore.Written> writing,
            Function<OrderStore.Committed, OrderRow> then) {
        crashPoints.reached(CrashPoint.ORDER_JUDGED);
        keys.add(pass.draft().user(), pass.draft().ticket().key());
        boolean taken = false;
        try {
            OrderStore.Written written = writing.apply(intent(pass, hash), pass.claims());
            taken = written instanceof OrderStore.Committed;
            return switch (written) {
                case OrderStore.Committed row -> new PlaceOutcome.Placed(then.apply(row).order());
                // The key was used long ago, or by another process in the meantime.
                case OrderStore.KeyTaken ignored -> {
                    gate.repeated(pass);
                    yield known(pass.draft(), hash).orElseThrow();
                }
                case OrderStore.NotHeld ignored ->
                        known(pass.draft(), hash).orElseGet(() -> lost(pass.draft()));
                case OrderStore.TooMuch(Refusal refusal) ->
                        known(pass.draft(), hash).orElseGet(() -> refused(refusal));
            };
        } catch (RuntimeException lost) {
            perhapsWritten(pass.draft().id());
            throw lost;
        } finally {
            if (!taken) {
                gate.release(pass);
            }
        }
    }

    /** A write failed: nothing was sent, but it may be written down all the same. */
    void perhapsWritten(OrderId id) {
        resolver.take(id);
    }

    /** A write found the account to be another node's. */
    PlaceOutcome lost(Draft draft) {
        leases.suspect(draft.link().id());
        return refused(Refusals.heldElsewhere(draft.exchange()));
    }

    private Optional<PlaceOutcome> known(Draft draft, String hash) {
        return known(draft.user(), draft.ticket().key(), hash);
    }

    OrderRow send(RiskGate.Pass pass, OrderStore.Committed committed, LinkSession session) {
        OrderRow row = committed.row();
        crashPoints.reached(CrashPoint.INTENT_COMMITTED);
        if (Duration.between(pass.at(), ledger.now()).compareTo(PASS_AGE_MAX) > 0) {
            return unsent(
                    row,
                    "EXPIRED_UNSENT: writing the order down took too long to still send it",
                    "too late");
        }
        if (!leases.maySend(row.intent().link(), committed.lease())) {
            return unsent(
                    row,
                    "NOT_SENT: K2 lost hold of the account before the order was sent",
                    "account not held");
        }
        // The last look before the send, so that nothing that came meanwhile is overlooked.
        Optional<Refusal> stopped = gate.stopped(row.user(), row.intent().exchange());
        if (stopped.isPresent()) {
            return unsent(row, "NOT_SENT: " + stopped.get().message(), stopped.get().code().name());
        }
        session.underway().sent(row.intent().sentAs());
        try {
            return sendNow(pass, committed, session);
        } finally {
            session.underway().answered(row.intent().sentAs());
        }
    }

    private OrderRow sendNow(
            RiskGate.Pass pass, OrderStore.Committed committed, LinkSession session) {
        OrderRow row = committed.row();
        Instant sentAt = ledger.now();
        long begun = System.nanoTime();
        Placement placement = Dealer.send(pass, committed, session.account().orders());
        crashPoints.reached(CrashPoint.ORDER_ANSWERED);
        Duration taken = Duration.ofNanos(System.nanoTime() - begun);
        Timing timing = new Timing(sentAt, Ledger.micros(sentAt.plus(taken)));
        metrics.took("k2_order_submission", taken, "exchange", row.intent().exchange().text());
        try {
            return answer(row, session, placement, timing);
        } catch (NotOurs lost) {
            // Whoever acts for the account now asks for it.
            return row.standing(row.standing().question(Resolution.PENDING));
        } catch (RuntimeException fault) {
            // The order may be live, and what is known of it could not be kept.
            LOG.atError()
                    .addKeyValue("order_id", row.id().toString())
                    .setCause(fault)
                    .log("the answer to an order could not be written down; it will be asked for");
            resolver.take(row.id());
            return row.standing(row.standing().question(Resolution.PENDING));
        }
    }

    /**
     * An order was written down and is not sent. Where another node acts for the account by now,
     * it finds that the exchange never saw the order.
     */
    private OrderRow unsent(OrderRow row, String reason, String why) {
        LOG.atWarn()
                .addKeyValue("order_id", row.id().toString())
                .addKeyValue("exchange", row.intent().exchange())
                .addKeyValue("why", why)
                .log("an order that was written down is not sent");
        try {
            return ledger.notSent(row, reason, OrderEvent.of("not_sent", "why", why));
        } catch (NotOurs lost) {
            return row.standing(row.standing().question(Resolution.PENDING));
        }
    }

    private OrderRow answer(OrderRow row, LinkSession session, Placement placement, Timing timing) {
        count(row, placement);
        return switch (placement) {
            case Placement.Accepted(ExchangeOrderId id, Optional<OrderReport> report) -> {
                session.reach().answered();
                yield ledger.accepted(row, id, report, timing);
            }
            case Placement.Rejected(ExchangeError reason) -> {
                session.reach().failed(reason);
                // An id that was never used before cannot be a duplicate unless the order is there.
                yield isUnclear(reason)
                        ? unclear(row, reason)
                        : ledger.rejected(row, reason, timing);
            }
            case Placement.Unknown(ExchangeError cause) -> {
                session.reach().failed(cause);
                yield unclear(row, cause);
            }
        };
    }

    private OrderRow unclear(OrderRow row, ExchangeError cause) {
        LOG.atWarn()
                .addKeyValue("order_id", row.id().toString())
                .addKeyValue("exchange", row.intent().exchange())
                .addKeyValue("category", cause.category())
                .log("an order's outcome is unknown; the exchange is asked for it");
        resolver.watch(row, OrderEvent.failed("unclear", cause));
        return ledger.read(row);
    }

    private static boolean isUnclear(ExchangeError reason) {
        return reason.category() == ErrorCategory.DUPLICATE_ORDER
                || reason.category() == ErrorCategory.UNKNOWN_OUTCOME;
    }

    Intent intent(RiskGate.Pass pass, String hash) {
        Draft draft = pass.draft();
        OrderTicket ticket = draft.ticket();
        Instrument instrument = draft.instrument();
        return new Intent(
                draft.id(),
                draft.user(),
                draft.link().id(),
                ticket.key(),
                hash,
                ids.next(),
                draft.exchange(),
                instrument.id(),
                instrument.kind(),
                draft.noted(),
                ticket.side(),
                ticket.type(),
                ticket.effectiveTimeInForce(),
                OrderRowStore.number(ticket.quantity()),
                ticket.price().map(OrderRowStore::number),
                ticket.stopPrice().map(OrderRowStore::number),
                ticket.reduceOnly(),
                pass.reserved(),
                ledger.now(),
                ticket.metadata(),
                routing.arrival(draft),
                draft.routing(),
                draft.conditions());
    }

    static PlaceOutcome refused(Refusal refusal) {
        return new PlaceOutcome.Refused(refusal);
    }

    private void count(OrderRow row, Placement placement) {
        String outcome =
                switch (placement) {
                    case Placement.Accepted ignored -> "accepted";
                    case Placement.Rejected ignored -> "rejected";
                    case Placement.Unknown ignored -> "unknown";
                };
        metrics.count(
                "k2_orders_sent_total",
                "exchange",
                row.intent().exchange().text(),
                "outcome",
                outcome);
    }

    static String hash(String body) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(body.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every JDK has SHA-256", absent);
        }
    }
}
