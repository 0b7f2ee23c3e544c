package dev.k2.trading;

import dev.k2.exchange.Answer;
import dev.k2.exchange.Capabilities;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.Lookup;
import dev.k2.exchange.OrderEntry;
import dev.k2.exchange.OrderRef;
import dev.k2.exchange.OrderReport;
import dev.k2.model.ClientOrderId;
import dev.k2.model.Fill;
import dev.k2.model.Instrument;
import dev.k2.model.OrderId;
import dev.k2.model.Resolution;
import dev.k2.platform.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what became of orders whose outcome nobody told. It asks by our own id, then among the
 * open orders, the ended ones where the exchange lists them, and the fills, and never sends an order. An order ends as not sent only
 * after the exchange denied it often enough over enough time.
 */
final class Resolver {
    private static final Logger LOG = LoggerFactory.getLogger(Resolver.class);

    /** The exchange's clock may be behind or ahead of ours by so much. */
    private static final Duration CLOCKS_APART = Duration.ofMinutes(1);

    /** Longer ago than an order can have waited to be sent. */
    private static final Duration HISTORY = Duration.ofHours(1);

    private final Ledger ledger;
    private final Sessions sessions;
    private final Market market;
    private final TradingConfig config;
    private final Retries<Case> retries;
    private volatile Consumer<OrderRow> found = row -> {};

    private static final class Case {
        private Absence absence = Absence.NONE;
    }

    Resolver(Ledger ledger, Sessions sessions, Market market, Timers timers, TradingConfig config) {
        this.ledger = ledger;
        this.sessions = sessions;
        this.market = market;
        this.config = config;
        this.retries = new Retries<>(timers, "look up", this::step);
    }

    /** Whom to tell of orders that turned out to be at the exchange. */
    void onFound(Consumer<OrderRow> listener) {
        found = listener;
    }

    /** Takes care of an order until it is known what became of it. Doing so twice is once. */
    void watch(OrderRow row, OrderEvent why) {
        if (row.standing().isUnconfirmed() && row.standing().resolution().isEmpty()) {
            ledger.question(row, Resolution.PENDING, why);
        }
        take(row.id());
    }

    /** The same for an order about which nothing can be written down now. */
    void take(OrderId id) {
        retries.take(id, new Case());
    }

    /** How many orders wait for an answer. */
    int count() {
        return retries.count();
    }

    void close() {
        retries.close();
    }

    private boolean step(OrderId id, Case open) {
        Optional<OrderRow> row = ledger.read(id);
        if (row.isEmpty() || !row.get().standing().isUnconfirmed()) {
            return false;
        }
        Optional<LinkSession> session = sessions.of(row.get().intent().link());
        Optional<Instrument> instrument =
                market.instrument(row.get().intent().exchange(), row.get().intent().instrument());
        if (session.isEmpty()) {
            // Whoever opens the account next takes its orders up again, here or at another node.
            return false;
        }
        if (instrument.isEmpty()) {
            open.absence = open.absence.silent();
            return true;
        }
        return ask(row.get(), session.get(), instrument.get(), open);
    }

    private boolean ask(OrderRow row, LinkSession session, Instrument instrument, Case open) {
        OrderEntry orders = session.account().orders();
        OrderRef ref =
                OrderRef.of(instrument, row.intent().sentAs(), row.standing().exchangeOrderId());
        return switch (orders.find(ref)) {
            case Lookup.Found(OrderReport report) -> {
                session.reach().answered();
                yield !adopt(row, session, report, "look-up");
            }
            case Lookup.Failed(ExchangeError error) -> unanswered(row, session, open, error);
            case Lookup.Absent ignored -> askElsewhere(row, session, instrument, open);
        };
    }

    private boolean askElsewhere(
            OrderRow row, LinkSession session, Instrument instrument, Case open) {
        OrderEntry orders = session.account().orders();
        return among(orders.open(Optional.of(instrument)), "open orders", row, session, open)
                .or(() -> amongEnded(orders, row, session, instrument, open))
                .or(() -> amongFills(orders, row, session, instrument, open))
                .orElseGet(
                        () -> {
                            session.reach().answered();
                            return absent(row, session, open);
                        });
    }

