package dev.k2.exchange;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.model.BookLevel;
import dev.k2.model.BookSnapshot;
import dev.k2.model.Candle;
import dev.k2.model.CandleInterval;
import dev.k2.model.ContractState;
import dev.k2.model.FundingRate;
import dev.k2.model.Instrument;
import dev.k2.model.MarkPrice;
import dev.k2.model.Side;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

interface MarketCards extends AtVenue {
    @Card("M-01")
    default void quotesTradesAndTickersArriveWithTheirTimesInOrderAndOnce() {
        HeardFeed heard = new HeardFeed();
        try (Exchange exchange = venue().open();
                MarketFeed feed = exchange.feed(heard)) {
            Instrument instrument = Trader.instrument(venue(), exchange);
            Set<Channel> channels = channels(exchange, instrument);
            channels.forEach(channel -> feed.subscribe(instrument, channel));
            Until.so(
                    "every stream is heard, and ten quotes and ten trades",
                    () -> {
                        venue().trade(Side.BUY, instrument.rules().limitQuantity().min());
                        return heard.quotes.size() >= 10
                                && heard.trades.size() >= 10
                                && heard.heardAll(channels);
                    });

            assertThat(heard.quotes).allMatch(q -> q.bid() < q.ask() && q.receivedMillis() > 0);
            for (List<HeardFeed.Trade> trades : List.of(heard.trades, heard.aggregateTrades)) {
                // Not every exchange counts its trades; all of them tell the time.
                assertThat(trades.stream().map(HeardFeed.Trade::id)).doesNotHaveDuplicates();
                assertThat(trades.stream().map(HeardFeed.Trade::exchangeMillis)).isSorted();
                assertThat(trades).allMatch(t -> t.exchangeMillis() > 0 && t.receivedMillis() > 0);
            }
            assertThat(heard.candles)
                    .allMatch(c -> c.low().compareTo(c.high()) <= 0 && c.low().signum() > 0);
            assertThat(heard.averages).allMatch(a -> a.price().signum() > 0);
            assertThat(heard.tops)
                    .allSatisfy(
                            (depth, top) -> {
                                assertThat(top.bids()).hasSizeLessThanOrEqualTo(depth);
                                assertThat(top.bids().getFirst().price())
                                        .isLessThan(top.asks().getFirst().price());
                            });
        }
    }

