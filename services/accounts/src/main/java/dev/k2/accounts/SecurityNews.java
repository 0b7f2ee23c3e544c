package dev.k2.accounts;

import dev.k2.model.ExchangeId;
import dev.k2.model.UserId;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** The door to news of security that others know of: they are noted here, and told by mail and in the app. */
public final class SecurityNews {
    private final MessageStore messages;
    private final InstantSource clock;

    SecurityNews(MessageStore messages, InstantSource clock) {
        this.messages = messages;
        this.clock = clock;
    }

    /** A person linked an account at an exchange. */
    public void linked(UserId user, ExchangeId exchange, String label, Origin origin) {
        Map<String, String> details = new HashMap<>(origin.details());
        details.put("exchange", exchange.text());
        details.put("label", label);
        messages.tell(user, MessageKind.LINK_ADDED, details, clock.instant());
    }

    void tell(UserId user, MessageKind kind, Map<String, String> details) {
        messages.tell(user, kind, details, clock.instant());
    }
}
