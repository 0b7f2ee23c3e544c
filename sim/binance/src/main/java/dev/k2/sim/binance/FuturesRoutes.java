package dev.k2.sim.binance;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The three classes of streams, each at an address of its own. A stream that is asked for at another class's address is
 * accepted and never sent; the addresses without a class give the public one.
 */
final class FuturesRoutes implements StreamRoutes {
    private final StreamSource publicStreams;
    private final StreamSource marketStreams;
    private final StreamSource privateStreams;

    FuturesRoutes(StreamSource hub, PrivateStreams privateStreams) {
        this.publicStreams = new Part(hub, FuturesRoutes::isPublic);
        this.marketStreams = new Part(hub, FuturesRoutes::isMarket);
        this.privateStreams = privateStreams;
    }

    /** The part of all streams that one address serves. */
    private record Part(StreamSource all, Predicate<String> belongs) implements StreamSource {
        @Override
        public void join(String stream, StreamSocket socket) {
            if (belongs.test(stream)) {
                all.join(stream, socket);
            }
        }

        @Override
        public void leave(String stream, StreamSocket socket) {
            if (belongs.test(stream)) {
                all.leave(stream, socket);
            }
        }
    }

    @Override
    public @Nullable Route route(String path, Params query) {
        Route userData = StreamRoutes.below("/private", path, query, privateStreams);
        if (userData != null) {
            List<String> names = new ArrayList<>(userData.names());
            String key = query.all().get("listenKey");
            if (key != null) {
                names.add(key);
            }
            return new Route(userData.source(), names, userData.combined(), true);
        }
        Route market = StreamRoutes.below("/market", path, query, marketStreams);
        if (market != null) {
            return market;
        }
        Route open = StreamRoutes.below("/public", path, query, publicStreams);
        return open == null ? StreamRoutes.below("", path, query, publicStreams) : open;
    }

    /** Books and their tops. */
    private static boolean isPublic(String stream) {
        return stream.contains("@depth")
                || stream.contains("@rpiDepth")
                || stream.endsWith("bookTicker")
                || stream.endsWith("@trade");
    }

    /** Everything else. Single trades come at both addresses, since libraries disagree about theirs. */
    private static boolean isMarket(String stream) {
        return !isPublic(stream) || stream.endsWith("@trade");
    }
}
