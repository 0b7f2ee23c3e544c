package dev.k2.trading;

import static dev.k2.model.Decimals.plain;

import dev.k2.model.ExchangeId;
import dev.k2.model.InstrumentStatus;
import dev.k2.model.LinkId;
import dev.k2.model.OrderId;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import dev.k2.model.UserId;
import dev.k2.trading.Pricing.Priced;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Stands between every order and its exchange. Whatever it cannot judge does not pass; an
 * exception in here sends nothing. Only a {@link Pass} reaches the desk, and only this class makes
 * one.
 */
final class RiskGate {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Map<UserId, UserRisk> users = new ConcurrentHashMap<>();
    private final RiskStore store;
    private final Switches switches;
    private final Pricing pricing;
    private final Dollars dollars;
    private final InstantSource clock;
    private final Predicate<LinkId> ours;

    /**
     * Counts no order yet.
     *
     * @param ours whether this node acts for an account: it hears of the changes of no other, so it
     *     counts the orders of no other; the sums in the database count all
     */
    RiskGate(
            RiskStore store,
            Switches switches,
            Market market,
            InstantSource clock,
            Predicate<LinkId> ours) {
        this.store = store;
        this.ours = ours;
        this.switches = switches;
        this.pricing = new Pricing(market);
        this.dollars = new Dollars(market);
        this.clock = clock;
    }

    /** What the gate decided. */
    sealed interface Verdict {}

    /** The order does not pass. */
    record Stopped(Refusal refusal) implements Verdict {}

    /** The order may be sent, once. Its worth is reserved until it ends or is released. */
    static final class Pass implements Verdict {
        private final Draft draft;
        private final Instant at;
        private final BigDecimal reserved;
        private final Priced.Estimate estimate;
        private final List<Claim> claims;

        private Pass(
                Draft draft,
                Instant at,
                BigDecimal reserved,
                Priced.Estimate estimate,
                List<Claim> claims) {
            this.draft = draft;
            this.at = at;
            this.reserved = reserved;
            this.estimate = estimate;
            this.claims = claims;
        }

        Draft draft() {
            return draft;
        }

        Instant at() {
            return at;
        }

        BigDecimal reserved() {
            return reserved;
        }

        Priced.Estimate estimate() {
            return estimate;
        }

        /** What the order's worth counts into; the database has the last word on each. */
        List<Claim> claims() {
            return claims;
        }
    }

    /**
     * Judges an order and reserves its worth if it passes.
     *
     * @param link why the account cannot take orders now; empty if it can
     */
    Verdict judge(Draft draft, Optional<Refusal> link) {
        UserRisk user = of(draft.user());
        Instant now = clock.instant();
        user.lock.lock();
        try {
            Question question = question(draft, link, user, now);
            for (Check check : CHECKS) {
                Optional<Refusal> refusal = check.on(question);
                if (refusal.isPresent()) {
                    return new Stopped(refusal.get());
                }
            }
            BigDecimal reserved = kept(question.dollars().orElseThrow());
            Priced.Estimate estimate = question.estimate().orElseThrow();
            user.pace.note(now, draft);
            user.exposure.hold(draft.id(), open(draft, reserved));
            return new Pass(draft, now, reserved, estimate, claims(question));
        } finally {
            user.lock.unlock();
        }
    }

    /**
     * Judges an open order as it shall be, as if it were not there yet: its limits are those of now.
     * If it passes it holds the dearer of both until {@link #follow} says which one it is.
     */
    Verdict judgeAmend(Draft wanted, Optional<Refusal> link) {
        UserRisk user = of(wanted.user());
        Instant now = clock.instant();
        user.lock.lock();
        Optional<Exposure.Open> before = user.exposure.held(wanted.id());
        Optional<Exposure.Open> after = before;
        try {
            user.exposure.letGo(wanted.id());
            Question question = question(wanted, link, user, now);
            for (Check check : CHECKS) {
                Optional<Refusal> refusal = check.on(question);
                if (refusal.isPresent()) {
                    return new Stopped(refusal.get());
                }
            }
            BigDecimal reserved = kept(question.dollars().orElseThrow());
            user.pace.note(now, wanted);
            Exposure.Open open = open(wanted, reserved);
            after =
                    Optional.of(
                            before.filter(held -> held.held().compareTo(reserved) > 0)
                                    .orElse(open));
            return new Pass(
                    wanted, now, reserved, question.estimate().orElseThrow(), claims(question));
        } finally {
            after.ifPresent(open -> user.exposure.hold(wanted.id(), open));
            user.lock.unlock();
        }
    }

