package dev.k2.model;

import java.util.Optional;
import java.util.UUID;

/** A person with an account at K2. */
public record UserId(UUID value) {
    /** The id of this spelling, or empty where it is none. */
    public static Optional<UserId> parse(String text) {
        return Ids.uuid(text).map(UserId::new);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
