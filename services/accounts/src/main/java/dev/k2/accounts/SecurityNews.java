package dev.k2.accounts;

import dev.k2.model.UserId;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** News of security: they are noted here, and told by mail and in the app. */
final class SecurityNews {
    private final MessageStore messages;
    private final InstantSource clock;

    SecurityNews(MessageStore messages, InstantSource clock) {
        this.messages = messages;
        this.clock = clock;
    }

    /** Notes, with the link itself, that its owner is to be told of it. */
    static void linked(Handle handle, ExchangeLink link, Origin origin) {
        Map<String, String> details = new HashMap<>(origin.details());
        details.put("exchange", link.exchange().text());
        details.put("label", link.label());
        MessageStore.tell(handle, link.user(), MessageKind.LINK_ADDED, details, link.createdAt());
    }

    void tell(UserId user, MessageKind kind, Map<String, String> details) {
        messages.tell(user, kind, details, clock.instant());
    }
}
