package dev.k2.trading;

import dev.k2.model.BookLevel;
import dev.k2.model.BookSnapshot;
import dev.k2.model.Decimals;
import dev.k2.model.OrderType;
import dev.k2.model.Side;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What an order would trade at, and how bad that may become. Fails closed: no price, no order. */
final class Pricing {
    /** A resting order may be judged by an older price than one that takes at once. */
    static final Duration RESTING_AGE_MAX = Duration.ofSeconds(60);

    /** Nothing may happen in a quiet contract for minutes; its book is right all the same. */
    static final Duration EVENT_AGE_MAX = Duration.ofMinutes(10);

    private static final int SCALE = 18;
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final Market market;

    Pricing(Market market) {
        this.market = market;
    }

    /** What is known about an order's price. */
    sealed interface Priced {
        /**
         * What an order would trade at.
         *
         * @param average what the whole order would trade at on average
         * @param worst the worst price that any part of it would meet
         * @param reference the price that the worst is measured from
         * @param notional quantity at the average, in the quote currency
         * @param exposure quantity at the most that it may cost or bring: of a buy without a price at
         *     the worst that the collar lets through, of a sell at the reference where that is more
         *     than its price; of an event contract
         *     what the order takes from the balance: its price where it is bought, the rest of 1
         *     where more is sold than is held
         */
        record Estimate(
                BigDecimal average,
                BigDecimal worst,
                BigDecimal reference,
                BigDecimal notional,
                BigDecimal exposure)
                implements Priced {}

        record None(Refusal refusal) implements Priced {}
    }

    /**
     * Prices an order.
     *
     * @param spoken contracts of those held that other orders sell already
     */
    Priced price(Draft draft, RiskLimits limits, Instant now, BigDecimal spoken) {
        OrderTicket ticket = draft.ticket();
        if (ticket.type().isTriggered() && ticket.stopPrice().isPresent()) {
            BigDecimal stop = ticket.stopPrice().get();
            BigDecimal worst = ticket.price().orElse(stop);
            return estimate(draft, worst, worst, stop, limits);
        }
        boolean takes = ticket.type() == OrderType.MARKET;
        Duration ageMax =
                draft.isEvent() ? EVENT_AGE_MAX : takes ? limits.priceAgeMax() : RESTING_AGE_MAX;
        Optional<Market.Quote> quote =
                market.quote(draft.exchange(), draft.instrument().id())
                        .map(found -> Quotes.of(found, draft.outcome()));
        if (quote.isEmpty() || !Quotes.isUsable(quote.get(), draft.isEvent(), now, ageMax)) {
            return new Priced.None(stale(draft, quote, ageMax, now));
        }
        BigDecimal reference = Quotes.opposite(quote.get(), ticket.side());
        if (draft.isEvent()) {
            return contracts(draft, reference, spoken);
        }
        if (ticket.type() == OrderType.TRAILING_STOP) {
            return estimate(draft, reference, reference, reference, limits);
        }
        return takes
                ? walk(draft, reference, limits, quote, now)
                : estimate(
                        draft,
                        ticket.price().orElseThrow(),
                        ticket.price().orElseThrow(),
                        reference,
                        limits);
    }

    /** A priced order for event contracts; there are no others. */
    private static Priced contracts(Draft draft, BigDecimal reference, BigDecimal spoken) {
        OrderTicket ticket = draft.ticket();
        BigDecimal price = ticket.price().orElseThrow();
        BigDecimal size = draft.instrument().contractSize();
        BigDecimal free = draft.held().subtract(spoken).max(BigDecimal.ZERO);
        BigDecimal cost =
                draft.sellsContracts()
                        ? BigDecimal.ONE
                                .subtract(price)
                                .multiply(ticket.quantity().subtract(free).max(BigDecimal.ZERO))
                        : price.multiply(ticket.quantity());
        return new Priced.Estimate(
                price,
                price,
                reference,
                price.multiply(ticket.quantity()).multiply(size),
                cost.multiply(size));
    }

    private Priced walk(
            Draft draft,
            BigDecimal reference,
            RiskLimits limits,
            Optional<Market.Quote> quote,
            Instant now) {
        Optional<BookSnapshot> book = market.book(draft.exchange(), draft.instrument().id());
        if (book.isEmpty()) {
            return new Priced.None(stale(draft, quote, limits.priceAgeMax(), now));
        }
        Side side = draft.ticket().side();
        List<BookLevel> levels = side == Side.BUY ? book.get().asks() : book.get().bids();
        BigDecimal quantity = draft.ticket().quantity();
        BigDecimal left = quantity;
        BigDecimal worth = BigDecimal.ZERO;
        BigDecimal worst = reference;
        for (BookLevel level : levels) {
            BigDecimal taken = left.min(level.quantity());
            worth = worth.add(taken.multiply(level.price()));
            left = left.subtract(taken);
            worst = level.price();
            if (left.signum() == 0) {
                break;
            }
        }
        if (left.signum() > 0) {
            return new Priced.None(
                    Refusals.limit(
                            RefusalCode.PRICE_COLLAR,
                            "book_depth",
                            quantity.subtract(left),
                            quantity,
                            "the book that K2 can see holds %s %s on that side, the order wants %s"
                                    .formatted(
                                            Decimals.plain(quantity.subtract(left)),
                                            draft.instrument().base(),
                                            Decimals.plain(quantity))));
        }
        BigDecimal average = worth.divide(quantity, SCALE, RoundingMode.HALF_EVEN);
        return estimate(draft, average, worst, reference, limits);
    }

    private static Priced estimate(
            Draft draft,
            BigDecimal average,
            BigDecimal worst,
            BigDecimal reference,
            RiskLimits limits) {
        BigDecimal units = draft.ticket().quantity().multiply(draft.instrument().contractSize());
        BigDecimal most = most(draft.ticket(), worst, reference, limits);
        return new Priced.Estimate(
                average, worst, reference, average.multiply(units), most.multiply(units));
    }

    private static BigDecimal most(
            OrderTicket ticket, BigDecimal worst, BigDecimal reference, RiskLimits limits) {
        if (ticket.side() == Side.SELL) {
            // Its price is the least that it brings; it may bring what is bid now.
            return worst.max(reference);
        }
        return ticket.type().isPriced() ? worst : worst.add(share(worst, limits.collarPercent()));
    }

    /** A percentage of an amount, exact. */
    static BigDecimal share(BigDecimal amount, BigDecimal percent) {
        return amount.multiply(percent).divide(HUNDRED);
    }

    private static Refusal stale(
            Draft draft, Optional<Market.Quote> quote, Duration ageMax, Instant now) {
        String found =
                quote.filter(Market.Quote::live)
                        .map(known -> Quotes.age(known, now).toMillis() + " ms old")
                        .orElse("none");
        return Refusals.limit(
                RefusalCode.PRICE_STALE,
                "price_age_ms",
                ageMax.toMillis(),
                found,
                "no price of %s at %s is younger than %s ms and known to be right (found: %s)"
                        .formatted(
                                draft.instrument().id(),
                                draft.exchange(),
                                ageMax.toMillis(),
                                found));
    }
}