    /** Everything that would stop an order, in the order of the checks, without reserving. */
    List<Refusal> inspect(Draft draft, Optional<Refusal> link) {
        UserRisk user = of(draft.user());
        List<Refusal> found = new ArrayList<>();
        user.lock.lock();
        try {
            Question question = question(draft, link, user, clock.instant());
            for (Check check : CHECKS) {
                check.on(question)
                        .filter(refusal -> !found.contains(refusal))
                        .ifPresent(found::add);
            }
        } finally {
            user.lock.unlock();
        }
        return found;
    }

    /** What an order would trade at; empty where nobody can tell. */
    Optional<Priced.Estimate> estimate(Draft draft) {
        UserRisk user = of(draft.user());
        user.lock.lock();
        try {
            return known(
                    pricing.price(
                            draft, user.limits(), clock.instant(), user.exposure.selling(draft)));
        } finally {
            user.lock.unlock();
        }
    }

    /** Gives a reservation back: nothing was written down and nothing sent. */
    void release(Pass pass) {
        UserRisk user = of(pass.draft().user());
        user.lock.lock();
        try {
            user.exposure.letGo(pass.draft().id());
        } finally {
            user.lock.unlock();
        }
    }

    /** Gives a reservation back of an order that was placed before, and does not count it again. */
    void repeated(Pass pass) {
        UserRisk user = of(pass.draft().user());
        user.lock.lock();
        try {
            user.exposure.letGo(pass.draft().id());
            user.pace.forget(pass.draft().id());
        } finally {
            user.lock.unlock();
        }
    }

    /** Follows an order after every change. */
    void follow(OrderRow row) {
        UserRisk user = of(row.user());
        user.lock.lock();
        try {
            if (ours.test(row.intent().link())) {
                user.exposure.follow(row);
            } else {
                user.exposure.letGo(row.id());
            }
        } finally {
            user.lock.unlock();
        }
    }

    /** Counts no order of an account any more: what becomes of them is told elsewhere. */
    void forget(Links.Link link) {
        UserRisk known = users.get(link.user());
        if (known == null) {
            return;
        }
        known.lock.lock();
        try {
            known.exposure.letGo(link.id());
        } finally {
            known.lock.unlock();
        }
    }

    /** Why nothing of a user may be sent to an exchange at this moment; empty where it may. */
    Optional<Refusal> stopped(UserId user, ExchangeId exchange) {
        return switches.refusal(user, exchange);
    }

    /** The same of an order, or that its instrument is not traded there now. */
    Optional<Refusal> stopped(Draft draft) {
        return stopped(draft.user(), draft.exchange()).or(() -> instrument(draft));
    }

    /** Another node may have changed a user's limits. */
    void reload(UserId user) {
        users.computeIfPresent(
                user,
                (id, known) -> {
                    known.reload();
                    return known;
                });
    }

    RiskLimits limits(UserId user) {
        return of(user).limits();
    }

    Map<LimitScope, ScopedLimits> scopes(UserId user) {
        return of(user).scopes();
    }

    Optional<Refusal> limits(UserId user, RiskLimits next, boolean mayRaise) {
        Optional<Refusal> refusal = store.putLimits(user, next, mayRaise, clock.instant());
        of(user).reload();
        return refusal;
    }

    Optional<Refusal> limits(UserId user, LimitScope scope, ScopedLimits next, boolean mayRaise) {
        Optional<Refusal> refusal = store.putScope(user, scope, next, mayRaise, clock.instant());
        of(user).reload();
        return refusal;
    }

    /** The worth of all open orders of a user, in dollars. */
    BigDecimal reserved(UserId user) {
        UserRisk risk = of(user);
        risk.lock.lock();
        try {
            return risk.exposure.total(LimitScope.user());
        } finally {
            risk.lock.unlock();
        }
    }

    /** How many orders count, of everybody. */
    int counted() {
        int sum = 0;
        for (UserRisk user : users.values()) {
            user.lock.lock();
            try {
                sum += user.exposure.count();
            } finally {
                user.lock.unlock();
            }
        }
        return sum;
    }

    private UserRisk of(UserId user) {
        UserRisk known = users.get(user);
        return known != null ? known : users.computeIfAbsent(user, id -> new UserRisk(id, store));
    }

    private Question question(Draft draft, Optional<Refusal> link, UserRisk user, Instant now) {
        RiskLimits limits = user.limits();
        Priced priced = pricing.price(draft, limits, now, user.exposure.selling(draft));
        Optional<BigDecimal> rate =
                dollars.worth(draft.exchange(), draft.instrument().quote(), now);
        return new Question(
                draft,
                link,
                switches.refusal(draft.user(), draft.exchange()),
                user,
                limits,
                user.bounds(draft.link().id(), draft.instrument().id()),
                now,
                priced,
                rate);
    }

