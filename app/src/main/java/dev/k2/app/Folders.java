package dev.k2.app;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Folders as the person who typed the command means them. */
final class Folders {
    private Folders() {}

    /** A path relative to where the launcher was called, which is not where it runs. */
    static Path asTyped(Path path) {
        return Path.of(System.getProperty("k2.called.from", ""))
                .resolve(path)
                .toAbsolutePath()
                .normalize();
    }

    /** What commands that work on an installation were told of it. */
    static Map<String, String> flags(@Nullable Path data, @Nullable Path config) {
        Map<String, String> flags = new HashMap<>();
        if (data != null) {
            flags.put("data", asTyped(data).toString());
        }
        if (config != null) {
            flags.put("config", asTyped(config).toString());
        }
        return flags;
    }

    /** The folder of K2 itself. */
    static Path root() {
        return Path.of(System.getProperty("k2.root", "")).toAbsolutePath().normalize();
    }
}
