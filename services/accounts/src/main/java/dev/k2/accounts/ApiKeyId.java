package dev.k2.accounts;

import java.util.Optional;
import java.util.UUID;

/** Names a key of a program. It is no secret. */
public record ApiKeyId(UUID value) {
    /** Empty where the text is no id. */
    public static Optional<ApiKeyId> parse(String text) {
        try {
            return Optional.of(new ApiKeyId(UUID.fromString(text)));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
