package dev.k2.accounts;

import dev.k2.model.UserId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Something that a person is to be told. It holds no secret; a token that a mail needs is made when the mail is.
 *
 * @param email where it goes
 * @param user whom it is about; empty where only an address is known, which may be nobody's
 * @param attempts how often it was tried, this time included
 */
record Message(
        UUID id,
        MessageKind kind,
        String email,
        Optional<UserId> user,
        Map<String, String> details,
        Instant createdAt,
        int attempts) {
    Message {
        details = Map.copyOf(details);
    }
}
