package dev.k2.trading;

import dev.k2.exchange.FeeRates;
import dev.k2.model.BookLevel;
import dev.k2.model.BookSnapshot;
import dev.k2.model.ExchangeId;
import dev.k2.model.OrderType;
import dev.k2.model.Outcome;
import dev.k2.model.RouteCandidate;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Compares the exchanges that an order could go to, by the price that it would get there with the fee
 * in it. An order goes to one exchange whole.
 */
final class Router {
    private static final int SCALE = 18;

    private final Routing routing;
    private final Sessions sessions;
    private final Market market;
    private final RiskGate gate;
    private final InstantSource clock;

    Router(Routing routing, Sessions sessions, Market market, RiskGate gate, InstantSource clock) {
        this.routing = routing;
        this.sessions = sessions;
        this.market = market;
        this.gate = gate;
        this.clock = clock;
    }

    /**
     * What came of comparing.
     *
     * @param best where the order goes; empty where it can go nowhere
     */
    record Comparison(Optional<Draft> best, List<RouteCandidate> candidates) {}

    /**
     * One way that an order could go, and what it would come to. With a hindrance and an offer it is
     * one that the gate refuses now, which is gone only where nothing else is left, for its refusal.
     */
    private record Way(Draft draft, Optional<Refusal> hindrance, Optional<Offer> offer) {
        static Way shut(Draft draft, Refusal why) {
            return new Way(draft, Optional.of(why), Optional.empty());
        }
    }

    /**
     * What an exchange offers.
     *
     * @param quantity what comes of the order: all of it, or the part that an IOC order is filled
     * @param worth of that quantity, without fees
     * @param opposite the best price on the other side
     */
    private record Offer(
            BigDecimal quantity, BigDecimal worth, BigDecimal fee, BigDecimal opposite) {}

    /** How much of an order the book fills at once, and what all of it is worth. */
    private record Filling(BigDecimal taken, BigDecimal takenWorth) {}

    Comparison compare(List<Draft> drafts) {
        BigDecimal size = size(drafts);
        Map<ExchangeId, Way> byExchange = new TreeMap<>();
        for (Draft draft : drafts) {
            Way known = byExchange.get(draft.exchange());
            if (known == null || known.hindrance().isPresent()) {
                byExchange.merge(
                        draft.exchange(),
                        way(draft, size),
                        (old, now) -> now.offer().isPresent() ? now : old);
            }
        }
        List<Way> open =
                byExchange.values().stream().filter(way -> way.offer().isPresent()).toList();
        Optional<Way> best = open.stream().min(BEST_FIRST);
        List<RouteCandidate> candidates = new ArrayList<>();
        byExchange.values().forEach(way -> candidates.add(candidate(way, best)));
        return new Comparison(best.map(way -> way.draft().after(candidates)), candidates);
    }

    /**
     * What one of the quantity stands for: where exchanges differ in that, one of what is bought, so
     * that a figure never means another order than its owner's.
     */
    private static BigDecimal size(List<Draft> drafts) {
        List<BigDecimal> sizes =
                drafts.stream()
                        .map(draft -> draft.instrument().contractSize().stripTrailingZeros())
                        .distinct()
                        .toList();
        return sizes.size() == 1 ? sizes.getFirst() : BigDecimal.ONE;
    }

    private static Refusal otherSize(Draft draft) {
        return new Refusal(
                RefusalCode.CONTRACT_SIZE_DIFFERS,
                Optional.of("quantity"),
                "one contract is %s %s here and not elsewhere; name the exchange to trade it"
                        .formatted(
                                draft.instrument().contractSize().toPlainString(),
                                draft.instrument().base()),
                Map.of("contract_size", draft.instrument().contractSize().toPlainString()));
    }

    /** Why an order can go nowhere, with each exchange's reason. */
    static Refusal nowhere(OrderTicket ticket, List<RouteCandidate> candidates) {
        Map<String, String> reasons = new TreeMap<>();
        for (RouteCandidate candidate : candidates) {
            reasons.put(
                    candidate.exchange().text(),
                    candidate.leftOut().orElse("") + ": " + candidate.why().orElse(""));
        }
        return new Refusal(
                candidates.stream().allMatch(Router::mayPass)
                        ? RefusalCode.NO_ROUTE_NOW
                        : RefusalCode.NO_ROUTE,
                Optional.of("exchange"),
                "none of your exchanges that trade %s can take this order now"
                        .formatted(ticket.instrument()),
                reasons);
    }

    private static boolean mayPass(RouteCandidate candidate) {
        return candidate
                .leftOut()
                .filter(code -> RefusalCode.valueOf(code).kind() == RefusalCode.Kind.UNAVAILABLE)
                .isPresent();
    }

