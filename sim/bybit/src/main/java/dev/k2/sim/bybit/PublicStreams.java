package dev.k2.sim.bybit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Candle;
import dev.k2.sim.EngineEvent;
import dev.k2.sim.EngineListener;
import dev.k2.sim.Fault;
import dev.k2.sim.Interval;
import dev.k2.sim.Klines;
import dev.k2.sim.Listing;
import dev.k2.sim.MarginDesk;
import dev.k2.sim.Market;
import dev.k2.sim.Order;
import dev.k2.sim.Plain;
import dev.k2.sim.Side;
import dev.k2.sim.Target;
import dev.k2.sim.TopicHub;
import dev.k2.sim.Trade;
import dev.k2.sim.WireJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns what happens in the markets into the public topics, each at its own pace. */
final class PublicStreams implements EngineListener {
    private static final int TICKS_PER_SECOND = 10;
    private static final int TOP = 1;
    private static final int FAST = 50;
    private static final int USUAL = 200;
    private static final int DEEP = 1000;
    private static final List<Integer> DEPTHS = List.of(TOP, FAST, USUAL, DEEP);
    private static final long TOP_REPEATS_MILLIS = 3_000;
    private static final int TRADES_MAX = 1024;

    private final BybitFloor floor;
    private final TopicHub hub;
    private final Map<Market, Watch> watches = new LinkedHashMap<>();
    private long ticks;

    PublicStreams(BybitFloor floor) {
        this.floor = floor;
        this.hub = new TopicHub(floor.faults());
        for (Market market : floor.engine().everyMarket()) {
            watches.put(market, new Watch(market, floor.rules(market)));
        }
    }

    /** One market's topics. */
    private static final class Watch {
        private final Market market;
        private final BybitRules rules;
        private final String prefix;
        private final Map<Integer, ShownBook> books = new HashMap<>();
        private final Map<String, Candle> candles = new HashMap<>();
        private final List<Trade> trades = new ArrayList<>();
        private final List<ObjectNode> liquidations = new ArrayList<>();
        private ObjectNode ticker = WireJson.object();
        private long lastPrice;
        private long topSentMillis;

        Watch(Market market, BybitRules rules) {
            this.market = market;
            this.rules = rules;
            this.prefix = rules.category().word() + "/";
            this.lastPrice = market.lastPrice();
            for (int depth : DEPTHS) {
                books.put(depth, new ShownBook(market, rules.symbol(), depth));
            }
        }

        String key(String topic) {
            return prefix + topic + "." + rules.symbol();
        }

        String bookKey(int depth) {
            return key("orderbook." + depth);
        }

        ShownBook book(int depth) {
            ShownBook book = books.get(depth);
            if (book == null) {
                throw new IllegalStateException("no book of depth " + depth);
            }
            return book;
        }
    }

    /** The market of a topic, null when there is no such topic. */
    @Nullable Market market(Category category, String topic) {
        String[] parts = topic.split("\\.", -1);
        boolean known =
                switch (parts[0]) {
                    case "orderbook" ->
                            parts.length == 3
                                    && DEPTHS.stream().anyMatch(d -> parts[1].equals(d.toString()));
                    case "kline" -> parts.length == 3 && BybitIntervals.find(parts[1]) != null;
                    case "publicTrade", "tickers" -> parts.length == 2;
                    case "allLiquidation" -> parts.length == 2 && category == Category.LINEAR;
                    default -> false;
                };
        return known ? floor.find(category, parts[parts.length - 1]) : null;
    }

    void join(Category category, String topic, TopicHub.Ear ear) {
        Market market = market(category, topic);
        if (market == null) {
            return;
        }
        Watch watch = watch(market);
        String key = category.word() + "/" + topic;
        boolean first = !hub.isWanted(key);
        if (topic.startsWith("orderbook.")) {
            ShownBook book = watch.book(Integer.parseInt(topic.split("\\.", -1)[1]));
            if (first) {
                ObjectNode _ = book.advance(floor.now());
            }
            snapshot(watch, "depth", key, ear, book.snapshot(), book.changedMillis());
        } else if (topic.startsWith("tickers.")) {
            if (first) {
                watch.ticker = ticker(watch);
            }
            snapshot(watch, "ticker", key, ear, watch.ticker, 0);
        }
        hub.join(key, ear);
    }

    void leave(Category category, String topic, TopicHub.Ear ear) {
        hub.leave(category.word() + "/" + topic, ear);
    }

