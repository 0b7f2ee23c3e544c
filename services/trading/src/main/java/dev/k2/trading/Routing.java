package dev.k2.trading;

import static dev.k2.model.Decimals.plain;

import dev.k2.exchange.Answer;
import dev.k2.model.Arrival;
import dev.k2.model.Balance;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentKind;
import dev.k2.model.OrderId;
import dev.k2.model.Position;
import dev.k2.model.RouteCandidate;
import dev.k2.model.Side;
import dev.k2.model.UserId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiPredicate;

/** Says to which account a ticket goes, and whether it fits there. */
final class Routing {
    private final Sessions sessions;
    private final Market market;
    private final InstantSource clock;
    private final Router router;
    private final Dollars dollars;

    Routing(Sessions sessions, Market market, RiskGate gate, InstantSource clock) {
        this.sessions = sessions;
        this.market = market;
        this.clock = clock;
        this.dollars = new Dollars(market);
        this.router = new Router(this, sessions, market, gate, clock);
    }

    /** Where a ticket goes. */
    sealed interface Route {}

    record To(Draft draft) implements Route {}

    /**
     * It can go nowhere.
     *
     * @param compared the exchanges that were compared; empty where there was nothing to compare
     */
    record Nowhere(Refusal refusal, List<RouteCandidate> compared) implements Route {
        Nowhere(Refusal refusal) {
            this(refusal, List.of());
        }
    }

    Route route(OrderId id, UserId user, OrderTicket ticket) {
        List<LinkSession> linked =
                sessions.of(user).stream()
                        .filter(session -> isAsked(ticket, session.link().exchange()))
                        .toList();
        if (linked.isEmpty()) {
            return new Nowhere(
                    sessions.elsewhere(user).stream()
                            .filter(link -> isAsked(ticket, link.exchange()))
                            .findFirst()
                            .map(link -> Refusals.heldElsewhere(link.exchange()))
                            .orElseGet(() -> notLinked(ticket)));
        }
        List<Draft> possible = new ArrayList<>();
        TreeSet<ExchangeId> exchanges = new TreeSet<>();
        for (LinkSession session : linked) {
            Optional<Instrument> instrument =
                    market.instrument(session.link().exchange(), ticket.instrument());
            if (instrument.isPresent()) {
                possible.add(draft(id, user, session, instrument.get(), ticket));
                exchanges.add(session.link().exchange());
            }
        }
        if (possible.isEmpty()) {
            return new Nowhere(notTraded(ticket, linked));
        }
        expectPrices(possible);
        if (exchanges.size() > 1) {
            Router.Comparison compared = router.compare(possible);
            return compared.best()
                    .<Route>map(best -> new To(withHolding(best)))
                    .orElseGet(
                            () ->
                                    new Nowhere(
                                            Router.nowhere(ticket, compared.candidates()),
                                            compared.candidates()));
        }
        return new To(
                withHolding(
                        possible.stream()
                                .filter(this::isReady)
                                .findFirst()
                                .orElse(possible.getFirst())));
    }

    /** All are asked for before the first is waited for. */
    private void expectPrices(List<Draft> possible) {
        if (possible.size() > 1) {
            possible.forEach(draft -> market.quote(draft.exchange(), draft.instrument().id()));
        }
        for (Draft draft : possible) {
            market.expect(draft.exchange(), draft.instrument().id());
            dollars.expect(draft.exchange(), draft.instrument().quote());
        }
    }

    private static Draft draft(
            OrderId id,
            UserId user,
            LinkSession session,
            Instrument instrument,
            OrderTicket ticket) {
        boolean event = instrument.kind() == InstrumentKind.EVENT;
        return new Draft(
                id, user, session.link(), instrument, event ? ticket.atWorstPrice() : ticket);
    }

    /** A ticket of which it is known to which account it goes. */
    Draft settled(
            OrderId id,
            UserId user,
            LinkSession session,
            Instrument instrument,
            OrderTicket ticket) {
        return withHolding(draft(id, user, session, instrument, ticket));
    }

    /** What is sold and held costs nothing; whatever cannot be asked counts as not held. */
    Draft withHolding(Draft draft) {
        if (!draft.sellsContracts()) {
            return draft;
        }
        return sessions.of(draft.link().id())
                                .map(session -> session.positions(clock.instant()))
                                .orElse(null)
                        instanceof Answer.Ok<List<Position>>(List<Position> positions)
                ? draft.holding(Holdings.held(positions, draft.instrument().id(), draft.outcome()))
                : draft;
    }

    /** The market that an order meets; empty where no price is known to be right. */
    Optional<Arrival> arrival(Draft draft) {
        Instant now = clock.instant();
        return market.quote(draft.exchange(), draft.instrument().id())
                .filter(
                        quote ->
                                Quotes.isUsable(quote, draft.isEvent(), now, Pricing.EVENT_AGE_MAX))
                .map(quote -> Quotes.of(quote, draft.outcome()))
                .map(
                        quote ->
                                new Arrival(
                                        OrderRowStore.number(
                                                Quotes.opposite(quote, draft.ticket().side())),
                                        OrderRowStore.number(Quotes.middle(quote)),
                                        Duration.between(
                                                Ledger.micros(quote.at()), Ledger.micros(now))));
    }

