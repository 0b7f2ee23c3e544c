package dev.k2.model;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Reads ids strictly: {@link UUID#fromString} alone also takes shortened forms. */
final class Ids {
    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private Ids() {}

    static Optional<UUID> uuid(String text) {
        return UUID_FORM.matcher(text).matches()
                ? Optional.of(UUID.fromString(text))
                : Optional.empty();
    }
}
