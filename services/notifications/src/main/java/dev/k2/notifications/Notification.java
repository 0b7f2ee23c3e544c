package dev.k2.notifications;

import dev.k2.model.UserId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Something that a person was told.
 *
 * @param number rises with every notification of anybody
 * @param title a few words
 * @param body a sentence
 * @param details the figures and names in it, for programs
 * @param readAt when it was marked as read; empty before
 */
public record Notification(
        UUID id,
        long number,
        UserId user,
        NotificationKind kind,
        String title,
        String body,
        Map<String, String> details,
        Instant createdAt,
        Optional<Instant> readAt) {
    public Notification {
        details = Map.copyOf(details);
    }
}
