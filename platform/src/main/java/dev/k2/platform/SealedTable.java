package dev.k2.platform;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Where a table keeps sealed values, so that they can be sealed anew under another master key: whoever owns the table declares it, once,
 * with constants.
 *
 * <pre>{@code
 * SealedTable.of("accounts.exchange_links", "id", "uuid", "key_version")
 *         .column("credentials", "'exchange_link'", "user_id", "id", "exchange");
 * }</pre>
 *
 * @param table with its schema
 * @param id the primary key's column
 * @param idType that column's type
 * @param version the column with the version of the master key
 * @param columns the sealed ones
 */
public record SealedTable(
        String table, String id, String idType, String version, List<Column> columns) {
    /** Columns are copied. */
    public SealedTable {
        columns = List.copyOf(columns);
    }

    /**
     * A column with sealed values, null where there is none.
     *
     * @param binding the parts of the row's {@link Binding} in their order: a name of a column, or a fixed word in single quotes
     */
    public record Column(String name, List<String> binding) {
        /** Parts are copied. */
        public Column {
            binding = List.copyOf(binding);
        }
    }

    /** A table without sealed columns as yet. */
    public static SealedTable of(String table, String id, String idType, String version) {
        return new SealedTable(table, id, idType, version, List.of());
    }

    /** With one more sealed column. */
    public SealedTable column(String name, String... binding) {
        var more = new ArrayList<>(columns);
        more.add(new Column(name, List.of(binding)));
        return new SealedTable(table, id, idType, version, more);
    }

    /** One row as it was read: its id, its version, and what is sealed in it, with what it is bound to. */
    record Row(String id, int version, List<Cell> cells) {}

    /** One sealed value. */
    record Cell(String column, Binding binding, Sealed sealed) {}

    /** How many rows each version sealed. */
    Map<Integer, Long> counts(Handle handle) {
        Map<Integer, Long> counts = new HashMap<>();
        handle.createQuery(
                        "SELECT "
                                + version
                                + " AS version, count(*) AS rows FROM "
                                + table
                                + " WHERE "
                                + version
                                + " IS NOT NULL GROUP BY 1")
                .map((row, context) -> Map.entry(row.getInt("version"), row.getLong("rows")))
                .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
        return counts;
    }

    /** Rows that another version sealed, in the order of their ids. */
    List<Row> others(Handle handle, int present, Optional<String> after, int most) {
        Query query =
                handle.createQuery(
                                "SELECT "
                                        + String.join(", ", selected())
                                        + " FROM "
                                        + table
                                        + " WHERE "
                                        + version
                                        + " <> :present"
                                        + (after.isPresent()
                                                ? " AND " + id + " > CAST(:after AS " + idType + ")"
                                                : "")
                                        + " ORDER BY "
                                        + id
                                        + " LIMIT :most")
                        .bind("present", present)
                        .bind("most", most);
        after.ifPresent(last -> query.bind("after", last));
        return query.map(
                        (row, context) -> {
                            int sealedBy = row.getInt("k2_version");
                            List<Cell> cells = new ArrayList<>();
                            for (int at = 0; at < columns.size(); at++) {
                                var bytes = row.getBytes("k2_sealed_" + at);
                                if (bytes == null) {
                                    continue;
                                }
                                List<String> parts = new ArrayList<>();
                                var binding = columns.get(at).binding();
                                for (int part = 0; part < binding.size(); part++) {
                                    var told = binding.get(part);
                                    parts.add(
                                            isWord(told)
                                                    ? told.substring(1, told.length() - 1)
                                                    : row.getString("k2_part_" + at + "_" + part));
                                }
                                cells.add(
                                        new Cell(
                                                columns.get(at).name(),
                                                new Binding(parts),
                                                new Sealed(sealedBy, bytes)));
                            }
                            return new Row(row.getString("k2_id"), sealedBy, cells);
                        })
                .list();
    }

    /** Puts other sealed values in place of those that were read. False where somebody changed the row meanwhile. */
    boolean replace(Handle handle, Row row, List<Sealed> fresh, int present) {
        var sql = new StringBuilder("UPDATE " + table + " SET " + version + " = :present");
        for (int at = 0; at < fresh.size(); at++) {
            sql.append(", ").append(row.cells().get(at).column()).append(" = :fresh").append(at);
        }
        sql.append(" WHERE ").append(id).append(" = CAST(:id AS ").append(idType).append(") AND ");
        sql.append(version).append(" = :old");
        for (int at = 0; at < fresh.size(); at++) {
            sql.append(" AND ").append(row.cells().get(at).column()).append(" = :read").append(at);
        }
        var update =
                handle.createUpdate(sql.toString())
                        .bind("present", present)
                        .bind("id", row.id())
                        .bind("old", row.version());
        for (int at = 0; at < fresh.size(); at++) {
            update.bind("fresh" + at, fresh.get(at).ciphertext());
            update.bind("read" + at, row.cells().get(at).sealed().ciphertext());
        }
        return update.execute() == 1;
    }

    private List<String> selected() {
        List<String> selected = new ArrayList<>();
        selected.add(id + "::text AS k2_id");
        selected.add(version + " AS k2_version");
        for (int at = 0; at < columns.size(); at++) {
            selected.add(columns.get(at).name() + " AS k2_sealed_" + at);
            var binding = columns.get(at).binding();
            for (int part = 0; part < binding.size(); part++) {
                if (!isWord(binding.get(part))) {
                    selected.add(binding.get(part) + "::text AS k2_part_" + at + "_" + part);
                }
            }
        }
        return selected;
    }

    private static boolean isWord(String part) {
        return part.startsWith("'");
    }
}
