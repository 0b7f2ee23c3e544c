package dev.k2.app;

import dev.k2.platform.K2Settings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which installation a command works on: the options that all such commands have. */
final class InstallationOptions {
    @Option(names = "--data", description = "where the data lies (default: ~/.k2/data)")
    private @Nullable Path data;

    @Option(names = "--config", description = "a settings file (default: ~/.k2/k2.yaml)")
    private @Nullable Path config;

    /** The settings of that installation. */
    AppSettings settings() {
        Map<String, String> flags = new HashMap<>();
        if (data != null) {
            flags.put("data", Folders.asTyped(data).toString());
        }
        if (config != null) {
            flags.put("config", Folders.asTyped(config).toString());
        }
        return AppSettings.from(K2Settings.load(System.getenv(), flags));
    }
}
