package dev.k2.trading;

import dev.k2.exchange.Answer;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.Lookup;
import dev.k2.exchange.OrderEntry;
import dev.k2.exchange.OrderReport;
import dev.k2.model.Balance;
import dev.k2.model.Fill;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.LinkId;
import dev.k2.model.OrderId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares one account with its exchange: open orders, fills since the last one known, then each of
 * our orders that is not among the open ones, then balances. A failure is never read as an empty
 * list; it ends the comparison, which is then repeated from the start.
 */
final class Reconciliation {
    /** Orders on their way are left to whoever sends them, for longer than any call may take. */
    private static final Duration IN_FLIGHT_MAX = Duration.ofSeconds(60);

    /** Instruments without an open order whose fills are asked for, those traded last. */
    private static final int TRADED_MAX = 20;

    private final LinkSession session;
    private final OrderStore orders;
    private final ExecutionStore executions;
    private final Ledger ledger;
    private final Market market;
    private final TradingConfig config;
    private final Followers followers;
    private final Map<OrderId, Absence> gone = new HashMap<>();

    /** When each instrument was asked for its fills last and answered. */
    private final Map<InstrumentId, Instant> asked = new HashMap<>();

    /** Who takes over what a comparison turns up. */
    interface Followers {
        /** An order whose outcome is unknown. */
        void unresolved(OrderRow row);

        /** An order of which fills are missing. */
        void behind(OrderRow row);

        /** An open order that somebody wants cancelled. */
        void uncancelled(OrderRow row);

        /** An order whose amend was not answered long ago. */
        void unamended(OrderRow row);

        /** What the account holds now. */
        void holds(LinkSession session, List<Balance> whole);
    }

    Reconciliation(
            LinkSession session,
            OrderStore orders,
            ExecutionStore executions,
            Ledger ledger,
            Market market,
            TradingConfig config,
            Followers followers) {
        this.session = session;
        this.orders = orders;
        this.executions = executions;
        this.ledger = ledger;
        this.market = market;
        this.config = config;
        this.followers = followers;
    }

    /**
     * Compares once.
     *
     * @param thorough whether things may have happened unseen: then fills are asked for where no
     *     order is open too, for an order that ended here may have been filled all the same; and
     *     from the oldest open order on, though they were asked for since
     * @return what stood in the way; empty when the account and its mirror agree
     */
    synchronized Optional<ExchangeError> run(boolean thorough) {
        OrderEntry entry = session.account().orders();
        List<OrderRow> mirrored = orders.openOf(session.link().id());
        Set<OrderId> seen = new HashSet<>();
        switch (entry.open(Optional.empty())) {
            case Answer.Failed<List<OrderReport>> failed -> {
                return Optional.of(failed.error());
            }
            case Answer.Ok<List<OrderReport>> ok -> {
                for (OrderReport report : ok.value()) {
                    ledger.report(session.link().id(), report, "open orders")
                            .ifPresent(
                                    row -> {
                                        seen.add(row.id());
                                        session.recognise(row);
                                    });
                }
            }
        }
        Optional<ExchangeError> failure = fills(entry, mirrored, thorough);
        for (OrderRow row : mirrored) {
            if (failure.isPresent()) {
                return failure;
            }
            failure = settle(entry, ledger.read(row), seen.contains(row.id()));
        }
        return failure.or(this::balances);
    }

