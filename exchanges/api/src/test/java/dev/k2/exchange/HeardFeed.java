package dev.k2.exchange;

import dev.k2.model.Book;
import dev.k2.model.BookSnapshot;
import dev.k2.model.Instrument;
import dev.k2.model.Side;
import dev.k2.model.Ticker;
import java.util.List;
import java.util.Optional;
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
    public final List<Ticker> tickers = new CopyOnWriteArrayList<>();
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

    /** Whether everything that is subscribed has been heard. */
    public boolean heardAll() {
        return !quotes.isEmpty() && !trades.isEmpty() && !tickers.isEmpty() && book.isPresent();
    }

    public void forget() {
        quotes.clear();
        trades.clear();
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