    /** What is wrong with the ticket by the rules of where it goes. */
    List<Refusal> validate(Draft draft) {
        Optional<BigDecimal> middle =
                market.quote(draft.exchange(), draft.instrument().id())
                        .filter(
                                quote ->
                                        Quotes.isUsable(
                                                quote,
                                                draft.isEvent(),
                                                clock.instant(),
                                                Pricing.RESTING_AGE_MAX))
                        .map(Quotes::middle);
        return Validation.check(draft.ticket(), draft.instrument(), middle, clock.instant());
    }

    /** Whether the account has not enough for an order, as far as its exchange can tell. */
    Optional<Refusal> funds(Draft draft, Pricing.Priced.Estimate estimate, LinkSession session) {
        return missing(draft, estimate, session, session.funds()::has);
    }

    /** The same, and the next order cannot count on what this one takes. */
    Optional<Refusal> takeFunds(
            Draft draft, Pricing.Priced.Estimate estimate, LinkSession session) {
        return missing(draft, estimate, session, session.funds()::take);
    }

    /** Gives back what an order took that came to nothing. */
    void giveBackFunds(Draft draft, Pricing.Priced.Estimate estimate, LinkSession session) {
        var _ =
                missing(
                        draft,
                        estimate,
                        session,
                        (currency, amount) -> {
                            session.funds().giveBack(currency, amount);
                            return true;
                        });
    }

    /** Whether the account has not enough for what an amend takes beyond what the order holds. */
    Optional<Refusal> moreFunds(Draft wanted, Terms now, BigDecimal filled, LinkSession session) {
        if (wanted.instrument().kind() == InstrumentKind.PERPETUAL || wanted.sellsContracts()) {
            return Optional.empty();
        }
        boolean buys = wanted.ticket().side() == Side.BUY;
        BigDecimal more =
                taken(buys, wanted.ticket().quantity(), wanted.ticket().price(), filled)
                        .subtract(taken(buys, now.quantity(), now.price(), filled));
        return more.signum() <= 0
                ? Optional.empty()
                : missing(
                        buys ? wanted.instrument().quote() : wanted.instrument().base(),
                        more,
                        session,
                        session.funds()::take);
    }

    private static BigDecimal taken(
            boolean buys, BigDecimal quantity, Optional<BigDecimal> price, BigDecimal filled) {
        BigDecimal leaves = quantity.subtract(filled);
        return buys ? leaves.multiply(price.orElse(BigDecimal.ZERO)) : leaves;
    }

    private Optional<Refusal> missing(
            Draft draft,
            Pricing.Priced.Estimate estimate,
            LinkSession session,
            BiPredicate<String, BigDecimal> enough) {
        if (draft.instrument().kind() == InstrumentKind.PERPETUAL) {
            return Optional.empty();
        }
        boolean buys = draft.ticket().side() == Side.BUY || draft.isEvent();
        String currency = buys ? draft.instrument().quote() : draft.instrument().base();
        BigDecimal required =
                draft.isEvent()
                        ? estimate.exposure()
                        : buys ? estimate.notional() : draft.ticket().quantity();
        return missing(currency, required, session, enough);
    }

    private Optional<Refusal> missing(
            String currency,
            BigDecimal required,
            LinkSession session,
            BiPredicate<String, BigDecimal> enough) {
        if (enough.test(currency, required)) {
            return Optional.empty();
        }
        // The stream may be a moment behind a cancel that just gave something back.
        if (!(session.freshBalances() instanceof Answer.Ok<List<Balance>>(List<Balance> whole))) {
            return Optional.empty();
        }
        session.funds().replace(whole, clock.instant());
        BigDecimal free = session.funds().free(currency);
        return enough.test(currency, required)
                ? Optional.empty()
                : Optional.of(
                        Refusals.of(
                                RefusalCode.INSUFFICIENT_BALANCE,
                                "the order takes %s %s, free are %s"
                                        .formatted(plain(required), currency, plain(free)),
                                "required",
                                required,
                                "available",
                                free,
                                "currency",
                                currency));
    }

    private boolean isReady(Draft draft) {
        return sessions.of(draft.link().id())
                .filter(session -> session.refusal().isEmpty())
                .isPresent();
    }

    private static boolean isAsked(OrderTicket ticket, ExchangeId exchange) {
        return ticket.exchange().isEmpty() || ticket.exchange().get() == exchange;
    }

    private static Refusal notLinked(OrderTicket ticket) {
        return Refusals.field(
                RefusalCode.EXCHANGE_NOT_LINKED,
                "exchange",
                ticket.exchange()
                        .map(exchange -> "you have no active link to " + exchange)
                        .orElse("you have no active link to an exchange"),
                "found",
                ticket.exchange().map(ExchangeId::text).orElse("none"));
    }

    private static Refusal notTraded(OrderTicket ticket, List<LinkSession> linked) {
        String where =
                String.join(
                        ", ",
                        linked.stream()
                                .map(session -> session.link().exchange().text())
                                .distinct()
                                .toList());
        return Refusals.field(
                RefusalCode.INSTRUMENT_NOT_FOUND,
                "instrument",
                "%s is not traded at %s".formatted(ticket.instrument(), where),
                "expected",
                "an instrument that is traded at " + where,
                "found",
                ticket.instrument(),
                "exchange",
                where);
    }
}
