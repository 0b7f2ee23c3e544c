package dev.k2.trading;

import dev.k2.exchange.Amendment;
import dev.k2.exchange.Capabilities;
import dev.k2.exchange.ExchangeError;
import dev.k2.model.Decimals;
import dev.k2.model.Instrument;
import dev.k2.model.OrderId;
import dev.k2.model.OrderType;
import dev.k2.model.UserId;
import dev.k2.platform.Metrics;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes open orders: validate, pass the gate, commit the wish, send it once, write the answer
 * down. An order holds the dearer of both terms until it is known which hold.
 */
final class Amender {
    private static final Logger LOG = LoggerFactory.getLogger(Amender.class);
    private static final Duration PASS_AGE_MAX = Duration.ofSeconds(5);

    private final Routing routing;
    private final RiskGate gate;
    private final Ledger ledger;
    private final OrderStore orders;
    private final Sessions sessions;
    private final LinkLeases leases;
    private final Market market;
    private final AmendCare care;
    private final SentIds ids;
    private final Metrics metrics;
    private final CrashPoints crashPoints;

    Amender(
            Routing routing,
            RiskGate gate,
            Ledger ledger,
            OrderStore orders,
            Sessions sessions,
            LinkLeases leases,
            Market market,
            AmendCare care,
            Metrics metrics,
            Names names,
            CrashPoints crashPoints) {
        this.routing = routing;
        this.gate = gate;
        this.ledger = ledger;
        this.orders = orders;
        this.sessions = sessions;
        this.leases = leases;
        this.market = market;
        this.care = care;
        this.ids = new SentIds(orders, names);
        this.metrics = metrics;
        this.crashPoints = crashPoints;
    }

    AmendOutcome amend(UserId user, OrderId id, OrderAmend asked) {
        Optional<OrderRow> found = orders.byId(user, id);
        if (found.isEmpty()) {
            return new AmendOutcome.Missing();
        }
        OrderRow row = found.get();
        if (row.isFinal()) {
            return new AmendOutcome.Ended(row.order());
        }
        Terms now = row.terms();
        Terms wanted =
                new Terms(
                        asked.quantity().map(OrderRowStore::number).orElse(now.quantity()),
                        asked.price().map(OrderRowStore::number).or(now::price),
                        asked.stopPrice().map(OrderRowStore::number).or(now::stopPrice),
                        now.reserved());
        Optional<Wish> wish = row.amends().wish();
        if (wish.isPresent() && wish.get().terms().asksSameAs(wanted)) {
            return new AmendOutcome.Pending(row.order());
        }
        if (wish.isEmpty() && now.asksSameAs(wanted)) {
            return new AmendOutcome.Amended(row.order());
        }
        return hindrance(row, wanted)
                .<AmendOutcome>map(refusal -> refused(row, refusal))
                .orElseGet(() -> judgeHere(row, wanted));
    }

    private AmendOutcome judgeHere(OrderRow row, Terms wanted) {
        if (!leases.maySend(row.intent().link()) && sessions.isElsewhere(row.intent().link())) {
            return refused(row, Refusals.heldElsewhere(row.intent().exchange()));
        }
        try {
            return judge(row, wanted);
        } catch (NotOurs lost) {
            return refused(row, Refusals.heldElsewhere(row.intent().exchange()));
        }
    }

    /** What speaks against it before anybody looks at prices. */
    private Optional<Refusal> hindrance(OrderRow row, Terms wanted) {
        if (!market.offers(row.intent().exchange(), Capabilities.Feature.AMEND)) {
            return Optional.of(
                    Refusals.of(
                            RefusalCode.AMEND_NOT_OFFERED,
                            "%s does not change orders; cancel it and place another"
                                    .formatted(row.intent().exchange()),
                            "exchange",
                            row.intent().exchange()));
        }
        if (row.intent().type() == OrderType.MARKET || !Amending.canWish(row)) {
            return Optional.of(
                    Refusals.of(
                            RefusalCode.ORDER_NOT_AMENDABLE,
                            "only an open order that waits for nothing else can be changed",
                            "status",
                            OrderRowStore.text(row.standing().status()),
                            "resolution",
                            row.standing().resolution().map(OrderRowStore::text).orElse("none"),
                            "cancel_requested",
                            row.standing().cancelRequested(),
                            "amend_pending",
                            row.amends().wish().isPresent()));
        }
        BigDecimal filled = row.standing().filled();
        return wanted.quantity().compareTo(filled) > 0
                ? Optional.empty()
                : Optional.of(
                        Refusals.field(
                                RefusalCode.QUANTITY_TOO_SMALL,
                                "quantity",
                                "the quantity must be above %s, which is filled already"
                                        .formatted(Decimals.plain(filled)),
                                "filled_quantity",
                                filled));
    }

