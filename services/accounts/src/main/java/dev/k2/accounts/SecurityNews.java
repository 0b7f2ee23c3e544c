package dev.k2.accounts;

import dev.k2.model.UserId;
import java.time.InstantSource;
import java.util.Map;

/** News of security: they are noted here, and told by mail and in the app. */
final class SecurityNews {
    private final MessageStore messages;
    private final InstantSource clock;

    SecurityNews(MessageStore messages, InstantSource clock) {
        this.messages = messages;
        this.clock = clock;
    }

    void tell(UserId user, MessageKind kind, Map<String, String> details) {
        messages.tell(user, kind, details, clock.instant());
    }
}