    private static Exposure.Open open(Draft draft, BigDecimal reserved) {
        return new Exposure.Open(
                draft.link().id(),
                draft.instrument().id(),
                draft.outcome().mirror(draft.ticket().side()),
                draft.ticket().type(),
                draft.ticket().price().map(price -> Exposure.yes(draft.noted(), price)),
                reserved,
                Exposure.selling(draft.noted(), draft.ticket().side(), draft.ticket().quantity()));
    }

    private static List<Claim> claims(Question question) {
        return question.bounds().stream()
                .flatMap(
                        bound ->
                                bound.limits().openNotionalMax().stream()
                                        .map(most -> new Claim(bound.scope(), most)))
                .toList();
    }

    /** An amount with no more decimals than the database keeps, rounded up. */
    private static BigDecimal kept(BigDecimal dollars) {
        return dollars.scale() > OrderRow.DOLLAR_SCALE
                ? dollars.setScale(OrderRow.DOLLAR_SCALE, RoundingMode.CEILING)
                : dollars;
    }

    private static Optional<Priced.Estimate> known(Priced priced) {
        return priced instanceof Priced.Estimate estimate
                ? Optional.of(estimate)
                : Optional.empty();
    }

    private interface Check {
        Optional<Refusal> on(Question question);
    }

    /** In the order in which they are asked. */
    private static final List<Check> CHECKS =
            List.of(
                    Question::stopped,
                    Question::link,
                    RiskGate::instrument,
                    RiskGate::size,
                    RiskGate::notional,
                    RiskGate::collar,
                    RiskGate::velocity,
                    RiskGate::duplicate,
                    RiskGate::exposure,
                    RiskGate::selfTrade);

    private record Question(
            Draft draft,
            Optional<Refusal> link,
            Optional<Refusal> stopped,
            UserRisk user,
            RiskLimits limits,
            List<UserRisk.Bound> bounds,
            Instant now,
            Priced priced,
            Optional<BigDecimal> rate) {
        Optional<Priced.Estimate> estimate() {
            return known(priced);
        }

        /** The first refusal among the scopes that hold the order, which says whose limit it is. */
        Optional<Refusal> first(Function<UserRisk.Bound, Optional<Refusal>> check) {
            for (UserRisk.Bound bound : bounds) {
                Optional<Refusal> refusal = check.apply(bound);
                if (refusal.isPresent()) {
                    return refusal.map(found -> Refusals.in(bound.scope(), found));
                }
            }
            return Optional.empty();
        }

        /** The most that the order can be worth, in dollars. */
        Optional<BigDecimal> dollars() {
            return estimate().flatMap(known -> rate.map(known.exposure()::multiply));
        }
    }

    private static Optional<Refusal> instrument(Question question) {
        return instrument(question.draft());
    }

    private static Optional<Refusal> instrument(Draft draft) {
        InstrumentStatus status = draft.instrument().status();
        return status == InstrumentStatus.TRADING
                ? Optional.empty()
                : Optional.of(
                        Refusals.limit(
                                RefusalCode.INSTRUMENT_NOT_TRADING,
                                "instrument_status",
                                "trading",
                                OrderRowStore.text(status),
                                "%s is not traded at %s now"
                                        .formatted(draft.instrument().id(), draft.exchange())));
    }

    private static Optional<Refusal> size(Question question) {
        BigDecimal quantity = question.draft().ticket().quantity();
        return question.first(
                bound ->
                        bound.limits()
                                .orderQuantityMax()
                                .filter(most -> quantity.compareTo(most) > 0)
                                .map(
                                        most ->
                                                Refusals.limit(
                                                        RefusalCode.ORDER_SIZE_LIMIT,
                                                        "order_quantity_max",
                                                        most,
                                                        quantity,
                                                        "%s is %s units an order, this one has %s"
                                                                .formatted(
                                                                        bound.scope().spoken(),
                                                                        plain(most),
                                                                        plain(quantity)))));
    }

    private static Optional<Refusal> notional(Question question) {
        if (question.priced() instanceof Priced.None none) {
            return Optional.of(none.refusal());
        }
        if (question.rate().isEmpty()) {
            String currency = question.draft().instrument().quote();
            return Optional.of(
                    Refusals.limit(
                            RefusalCode.PRICE_STALE,
                            "order_notional_max",
                            question.limits().orderNotionalMax(),
                            "unknown",
                            "K2 has no price of " + currency + " to reckon your limits with"));
        }
        BigDecimal worth = question.dollars().orElseThrow();
        return question.first(
                bound ->
                        bound.limits()
                                .orderNotionalMax()
                                .filter(most -> worth.compareTo(most) > 0)
                                .map(
                                        most ->
                                                Refusals.limit(
                                                        RefusalCode.ORDER_NOTIONAL_LIMIT,
                                                        "order_notional_max",
                                                        most,
                                                        worth,
                                                        "%s is %s USD an order, this one may reach %s"
                                                                .formatted(
                                                                        bound.scope().spoken(),
                                                                        plain(most),
                                                                        plain(worth)))));
    }

