package dev.k2.sim.binance;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.BookChanges;
import dev.k2.sim.Listing;
import dev.k2.sim.Market;
import dev.k2.sim.OrderBook;
import dev.k2.sim.Side;
import dev.k2.sim.WireJson;
import java.util.List;

/** Books in Binance's words. Pure. */
final class BookWords {
    private BookWords() {}

    static ObjectNode snapshot(Market market, int levels) {
        ObjectNode node = WireJson.object().put("lastUpdateId", market.book().updateId());
        levels(node.putArray("bids"), market.listing(), market.book().levels(Side.BUY, levels));
        levels(node.putArray("asks"), market.listing(), market.book().levels(Side.SELL, levels));
        return node;
    }

    static String delta(Listing listing, BookChanges.Delta delta, long time) {
        ObjectNode node =
                WireJson.object()
                        .put("e", "depthUpdate")
                        .put("E", time)
                        .put("s", listing.symbol())
                        .put("U", delta.firstUpdateId())
                        .put("u", delta.lastUpdateId());
        levels(node.putArray("b"), listing, delta.bids());
        levels(node.putArray("a"), listing, delta.asks());
        return node.toString();
    }

    static String top(Market market) {
        ObjectNode node =
                WireJson.object()
                        .put("u", market.book().updateId())
                        .put("s", market.listing().symbol());
        best(node, market, Side.BUY, "b", "B");
        best(node, market, Side.SELL, "a", "A");
        return node.toString();
    }

    static void best(ObjectNode node, Market market, Side side, String price, String quantity) {
        Listing listing = market.listing();
        long best = market.book().best(side);
        node.put(price, Eight.of(best, listing.priceScale()))
                .put(
                        quantity,
                        Eight.of(market.book().quantityAt(side, best), listing.quantityScale()));
    }

    private static void levels(ArrayNode into, Listing listing, List<OrderBook.Level> levels) {
        for (OrderBook.Level level : levels) {
            into.addArray()
                    .add(Eight.of(level.price(), listing.priceScale()))
                    .add(Eight.of(level.quantity(), listing.quantityScale()));
        }
    }
}
