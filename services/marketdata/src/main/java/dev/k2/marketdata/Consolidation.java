package dev.k2.marketdata;

import dev.k2.marketdata.ConsolidatedPrice.Best;
import dev.k2.marketdata.ConsolidatedPrice.Last;
import dev.k2.marketdata.ConsolidatedPrice.Source;
import dev.k2.model.BookLevel;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Makes one price and one book of those of several exchanges. What is not live never counts. Pure.
 */
final class Consolidation {
    private Consolidation() {}

    /** What one exchange has told. */
    record Told(Instrument instrument, PriceView price, Quote quote) {
        boolean isLive() {
            return quote.state() == Freshness.LIVE;
        }

        private Optional<Best> best(Optional<BigDecimal> price, BigDecimal quantity) {
            BigDecimal base = quantity.multiply(instrument.contractSize());
            return price.map(p -> new Best(p, base, instrument.exchange()));
        }
    }

    /** A book of one exchange. */
    record ToldBook(Instrument instrument, BookView book) {
        boolean isLive() {
            return book.state() == Freshness.LIVE;
        }
    }

    static ConsolidatedPrice price(InstrumentId id, List<Told> told) {
        List<Told> live = told.stream().filter(Told::isLive).toList();
        Optional<Best> bid = Optional.empty();
        Optional<Best> ask = Optional.empty();
        for (Told one : live) {
            Quote quote = one.quote();
            bid = better(bid, one.best(quote.bid(), quote.bidQuantity()), 1);
            ask = better(ask, one.best(quote.ask(), quote.askQuantity()), -1);
        }
        Optional<Told> traded =
                live.stream()
                        .filter(one -> one.price().last().isPresent())
                        .max(Comparator.comparing(one -> tradedAt(one.price())));
        return new ConsolidatedPrice(
                id,
                bid,
                ask,
                traded.map(
                        one ->
                                new Last(
                                        one.price().last().orElseThrow(),
                                        one.price().changePercent24h(),
                                        one.instrument().exchange())),
                age(told, bid, ask),
                live.isEmpty() ? Freshness.STALE : Freshness.LIVE,
                told.stream()
                        .map(
                                one ->
                                        new Source(
                                                one.instrument().exchange(),
                                                one.quote().state(),
                                                one.quote().age()))
                        .toList());
    }

    /** Of equal prices the larger quantity is the better one. */
    private static Optional<Best> better(
            Optional<Best> before, Optional<Best> other, int direction) {
        if (before.isEmpty() || other.isEmpty()) {
            return before.or(() -> other);
        }
        int order = other.get().price().compareTo(before.get().price()) * direction;
        boolean larger = other.get().quantity().compareTo(before.get().quantity()) > 0;
        return order > 0 || (order == 0 && larger) ? other : before;
    }

    private static Instant tradedAt(PriceView price) {
        return price.exchangeTime().orElse(price.receivedAt());
    }

    private static Duration age(List<Told> told, Optional<Best> bid, Optional<Best> ask) {
        List<Duration> used = new ArrayList<>();
        List<Duration> all = new ArrayList<>();
        for (Told one : told) {
            Duration age = one.quote().age();
            all.add(age);
            boolean counts =
                    bid.filter(b -> b.exchange() == one.instrument().exchange()).isPresent()
                            || ask.filter(a -> a.exchange() == one.instrument().exchange())
                                    .isPresent();
            if (counts) {
                used.add(age);
            }
        }
        return used.isEmpty()
                ? all.stream().min(Comparator.naturalOrder()).orElse(Duration.ZERO)
                : used.stream().max(Comparator.naturalOrder()).orElseThrow();
    }

    static ConsolidatedBook book(InstrumentId id, List<ToldBook> told, int depth) {
        List<ConsolidatedBook.Level> bids = new ArrayList<>();
        List<ConsolidatedBook.Level> asks = new ArrayList<>();
        boolean live = false;
        for (ToldBook one : told) {
            if (one.isLive()) {
                live = true;
                add(bids, one.instrument(), one.book().bids());
                add(asks, one.instrument(), one.book().asks());
            }
        }
        Comparator<ConsolidatedBook.Level> larger =
                Comparator.comparing(ConsolidatedBook.Level::quantity).reversed();
        Comparator<ConsolidatedBook.Level> cheaper =
                Comparator.comparing(ConsolidatedBook.Level::price);
        bids.sort(cheaper.reversed().thenComparing(larger));
        asks.sort(cheaper.thenComparing(larger));
        return new ConsolidatedBook(
                id,
                bids.subList(0, Math.min(depth, bids.size())),
                asks.subList(0, Math.min(depth, asks.size())),
                live ? Freshness.LIVE : Freshness.STALE,
                told.stream()
                        .map(
                                one ->
                                        new Source(
                                                one.instrument().exchange(),
                                                one.book().state(),
                                                one.book().age()))
                        .toList());
    }

    private static void add(
            List<ConsolidatedBook.Level> levels, Instrument instrument, List<BookLevel> told) {
        for (BookLevel level : told) {
            levels.add(
                    new ConsolidatedBook.Level(
                            level.price(),
                            level.quantity().multiply(instrument.contractSize()),
                            instrument.exchange()));
        }
    }
}
