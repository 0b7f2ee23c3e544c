package dev.k2.exchange.net;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one connection was asked for, and what the exchange said yes to. Lives on the feed's loop.
 */
final class FeedSubscriptions {
    private final Outlet outlet;
    private final FeedTerms terms;
    private final FeedProtocol<?> protocol;
    private final @Nullable Pace pace;
    private final Set<String> wanted = new HashSet<>();
    private final Set<String> active = new HashSet<>();
    private final Set<String> leaving = new LinkedHashSet<>();
    private final Set<String> joining = new LinkedHashSet<>();
    private final Set<String> alone = new LinkedHashSet<>();
    private final Map<Long, Set<String>> asked = new LinkedHashMap<>();
    private int refusedUnnamed;
    private long lastId;
    private boolean waiting;

    FeedSubscriptions(Outlet outlet, FeedTerms terms, FeedProtocol<?> protocol) {
        this.outlet = outlet;
        this.terms = terms;
        this.protocol = protocol;
        this.pace = terms.requests().map(Pace::new).orElse(null);
    }

    Outlet outlet() {
        return outlet;
    }

    /** Asks for what was not asked for yet, with the next {@link #flush}. */
    void subscribe(Collection<String> names) {
        for (String name : names) {
            if (wanted.add(name)) {
                joining.add(name);
            }
        }
    }

    /** Ends what was asked for, with the next {@link #flush}. */
    void unsubscribe(Collection<String> names) {
        for (String name : names) {
            if (wanted.remove(name)) {
                active.remove(name);
                boolean unsent = joining.remove(name) || alone.remove(name);
                if (!unsent) {
                    leaving.add(name);
                }
            }
        }
    }

    /**
     * Sends what there is to ask, as far as the exchange takes it now.
     *
     * @param nowNanos the time by {@link System#nanoTime}
     * @return how long to wait before the rest; zero where all is sent, or somebody waits already
     */
    Duration flush(long nowNanos) {
        if (waiting) {
            return Duration.ZERO;
        }
        long wait = send(false, leaving, terms.namesMax(), nowNanos);
        wait = wait > 0 ? wait : send(true, joining, terms.namesMax(), nowNanos);
        wait = wait > 0 ? wait : send(true, alone, 1, nowNanos);
        waiting = wait > 0;
        return Duration.ofNanos(wait);
    }

    /** The wait that {@link #flush} asked for is over. */
    void waited() {
        waiting = false;
    }

    /** Forgets what was said yes to, so that messages count again only once it is said anew. */
    void doubt(String name) {
        active.remove(name);
    }

    boolean isActive(String name) {
        return active.contains(name);
    }

    /** Whether everything was asked for and answered. */
    boolean isSettled() {
        return asked.isEmpty() && joining.isEmpty() && alone.isEmpty();
    }

    /**
     * A request was answered.
     *
     * @return the streams that come from now on; empty where this connection did not ask
     */
    Optional<List<String>> answered(long id, boolean yes) {
        Set<String> names = asked.remove(id);
        if (names == null) {
            return Optional.empty();
        }
        if (yes) {
            return Optional.of(activate(names));
        }
        if (terms.answers() == FeedTerms.Answers.BY_REQUEST_THEN_ALONE && names.size() > 1) {
            names.stream().filter(wanted::contains).forEach(alone::add);
        } else {
            wanted.removeAll(names);
        }
        return Optional.of(List.of());
    }

    /**
     * Streams were said yes to by their names.
     *
     * @return those of them that come from now on
     */
    List<String> begun(Collection<String> names) {
        names.forEach(this::settle);
        List<String> begun = activate(names);
        settleUnnamed();
        return begun;
    }

    /** Streams were said no to; no names stand for one of those that have no answer yet. */
    void refused(Collection<String> names) {
        for (String name : names) {
            settle(name);
            wanted.remove(name);
        }
        refusedUnnamed += names.isEmpty() && !asked.isEmpty() ? 1 : 0;
        settleUnnamed();
    }

    private List<String> activate(Collection<String> names) {
        List<String> begun = names.stream().filter(wanted::contains).toList();
        active.addAll(begun);
        return begun;
    }

    private void settle(String name) {
        asked.values().forEach(names -> names.remove(name));
        asked.values().removeIf(Set::isEmpty);
    }

    /** When as many are left as were refused without a name, it is those. */
    private void settleUnnamed() {
        int left = asked.values().stream().mapToInt(Set::size).sum();
        if (refusedUnnamed > 0 && left <= refusedUnnamed) {
            asked.values().forEach(wanted::removeAll);
            asked.clear();
        }
        if (asked.isEmpty()) {
            refusedUnnamed = 0;
        }
    }

    private long send(boolean subscribe, Set<String> names, int atOnce, long nowNanos) {
        while (!names.isEmpty()) {
            long wait = pace == null ? 0 : pace.take(nowNanos);
            if (wait > 0) {
                return wait;
            }
            lastId++;
            protocol.over(outlet);
            List<String> part = names.stream().limit(atOnce).toList();
            String text = protocol.request(subscribe, part, lastId);
            while (part.size() > 1 && bytes(text) > terms.bytesMax()) {
                part = new ArrayList<>(part.subList(0, part.size() / 2));
                text = protocol.request(subscribe, part, lastId);
            }
            part.forEach(names::remove);
            expectAnswer(subscribe, part);
            outlet.send(text);
        }
        return 0;
    }

    private void expectAnswer(boolean subscribe, List<String> part) {
        if (subscribe) {
            asked.put(lastId, new LinkedHashSet<>(part));
        } else if (terms.answers() != FeedTerms.Answers.BY_NAME) {
            asked.put(lastId, new LinkedHashSet<>());
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
