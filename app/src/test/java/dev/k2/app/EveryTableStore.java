package dev.k2.app;

import dev.k2.platform.DatabaseAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Reads a whole database as text, as whoever stole it would. */
final class EveryTableStore {
    private EveryTableStore() {}

    /** All rows of all tables. Sealed columns are among them: what is sealed shows nothing. */
    static List<String> rows(DatabaseAddress address) {
        List<String> rows = new ArrayList<>();
        try (Connection connection =
                        DriverManager.getConnection(
                                address.jdbcUrl(), address.user(), address.password().reveal());
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet found =
                    statement.executeQuery(
                            "SELECT format('%I.%I', table_schema, table_name) FROM"
                                + " information_schema.tables WHERE table_type = 'BASE TABLE' AND"
                                + " table_schema NOT IN ('pg_catalog', 'information_schema')")) {
                while (found.next()) {
                    tables.add(found.getString(1));
                }
            }
            for (String table : tables) {
                try (ResultSet found =
                        statement.executeQuery("SELECT t::text FROM " + table + " AS t")) {
                    while (found.next()) {
                        rows.add(table + " " + found.getString(1));
                    }
                }
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("the tables could not be read", failure);
        }
        return rows;
    }
}