    private AmendOutcome judge(OrderRow row, Terms wanted) {
        Optional<LinkSession> session = sessions.of(row.intent().link());
        Optional<Instrument> instrument =
                market.instrument(row.intent().exchange(), row.intent().instrument());
        if (session.isEmpty() || instrument.isEmpty()) {
            return refused(
                    row,
                    Refusals.of(
                            RefusalCode.LINK_NOT_USABLE,
                            "the link of this order is not usable",
                            "exchange",
                            row.intent().exchange()));
        }
        Draft draft =
                routing.withHolding(
                        new Draft(
                                row.id(),
                                row.user(),
                                session.get().link(),
                                instrument.get(),
                                ticket(row.intent(), wanted)));
        List<Refusal> wrong = routing.validate(draft);
        if (!wrong.isEmpty()) {
            return refused(row, wrong.getFirst());
        }
        return switch (gate.judgeAmend(draft, session.get().refusal())) {
            case RiskGate.Stopped(Refusal refusal) -> refused(row, refusal);
            case RiskGate.Pass pass -> commit(row, wanted, pass, session.get());
        };
    }

    private AmendOutcome commit(
            OrderRow row, Terms wanted, RiskGate.Pass pass, LinkSession session) {
        boolean written = false;
        try {
            Optional<Refusal> poor =
                    routing.moreFunds(pass.draft(), row.terms(), row.standing().filled(), session);
            if (poor.isPresent()) {
                return refused(row, poor.get());
            }
            Wish wish =
                    new Wish(
                            new Terms(
                                    wanted.quantity(),
                                    wanted.price(),
                                    wanted.stopPrice(),
                                    pass.reserved()),
                            ids.next(),
                            ledger.now());
            OrderStore.Wished wished = ledger.wish(row, wish, pass.claims());
            written = wished.holds(wish);
            OrderRow after = wished.change().after();
            if (after.isFinal()) {
                return new AmendOutcome.Ended(after.order());
            }
            if (wished.tooMuch().isPresent()) {
                return refused(after, wished.tooMuch().get());
            }
            return written
                    ? send(pass, wished, wish, session)
                    : refused(after, hindrance(after, wanted).orElseThrow());
        } catch (RuntimeException lost) {
            // Nothing was sent, but it may be written down all the same.
            care.watch(row.id());
            throw lost;
        } finally {
            if (!written) {
                gate.follow(ledger.read(row));
            }
        }
    }

    private AmendOutcome send(
            RiskGate.Pass pass, OrderStore.Wished wished, Wish wish, LinkSession session) {
        OrderRow row = wished.change().after();
        crashPoints.reached(CrashPoint.AMEND_COMMITTED);
        if (Duration.between(pass.at(), ledger.now()).compareTo(PASS_AGE_MAX) > 0) {
            return refused(
                    unsent(row, wish, "too late"),
                    Refusals.of(
                            RefusalCode.TOO_BUSY,
                            "writing the amend down took too long to still send it"));
        }
        if (!leases.maySend(row.intent().link())) {
            return refused(
                    unsent(row, wish, "account not held"),
                    Refusals.heldElsewhere(row.intent().exchange()));
        }
        // The last look before the send, so that nothing that came meanwhile is overlooked.
        Optional<Refusal> stopped = gate.stopped(row.user(), row.intent().exchange());
        if (stopped.isPresent()) {
            return refused(unsent(row, wish, stopped.get().code().name()), stopped.get());
        }
        long begun = System.nanoTime();
        Amendment amendment = Dealer.amend(pass, wished, wish, session.account().orders());
        crashPoints.reached(CrashPoint.AMEND_ANSWERED);
        metrics.took(
                "k2_order_amend",
                Duration.ofNanos(System.nanoTime() - begun),
                "exchange",
                row.intent().exchange().text());
        try {
            return answer(row, wish, pass.draft().instrument(), session, amendment);
        } catch (RuntimeException fault) {
            LOG.atError()
                    .addKeyValue("order_id", row.id().toString())
                    .setCause(fault)
                    .log("the answer to an amend could not be written down; it will be asked for");
            care.watch(row.id());
            return new AmendOutcome.Pending(row.order());
        }
    }

