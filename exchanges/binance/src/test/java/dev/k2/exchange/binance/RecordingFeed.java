package dev.k2.exchange.binance;

import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.FeedListener;
import dev.k2.model.Book;
import dev.k2.model.BookSnapshot;
import dev.k2.model.Instrument;
import dev.k2.model.Side;
import dev.k2.model.Ticker;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what a feed tells, as text where it is short. */
final class RecordingFeed implements FeedListener {
    final List<String> quotes = new CopyOnWriteArrayList<>();
    final List<String> trades = new CopyOnWriteArrayList<>();
    final List<Ticker> tickers = new CopyOnWriteArrayList<>();
    final List<ConnectionState> states = new CopyOnWriteArrayList<>();
    final List<String> skipped = new CopyOnWriteArrayList<>();

    /** Each book that was shown: its best levels, or nothing where it was invalid. */
    final List<Optional<BookSnapshot>> books = new CopyOnWriteArrayList<>();

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

    /** The last book shown, where it was valid. */
    Optional<BookSnapshot> book() {
        return books.isEmpty() ? Optional.empty() : books.getLast();
    }
}
