package dev.k2.model;

import java.util.Optional;
import java.util.UUID;

/** One login of a person on one device. */
public record SessionId(UUID value) {
    /** The id of this spelling, or empty where it is none. */
    public static Optional<SessionId> parse(String text) {
        return Ids.uuid(text).map(SessionId::new);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