    @Card("M-02")
    default void theBookIsTheExchangesOwnAfterTenThousandUpdates() {
        HeardFeed heard = new HeardFeed();
        try (Exchange exchange = venue().open();
                MarketFeed feed = exchange.feed(heard)) {
            Instrument instrument = Trader.instrument(venue(), exchange);
            for (Channel channel : exchange.capabilities().channels()) {
                if (channel instanceof Channel.Top) {
                    feed.subscribe(instrument, channel);
                }
            }
            BookSnapshot first = live(exchange, feed, heard);
            BigDecimal deep =
                    first.asks().stream()
                            .limit(10)
                            .map(BookLevel::quantity)
                            .reduce(BigDecimal.ZERO, BigDecimal::add);
            Until.within(
                    Duration.ofMinutes(6),
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
            for (Channel channel : exchange.capabilities().channels()) {
                if (channel instanceof Channel.Top(int depth)) {
                    sameTop(heard, depth);
                }
            }
            for (int depth : exchange.capabilities().bookDepths()) {
                // The last deep trade may have taken a side whole, until the makers are back.
                BookSnapshot asked =
                        Until.found(
                                "a book of both sides",
                                () -> exchange.market().book(instrument, depth).orThrow(),
                                book -> !book.bids().isEmpty() && !book.asks().isEmpty());
                assertThat(asked.bids()).hasSizeLessThanOrEqualTo(depth);
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
                Until.so("the book is right", () -> heard.book().isPresent());
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

    @Card("M-06")
    default void aBookThatFallsSilentOnALivingConnectionIsNoticed() {
        needs(Trouble.SILENCE_DELTAS);
        HeardFeed heard = new HeardFeed();
        try (Exchange exchange = venue().open();
                MarketFeed feed = exchange.feed(heard)) {
            Instrument instrument = Trader.instrument(venue(), exchange);
            feed.subscribe(instrument, Channel.QUOTES);
            live(exchange, feed, heard);
            venue().strike(Trouble.SILENCE_DELTAS);

            Until.within(
                    Duration.ofMinutes(1),
                    "the book is told invalid",
                    () -> {
                        venue().trade(Side.BUY, instrument.rules().limitQuantity().min());
                        return heard.invalid.get() > 0;
                    });
            assertThat(feed.reconnects()).isZero();
            venue().calm();
            same(heard);
        }
    }

    /** The narrowest candles, so that one ends soon. */
    @Card("M-07")
    default void candlesOverManyPagesHaveNoHoleAndMeetTheLiveOnes() {
        HeardFeed heard = new HeardFeed();
        try (Exchange exchange = venue().open();
                MarketFeed feed = exchange.feed(heard)) {
            Instrument instrument = Trader.instrument(venue(), exchange);
            CandleInterval interval =
                    exchange.capabilities().intervals().stream().min(naturalOrder()).orElseThrow();
            offers(
                    exchange.capabilities().channels().contains(Channel.candles(interval)),
                    "live candles");
            feed.subscribe(instrument, Channel.candles(interval));
            Until.within(
                    Duration.ofMinutes(3),
                    "a candle ends",
                    () -> {
                        venue().trade(Side.BUY, instrument.rules().limitQuantity().min());
                        return heard.candles.stream().anyMatch(Candle::closed);
                    });
            List<Candle> live = heard.candles.stream().filter(Candle::closed).toList();

            Instant end = live.getLast().openTime().plus(interval.width());
            List<Candle> history =
                    exchange.market()
                            .candles(
                                    instrument,
                                    interval,
                                    end.minus(interval.width().multipliedBy(2_500)),
                                    end)
                            .orThrow();

            for (int n = 1; n < history.size(); n++) {
                assertThat(history.get(n).openTime())
                        .isEqualTo(history.get(n - 1).openTime().plus(interval.width()));
            }
            assertThat(live).isNotEmpty().doesNotHaveDuplicates();
            assertThat(same(live.getLast(), history.getLast())).isTrue();
        }
    }

    @Card("M-08")
    default void markPricesFundingAndLiquidationsAreTold() {
        HeardFeed heard = new HeardFeed();
        try (Exchange exchange = venue().open();
                MarketFeed feed = exchange.feed(heard)) {
            Instrument instrument = Trader.instrument(venue(), exchange);
            if (exchange.capabilities().channels().contains(Channel.LIFECYCLE)) {
                theLifeOfAContractIsTold(exchange, feed, heard);
                return;
            }
            Set<Channel> channels = channels(exchange, instrument);
            offers(channels.contains(Channel.MARK_PRICE), "mark price");
            feed.subscribe(instrument, Channel.MARK_PRICE);
            boolean liquidates = channels.contains(Channel.LIQUIDATIONS);
            if (liquidates) {
                feed.subscribe(instrument, Channel.LIQUIDATIONS);
            }
            Until.so("three mark prices arrive", () -> heard.marks.size() >= 3);
            MarkPrice asked = exchange.market().markPrice(instrument).orThrow();
            List<FundingRate> paid =
                    exchange.market()
                            .fundingRates(
                                    instrument, asked.at().minus(Duration.ofDays(400)), asked.at())
                            .orThrow();
            if (liquidates) {
                venue().liquidate();
                Until.so("a liquidation is told", () -> !heard.liquidations.isEmpty());
            }

            assertThat(heard.marks)
                    .allMatch(m -> m.mark().signum() > 0 && m.index().isPresent())
                    .isSortedAccordingTo(comparing(MarkPrice::at));
            MarkPrice first = heard.marks.getFirst();
            assertThat(first.fundingRate()).isPresent();
            assertThat(first.nextFunding()).isEqualTo(asked.nextFunding());
            assertThat(paid).isNotEmpty();
            assertThat(paid.stream().map(FundingRate::at)).isSorted().doesNotHaveDuplicates();
            assertThat(heard.liquidations)
                    .allMatch(l -> l.quantity().signum() > 0 && l.price().signum() > 0);
        }
    }

    private void theLifeOfAContractIsTold(Exchange exchange, MarketFeed feed, HeardFeed heard) {
        Instrument contract = EventCards.contract(venue(), exchange, 0);
        feed.subscribe(contract, Channel.LIFECYCLE);
        feed.subscribe(Trader.instrument(venue(), exchange), Channel.QUOTES);
        Until.so("quotes arrive", () -> !heard.quotes.isEmpty());
        Until.so("the feed is live", () -> feed.state() == ConnectionState.LIVE);
        venue().settle(contract, EventCards.YES);

        Until.so(
                "the settlement is told",
                () ->
                        heard.contracts.stream()
                                .anyMatch(change -> change.state() == ContractState.SETTLED));
        assertThat(heard.contracts)
                .anySatisfy(
                        change -> {
                            assertThat(change.state()).isEqualTo(ContractState.DETERMINED);
                            assertThat(change.result()).contains(EventCards.YES);
                        });
        Until.so(
                "the event tells it too",
                () ->
                        EventCards.told(exchange, contract)
                                .filter(told -> told.state() == ContractState.SETTLED)
                                .filter(told -> told.result().isPresent())
                                .isPresent());
    }

    @Card("M-09")
    default void unsubscribingStopsTheStream() {
        HeardFeed heard = new HeardFeed();
        try (Exchange exchange = venue().open();
                MarketFeed feed = exchange.feed(heard)) {
            Instrument instrument = Trader.instrument(venue(), exchange);
            feed.subscribe(instrument, Channel.QUOTES);
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

            feed.unsubscribe(instrument, Channel.TRADES);
            feed.subscribe(instrument, Channel.QUOTES);
            Until.so(
                    "trades have stopped while quotes go on again",
                    () -> {
                        heard.forget();
                        Until.so(
                                "five quotes",
                                () -> {
                                    venue().trade(
                                                    Side.SELL,
                                                    instrument.rules().limitQuantity().min());
                                    return heard.quotes.size() >= 5;
                                });
                        return heard.trades.isEmpty();
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
            assertThat(heard.skipped.getFirst()).as("the message is kept").contains("{");
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

    private void sameTop(HeardFeed heard, int depth) {
        Until.so(
                "the best " + depth + " equal the exchange's own",
                () -> {
                    BookSnapshot own = venue().book();
                    BookSnapshot top = heard.tops.get(depth);
                    return top != null
                            && Levels.same(top.bids(), best(own.bids(), depth))
                            && Levels.same(top.asks(), best(own.asks(), depth));
                });
    }

    /** As many levels as there are, at most so many. */
    private static List<BookLevel> best(List<BookLevel> side, int depth) {
        return side.subList(0, Math.min(depth, side.size()));
    }

    private static boolean same(Candle one, Candle other) {
        return one.openTime().equals(other.openTime())
                && one.open().compareTo(other.open()) == 0
                && one.high().compareTo(other.high()) == 0
                && one.low().compareTo(other.low()) == 0
                && one.close().compareTo(other.close()) == 0
                && one.volume().compareTo(other.volume()) == 0;
    }

    private static boolean isTop(BookSnapshot book, BookSnapshot own) {
        int depth = Math.min(20, Math.min(own.bids().size(), own.asks().size()));
        return book.bids().size() >= depth
                && book.asks().size() >= depth
                && Levels.same(book.bids().subList(0, depth), own.bids().subList(0, depth))
                && Levels.same(book.asks().subList(0, depth), own.asks().subList(0, depth));
    }
}
