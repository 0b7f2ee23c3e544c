package dev.k2.platform;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/** Environment variables as settings. Only names that begin with K2_ are looked at. */
final class EnvironmentSource implements ConfigSource {
    private static final String NAME = "the environment";

    private final Map<String, String> environment;

    EnvironmentSource(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    static String describe(String source, String key) {
        return source.equals(NAME) ? "environment variable " + variable(key) : source;
    }

    static String variable(String key) {
        return "K2_" + key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    /** Empty: the names cannot be told from the variables, so none is refused as unknown. */
    @Override
    public Set<String> getPropertyNames() {
        return Set.of();
    }

    @Override
    public @Nullable String getValue(String key) {
        return environment.get(variable(key));
    }

    @Override
    public int getOrdinal() {
        return 300;
    }

    @Override
    public String getName() {
        return NAME;
    }
}