    /** What may go; then most of it; then what a unit costs or brings; then the nearer price. */
    private static final Comparator<Way> BEST_FIRST =
            Comparator.<Way, Boolean>comparing(way -> way.hindrance().isPresent())
                    .thenComparing(way -> way.offer().orElseThrow().quantity().negate())
                    .thenComparing(
                            way -> cost(way, effective(way.draft(), way.offer().orElseThrow())))
                    .thenComparing(way -> cost(way, way.offer().orElseThrow().opposite()));

    /** A price as a cost: who sells wants it high. */
    private static BigDecimal cost(Way way, BigDecimal price) {
        return way.draft().ticket().side() == Side.BUY ? price : price.negate();
    }

    private static BigDecimal effective(Draft draft, Offer offer) {
        BigDecimal all =
                draft.ticket().side() == Side.BUY
                        ? offer.worth().add(offer.fee())
                        : offer.worth().subtract(offer.fee());
        return all.divide(offer.quantity(), SCALE, RoundingMode.HALF_EVEN);
    }

    private static RouteCandidate candidate(Way way, Optional<Way> best) {
        Optional<Offer> offer = way.offer();
        return new RouteCandidate(
                way.draft().exchange(),
                offer.map(
                        known ->
                                OrderRowStore.number(
                                        known.worth()
                                                .divide(
                                                        known.quantity(),
                                                        SCALE,
                                                        RoundingMode.HALF_EVEN))),
                offer.filter(known -> known.worth().signum() > 0)
                        .map(
                                known ->
                                        OrderRowStore.number(
                                                known.fee()
                                                        .divide(
                                                                known.worth(),
                                                                SCALE,
                                                                RoundingMode.HALF_EVEN))),
                offer.map(known -> OrderRowStore.number(effective(way.draft(), known))),
                best.equals(Optional.of(way)),
                way.hindrance().map(refusal -> refusal.code().name()),
                way.hindrance().map(Refusal::message));
    }

    private Way way(Draft draft, BigDecimal size) {
        if (draft.instrument().contractSize().compareTo(size) != 0) {
            return Way.shut(draft, otherSize(draft));
        }
        Optional<LinkSession> session = sessions.of(draft.link().id());
        Optional<Refusal> shut =
                session.isEmpty()
                        ? Optional.of(Refusals.notOpen(draft.exchange()))
                        : session.get().refusal().or(() -> first(routing.validate(draft)));
        if (shut.isPresent()) {
            return Way.shut(draft, shut.get());
        }
        Instant now = clock.instant();
        Optional<Market.Quote> quote =
                market.quote(draft.exchange(), draft.instrument().id())
                        .map(found -> Quotes.of(found, draft.outcome()))
                        .filter(
                                found ->
                                        Quotes.isUsable(
                                                found, draft.isEvent(), now, ageMax(draft)));
        Optional<BookSnapshot> book = market.book(draft.exchange(), draft.instrument().id());
        if (quote.isEmpty() || book.isEmpty()) {
            return Way.shut(draft, noBook(draft));
        }
        BigDecimal opposite = Quotes.opposite(quote.get(), draft.ticket().side());
        Optional<BookLevel> first = levels(draft, book.get()).stream().findFirst();
        if (draft.ticket().effectiveTimeInForce() == TimeInForce.POST_ONLY
                && first.filter(level -> reaches(draft.ticket(), level.price())).isPresent()) {
            return Way.shut(draft, wouldTrade(draft, first.get().price()));
        }
        Filling filling = filling(draft, book.get());
        Optional<BigDecimal> resting = restingPrice(draft.ticket(), opposite);
        BigDecimal quantity =
                mayBePart(draft.ticket()) ? filling.taken() : draft.ticket().quantity();
        BigDecimal rest = quantity.subtract(filling.taken());
        if (quantity.signum() == 0 || (rest.signum() > 0 && resting.isEmpty())) {
            return Way.shut(draft, tooThin(draft, filling.taken()));
        }
        Optional<FeeRates> rates = session.get().fees(draft.instrument(), now);
        if (rates.isEmpty()) {
            return Way.shut(draft, noFees(draft));
        }
        BigDecimal restWorth = rest.multiply(resting.orElse(BigDecimal.ZERO));
        BigDecimal worth = filling.takenWorth().add(restWorth);
        BigDecimal restRate =
                draft.ticket().type().isTriggered() ? rates.get().taker() : rates.get().maker();
        BigDecimal fee =
                filling.takenWorth()
                        .multiply(rates.get().taker())
                        .add(restWorth.multiply(restRate));
        BigDecimal notional = worth.multiply(size);
        var estimate =
                new Pricing.Priced.Estimate(opposite, opposite, opposite, notional, notional);
        return routing.funds(draft, estimate, session.get())
                .map(poor -> Way.shut(draft, poor))
                .orElseGet(
                        () ->
                                new Way(
                                        draft,
                                        gate.stopped(draft),
                                        Optional.of(new Offer(quantity, worth, fee, opposite))));
    }

