package dev.k2.platform;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Seals every stored value anew under the version of the user-data-key that is in use, while servers go on reading and writing.
 *
 * <p>What is left to do stands in the rows themselves, so after a kill it is called again and goes on where it was. A row that somebody
 * else changed meanwhile is left to them; they sealed it with the newest version. A value that does not open stays as it is and is
 * counted.
 */
public final class Rewrap {
    private static final int AT_ONCE = 100;

    private final Database database;
    private final SealedBox box;
    private final List<SealedTable> tables;

    public Rewrap(Database database, SealedBox box, List<SealedTable> tables) {
        this.database = database;
        this.box = box;
        this.tables = List.copyOf(tables);
    }

    /**
     * How far it is.
     *
     * @param done rows that were sealed anew
     * @param broken rows that do not open and stay as they are
     * @param left rows of older versions, the broken ones among them
     */
    public record Progress(String table, long done, long broken, long left) {}

    /** Versions that sealed something which is stored. */
    public Set<Integer> used() {
        Set<Integer> used = new HashSet<>();
        tables.forEach(
                table ->
                        used.addAll(
                                database.jdbi()
                                        .withHandle(handle -> table.counts(handle).keySet())));
        return used;
    }

    /** How much there is to do, for each table. */
    public List<Progress> ahead() {
        int present = box.version();
        return tables.stream()
                .map(table -> new Progress(table.table(), 0, 0, left(table, present)))
                .toList();
    }

    /**
     * Does all of it.
     *
     * @param told after every hundred rows, and at the end of every table
     * @return how it ended, for each table
     */
    public List<Progress> run(Consumer<Progress> told) {
        // One version for the whole run: a rotation meanwhile is the next run's.
        var still = box.still();
        return tables.stream().map(table -> run(table, still, told)).toList();
    }

    private Progress run(SealedTable table, SealedBox still, Consumer<Progress> told) {
        int present = still.version();
        long done = 0;
        long broken = 0;
        long left = left(table, present);
        Optional<String> after = Optional.empty();
        while (true) {
            var from = after;
            var rows =
                    database.jdbi()
                            .withHandle(handle -> table.others(handle, present, from, AT_ONCE));
            if (rows.isEmpty()) {
                var end = new Progress(table.table(), done, broken, left(table, present));
                told.accept(end);
                return end;
            }
            var batch = sealAnew(table, still, rows);
            done += batch.done();
            broken += batch.broken();
            left -= batch.done();
            told.accept(new Progress(table.table(), done, broken, Math.max(0, left)));
            after = Optional.of(rows.getLast().id());
        }
    }

    private Progress sealAnew(SealedTable table, SealedBox still, List<SealedTable.Row> rows) {
        return database.inTransaction(
                handle -> {
                    long done = 0;
                    long broken = 0;
                    for (var row : rows) {
                        var fresh = sealAnew(still, row);
                        if (fresh.isEmpty()) {
                            broken++;
                        } else if (table.replace(handle, row, fresh.get(), still.version())) {
                            done++;
                        }
                    }
                    return new Progress(table.table(), done, broken, 0);
                });
    }

    private static Optional<List<Sealed>> sealAnew(SealedBox still, SealedTable.Row row) {
        List<Sealed> fresh = new ArrayList<>();
        for (var cell : row.cells()) {
            var opened = still.open(cell.sealed(), cell.binding());
            if (opened.isEmpty()) {
                return Optional.empty();
            }
            fresh.add(still.seal(opened.get(), cell.binding()));
            opened.get().wipe();
        }
        return Optional.of(fresh);
    }

    private long left(SealedTable table, int present) {
        return database.jdbi().withHandle(handle -> table.counts(handle)).entrySet().stream()
                .filter(entry -> entry.getKey() != present)
                .mapToLong(java.util.Map.Entry::getValue)
                .sum();
    }
}