    /** A first word to one subscriber alone. */
    private void snapshot(
            Watch watch, String kind, String key, TopicHub.Ear ear, JsonNode data, long cts) {
        Target target = Target.of("stream:" + kind, watch.market);
        if (floor.faults().strikes(Fault.Kind.SILENCE, target).isEmpty()) {
            ear.hear(key, message(watch, key, "snapshot", data, cts));
        }
    }

    @Override
    public void on(EngineEvent event) {
        if (event instanceof EngineEvent.TradePrinted(Market market, Trade trade)) {
            watch(market).trades.add(trade);
        } else if (event instanceof EngineEvent.OrderFilled filled
                && filled.order().clientOrderId().startsWith(MarginDesk.LIQUIDATION_PREFIX)) {
            Order order = filled.order();
            Listing listing = order.listing();
            Watch watch = watch(order.market());
            watch.liquidations.add(
                    WireJson.object()
                            .put("T", filled.fill().micros() / 1000)
                            .put("s", watch.rules.symbol())
                            .put("S", OrderWords.side(order.side().opposite()))
                            .put("v", Plain.quantity(listing, filled.fill().quantity()))
                            .put("p", Plain.price(listing, filled.fill().price())));
        }
    }

    @Override
    public void commandDone(List<Market> touched) {
        for (Market market : touched) {
            Watch watch = watch(market);
            trades(watch);
            top(watch);
            book(watch, FAST);
        }
    }

    /** Every tenth of a second: books and tickers; now and then the rest. */
    void tick() {
        ticks++;
        for (Watch watch : watches.values()) {
            if (!floor.engine().lists(watch.market)) {
                continue;
            }
            top(watch);
            book(watch, FAST);
            book(watch, USUAL);
            if (ticks % 2 == 0) {
                book(watch, DEEP);
            }
            tickers(watch);
            if (ticks % (TICKS_PER_SECOND / 2) == 0) {
                liquidations(watch);
            }
            if (ticks % TICKS_PER_SECOND == 0) {
                candles(watch);
            }
        }
    }

    private void trades(Watch watch) {
        String key = watch.key("publicTrade");
        if (hub.isWanted(key)) {
            for (int from = 0; from < watch.trades.size(); from += TRADES_MAX) {
                int until = Math.min(from + TRADES_MAX, watch.trades.size());
                ArrayNode rows = WireJson.array();
                watch.trades.subList(from, until).forEach(trade -> rows.add(trade(watch, trade)));
                publish(watch, "trade", key, "snapshot", rows, 0);
            }
        }
        if (!watch.trades.isEmpty()) {
            watch.lastPrice = watch.trades.getLast().price();
        }
        watch.trades.clear();
    }

    private static ObjectNode trade(Watch watch, Trade trade) {
        Listing listing = watch.market.listing();
        ObjectNode row =
                WireJson.object()
                        .put("i", MarketWords.tradeId(watch.rules, trade.id()))
                        .put("T", trade.micros() / 1000)
                        .put("p", Plain.price(listing, trade.price()))
                        .put("v", Plain.quantity(listing, trade.quantity()))
                        .put("S", OrderWords.side(trade.buyerIsMaker() ? Side.SELL : Side.BUY))
                        .put("s", watch.rules.symbol());
        if (!watch.rules.spot()) {
            row.put("L", direction(trade.price(), watch.lastPrice));
        }
        return row.put("BT", false).put("RPI", false).put("seq", trade.id());
    }

    private static String direction(long price, long before) {
        return price > before ? "PlusTick" : price < before ? "MinusTick" : "ZeroPlusTick";
    }

    /** The best level comes whole each time, and once more when it was silent for long. */
    private void top(Watch watch) {
        String key = watch.bookKey(TOP);
        if (!hub.isWanted(key)) {
            return;
        }
        ShownBook book = watch.book(TOP);
        long now = floor.now();
        boolean moved = book.isBehind() && !book.advance(now).isEmpty();
        if (moved || now - watch.topSentMillis >= TOP_REPEATS_MILLIS) {
            watch.topSentMillis = now;
            publish(watch, "depth", key, "snapshot", book.snapshot(), book.changedMillis());
        }
    }

    private void book(Watch watch, int depth) {
        String key = watch.bookKey(depth);
        if (!hub.isWanted(key)) {
            return;
        }
        ShownBook book = watch.book(depth);
        if (book.isBehind()) {
            ObjectNode delta = book.advance(floor.now());
            if (!delta.isEmpty()) {
                publish(watch, "depth", key, "delta", delta, book.changedMillis());
            }
        }
    }