    /** Whether to go on asking; empty where the order is not among them. */
    private Optional<Boolean> among(
            Answer<List<OrderReport>> answer,
            String source,
            OrderRow row,
            LinkSession session,
            Case open) {
        return switch (answer) {
            case Answer.Failed<List<OrderReport>> failed ->
                    Optional.of(unanswered(row, session, open, failed.error()));
            case Answer.Ok<List<OrderReport>> ok ->
                    ok.value().stream()
                            .filter(report -> isOf(row, report.clientOrderId()))
                            .findFirst()
                            .map(report -> !adopt(row, session, report, source));
        };
    }

    private Optional<Boolean> amongEnded(
            OrderEntry orders,
            OrderRow row,
            LinkSession session,
            Instrument instrument,
            Case open) {
        if (!listsEnded(row)) {
            return Optional.empty();
        }
        Instant begun = row.intent().begunAt();
        Instant now = ledger.now();
        Instant last = begun.plus(HISTORY);
        return among(
                orders.history(
                        instrument, begun.minus(CLOCKS_APART), now.isBefore(last) ? now : last),
                "history",
                row,
                session,
                open);
    }

    private Optional<Boolean> amongFills(
            OrderEntry orders,
            OrderRow row,
            LinkSession session,
            Instrument instrument,
            Case open) {
        return switch (orders.fills(instrument, row.intent().begunAt().minus(CLOCKS_APART))) {
            case Answer.Failed<List<Fill>> failed ->
                    Optional.of(unanswered(row, session, open, failed.error()));
            case Answer.Ok<List<Fill>> ok -> {
                List<Fill> own =
                        ok.value().stream()
                                .filter(fill -> isOf(row, fill.clientOrderId()))
                                .toList();
                if (own.isEmpty()) {
                    yield Optional.empty();
                }
                ledger.fills(row, own, "fills");
                yield Optional.of(true);
            }
        };
    }

    private static boolean isOf(OrderRow row, Optional<ClientOrderId> name) {
        return name.equals(Optional.of(row.intent().sentAs()));
    }

    private boolean adopt(OrderRow row, LinkSession session, OrderReport report, String source) {
        Optional<OrderRow> now = ledger.report(session.link().id(), report, source);
        if (now.isEmpty() || now.get().standing().isUnconfirmed()) {
            return false;
        }
        LOG.atInfo()
                .addKeyValue("order_id", row.id().toString())
                .addKeyValue("status", now.get().standing().status())
                .log("an unresolved order was found at its exchange");
        found.accept(now.get());
        return true;
    }

    private boolean unanswered(OrderRow row, LinkSession session, Case open, ExchangeError error) {
        session.reach().failed(error);
        open.absence =
                Reach.isUnreachable(error)
                        ? open.absence.silent()
                        : open.absence.unclear(ledger.now());
        callPerson(row, open, OrderEvent.failed("look_up_failed", error));
        return true;
    }

    private boolean absent(OrderRow row, LinkSession session, Case open) {
        open.absence = open.absence.absent(ledger.now());
        OrderEvent evidence =
                new OrderEvent(
                        "absent",
                        Map.of(
                                "asked", asked(row),
                                "times", Integer.toString(open.absence.count()),
                                "seconds", Long.toString(open.absence.absent().toSeconds())));
        if (!session.mayBeElsewhere(row.intent().begunAt())
                && open.absence.isProof(config.absentLookUps(), config.absentSpan())) {
            String why =
                    "NOT_SENT: %s does not know the order, asked %d times over %d s"
                            .formatted(
                                    row.intent().exchange(),
                                    open.absence.count(),
                                    open.absence.absent().toSeconds());
            ledger.notSent(row, why, evidence);
            return false;
        }
        if (!row.standing().needsPerson()) {
            ledger.note(row, evidence);
        }
        callPerson(row, open, evidence);
        return true;
    }

    private String asked(OrderRow row) {
        return listsEnded(row)
                ? "look-up, open orders, history, fills"
                : "look-up, open orders, fills";
    }

    private boolean listsEnded(OrderRow row) {
        return market.offers(row.intent().exchange(), Capabilities.Feature.ORDER_HISTORY);
    }

    private void callPerson(OrderRow row, Case open, OrderEvent why) {
        boolean late = open.absence.reachable().compareTo(config.attentionAfter()) >= 0;
        if (late && !row.standing().needsPerson()) {
            LOG.atError()
                    .addKeyValue("order_id", row.id().toString())
                    .addKeyValue("exchange", row.intent().exchange())
                    .log("an order needs a person: its exchange does not tell what became of it");
            ledger.question(row, Resolution.ATTENTION, why);
        }
    }
}
