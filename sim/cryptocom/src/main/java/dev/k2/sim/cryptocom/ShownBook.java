package dev.k2.sim.cryptocom;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Market;
import dev.k2.sim.OrderBook;
import dev.k2.sim.Side;
import dev.k2.sim.WireJson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A book of some depth as its subscribers know it. Each message names the number of the one before; numbers grow, and
 * never by one. Levels that fall out of the depth are deleted, like those that end.
 */
final class ShownBook {
    private static final long PER_MILLI = 200;
    private static final long PER_UPDATE = 38_592;
    private final CryptocomInstrument of;
    private final Market market;
    private final int depth;
    private Map<Long, Long> bids = Map.of();
    private Map<Long, Long> asks = Map.of();
    private long seen = -1;
    private long last;
    private long saidMillis;
    private long changedMillis;

    ShownBook(CryptocomInstrument of, Market market, int depth, long now) {
        this.of = of;
        this.market = market;
        this.depth = depth;
        this.last = now * PER_MILLI;
        this.saidMillis = now;
        this.changedMillis = now;
    }

    /** What changed since the last message; an empty one when nothing did for long; else nothing. */
    Optional<ObjectNode> next(long now, long idleMillis) {
        long before = last;
        ObjectNode update = WireJson.object();
        boolean changed = seen != market.book().updateId() && take(update);
        if (!changed) {
            if (now - saidMillis < idleMillis) {
                return Optional.empty();
            }
            update.removeAll();
            update.putArray("asks");
            update.putArray("bids");
        } else {
            last += PER_UPDATE + 64L * (update.path("asks").size() + update.path("bids").size());
            changedMillis = now;
        }
        saidMillis = now;
        ObjectNode json = WireJson.object();
        json.set("update", update);
        json.put("t", now).put("tt", changedMillis).put("u", last).put("pu", before);
        return Optional.of(json.put("cs", checksum()));
    }

    private boolean take(ObjectNode update) {
        seen = market.book().updateId();
        Map<Long, Long> newBids = top(Side.BUY);
        Map<Long, Long> newAsks = top(Side.SELL);
        ArrayNode askChanges = changes(asks, newAsks);
        ArrayNode bidChanges = changes(bids, newBids);
        asks = newAsks;
        bids = newBids;
        update.set("asks", askChanges);
        update.set("bids", bidChanges);
        return !askChanges.isEmpty() || !bidChanges.isEmpty();
    }

    /** The whole book as those know it who heard everything so far. */
    ObjectNode snapshot(long now) {
        ObjectNode json = WireJson.object();
        json.set("asks", changes(Map.of(), asks));
        json.set("bids", changes(Map.of(), bids));
        return json.put("t", now).put("tt", changedMillis).put("u", last).put("cs", checksum());
    }

    /** Not documented, so that nobody can check it. */
    private int checksum() {
        return Long.hashCode(last * 31 + depth);
    }

    private Map<Long, Long> top(Side side) {
        Map<Long, Long> levels = new LinkedHashMap<>();
        for (OrderBook.Level level : market.book().levels(side, depth)) {
            levels.put(level.price(), level.quantity());
        }
        return levels;
    }

    private ArrayNode changes(Map<Long, Long> before, Map<Long, Long> after) {
        ArrayNode changed = WireJson.array();
        for (Long price : before.keySet()) {
            if (!after.containsKey(price)) {
                changed.add(MarketWords.level(of, price, 0));
            }
        }
        after.forEach(
                (price, quantity) -> {
                    if (!quantity.equals(before.get(price))) {
                        changed.add(MarketWords.level(of, price, quantity));
                    }
                });
        return changed;
    }
}
