package dev.k2.accounts;

import dev.k2.model.SessionId;
import dev.k2.model.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether sessions live, asked of the database at most twice a second each. A session that another node revoked is thus refused within
 * half a second, one that this node revoked at once.
 */
final class Liveness {
    private static final Duration FRESH = Duration.ofMillis(500);
    private static final int MOST = 50_000;

    private final SessionStore store;
    private final InstantSource clock;
    private final Map<SessionId, Seen> seen = new ConcurrentHashMap<>();

    Liveness(SessionStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    private record Seen(UserId user, boolean live, Instant at) {}

    boolean isLive(UserId user, SessionId session) {
        var now = clock.instant();
        var last = seen.get(session);
        if (last != null && last.user.equals(user) && now.isBefore(last.at.plus(FRESH))) {
            return last.live;
        }
        if (seen.size() >= MOST) {
            seen.clear();
        }
        var next = new Seen(user, store.isLive(user, session, now), now);
        // A revocation that came while we asked has removed or replaced what we saw before; it must
        // not be painted over.
        boolean undisturbed =
                last == null
                        ? seen.putIfAbsent(session, next) == null
                        : seen.replace(session, last, next);
        return undisturbed ? next.live : next.live && !isKnownDead(session);
    }

    /** Asks for many at once. What a revocation painted meanwhile stays. */
    void lookAt(Map<SessionId, UserId> owners) {
        var now = clock.instant();
        Map<SessionId, Seen> before = new HashMap<>();
        owners.keySet()
                .forEach(
                        session ->
                                Optional.ofNullable(seen.get(session))
                                        .ifPresent(known -> before.put(session, known)));
        var live = store.live(owners.keySet(), now);
        owners.forEach(
                (session, user) -> {
                    var next = new Seen(user, user.equals(live.get(session)), now);
                    var last = before.get(session);
                    if (last == null) {
                        seen.putIfAbsent(session, next);
                    } else if (last.live) {
                        seen.replace(session, last, next);
                    }
                });
    }

    void revoked(UserId user, SessionId session) {
        seen.put(session, new Seen(user, false, clock.instant()));
    }

    private boolean isKnownDead(SessionId session) {
        var now = seen.get(session);
        return now != null && !now.live;
    }
}