    private Optional<ExchangeError> fills(
            OrderEntry entry, List<OrderRow> mirrored, boolean thorough) {
        Instant oldest =
                mirrored.stream()
                        .map(row -> row.intent().begunAt())
                        .min(Comparator.naturalOrder())
                        .orElseGet(ledger::now);
        Instant first =
                executions
                        .latest(session.link().id())
                        .filter(latest -> latest.isBefore(oldest))
                        .orElse(oldest);
        Set<InstrumentId> open = new TreeSet<>();
        mirrored.forEach(row -> open.add(row.intent().instrument()));
        Set<InstrumentId> traded = new TreeSet<>(open);
        if (thorough) {
            traded.addAll(
                    orders.tradedSince(session.link(), first.minus(config.overlap()), TRADED_MAX));
        }
        for (InstrumentId id : traded) {
            Optional<Instrument> instrument = market.instrument(session.link().exchange(), id);
            if (instrument.isEmpty()) {
                if (open.contains(id) && !market.isLoaded(session.link().exchange())) {
                    return Optional.of(unknown(id));
                }
                // It is over or not listed any more, so nothing of it is filled.
                continue;
            }
            Instant begun = ledger.now();
            Instant known =
                    thorough
                            ? first
                            : Collections.max(List.of(first, asked.getOrDefault(id, first)));
            Instant since = known.minus(config.overlap());
            switch (entry.fills(instrument.get(), since)) {
                case Answer.Failed<List<Fill>> failed -> {
                    return Optional.of(failed.error());
                }
                case Answer.Ok<List<Fill>>(List<Fill> told) -> {
                    LinkId link = session.link().id();
                    ledger.fills(link, executions.fresh(link, told, since), "fills");
                    asked.put(id, begun);
                }
            }
        }
        return Optional.empty();
    }

    private Optional<ExchangeError> settle(OrderEntry entry, OrderRow row, boolean isOpenThere) {
        if (row.isFinal()) {
            gone.remove(row.id());
            return Optional.empty();
        }
        if (row.standing().isUnconfirmed()) {
            boolean maybeInFlight =
                    row.standing().resolution().isEmpty()
                            && row.intent().begunAt().isAfter(ledger.now().minus(IN_FLIGHT_MAX));
            if (!maybeInFlight) {
                followers.unresolved(row);
            }
            return Optional.empty();
        }
        OrderRow now = row;
        if (!isOpenThere) {
            Instrument instrument =
                    market.instrument(row.intent().exchange(), row.intent().instrument())
                            .orElse(null);
            if (instrument == null) {
                // Not listed any more: nobody can ask for it, and the account must not stay shut
                // for it.
                lost(row, unknown(row.intent().instrument()));
                return Optional.empty();
            }
            switch (entry.find(row.ref(instrument))) {
                case Lookup.Failed(ExchangeError error) -> {
                    return Optional.of(error);
                }
                case Lookup.Absent(ExchangeError reason) -> lost(row, reason);
                case Lookup.Found(OrderReport report) -> {
                    gone.remove(row.id());
                    now = ledger.report(row, report, "look-up");
                    session.recognise(now);
                }
            }
        }
        hand(now);
        return Optional.empty();
    }

    private void hand(OrderRow row) {
        if (row.standing().isBehind()) {
            followers.behind(row);
        }
        if (!row.isFinal() && row.standing().cancelRequested()) {
            followers.uncancelled(row);
        }
        boolean late =
                row.amends()
                        .wish()
                        .filter(wish -> wish.at().isBefore(ledger.now().minus(IN_FLIGHT_MAX)))
                        .isPresent();
        if (late) {
            followers.unamended(row);
        }
    }

    /** It was there and is not known any more. That is no reason to end it here. */
    private void lost(OrderRow row, ExchangeError reason) {
        Absence absence = gone.getOrDefault(row.id(), Absence.NONE).absent(ledger.now());
        gone.put(row.id(), absence);
        if (absence.isProof(config.absentLookUps(), config.absentSpan())
                && row.standing().resolution().isEmpty()) {
            ledger.attention(row, OrderEvent.failed("gone", reason));
        }
    }

    private Optional<ExchangeError> balances() {
        return switch (session.account().balances()) {
            case Answer.Failed<List<Balance>> failed -> Optional.of(failed.error());
            case Answer.Ok<List<Balance>>(List<Balance> whole) -> {
                followers.holds(session, whole);
                yield Optional.empty();
            }
        };
    }

    private ExchangeError unknown(InstrumentId id) {
        return Errors.noInstrument(session.link().exchange(), id);
    }
}
