package dev.k2.platform;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Refuses a database server that could lose what it said was written. */
final class Durability {
    private static final List<String> MUST_BE_ON =
            List.of("fsync", "synchronous_commit", "full_page_writes");
    private static final int OLDEST_VERSION = 150_000;

    private Durability() {}

    static void check(DatabaseAddress address) {
        try (var connection = Database.connect(address)) {
            for (var setting : MUST_BE_ON) {
                checkSetting(connection, setting);
            }
            checkVersion(connection);
        } catch (SQLException failure) {
            throw noAnswer(address, failure);
        }
    }

    private static void checkSetting(Connection connection, String setting) throws SQLException {
        var value = show(connection, setting);
        // remote_apply waits for the standby on top of the local disk.
        if (!value.equals("on") && !value.equals("remote_apply")) {
            throw new StartFailure(
                    "PostgreSQL runs with "
                            + setting
                            + " = "
                            + value
                            + ", so an acknowledged order could be lost.",
                    "Set " + setting + " = on in its configuration and start again.");
        }
    }

    private static void checkVersion(Connection connection) throws SQLException {
        if (Integer.parseInt(show(connection, "server_version_num")) < OLDEST_VERSION) {
            throw new StartFailure(
                    "PostgreSQL is version "
                            + show(connection, "server_version")
                            + ", and K2 needs 15 or later.",
                    "Point K2_DATABASE_URL to a newer server, or leave it out to use the embedded"
                            + " one.");
        }
    }

    private static String show(Connection connection, String setting) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT current_setting(?)")) {
            statement.setString(1, setting);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }

    static StartFailure noAnswer(DatabaseAddress address, Throwable cause) {
        return new StartFailure(
                "The database at "
                        + address.jdbcUrl()
                        + " refuses the connection: "
                        + Causes.oneLine(cause)
                        + ".",
                "Check that it runs, and the user and password in K2_DATABASE_URL.",
                cause);
    }
}
