package dev.k2.accounts;

import java.util.Optional;
import java.util.UUID;

/** Names a passkey in a person's list. */
public record PasskeyId(UUID value) {
    /** Empty where the text is no id. */
    public static Optional<PasskeyId> parse(String text) {
        try {
            return Optional.of(new PasskeyId(UUID.fromString(text)));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