    private ObjectNode ticker(Watch watch) {
        ObjectNode all =
                MarketWords.ticker(watch.market, watch.rules, floor.engine().margin(), floor.now());
        if (watch.rules.spot()) {
            all.remove(List.of("bid1Price", "bid1Size", "ask1Price", "ask1Size"));
            return all;
        }
        return all.put("tickDirection", direction(watch.market.lastPrice(), watch.lastPrice));
    }

    /** Spot tells all of it each time, contracts only what changed. */
    private void tickers(Watch watch) {
        String key = watch.key("tickers");
        if (!hub.isWanted(key)) {
            return;
        }
        ObjectNode now = ticker(watch);
        if (now.equals(watch.ticker)) {
            return;
        }
        ObjectNode told = now;
        if (!watch.rules.spot()) {
            ObjectNode delta = WireJson.object().put("symbol", watch.rules.symbol());
            now.properties()
                    .forEach(
                            field -> {
                                if (!field.getValue().equals(watch.ticker.get(field.getKey()))) {
                                    delta.set(field.getKey(), field.getValue());
                                }
                            });
            told = delta;
        }
        watch.ticker = now;
        publish(watch, "ticker", key, watch.rules.spot() ? "snapshot" : "delta", told, 0);
    }

    private void liquidations(Watch watch) {
        if (watch.liquidations.isEmpty()) {
            return;
        }
        ArrayNode rows = WireJson.array();
        rows.addAll(watch.liquidations);
        watch.liquidations.clear();
        publish(watch, "forceOrder", watch.key("allLiquidation"), "snapshot", rows, 0);
    }

    private void candles(Watch watch) {
        long now = floor.now();
        for (String key : hub.wanted(watch.prefix + "kline.")) {
            String[] parts = key.substring(watch.prefix.length()).split("\\.", -1);
            Interval interval = BybitIntervals.find(parts[1]);
            if (interval == null || !parts[2].equals(watch.rules.symbol())) {
                continue;
            }
            long open = interval.openMillis(now);
            Candle last = watch.candles.get(key);
            if (last != null && last.openMillis() < open) {
                Candle closed = Klines.candle(watch.market, interval, last.openMillis(), now);
                candle(watch, key, interval, closed, true);
            }
            Candle current = Klines.candle(watch.market, interval, open, now);
            if (!current.equals(last)) {
                candle(watch, key, interval, current, false);
            }
            watch.candles.put(key, current);
        }
    }

    private void candle(Watch watch, String key, Interval interval, Candle candle, boolean closed) {
        Listing listing = watch.market.listing();
        ArrayNode rows = WireJson.array();
        rows.addObject()
                .put("start", candle.openMillis())
                .put("end", interval.closeMillis(candle.openMillis()))
                .put("interval", interval.name())
                .put("open", Plain.price(listing, candle.open()))
                .put("close", Plain.price(listing, candle.close()))
                .put("high", Plain.price(listing, candle.high()))
                .put("low", Plain.price(listing, candle.low()))
                .put("volume", Plain.quantity(listing, candle.volume()))
                .put("turnover", OrderWords.plain(candle.quoteVolume()))
                .put("confirm", closed)
                .put("timestamp", floor.now());
        publish(watch, "kline", key, "snapshot", rows, 0);
    }

    private void publish(
            Watch watch, String kind, String key, String type, JsonNode data, long cts) {
        hub.publish(kind, watch.market, key, form -> message(watch, key, type, data, cts));
    }

    /** The order of the fields differs between spot and contracts, as it does at Bybit. */
    private String message(Watch watch, String key, String type, JsonNode data, long cts) {
        ObjectNode message = WireJson.object().put("topic", key.substring(watch.prefix.length()));
        if (watch.rules.spot()) {
            message.put("ts", floor.now()).put("type", type);
        } else {
            message.put("type", type).put("ts", floor.now());
        }
        boolean ticker = key.startsWith(watch.prefix + "tickers.");
        if (ticker) {
            message.put("cs", watch.market.book().updateId());
        }
        message.set("data", data);
        if (cts != 0) {
            message.put("cts", cts);
        }
        return message.toString();
    }

    private Watch watch(Market market) {
        Watch watch = watches.get(market);
        if (watch == null) {
            throw new IllegalStateException(market.listing().symbol() + " is not watched");
        }
        return watch;
    }
}