    /** What the book fills at once, as far as the limit lets it. */
    private static Filling filling(Draft draft, BookSnapshot book) {
        OrderTicket ticket = draft.ticket();
        BigDecimal taken = BigDecimal.ZERO;
        BigDecimal worth = BigDecimal.ZERO;
        boolean rests =
                ticket.type().isTriggered()
                        || ticket.effectiveTimeInForce() == TimeInForce.POST_ONLY;
        if (!rests) {
            for (BookLevel level : levels(draft, book)) {
                BigDecimal left = ticket.quantity().subtract(taken);
                if (left.signum() == 0 || !reaches(ticket, level.price())) {
                    break;
                }
                BigDecimal part = left.min(level.quantity());
                taken = taken.add(part);
                worth = worth.add(part.multiply(level.price()));
            }
        }
        return new Filling(taken, worth);
    }

    /** The levels on the other side, best first, in prices of the ticket's outcome. */
    private static List<BookLevel> levels(Draft draft, BookSnapshot book) {
        Outcome outcome = draft.outcome();
        boolean asks = outcome.mirror(draft.ticket().side()) == Side.BUY;
        List<BookLevel> levels = asks ? book.asks() : book.bids();
        return outcome == Outcome.YES
                ? levels
                : levels.stream()
                        .map(l -> new BookLevel(outcome.mirror(l.price()), l.quantity()))
                        .toList();
    }

    private static boolean reaches(OrderTicket ticket, BigDecimal price) {
        return ticket.price().isEmpty()
                || (ticket.side() == Side.BUY
                        ? price.compareTo(ticket.price().get()) <= 0
                        : price.compareTo(ticket.price().get()) >= 0);
    }

    /** Whether the order takes what there is and lets go of the rest. */
    private static boolean mayBePart(OrderTicket ticket) {
        return ticket.type() == OrderType.LIMIT && ticket.effectiveTimeInForce() == TimeInForce.IOC;
    }

    /**
     * What the part that is not filled at once waits at; nothing where it does not wait. A trailing
     * stop has no price yet, and counts as the market that it follows.
     */
    private static Optional<BigDecimal> restingPrice(OrderTicket ticket, BigDecimal opposite) {
        return switch (ticket.type()) {
            case MARKET -> Optional.empty();
            case TRAILING_STOP -> ticket.stopPrice().or(() -> Optional.of(opposite));
            case LIMIT ->
                    switch (ticket.effectiveTimeInForce()) {
                        case IOC, FOK -> Optional.empty();
                        case GTC, GTD, POST_ONLY -> ticket.price();
                    };
            case STOP, STOP_LIMIT, TAKE_PROFIT, TAKE_PROFIT_LIMIT ->
                    ticket.price().or(ticket::stopPrice);
        };
    }

    private static Duration ageMax(Draft draft) {
        if (draft.isEvent()) {
            return Pricing.EVENT_AGE_MAX;
        }
        return draft.ticket().type() == OrderType.MARKET
                ? RiskLimits.USUAL.priceAgeMax()
                : Pricing.RESTING_AGE_MAX;
    }

    private static Optional<Refusal> first(List<Refusal> refusals) {
        return refusals.stream().findFirst();
    }

    private static Refusal noBook(Draft draft) {
        return Refusals.of(
                RefusalCode.PRICE_STALE,
                "%s has no live book of %s".formatted(draft.exchange(), draft.instrument().id()));
    }

    private static Refusal tooThin(Draft draft, BigDecimal taken) {
        return Refusals.of(
                RefusalCode.PRICE_COLLAR,
                "the book of %s holds %s of the %s that are wanted"
                        .formatted(
                                draft.exchange(),
                                OrderRowStore.number(taken).toPlainString(),
                                draft.ticket().quantity().toPlainString()));
    }

    private static Refusal wouldTrade(Draft draft, BigDecimal opposite) {
        return Refusals.of(
                RefusalCode.POST_ONLY_WOULD_TRADE,
                "the best price on the other side at %s is %s, so the order would trade at once"
                        .formatted(
                                draft.exchange(), OrderRowStore.number(opposite).toPlainString()));
    }

    private static Refusal noFees(Draft draft) {
        return Refusals.of(
                RefusalCode.EXCHANGE_UNAVAILABLE,
                "%s does not tell its fees".formatted(draft.exchange()));
    }
}
