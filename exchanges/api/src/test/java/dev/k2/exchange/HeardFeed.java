package dev.k2.exchange;

import dev.k2.model.AveragePrice;
import dev.k2.model.Book;
import dev.k2.model.BookSnapshot;
import dev.k2.model.Candle;
import dev.k2.model.CandleInterval;
import dev.k2.model.ContractChange;
import dev.k2.model.Instrument;
import dev.k2.model.Liquidation;
import dev.k2.model.MarkPrice;
import dev.k2.model.Side;
import dev.k2.model.Ticker;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Keeps what a feed tells. */
public final class HeardFeed implements FeedListener {
    /** Best prices as told. */
    public record Quote(
            Instrument instrument, long bid, long ask, long exchangeMillis, long receivedMillis) {}

    /** A trade as told. */
    public record Trade(
            Instrument instrument,
            long id,
            long price,
            long quantity,
            long exchangeMillis,
            long receivedMillis) {}

    private static final int DEPTH = 5000;

    public final List<Quote> quotes = new CopyOnWriteArrayList<>();
    public final List<Trade> trades = new CopyOnWriteArrayList<>();
    public final List<Trade> aggregateTrades = new CopyOnWriteArrayList<>();
    public final List<Ticker> tickers = new CopyOnWriteArrayList<>();
    public final List<Candle> candles = new CopyOnWriteArrayList<>();
    public final List<AveragePrice> averages = new CopyOnWriteArrayList<>();
    public final List<MarkPrice> marks = new CopyOnWriteArrayList<>();
    public final List<ContractChange> contracts = new CopyOnWriteArrayList<>();
    public final List<Liquidation> liquidations = new CopyOnWriteArrayList<>();

    /** The newest best levels by how many they are at most. */
    public final Map<Integer, BookSnapshot> tops = new ConcurrentHashMap<>();

    public final List<ConnectionState> states = new CopyOnWriteArrayList<>();
    public final List<String> skipped = new CopyOnWriteArrayList<>();
    public final AtomicLong books = new AtomicLong();
    public final AtomicLong invalid = new AtomicLong();

    /** Valid books whose best bid was not below their best ask. */
    public final AtomicLong crossed = new AtomicLong();

    private volatile Optional<BookSnapshot> book = Optional.empty();

    /** The newest book; empty while it is invalid. */
    public Optional<BookSnapshot> book() {
        return book;
    }

    /** Whether each of these streams has been heard. Liquidations and the steps of a contract's life are rare and count as heard. */
    public boolean heardAll(Set<Channel> channels) {
        return channels.stream().allMatch(this::isHeard);
    }

    private boolean isHeard(Channel channel) {
        return switch (channel) {
            case Channel.Plain.QUOTES -> !quotes.isEmpty();
            case Channel.Plain.TRADES -> !trades.isEmpty();
            case Channel.Plain.AGGREGATE_TRADES -> !aggregateTrades.isEmpty();
            case Channel.Plain.BOOK -> book.isPresent();
            // Two kinds of ticker are told alike.
            case Channel.Plain.TICKER, Channel.Plain.MINI_TICKER -> !tickers.isEmpty();
            case Channel.Plain.AVERAGE_PRICE -> !averages.isEmpty();
            case Channel.Plain.MARK_PRICE -> !marks.isEmpty();
            case Channel.Plain.LIQUIDATIONS, Channel.Plain.LIFECYCLE -> true;
            case Channel.Top(int depth) -> tops.containsKey(depth);
            case Channel.Candles(CandleInterval interval) ->
                    candles.stream().anyMatch(candle -> candle.interval() == interval);
        };
    }

    public void forget() {
        quotes.clear();
        trades.clear();
        aggregateTrades.clear();
        candles.clear();
        averages.clear();
        marks.clear();
        liquidations.clear();
        tops.clear();
        tickers.clear();
        skipped.clear();
        books.set(0);
        invalid.set(0);
    }

    @Override
    public void onQuote(
            Instrument instrument,
            long bid,
            long bidQuantity,
            long ask,
            long askQuantity,
            long exchangeMillis,
            long receivedMillis) {
        quotes.add(new Quote(instrument, bid, ask, exchangeMillis, receivedMillis));
    }

    @Override
    public void onTrade(
            Instrument instrument,
            long tradeId,
            long price,
            long quantity,
            Side aggressor,
            long exchangeMillis,
            long receivedMillis) {
        trades.add(new Trade(instrument, tradeId, price, quantity, exchangeMillis, receivedMillis));
    }

    @Override
    public void onAggregateTrade(
            Instrument instrument,
            long aggregateId,
            long price,
            long quantity,
            Side aggressor,
            long exchangeMillis,
            long receivedMillis) {
        aggregateTrades.add(
                new Trade(
                        instrument, aggregateId, price, quantity, exchangeMillis, receivedMillis));
    }

    /** The levels told do not name their depth, so they count for the least that holds them. */
    @Override
    public void onTop(Instrument instrument, BookSnapshot top, long receivedMillis) {
        tops.put(Math.max(top.bids().size(), top.asks().size()), top);
    }

    @Override
    public void onCandle(Instrument instrument, Candle candle) {
        candles.add(candle);
    }

    @Override
    public void onAveragePrice(Instrument instrument, AveragePrice average) {
        averages.add(average);
    }

    @Override
    public void onMarkPrice(Instrument instrument, MarkPrice mark) {
        marks.add(mark);
    }

    @Override
    public void onContract(Instrument instrument, ContractChange change) {
        contracts.add(change);
    }

    @Override
    public void onLiquidation(Instrument instrument, Liquidation liquidation) {
        liquidations.add(liquidation);
    }

    @Override
    public void onBook(Book told) {
        books.incrementAndGet();
        if (!told.isValid()) {
            invalid.incrementAndGet();
            book = Optional.empty();
            return;
        }
        if (told.isCrossed()) {
            crossed.incrementAndGet();
        }
        book = Optional.of(told.top(DEPTH));
    }

    @Override
    public void onTicker(Ticker ticker) {
        tickers.add(ticker);
    }

    @Override
    public void onState(ConnectionState state) {
        states.add(state);
    }

    @Override
    public void onSkipped(String what) {
        skipped.add(what);
    }
}
