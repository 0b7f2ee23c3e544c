package dev.k2.sim.kalshi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.BookChanges;
import dev.k2.sim.OrderBook;
import dev.k2.sim.Side;
import dev.k2.sim.WireJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What was told of one market's book, and what is to be told next. */
final class BookFeed {
    private static final int ALL = 10_000;
    private final KalshiMarket of;
    private final BookChanges changes;
    private final Map<Long, Long> bids = new HashMap<>();
    private final Map<Long, Long> asks = new HashMap<>();

    BookFeed(KalshiMarket of) {
        this.of = of;
        this.changes = of.market().book().watch();
        for (Side side : Side.values()) {
            for (OrderBook.Level level : of.market().book().levels(side, ALL)) {
                told(side).put(level.price(), level.quantity());
            }
        }
    }

    /** One price whose count changed by so much. */
    record Change(Side side, long price, long difference) {}

    /** What changed since the last call. */
    List<Change> drain() {
        List<Change> list = new ArrayList<>();
        changes.drain()
                .ifPresent(
                        delta -> {
                            add(Side.BUY, delta.bids(), list);
                            add(Side.SELL, delta.asks(), list);
                        });
        return list;
    }

    private void add(Side side, List<OrderBook.Level> levels, List<Change> into) {
        Map<Long, Long> told = told(side);
        for (OrderBook.Level level : levels) {
            long before = told.getOrDefault(level.price(), 0L);
            if (level.quantity() == before) {
                continue;
            }
            into.add(new Change(side, level.price(), level.quantity() - before));
            if (level.quantity() == 0) {
                told.remove(level.price());
            } else {
                told.put(level.price(), level.quantity());
            }
        }
    }

    private Map<Long, Long> told(Side side) {
        return side == Side.BUY ? bids : asks;
    }

    /** The whole book. A side without orders is not mentioned. */
    ObjectNode snapshot(boolean yesPrices) {
        ObjectNode msg =
                WireJson.object()
                        .put("market_ticker", of.ticker())
                        .put("market_id", Ids.named("market", of.ticker()));
        ArrayNode yes = MarketWords.side(of.market(), Side.BUY, 0, yesPrices);
        ArrayNode no = MarketWords.side(of.market(), Side.SELL, 0, yesPrices);
        if (!yes.isEmpty()) {
            msg.set("yes_dollars_fp", yes);
        }
        if (!no.isEmpty()) {
            msg.set("no_dollars_fp", no);
        }
        return msg;
    }

    ObjectNode delta(Change change, boolean yesPrices, long micros) {
        boolean no = change.side() == Side.SELL;
        long price = no && !yesPrices ? Dollars.ONE - change.price() : change.price();
        return WireJson.object()
                .put("market_ticker", of.ticker())
                .put("market_id", Ids.named("market", of.ticker()))
                .put("price_dollars", Dollars.price(price))
                .put("delta_fp", Dollars.count(change.difference()))
                .put("side", no ? "no" : "yes")
                .put("ts", Dollars.time(micros))
                .put("ts_ms", micros / 1000);
    }
}
