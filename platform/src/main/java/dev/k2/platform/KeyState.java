package dev.k2.platform;

import java.time.Instant;
import java.util.List;

/**
 * How a master key stands.
 *
 * @param guard what guards its file: {@code permissions}, {@code passphrase} or the word of another wrapping
 * @param versions the one in use first, then the newest first
 */
public record KeyState(KeyName name, String guard, List<Version> versions) {
    /** Versions are copied. */
    public KeyState {
        versions = List.copyOf(versions);
    }

    /**
     * One version.
     *
     * @param id stands beside what was made with it
     * @param inUse whether it makes what is new
     */
    public record Version(int id, Instant made, boolean inUse) {
        /** As people are shown it. */
        public String shown() {
            return KeyFile.hex(id);
        }
    }

    /** The version in use. */
    public Version newest() {
        return versions.getFirst();
    }
}
