package dev.k2.exchange.binance;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Outlet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What one connection was asked for, and what Binance said yes to. Lives on the feed's loop. */
final class BinanceSubscriptions {
    private static final int STREAMS_PER_MESSAGE = 100;

    private final Outlet outlet;
    private final Set<String> wanted = new HashSet<>();
    private final Set<String> active = new HashSet<>();
    private final Map<Long, List<String>> asked = new HashMap<>();
    private long lastId;

    BinanceSubscriptions(Outlet outlet) {
        this.outlet = outlet;
    }

    Outlet outlet() {
        return outlet;
    }

    /** Asks for what was not asked for yet. */
    void subscribe(Collection<String> names) {
        List<String> fresh = names.stream().filter(wanted::add).toList();
        send("SUBSCRIBE", fresh);
    }

    /** Ends what was asked for. */
    void unsubscribe(Collection<String> names) {
        List<String> had = names.stream().filter(wanted::remove).toList();
        had.forEach(active::remove);
        send("UNSUBSCRIBE", had);
    }

    /** Forgets what was said yes to, so that messages count again only once Binance says so anew. */
    void doubt(String name) {
        active.remove(name);
    }

    boolean isActive(String name) {
        return active.contains(name);
    }

    /** Whether Binance has answered everything. */
    boolean isSettled() {
        return asked.isEmpty();
    }

    /**
     * Binance answered a request.
     *
     * @return the streams that come from now on; empty where this connection did not ask
     */
    Optional<List<String>> answered(long id, boolean yes) {
        List<String> names = asked.remove(id);
        if (names == null) {
            return Optional.empty();
        }
        if (!yes) {
            names.forEach(wanted::remove);
            return Optional.of(List.of());
        }
        List<String> begun = names.stream().filter(wanted::contains).toList();
        active.addAll(begun);
        return Optional.of(begun);
    }

    private void send(String method, List<String> names) {
        for (int from = 0; from < names.size(); from += STREAMS_PER_MESSAGE) {
            List<String> part =
                    names.subList(from, Math.min(names.size(), from + STREAMS_PER_MESSAGE));
            lastId++;
            asked.put(lastId, method.equals("SUBSCRIBE") ? part : List.of());
            outlet.send(json(new BinanceFeedWire.Request(method, part, lastId)));
        }
    }

    private static String json(BinanceFeedWire.Request request) {
        try {
            return Json.lenient().writeValueAsString(request);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("our own requests can be written", impossible);
        }
    }
}
