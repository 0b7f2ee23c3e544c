package dev.k2.notifications;

import dev.k2.model.LinkRefused;
import dev.k2.model.OrderUpdated;
import dev.k2.model.PositionSettled;
import dev.k2.model.SecurityEvent;
import dev.k2.model.UserId;
import dev.k2.platform.Database;
import dev.k2.platform.EventBus;
import dev.k2.platform.Subscription;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The door of notifications: hears what happened, keeps what a person should know, and publishes
 * {@link NotificationAdded}. What belongs to another user is missing. Calls block their (virtual)
 * thread; a database that does not answer throws.
 */
public final class Notifications implements AutoCloseable {
    private static final int EVENTS_WAITING_MAX = 20_000;

    private final NotificationStore store;
    private final EventBus events;
    private final InstantSource clock;
    private final List<Subscription> heard;

    private Notifications(NotificationStore store, EventBus events, InstantSource clock) {
        this.store = store;
        this.events = events;
        this.clock = clock;
        heard =
                List.of(
                        events.subscribe(
                                "notifications-orders",
                                OrderUpdated.class,
                                EVENTS_WAITING_MAX,
                                update -> News.of(update.order()).ifPresent(this::add)),
                        events.subscribe(
                                "notifications-settled",
                                PositionSettled.class,
                                EVENTS_WAITING_MAX,
                                settled -> add(News.of(settled))),
                        events.subscribe(
                                "notifications-links",
                                LinkRefused.class,
                                EVENTS_WAITING_MAX,
                                refused -> add(News.of(refused))),
                        events.subscribe(
                                "notifications-security",
                                SecurityEvent.class,
                                EVENTS_WAITING_MAX,
                                event -> add(News.of(event))));
    }

    /** Brings the tables up to date and begins to listen. */
    public static Notifications open(Database database, EventBus events, InstantSource clock) {
        database.migrate("notifications");
        return new Notifications(new NotificationStore(database), events, clock);
    }

    /**
     * A person's notifications, newest first.
     *
     * @param before the number that the page before told; empty for the newest
     */
    public NotificationPage list(
            UserId user, boolean unreadOnly, Optional<Long> before, int limit) {
        List<Notification> rows =
                store.list(user, unreadOnly, before.orElse(Long.MAX_VALUE), limit + 1);
        boolean more = rows.size() > limit;
        List<Notification> items = more ? rows.subList(0, limit) : rows;
        return new NotificationPage(
                items,
                more ? Optional.of(items.getLast().number()) : Optional.empty(),
                store.unread(user));
    }

    /** Marks a notification as read, once; empty where there is no such notification. */
    public Optional<Notification> read(UserId user, UUID id) {
        store.markRead(user, Optional.of(id), now());
        return store.find(user, id);
    }

    /** Marks all as read; gives how many were unread. */
    public int readAll(UserId user) {
        return store.markRead(user, Optional.empty(), now());
    }

    /** Takes away all that somebody was told, who has left. Gives how many there were. */
    public int forget(UserId user) {
        return store.forget(user);
    }

    /** Hears no more. */
    @Override
    public void close() {
        heard.forEach(Subscription::cancel);
    }

    /** One after the other, so that they are published in the order of their numbers. */
    private synchronized void add(News news) {
        store.insert(news, now()).map(NotificationAdded::new).ifPresent(events::publish);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
