package dev.k2.gateway;

import dev.k2.platform.Secret;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One-time tickets that stand for an access token when a WebSocket is opened. */
final class Tickets {
    static final Duration LIFE = Duration.ofSeconds(30);

    private static final int TICKETS_MAX = 10_000;
    private static final int BYTES = 32;

    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Issued> issued = new LinkedHashMap<>();

    Tickets(InstantSource clock) {
        this.clock = clock;
    }

    private record Issued(Secret token, Instant until) {}

    synchronized String issue(Secret token) {
        dropOld();
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String ticket = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        issued.put(ticket, new Issued(token, clock.instant().plus(LIFE)));
        return ticket;
    }

    /** The token of a ticket that is still good. It is not good a second time. */
    synchronized Optional<Secret> redeem(String ticket) {
        Issued found = issued.remove(ticket);
        return found != null && clock.instant().isBefore(found.until())
                ? Optional.of(found.token())
                : Optional.empty();
    }

    /** All live equally long, so the oldest lie in front. */
    private void dropOld() {
        Instant now = clock.instant();
        Iterator<Issued> oldest = issued.values().iterator();
        while (oldest.hasNext()) {
            boolean over = !now.isBefore(oldest.next().until());
            if (!over && issued.size() < TICKETS_MAX) {
                return;
            }
            oldest.remove();
        }
    }
}
