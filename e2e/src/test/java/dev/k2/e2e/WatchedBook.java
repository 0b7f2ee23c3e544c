package dev.k2.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.FeedListener;
import dev.k2.model.Book;
import dev.k2.model.BookLevel;
import dev.k2.model.BookSnapshot;
import dev.k2.model.Instrument;
import dev.k2.model.Side;
import dev.k2.model.Ticker;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Counts what is published of one live book, and writes down what never may be. */
final class WatchedBook implements FeedListener {
    private static final int LEVELS = 20;
    private static final int MISTAKES_MAX = 20;

    private final List<String> mistakes = new ArrayList<>();
    private List<BigDecimal> top = List.of();
    private boolean valid;
    private boolean live;
    private long sequence;
    private long published;
    private long cuts;

    synchronized long published() {
        return published;
    }

    synchronized long cuts() {
        return cuts;
    }

    synchronized List<String> mistakes() {
        return List.copyOf(mistakes);
    }

    /** Whether a valid book stands at an update. */
    synchronized boolean isAt(long update) {
        return valid && sequence == update;
    }

    /** The best levels of the newest valid book, bids before asks, prices and quantities in turn. */
    synchronized List<BigDecimal> top() {
        return top;
    }

    /** The same of the exchange's own book. */
    static List<BigDecimal> top(JsonNode market) {
        List<BigDecimal> top = new ArrayList<>();
        for (String side : List.of("bids", "asks")) {
            for (int rank = 0; rank < Math.min(LEVELS, market.path(side).size()); rank++) {
                market.path(side)
                        .path(rank)
                        .forEach(
                                number ->
                                        top.add(
                                                new BigDecimal(number.asText())
                                                        .stripTrailingZeros()));
            }
        }
        return top;
    }

    @Override
    public synchronized void onBook(Book book) {
        if (!book.isValid()) {
            valid = false;
            return;
        }
        published++;
        check(live, "a book was served while the connection was cut");
        check(!book.isCrossed(), "a crossed book was served");
        check(!valid || book.sequence() > sequence, "a book went back");
        valid = true;
        sequence = book.sequence();
        top = top(book.top(LEVELS));
    }

    private static List<BigDecimal> top(BookSnapshot book) {
        List<BigDecimal> top = new ArrayList<>();
        for (List<BookLevel> side : List.of(book.bids(), book.asks())) {
            for (BookLevel level : side) {
                top.add(level.price().stripTrailingZeros());
                top.add(level.quantity().stripTrailingZeros());
            }
        }
        return top;
    }

    private void check(boolean fine, String otherwise) {
        if (!fine && mistakes.size() < MISTAKES_MAX) {
            mistakes.add(otherwise + " at " + sequence);
        }
    }

    @Override
    public synchronized void onState(ConnectionState state) {
        boolean now = state == ConnectionState.LIVE;
        if (live && !now) {
            cuts++;
        }
        live = now;
    }

    @Override
    public synchronized void onSkipped(String what) {
        check(false, "skipped: " + what);
    }

    @Override
    public void onQuote(
            Instrument instrument,
            long bid,
            long bidQuantity,
            long ask,
            long askQuantity,
            long exchangeMillis,
            long receivedMillis) {}

    @Override
    public void onTrade(
            Instrument instrument,
            long tradeId,
            long price,
            long quantity,
            Side aggressor,
            long exchangeMillis,
            long receivedMillis) {}

    @Override
    public void onTicker(Ticker ticker) {}
}