    private AmendOutcome answer(
            OrderRow row,
            Wish wish,
            Instrument instrument,
            LinkSession session,
            Amendment amendment) {
        metrics.count(
                "k2_orders_amended_total",
                "exchange",
                row.intent().exchange().text(),
                "outcome",
                word(amendment));
        return switch (amendment) {
            case Amendment.Amended amended -> {
                session.reach().answered();
                yield new AmendOutcome.Amended(ledger.amended(row, wish, amended).order());
            }
            case Amendment.Refused(ExchangeError reason) -> {
                session.reach().failed(reason);
                yield notAmended(row, wish, instrument, session, reason);
            }
            case Amendment.CancelledOnly(ExchangeError reason) -> {
                session.reach().answered();
                yield notAmended(row, wish, instrument, session, reason);
            }
            case Amendment.Unknown(ExchangeError cause) -> {
                session.reach().failed(cause);
                LOG.atWarn()
                        .addKeyValue("order_id", row.id().toString())
                        .addKeyValue("exchange", row.intent().exchange())
                        .addKeyValue("category", cause.category())
                        .log("an amend's outcome is unknown; the exchange is asked for it");
                ledger.note(row, OrderEvent.failed("amend_unclear", cause));
                care.watch(row.id());
                yield settled(ledger.read(row), wish);
            }
        };
    }

    /** By stream it may be known already what came of it. */
    private static AmendOutcome settled(OrderRow row, Wish wish) {
        if (row.amends().wish().isPresent()) {
            return new AmendOutcome.Pending(row.order());
        }
        return row.terms().asksSameAs(wish.terms())
                ? new AmendOutcome.Amended(row.order())
                : new AmendOutcome.Ended(row.order());
    }

    private AmendOutcome notAmended(
            OrderRow row,
            Wish wish,
            Instrument instrument,
            LinkSession session,
            ExchangeError reason) {
        OrderRow before = ledger.unwished(row, wish, OrderEvent.failed("amend_refused", reason));
        OrderRow now = care.ask(before, session, instrument);
        return refused(
                now,
                Refusals.of(
                        RefusalCode.AMEND_REFUSED,
                        "%s did not change the order: %s"
                                .formatted(row.intent().exchange(), reason.message()),
                        "exchange",
                        row.intent().exchange(),
                        "status",
                        OrderRowStore.text(now.standing().status())));
    }

    private OrderRow unsent(OrderRow row, Wish wish, String why) {
        return ledger.unwished(row, wish, OrderEvent.of("amend_not_sent", "why", why));
    }

    private AmendOutcome.Refused refused(OrderRow row, Refusal refusal) {
        metrics.count("k2_orders_refused_total", "code", refusal.code().name());
        return new AmendOutcome.Refused(row.order(), refusal);
    }

    private static OrderTicket ticket(Intent intent, Terms wanted) {
        return new OrderTicket(
                intent.key(),
                Optional.of(intent.exchange()),
                intent.instrument(),
                intent.side(),
                intent.type(),
                Optional.of(intent.timeInForce()),
                wanted.quantity(),
                wanted.price(),
                wanted.stopPrice(),
                intent.reduceOnly(),
                true,
                intent.outcome(),
                Map.of(),
                Waiting.AT_EXCHANGE.until(intent.conditions().goodTill()));
    }

    private static String word(Amendment amendment) {
        return switch (amendment) {
            case Amendment.Amended ignored -> "amended";
            case Amendment.Refused ignored -> "refused";
            case Amendment.CancelledOnly ignored -> "cancelled_only";
            case Amendment.Unknown ignored -> "unknown";
        };
    }
}
