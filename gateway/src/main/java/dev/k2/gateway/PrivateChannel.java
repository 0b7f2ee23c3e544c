package dev.k2.gateway;

import java.util.Optional;

/** Something of a person's own that can be subscribed to. */
enum PrivateChannel {
    ORDERS,
    NOTIFICATIONS;

    String text() {
        return Words.of(this);
    }

    static Optional<PrivateChannel> parse(String text) {
        for (PrivateChannel channel : values()) {
            if (channel.text().equals(text)) {
                return Optional.of(channel);
            }
        }
        return Optional.empty();
    }
}
