package dev.k2.gateway;

import dev.k2.model.OrderUpdated;
import dev.k2.model.UserId;
import dev.k2.notifications.Notification;
import dev.k2.notifications.NotificationAdded;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Hands what belongs to a person to that person's sockets, and remembers the newest of each so that
 * a socket which comes back can go on where it was.
 */
final class PrivateFan {
    private static final int KEPT_PER_USER = 200;
    private static final int USERS_KEPT = 1_000;

    private final PrivateChannel channel;
    private final Map<UserId, Set<StreamSocket>> readers = new HashMap<>();
    private final Map<UserId, ArrayDeque<Kept>> kept =
            new LinkedHashMap<>(64, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<UserId, ArrayDeque<Kept>> eldest) {
                    return size() > USERS_KEPT;
                }
            };

    /** A message, ready to be sent. */
    record Kept(PrivateChannel channel, long seq, Frame frame) {}

    /**
     * How a subscription begins.
     *
     * @param resumed whether nothing lies between what the reader saw last and {@code missed}
     * @param missed what came since
     * @param seq of the newest change that is known here; 0 for none
     */
    record Beginning(boolean resumed, List<Kept> missed, long seq) {}

    PrivateFan(PrivateChannel channel) {
        this.channel = channel;
    }

    PrivateChannel channel() {
        return channel;
    }

    void told(OrderUpdated event) {
        tell(event.order().user(), event.sequence(), json(event));
    }

    void told(NotificationAdded event) {
        Notification notification = event.notification();
        tell(
                notification.user(),
                notification.number(),
                NotificationJson.of(notification)
                        .put("type", "notification")
                        .put("seq", notification.number()));
    }

    private void tell(UserId user, long seq, JsonObject message) {
        Kept change = new Kept(channel, seq, Frame.text(message));
        List<StreamSocket> sockets;
        synchronized (this) {
            ArrayDeque<Kept> changes = kept.computeIfAbsent(user, u -> new ArrayDeque<>());
            changes.add(change);
            if (changes.size() > KEPT_PER_USER) {
                changes.remove();
            }
            sockets = List.copyOf(readers.getOrDefault(user, Set.of()));
        }
        sockets.forEach(socket -> socket.tellPrivately(change));
    }

    /** Changes were lost before they came here: nobody can go on, everybody has to ask anew. */
    void lost() {
        List<StreamSocket> sockets;
        synchronized (this) {
            kept.clear();
            sockets = readers.values().stream().flatMap(Set::stream).toList();
        }
        sockets.forEach(socket -> socket.closeSoon(CloseReason.RESUME));
    }

    synchronized Beginning join(UserId user, StreamSocket socket, long after) {
        readers.computeIfAbsent(user, u -> new HashSet<>()).add(socket);
        ArrayDeque<Kept> changes = kept.getOrDefault(user, new ArrayDeque<>());
        if (changes.isEmpty()) {
            return new Beginning(false, List.of(), 0);
        }
        boolean whole = after > 0 && changes.getFirst().seq() <= after + 1;
        List<Kept> missed =
                whole
                        ? changes.stream().filter(change -> change.seq() > after).toList()
                        : List.of();
        return new Beginning(whole, missed, changes.getLast().seq());
    }

    synchronized void leave(UserId user, StreamSocket socket) {
        Set<StreamSocket> sockets = readers.get(user);
        if (sockets != null && sockets.remove(socket) && sockets.isEmpty()) {
            readers.remove(user);
        }
    }

    /** The order as GET answers it, but that {@code type} is the message's and {@code order_type} the order's. */
    private static JsonObject json(OrderUpdated event) {
        JsonObject order = OrderJson.order(event.order());
        return order.put("order_type", order.getString("type"))
                .put("type", "order_update")
                .put("order_id", event.order().id().toString())
                .put("seq", event.sequence());
    }
}
