package dev.k2.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.model.BookLevel;
import dev.k2.model.BookSnapshot;
import dev.k2.model.Candle;
import dev.k2.model.CandleInterval;
import dev.k2.model.Instrument;
import dev.k2.model.Side;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

interface MarketCards extends AtVenue {
    /** Long enough for a book to be rebuilt. */
    Duration HEALS_WITHIN = Duration.ofSeconds(5);

    @Card("M-01")
    default void quotesTradesAndTickersArriveWithTheirTimesInOrderAndOnce() {
        HeardFeed heard = new HeardFeed();
        try (Exchange exchange = venue().open();
                MarketFeed feed = exchange.feed(heard)) {
            Instrument instrument = Trader.instrument(venue(), exchange);
            for (Channel channel : exchange.capabilities().channels()) {
                feed.subscribe(instrument, channel);
            }
            Until.so(
                    "ten quotes, ten trades and a ticker arrive",
                    () -> {
                        venue().trade(Side.BUY, instrument.rules().limitQuantity().min());
                        return heard.quotes.size() >= 10
                                && heard.trades.size() >= 10
                                && !heard.tickers.isEmpty();
                    });

            assertThat(heard.quotes).allMatch(q -> q.bid() < q.ask() && q.receivedMillis() > 0);
            List<Long> ids = heard.trades.stream().map(HeardFeed.Trade::id).toList();
            assertThat(ids).doesNotHaveDuplicates().isSorted();
            assertThat(heard.trades)
                    .allMatch(t -> t.exchangeMillis() > 0 && t.receivedMillis() > 0);
        }
    }

    @Card("M-02")
    default void theBookIsTheExchangesOwnAfterTenThousandUpdates() {
        HeardFeed heard = new HeardFeed();
        try (Exchange exchange = venue().open();
                MarketFeed feed = exchange.feed(heard)) {
            Instrument instrument = Trader.instrument(venue(), exchange);
            BookSnapshot first = live(exchange, feed, heard);
            BigDecimal deep =
                    first.asks().stream()
                            .limit(10)
                            .map(BookLevel::quantity)
                            .reduce(BigDecimal.ZERO, BigDecimal::add);
            Until.within(
                    Duration.ofMinutes(2),
                    "ten thousand updates",
                    () -> {
                        // Deep trades change many levels at once.
                        venue().trade(Side.BUY, deep);
                        venue().trade(Side.SELL, deep);
                        return heard.book()
                                .map(b -> b.sequence() > first.sequence() + 10_000)
                                .orElse(false);
                    });

            same(heard);
            for (int depth : exchange.capabilities().bookDepths()) {
                BookSnapshot asked = exchange.market().book(instrument, depth).orThrow();
                assertThat(asked.bids()).hasSizeLessThanOrEqualTo(depth).isNotEmpty();
                assertThat(asked.bids().getFirst().price())
                        .isLessThan(asked.asks().getFirst().price());
            }
            assertThat(heard.invalid).hasValue(0);
            assertThat(heard.crossed).hasValue(0);
        }
    }

    @Card("M-03")
    default void aSkippedOrReorderedChangeMakesTheBookInvalidAndItHeals() {
        needs(Trouble.SKIP_NEXT_DELTA);
        HeardFeed heard = new HeardFeed();
        try (Exchange exchange = venue().open();
                MarketFeed feed = exchange.feed(heard)) {
            live(exchange, feed, heard);
            for (Trouble trouble : List.of(Trouble.SKIP_NEXT_DELTA, Trouble.REORDER_NEXT_DELTAS)) {
                long before = heard.invalid.get();
                venue().strike(trouble);

                Until.so("the book is told invalid", () -> heard.invalid.get() > before);
                Until.within(HEALS_WITHIN, "the book is right", () -> heard.book().isPresent());
                venue().calm();
                same(heard);
            }
            long before = heard.books.get();
            venue().strike(Trouble.DOUBLE_NEXT_DELTA);
            Until.so("the book moves on", () -> heard.books.get() > before + 5);
            same(heard);
            assertThat(heard.crossed).hasValue(0);
        }
    }

