package dev.k2.notifications;

import java.util.List;
import java.util.Optional;

/**
 * A stretch of a person's notifications, newest first.
 *
 * @param next the number before which the next page begins; empty at the end
 * @param unread how many of all are unread
 */
public record NotificationPage(List<Notification> items, Optional<Long> next, long unread) {
    public NotificationPage {
        items = List.copyOf(items);
    }
}
