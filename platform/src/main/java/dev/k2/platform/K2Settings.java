package dev.k2.platform;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of the program itself. Services read their own from the same {@link Settings}.
 *
 * @param mode where orders go
 * @param host the address the gateway listens on
 * @param port the gateway's port; 0 takes a free one
 * @param home K2's own directory (K2_HOME): unpacked programs and, by default, the data
 * @param data the data directory: database, keys, lock
 * @param databaseUrl an installed PostgreSQL in place of the embedded one; may hold a password, so it is a secret
 * @param databasePool how many connections the pool holds at most
 * @param web the built web application, when it is to be served
 * @param simPortBase the first of the simulated exchanges' ports
 * @param logLevel the least important level that is logged
 * @param logFile where the log goes; standard error when absent
 */
public record K2Settings(
        Mode mode,
        String host,
        int port,
        Path home,
        Path data,
        Optional<Secret> databaseUrl,
        int databasePool,
        Optional<Path> web,
        int simPortBase,
        LogLevel logLevel,
        Optional<Path> logFile) {

    private static final int HIGHEST_PORT = 65_535;

    /** Reads the program's own keys; call {@link Settings#check()} once every reader has read. */
    public static K2Settings from(Settings settings) {
        var home = settings.path("home", Path.of(System.getProperty("user.home"), ".k2"));
        settings.text("config");
        return new K2Settings(
                settings.choice("mode", Mode.SIM),
                settings.text("host", "127.0.0.1"),
                settings.number("port", 8080, 0, HIGHEST_PORT),
                home,
                settings.path("data", home.resolve("data")),
                settings.secret("database.url"),
                settings.number("database.pool", 10, 2, 200),
                settings.path("web"),
                settings.number("sim.port-base", 9100, 0, HIGHEST_PORT - 10),
                settings.choice("log.level", LogLevel.INFO),
                settings.path("log.file"));
    }

    /**
     * Finds the settings file: the one that {@code config} or {@code K2_CONFIG} names, else {@code k2.yaml} in K2's home when
     * it is there.
     */
    public static Settings load(Map<String, String> environment, Map<String, String> flags) {
        var places = Settings.load(Optional.empty(), environment, flags);
        var home = places.path("home", Path.of(System.getProperty("user.home"), ".k2"));
        var file =
                places.path("config")
                        .or(() -> Optional.of(home.resolve("k2.yaml")).filter(Files::exists));
        return Settings.load(file, environment, flags);
    }
}