    @Card("M-04")
    default void aSnapshotFromBeforeTheChangesIsAskedForAgain() {
        needs(Trouble.STALE_NEXT_SNAPSHOT);
        HeardFeed heard = new HeardFeed();
        venue().strike(Trouble.STALE_NEXT_SNAPSHOT);
        try (Exchange exchange = venue().open();
                MarketFeed feed = exchange.feed(heard)) {
            live(exchange, feed, heard);

            same(heard);
            assertThat(heard.crossed).hasValue(0);
        }
    }

    @Card(value = "M-07", part = "pages")
    default void candlesOverManyPagesHaveNoHoleAndNoDouble() {
        try (Exchange exchange = venue().open()) {
            Instrument instrument = Trader.instrument(venue(), exchange);
            CandleInterval interval = CandleInterval.M1;
            offers(exchange.capabilities().intervals().contains(interval), "candles of a minute");
            Instant now = exchange.market().time().orThrow();
            Instant from = now.minus(Duration.ofMinutes(2500));

            List<Candle> candles =
                    exchange.market().candles(instrument, interval, from, now).orThrow();

            assertThat(candles).isNotEmpty();
            for (int n = 1; n < candles.size(); n++) {
                assertThat(candles.get(n).openTime())
                        .isEqualTo(candles.get(n - 1).openTime().plus(interval.width()));
            }
            assertThat(candles.subList(0, candles.size() - 1)).allMatch(Candle::closed);
            assertThat(candles)
                    .allMatch(
                            c ->
                                    c.low().compareTo(c.open().min(c.close())) <= 0
                                            && c.high().compareTo(c.open().max(c.close())) >= 0);
        }
    }

    @Card(value = "M-09", part = "unsubscribing")
    default void unsubscribingStopsTheStream() {
        HeardFeed heard = new HeardFeed();
        try (Exchange exchange = venue().open();
                MarketFeed feed = exchange.feed(heard)) {
            Instrument instrument = Trader.instrument(venue(), exchange);
            feed.subscribe(instrument, Channel.QUOTES);
            feed.subscribe(instrument, Channel.TRADES);
            Until.so("quotes arrive", () -> !heard.quotes.isEmpty());

            feed.unsubscribe(instrument, Channel.QUOTES);

            // Trades go on: once several came without a quote among them, the stream has stopped.
            Until.so(
                    "quotes have stopped while trades go on",
                    () -> {
                        heard.forget();
                        Until.so(
                                "five trades",
                                () -> {
                                    venue().trade(
                                                    Side.SELL,
                                                    instrument.rules().limitQuantity().min());
                                    return heard.trades.size() >= 5;
                                });
                        return heard.quotes.isEmpty();
                    });
        }
    }

    @Card("M-10")
    default void aMessageThatCannotBeReadIsCountedAndHarmsNoOther() {
        needs(Trouble.MALFORM_NEXT_MESSAGE);
        HeardFeed heard = new HeardFeed();
        try (Exchange exchange = venue().open();
                MarketFeed feed = exchange.feed(heard)) {
            Instrument instrument = Trader.instrument(venue(), exchange);
            feed.subscribe(instrument, Channel.QUOTES);
            Until.so("quotes arrive", () -> !heard.quotes.isEmpty());
            venue().strike(Trouble.MALFORM_NEXT_MESSAGE);

            Until.so("a message is skipped", () -> !heard.skipped.isEmpty());
            int before = heard.quotes.size();
            Until.so("quotes go on", () -> heard.quotes.size() > before + 3);
        }
    }

    private BookSnapshot live(Exchange exchange, MarketFeed feed, HeardFeed heard) {
        feed.subscribe(Trader.instrument(venue(), exchange), Channel.BOOK);
        return Until.found("a valid book", heard::book, Optional::isPresent).orElseThrow();
    }

    /** The market moves, so the two books are compared until they are of the same moment. */
    private void same(HeardFeed heard) {
        Until.so(
                "the book equals the exchange's own",
                () -> {
                    BookSnapshot own = venue().book();
                    return heard.book().map(b -> isTop(b, own)).orElse(false);
                });
    }

    private static boolean isTop(BookSnapshot book, BookSnapshot own) {
        int depth = Math.min(20, Math.min(own.bids().size(), own.asks().size()));
        return book.bids().size() >= depth
                && book.asks().size() >= depth
                && Levels.same(book.bids().subList(0, depth), own.bids().subList(0, depth))
                && Levels.same(book.asks().subList(0, depth), own.asks().subList(0, depth));
    }
}
