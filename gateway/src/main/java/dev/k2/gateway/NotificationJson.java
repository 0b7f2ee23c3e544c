package dev.k2.gateway;

import dev.k2.notifications.Notification;
import io.vertx.core.json.JsonObject;
import java.util.TreeMap;

/** Notifications in the shape of the contract. Pure. */
final class NotificationJson {
    private NotificationJson() {}

    static JsonObject of(Notification notification) {
        return new JsonObject()
                .put("id", notification.id().toString())
                .put("kind", Words.of(notification.kind()))
                .put("title", notification.title())
                .put("body", notification.body())
                .put("details", new JsonObject(new TreeMap<>(notification.details())))
                .put("created_at", Times.text(notification.createdAt()))
                .put("read_at", notification.readAt().map(Times::text).orElse(null));
    }
}
