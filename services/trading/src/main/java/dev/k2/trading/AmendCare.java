package dev.k2.trading;

import dev.k2.exchange.Answer;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.Lookup;
import dev.k2.exchange.OrderEntry;
import dev.k2.exchange.OrderRef;
import dev.k2.exchange.OrderReport;
import dev.k2.model.Instrument;
import dev.k2.model.OrderId;
import dev.k2.platform.Timers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds out what became of amends without a clear answer. It asks for the order that the amend may
 * have made, then for the one that stood before, and never sends anything. The terms from before
 * hold only after the exchange denied the new ones often enough over enough time.
 */
final class AmendCare {
    private final Ledger ledger;
    private final Sessions sessions;
    private final Market market;
    private final TradingConfig config;
    private final Retries<Case> retries;
    private volatile Consumer<OrderRow> settled = row -> {};

    private static final class Case {
        private Absence absence = Absence.NONE;
    }

    AmendCare(
            Ledger ledger, Sessions sessions, Market market, Timers timers, TradingConfig config) {
        this.ledger = ledger;
        this.sessions = sessions;
        this.market = market;
        this.config = config;
        this.retries = new Retries<>(timers, "look up an amend", this::step);
    }

    /** Whom to tell of orders of which it is known again what their terms are. */
    void onSettled(Consumer<OrderRow> listener) {
        settled = listener;
    }

    /** Takes care of an order until its terms are known. Doing so twice is once. */
    void watch(OrderId id) {
        retries.take(id, new Case());
    }

    /** How many orders wait for their terms. */
    int count() {
        return retries.count();
    }

    void close() {
        retries.close();
    }

    /** Asks how an order stands whose amend is known not to hold. */
    OrderRow ask(OrderRow row, LinkSession session, Instrument instrument) {
        return switch (session.account().orders().find(row.ref(instrument))) {
            case Lookup.Found(OrderReport report) -> {
                session.reach().answered();
                yield ledger.report(session.link().id(), report, "look-up").orElse(row);
            }
            case Lookup.Absent ignored -> row;
            case Lookup.Failed(ExchangeError error) -> {
                // The next look at open orders finds out.
                session.reach().failed(error);
                yield row;
            }
        };
    }

    private boolean step(OrderId id, Case open) {
        Optional<OrderRow> row = ledger.read(id);
        if (row.isEmpty()) {
            return false;
        }
        if (row.get().amends().wish().isEmpty()) {
            settled.accept(row.get());
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
        OrderEntry entry = session.account().orders();
        Wish wish = row.amends().wish().orElseThrow();
        boolean ended = false;
        for (OrderRef ref : List.of(OrderRef.of(instrument, wish.name()), row.ref(instrument))) {
            switch (entry.find(ref)) {
                case Lookup.Failed(ExchangeError error) -> {
                    return unanswered(session, open, error);
                }
                case Lookup.Absent ignored -> {}
                case Lookup.Found(OrderReport report) -> {
                    if (isKnown(session, report, "look-up")) {
                        return false;
                    }
                    ended |= report.status().isFinal();
                }
            }
        }
        switch (entry.open(Optional.of(instrument))) {
            case Answer.Failed<List<OrderReport>> failed -> {
                return unanswered(session, open, failed.error());
            }
            case Answer.Ok<List<OrderReport>>(List<OrderReport> reports) -> {
                for (OrderReport report : reports) {
                    if (report.clientOrderId().equals(Optional.of(wish.name()))
                            && isKnown(session, report, "open orders")) {
                        return false;
                    }
                }
            }
        }
        session.reach().answered();
        open.absence = open.absence.absent(ledger.now());
        return !isDenied(row, wish, session, instrument, open.absence, ended);
    }

    private boolean isKnown(LinkSession session, OrderReport report, String source) {
        Optional<OrderRow> now = ledger.report(session.link().id(), report, source);
        if (now.isEmpty() || now.get().amends().wish().isPresent()) {
            return false;
        }
        settled.accept(now.get());
        return true;
    }

    private boolean unanswered(LinkSession session, Case open, ExchangeError error) {
        session.reach().failed(error);
        open.absence =
                Reach.isUnreachable(error)
                        ? open.absence.silent()
                        : open.absence.unclear(ledger.now());
        return true;
    }

    private boolean isDenied(
            OrderRow row,
            Wish wish,
            LinkSession session,
            Instrument instrument,
            Absence absence,
            boolean ended) {
        OrderEvent evidence =
                new OrderEvent(
                        "amend_absent",
                        Map.of(
                                "asked", "look-ups, open orders",
                                "times", Integer.toString(absence.count()),
                                "seconds", Long.toString(absence.absent().toSeconds())));
        if (!absence.isProof(config.absentLookUps(), config.absentSpan())) {
            return false;
        }
        boolean told = Amending.isTellable(row, wish) || ended;
        if (!told || session.mayBeElsewhere(wish.at())) {
            // Both terms look the same in what the exchange tells, and it does not matter which of
            // them hold once the order has ended; or the one who is asked may be another account.
            if (!row.standing().needsPerson()) {
                ledger.attention(row, evidence);
            }
            return false;
        }
        OrderRow before = ledger.unwished(row, wish, evidence);
        settled.accept(ask(before, session, instrument));
        return true;
    }
}
