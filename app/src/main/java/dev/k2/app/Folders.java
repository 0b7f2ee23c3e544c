package dev.k2.app;

import java.nio.file.Path;

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

    /** The folder of K2 itself. */
    static Path root() {
        return Path.of(System.getProperty("k2.root", "")).toAbsolutePath().normalize();
    }
}
