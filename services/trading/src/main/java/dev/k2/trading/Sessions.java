package dev.k2.trading;

import dev.k2.model.LinkId;
import dev.k2.model.UserId;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The accounts that are open now. */
final class Sessions {
    private final Map<LinkId, LinkSession> open = new ConcurrentHashMap<>();
    private final Map<LinkId, Links.Link> elsewhere = new ConcurrentHashMap<>();
    private volatile Consumer<Links.Link> closed = link -> {};

    /** Whom to tell of accounts that are open no more. */
    void onClosed(Consumer<Links.Link> listener) {
        closed = listener;
    }

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

    /** The active accounts that another node acts for. */
    Collection<Links.Link> elsewhere() {
        return List.copyOf(elsewhere.values());
    }

    /** Those of a user. */
    List<Links.Link> elsewhere(UserId user) {
        return elsewhere.values().stream()
                .filter(link -> link.user().equals(user))
                .sorted(Comparator.comparing(Links.Link::exchange))
                .toList();
    }

    boolean isElsewhere(LinkId link) {
        return elsewhere.containsKey(link);
    }

    void putElsewhere(Links.Link link) {
        elsewhere.put(link.id(), link);
    }

    /** It is not active any more. */
    void removeElsewhere(LinkId link) {
        elsewhere.remove(link);
    }

    void put(LinkSession session) {
        elsewhere.remove(session.link().id());
        open.put(session.link().id(), session);
    }

    void remove(LinkSession session) {
        if (open.remove(session.link().id(), session)) {
            closed.accept(session.link());
        }
    }
}
