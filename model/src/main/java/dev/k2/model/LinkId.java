package dev.k2.model;

import java.util.Optional;
import java.util.UUID;

/** A person's connection to one account at one exchange. */
public record LinkId(UUID value) {
    /** The id of this spelling, or empty where it is none. */
    public static Optional<LinkId> parse(String text) {
        return Ids.uuid(text).map(LinkId::new);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
