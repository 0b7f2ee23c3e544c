package dev.k2.gateway;

import dev.k2.notifications.Notification;
import dev.k2.notifications.NotificationPage;
import dev.k2.notifications.Notifications;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Calls about what a person was told. */
final class NotificationCalls {
    private static final int DIGITS_MAX = 18;

    private final Notifications notifications;

    NotificationCalls(Notifications notifications) {
        this.notifications = notifications;
    }

    Map<String, Call> all() {
        return Map.of(
                "listNotifications", this::list,
                "readNotification", this::read,
                "readAllNotifications", this::readAll);
    }

    private Reply list(Asked asked) {
        Optional<String> cursor = asked.text("cursor");
        Optional<Long> before =
                cursor.flatMap(Pager::decode)
                        .filter(text -> text.matches("[0-9]{1," + DIGITS_MAX + "}"))
                        .map(Long::valueOf);
        if (cursor.isPresent() && before.isEmpty()) {
            return Reply.refused(Pager.badCursor());
        }
        NotificationPage page =
                notifications.list(
                        asked.caller().user(),
                        asked.truth("unread"),
                        before,
                        asked.number("limit"));
        JsonArray items = new JsonArray();
        page.items().forEach(one -> items.add(NotificationJson.of(one)));
        return new Reply.Listing(
                items,
                page.next().map(number -> Pager.encode(Long.toString(number))),
                new JsonObject().put("unread", page.unread()));
    }

    private Reply read(Asked asked) {
        Optional<Notification> found =
                notifications.read(asked.caller().user(), UUID.fromString(asked.needed("id")));
        return found.map(one -> Reply.ok(NotificationJson.of(one)))
                .orElseGet(
                        () ->
                                Reply.refused(
                                        new Problem(
                                                404,
                                                "NOTIFICATION_NOT_FOUND",
                                                "There is no such notification.")));
    }

    private Reply readAll(Asked asked) {
        return Reply.ok(new JsonObject().put("read", notifications.readAll(asked.caller().user())));
    }
}
