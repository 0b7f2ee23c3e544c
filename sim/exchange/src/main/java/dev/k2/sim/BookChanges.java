package dev.k2.sim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** Collects the levels that changed since the last look, as an exchange does between two messages. */
public final class BookChanges {
    private final OrderBook book;
    private final TreeSet<Long> bids = new TreeSet<>(Comparator.reverseOrder());
    private final TreeSet<Long> asks = new TreeSet<>();
    private long seenUpdateId;

    BookChanges(OrderBook book) {
        this.book = book;
        this.seenUpdateId = book.updateId();
    }

    /**
     * What changed since the last look.
     *
     * @param firstUpdateId the number of the first change in it
     * @param lastUpdateId the number of the last change in it
     * @param bids levels with their quantity of now; 0 when the level is gone
     */
    public record Delta(
            long firstUpdateId,
            long lastUpdateId,
            List<OrderBook.Level> bids,
            List<OrderBook.Level> asks) {}

    /** The changes since the last call, or nothing. */
    public Optional<Delta> drain() {
        if (seenUpdateId == book.updateId()) {
            return Optional.empty();
        }
        Delta delta =
                new Delta(
                        seenUpdateId + 1,
                        book.updateId(),
                        levels(Side.BUY, bids),
                        levels(Side.SELL, asks));
        seenUpdateId = book.updateId();
        bids.clear();
        asks.clear();
        return Optional.of(delta);
    }

    void note(Side side, long price) {
        (side == Side.BUY ? bids : asks).add(price);
    }

    private List<OrderBook.Level> levels(Side side, NavigableSet<Long> prices) {
        List<OrderBook.Level> levels = new ArrayList<>(prices.size());
        for (long price : prices) {
            levels.add(new OrderBook.Level(price, book.quantityAt(side, price)));
        }
        return levels;
    }
}
