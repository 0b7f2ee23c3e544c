package dev.k2.bench;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The usual way. */
class MapBook implements BookBench.Keeper {
    record Sides(TreeMap<BigDecimal, BigDecimal> bids, TreeMap<BigDecimal, BigDecimal> asks) {}

    private final Diffs diffs;
    private final Diffs.Change[] changes;
    private final Sides[] books;
    private final BigDecimal[] top = new BigDecimal[4 * BookBench.DEPTH];
    private Sides last;
    private int count;

    MapBook(Diffs diffs) {
        this.diffs = diffs;
        changes = diffs.changes().toArray(new Diffs.Change[0]);
        books =
                diffs.snapshots().stream()
                        .map(
                                snapshot ->
                                        new Sides(
                                                new TreeMap<>(Comparator.reverseOrder()),
                                                new TreeMap<>()))
                        .toArray(Sides[]::new);
        last = books[0];
    }

    @Override
    public String name() {
        return "TreeMap";
    }

    @Override
    public void load() {
        for (Diffs.Change snapshot : diffs.snapshots()) {
            books[snapshot.book()].bids().clear();
            books[snapshot.book()].asks().clear();
            apply(snapshot);
        }
    }

    @Override
    public void change(int index) {
        apply(changes[index]);
    }

    private void apply(Diffs.Change change) {
        book(change.book());
        set(last.bids(), change.bids());
        set(last.asks(), change.asks());
    }

    /** The book that changes now. */
    final Sides book(int number) {
        last = books[number];
        return last;
    }

    private static void set(Map<BigDecimal, BigDecimal> side, List<Diffs.Level> levels) {
        for (Diffs.Level level : levels) {
            set(side, level.price(), level.quantity());
        }
    }

    static void set(Map<BigDecimal, BigDecimal> side, BigDecimal price, BigDecimal quantity) {
        if (quantity.signum() == 0) {
            side.remove(price);
        } else {
            side.put(price, quantity);
        }
    }

    @Override
    public void readTop() {
        count = read(last.asks(), read(last.bids(), 0));
    }

    private int read(Map<BigDecimal, BigDecimal> side, int from) {
        int at = from;
        for (Map.Entry<BigDecimal, BigDecimal> level : side.entrySet()) {
            if (at == from + 2 * BookBench.DEPTH) {
                break;
            }
            top[at++] = level.getKey();
            top[at++] = level.getValue();
        }
        return at;
    }

    @Override
    public List<BigDecimal> top() {
        return List.of(top).subList(0, count);
    }
}
