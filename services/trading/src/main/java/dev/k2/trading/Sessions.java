package dev.k2.trading;

import dev.k2.model.LinkId;
import dev.k2.model.UserId;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The accounts that are open now. */
final class Sessions {
    private final Map<LinkId, LinkSession> open = new ConcurrentHashMap<>();

    Optional<LinkSession> of(LinkId link) {
        return Optional.ofNullable(open.get(link));
    }

    /** A user's accounts, always in the same order. */
    List<LinkSession> of(UserId user) {
        return open.values().stream()
                .filter(session -> session.link().user().equals(user))
                .sorted(
                        Comparator.comparing((LinkSession session) -> session.link().exchange())
                                .thenComparing(session -> session.link().id().value()))
                .toList();
    }

    Collection<LinkSession> all() {
        return List.copyOf(open.values());
    }

    void put(LinkSession session) {
        open.put(session.link().id(), session);
    }

    void remove(LinkSession session) {
        open.remove(session.link().id(), session);
    }
}
