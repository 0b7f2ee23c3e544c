package dev.k2.exchange.net;

import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.FeedListener;
import dev.k2.model.AveragePrice;
import dev.k2.model.Book;
import dev.k2.model.BookSnapshot;
import dev.k2.model.Candle;
import dev.k2.model.Instrument;
import dev.k2.model.Liquidation;
import dev.k2.model.MarkPrice;
import dev.k2.model.Side;
import dev.k2.model.Ticker;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Keeps what a feed tells, as text where it is short. */
public final class RecordingFeed implements FeedListener {
    public final List<String> quotes = new CopyOnWriteArrayList<>();
    public final List<String> trades = new CopyOnWriteArrayList<>();
    public final List<String> aggregateTrades = new CopyOnWriteArrayList<>();
    public final List<Ticker> tickers = new CopyOnWriteArrayList<>();
    public final List<BookSnapshot> tops = new CopyOnWriteArrayList<>();
    public final List<Candle> candles = new CopyOnWriteArrayList<>();
    public final List<AveragePrice> averages = new CopyOnWriteArrayList<>();
    public final List<MarkPrice> marks = new CopyOnWriteArrayList<>();
    public final List<Liquidation> liquidations = new CopyOnWriteArrayList<>();
    public final List<ConnectionState> states = new CopyOnWriteArrayList<>();
    public final List<String> skipped = new CopyOnWriteArrayList<>();

    /** Each book that was shown: its best levels, or nothing where it was invalid. */
    public final List<Optional<BookSnapshot>> books = new CopyOnWriteArrayList<>();

    @Override
    public void onQuote(
            Instrument instrument,
            long bid,
            long bidQuantity,
            long ask,
            long askQuantity,
            long exchangeMillis,
            long receivedMillis) {
        quotes.add(
                instrument.id()
                        + " "
                        + instrument.price(bid).stripTrailingZeros().toPlainString()
                        + " "
                        + instrument.price(ask).stripTrailingZeros().toPlainString());
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
        trades.add(
                instrument.id()
                        + " "
                        + tradeId
                        + " "
                        + instrument.price(price).stripTrailingZeros().toPlainString()
                        + " "
                        + aggressor);
    }

    @Override
    public void onBook(Book book) {
        books.add(book.isValid() ? Optional.of(book.top(100)) : Optional.empty());
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
                instrument.id()
                        + " "
                        + aggregateId
                        + " "
                        + instrument.price(price).stripTrailingZeros().toPlainString()
                        + " "
                        + aggressor);
    }

    @Override
    public void onTop(Instrument instrument, BookSnapshot top, long receivedMillis) {
        tops.add(top);
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
    public void onLiquidation(Instrument instrument, Liquidation liquidation) {
        liquidations.add(liquidation);
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

    /** How often something was told that is no book. */
    public int told() {
        return quotes.size()
                + trades.size()
                + aggregateTrades.size()
                + tickers.size()
                + tops.size()
                + candles.size()
                + averages.size()
                + marks.size()
                + liquidations.size();
    }

    /** The last book shown, where it was valid. */
    public Optional<BookSnapshot> book() {
        return books.isEmpty() ? Optional.empty() : books.getLast();
    }

    /** The last book shown, once it is valid and has this number. */
    public BookSnapshot bookAt(long sequence) {
        Eventually.holds(
                "a valid book at " + sequence,
                () -> book().map(shown -> shown.sequence() == sequence).orElse(false));
        return book().orElseThrow();
    }

    /** Whether a book was ever shown that is invalid. */
    public boolean sawAnInvalidBook() {
        return books.stream().anyMatch(Optional::isEmpty);
    }

    /** The prices of a book as short text: its bids, and then its asks. */
    public static List<String> prices(BookSnapshot book) {
        return Stream.concat(book.bids().stream(), book.asks().stream())
                .map(level -> level.price().stripTrailingZeros().toPlainString())
                .toList();
    }
}
