package dev.k2.sim.binance;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which streams a WebSocket's address leads to. */
interface StreamRoutes {
    /** Null when nothing is at the path. */
    @Nullable Route route(String path, Params query);

    /**
     * Where a WebSocket leads.
     *
     * @param names what it listens to from the beginning
     * @param combined true when each message names its stream
     * @param user true when it tells about accounts
     */
    record Route(StreamSource source, List<String> names, boolean combined, boolean user) {}

    /** Raw and combined streams of one source below a prefix, or null. */
    static @Nullable Route below(String prefix, String path, Params query, StreamSource source) {
        if (path.equals(prefix + "/ws")) {
            return new Route(source, List.of(), false, false);
        }
        if (path.startsWith(prefix + "/ws/")) {
            String names = path.substring(prefix.length() + "/ws/".length());
            return new Route(source, names(names), false, false);
        }
        if (path.equals(prefix + "/stream")) {
            String names = query.all().getOrDefault("streams", "");
            return new Route(source, names(names), true, false);
        }
        return null;
    }

    private static List<String> names(String path) {
        Set<String> names = new LinkedHashSet<>(List.of(path.split("/", -1)));
        names.remove("");
        return List.copyOf(names);
    }
}
