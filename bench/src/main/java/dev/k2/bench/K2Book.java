package dev.k2.bench;

import dev.k2.model.Book;
import dev.k2.model.Decimals;
import dev.k2.model.Side;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** K2's books, with scaled numbers in arrays as the scanner gives them. */
class K2Book implements BookBench.Keeper {
    static final int SCALE = 8;

    /** Prices and quantities in turn. */
    private static final class Change {
        final int book;
        final long[] bids;
        final long[] asks;

        Change(Diffs.Change change) {
            book = change.book();
            bids = scaled(change.bids());
            asks = scaled(change.asks());
        }
    }

    private final long[] bidPrices = new long[BookBench.DEPTH];
    private final long[] bidQuantities = new long[BookBench.DEPTH];
    private final long[] askPrices = new long[BookBench.DEPTH];
    private final long[] askQuantities = new long[BookBench.DEPTH];
    private final Change[] snapshots;
    private final Change[] changes;
    private final Book[] books;
    private Book last;
    private int bidCount;
    private int askCount;

    K2Book(Diffs diffs) {
        snapshots = diffs.snapshots().stream().map(Change::new).toArray(Change[]::new);
        changes = diffs.changes().stream().map(Change::new).toArray(Change[]::new);
        books =
                diffs.snapshots().stream()
                        .map(snapshot -> new Book(Btc.instrument()))
                        .toArray(Book[]::new);
        last = books[0];
    }

    @Override
    public String name() {
        return "K2";
    }

    @Override
    public void load() {
        for (Change snapshot : snapshots) {
            books[snapshot.book].reset();
            apply(snapshot);
        }
    }

    @Override
    public void change(int index) {
        apply(changes[index]);
    }

    private void apply(Change change) {
        Book book = book(change.book);
        set(book, Side.BUY, change.bids);
        set(book, Side.SELL, change.asks);
        book.complete(1, 1);
    }

    /** The book that changes now. */
    final Book book(int number) {
        last = books[number];
        return last;
    }

    private static void set(Book book, Side side, long[] cells) {
        for (int i = 0; i < cells.length; i += 2) {
            book.set(side, cells[i], cells[i + 1]);
        }
    }

    @Override
    public void readTop() {
        bidCount = last.bids().top(bidPrices, bidQuantities);
        askCount = last.asks().top(askPrices, askQuantities);
    }

    @Override
    public List<BigDecimal> top() {
        List<BigDecimal> top = new ArrayList<>();
        for (int rank = 0; rank < bidCount; rank++) {
            top.add(BigDecimal.valueOf(bidPrices[rank], SCALE));
            top.add(BigDecimal.valueOf(bidQuantities[rank], SCALE));
        }
        for (int rank = 0; rank < askCount; rank++) {
            top.add(BigDecimal.valueOf(askPrices[rank], SCALE));
            top.add(BigDecimal.valueOf(askQuantities[rank], SCALE));
        }
        return top;
    }

    private static long[] scaled(List<Diffs.Level> levels) {
        long[] cells = new long[levels.size() * 2];
        for (int n = 0; n < levels.size(); n++) {
            cells[2 * n] = Decimals.scaled(levels.get(n).price(), SCALE);
            cells[2 * n + 1] = Decimals.scaled(levels.get(n).quantity(), SCALE);
        }
        return cells;
    }
}
