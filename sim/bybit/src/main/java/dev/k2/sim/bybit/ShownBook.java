package dev.k2.sim.bybit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Market;
import dev.k2.sim.OrderBook;
import dev.k2.sim.Side;
import dev.k2.sim.WireJson;
import java.util.LinkedHashMap;
import java.util.Map;

/** A book of some depth as its subscribers know it. Levels that fall out of the depth are deleted, like those that end. */
final class ShownBook {
    private final Market market;
    private final String symbol;
    private final int depth;
    private Map<Long, Long> bids = Map.of();
    private Map<Long, Long> asks = Map.of();
    private long updateId;
    private long sequence;
    private long millis;

    ShownBook(Market market, String symbol, int depth) {
        this.market = market;
        this.symbol = symbol;
        this.depth = depth;
        this.updateId = market.book().updateId();
    }

    /** True when the market's book is not what the subscribers know. */
    boolean isBehind() {
        return sequence != market.book().updateId();
    }

    /** Takes the market's book over and returns what changed for the subscribers, empty when nothing did. */
    ObjectNode advance(long now) {
        Map<Long, Long> newBids = top(Side.BUY);
        Map<Long, Long> newAsks = top(Side.SELL);
        ArrayNode bidChanges = changes(bids, newBids);
        ArrayNode askChanges = changes(asks, newAsks);
        bids = newBids;
        asks = newAsks;
        sequence = market.book().updateId();
        if (bidChanges.isEmpty() && askChanges.isEmpty()) {
            return WireJson.object();
        }
        updateId++;
        millis = now;
        return data(bidChanges, askChanges);
    }

    /** The whole book as the subscribers know it. */
    ObjectNode snapshot() {
        return data(changes(Map.of(), bids), changes(Map.of(), asks));
    }

    /** When it last changed, in milliseconds since 1970. */
    long changedMillis() {
        return millis;
    }

    private ObjectNode data(ArrayNode bidLevels, ArrayNode askLevels) {
        ObjectNode data = WireJson.object().put("s", symbol);
        data.set("b", bidLevels);
        data.set("a", askLevels);
        return data.put("u", updateId).put("seq", sequence);
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
                changed.add(MarketWords.level(market.listing(), price, 0));
            }
        }
        after.forEach(
                (price, quantity) -> {
                    if (!quantity.equals(before.get(price))) {
                        changed.add(MarketWords.level(market.listing(), price, quantity));
                    }
                });
        return changed;
    }
}