    private static Optional<Refusal> collar(Question question) {
        if (question.estimate().isEmpty()) {
            return Optional.empty();
        }
        Priced.Estimate estimate = question.estimate().get();
        BigDecimal percent = question.limits().collarPercent();
        // A contract pays 1 at most: a cent more is a cent, however cheap it is.
        BigDecimal whole = question.draft().isEvent() ? BigDecimal.ONE : estimate.reference();
        BigDecimal room = Pricing.share(whole, percent);
        boolean buys = question.draft().ticket().side() == Side.BUY;
        BigDecimal bound =
                buys ? estimate.reference().add(room) : estimate.reference().subtract(room);
        boolean inside =
                buys
                        ? estimate.worst().compareTo(bound) <= 0
                        : estimate.worst().compareTo(bound) >= 0;
        return inside
                ? Optional.empty()
                : Optional.of(
                        new Refusal(
                                RefusalCode.PRICE_COLLAR,
                                question.draft().ticket().price().map(price -> "price"),
                                "the order may trade at %s, more than %s %% from the current %s"
                                        .formatted(
                                                plain(estimate.worst()),
                                                plain(percent),
                                                plain(estimate.reference())),
                                Map.of(
                                        "limit", "collar_percent",
                                        "limit_value", plain(percent),
                                        "value", plain(estimate.worst()),
                                        "current", plain(estimate.reference()),
                                        "nearest", plain(bound))));
    }

    private static Optional<Refusal> velocity(Question question) {
        return question.first(
                bound ->
                        pace(question, bound, "second", SECOND, bound.limits().ordersPerSecond())
                                .or(
                                        () ->
                                                pace(
                                                        question,
                                                        bound,
                                                        "minute",
                                                        MINUTE,
                                                        bound.limits().ordersPerMinute())));
    }

    private static Optional<Refusal> pace(
            Question question,
            UserRisk.Bound bound,
            String name,
            Duration stretch,
            Optional<Integer> limit) {
        if (limit.isEmpty()) {
            return Optional.empty();
        }
        int most = limit.get();
        int placed = question.user().pace.within(stretch, bound.scope(), question.now());
        return placed < most
                ? Optional.empty()
                : Optional.of(
                        Refusals.limit(
                                RefusalCode.VELOCITY_LIMIT,
                                "orders_per_" + name,
                                most,
                                placed + 1,
                                "%s is %d orders a %s"
                                        .formatted(bound.scope().spoken(), most, name)));
    }

    private static Optional<Refusal> duplicate(Question question) {
        Duration window = question.limits().duplicateWindow();
        boolean again =
                !question.draft().ticket().confirmDuplicate()
                        && window.isPositive()
                        && question.user()
                                .pace
                                .has(Pace.Shape.of(question.draft()), window, question.now());
        return again
                ? Optional.of(
                        Refusals.limit(
                                RefusalCode.DUPLICATE_ORDER,
                                "duplicate_window_ms",
                                window.toMillis(),
                                "same side, size and price",
                                "the same order was placed a moment ago; confirm that you want it"
                                        + " twice"))
                : Optional.empty();
    }

    private static Optional<Refusal> exposure(Question question) {
        if (question.dollars().isEmpty()) {
            return Optional.empty();
        }
        BigDecimal worth = question.dollars().get();
        for (Claim claim : claims(question)) {
            BigDecimal after =
                    question.user()
                            .exposure
                            .totalBeside(claim.scope(), question.draft().id())
                            .add(worth);
            if (after.compareTo(claim.most()) > 0) {
                return Optional.of(claim.refusal(after));
            }
        }
        return Optional.empty();
    }

    private static Optional<Refusal> selfTrade(Question question) {
        OrderTicket ticket = question.draft().ticket();
        if (question.estimate().isEmpty()
                || ticket.type().isTriggered()
                || ticket.effectiveTimeInForce() == TimeInForce.POST_ONLY) {
            return Optional.empty();
        }
        Optional<OrderId> own =
                question.user()
                        .exposure
                        .crossing(question.draft(), question.estimate().get().worst());
        return own.map(
                id ->
                        Refusals.limit(
                                RefusalCode.SELF_TRADE,
                                "self_trade",
                                "none",
                                id,
                                "it would trade with your own order " + id));
    }
}
