package dev.k2.app;

import dev.k2.platform.DatabaseAddress;
import dev.k2.platform.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** One running K2 for all tests of this JVM that want one. It ends with the JVM. */
final class SharedK2 {
    private SharedK2() {}

    private static final class Holder {
        static final Path DATA = folder();
        static final DatabaseAddress DATABASE = TestPostgres.address();

        /** A token that was good a moment ago: tokens of this start live for a second only. */
        static final String EXPIRED = expired();

        static final RunningK2 ONE = begin(Map.of());
    }

    static RunningK2 running() {
        return Holder.ONE;
    }

    /** Where all that it keeps can be read. */
    static DatabaseAddress database() {
        return Holder.DATABASE;
    }

    static String expiredToken() {
        return Holder.EXPIRED;
    }

    private static String expired() {
        RunningK2 hasty = RunningK2.start(Holder.DATA, Map.of("accounts.access-life", "1ms"));
        try {
            return hasty.stranger().access();
        } finally {
            hasty.close();
        }
    }

    private static RunningK2 begin(Map<String, String> more) {
        return begin(Holder.DATA, Holder.DATABASE, more);
    }

    /** One of its own, for who leaves nothing as it was. */
    static RunningK2 another() {
        return begin(folder(), TestPostgres.address(), Map.of());
    }

    private static RunningK2 begin(Path data, DatabaseAddress database, Map<String, String> more) {
        RunningK2 k2 = RunningK2.start(data, with(database, more));
        Runtime.getRuntime().addShutdownHook(new Thread(k2::close, "k2-test-end"));
        return k2;
    }

    private static Map<String, String> with(DatabaseAddress database, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(more);
        all.put(
                "database.url",
                database.jdbcUrl()
                        + (database.jdbcUrl().contains("?") ? "&" : "?")
                        + "user="
                        + encoded(database.user())
                        + "&password="
                        + encoded(database.password().reveal()));
        return all;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("k2-app-test-").resolve("data");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
