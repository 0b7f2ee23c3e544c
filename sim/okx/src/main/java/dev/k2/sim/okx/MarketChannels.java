package dev.k2.sim.okx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.AggregateTrades;
import dev.k2.sim.Candle;
import dev.k2.sim.EngineEvent;
import dev.k2.sim.EngineListener;
import dev.k2.sim.Fill;
import dev.k2.sim.Interval;
import dev.k2.sim.Klines;
import dev.k2.sim.MarginDesk;
import dev.k2.sim.Market;
import dev.k2.sim.Order;
import dev.k2.sim.OrderBook;
import dev.k2.sim.Side;
import dev.k2.sim.TopicHub;
import dev.k2.sim.Trade;
import dev.k2.sim.TradeTape;
import dev.k2.sim.WireJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Turns what happens in the markets into the public channels, each at its own pace. */
final class MarketChannels implements EngineListener, Feeds {
    private static final int TICKS_PER_SECOND = 10;
    private static final int FUNDING_TICKS = 300;
    private static final int INTEREST_TICKS = 30;
    private static final int TOP_LEVELS = 5;
    private final OkxFloor floor;
    private final TopicHub hub;
    private final Settings settings;
    private final MarginDesk desk;
    private final AggregateTrades aggregates = new AggregateTrades();
    private final Map<Market, Watch> watches = new LinkedHashMap<>();
    private final List<Fill> liquidated = new ArrayList<>();
    private final List<Order> liquidations = new ArrayList<>();
    private long ticks;
    private long sequenceResets;

    MarketChannels(OkxFloor floor, TopicHub hub, Settings settings) {
        this.floor = floor;
        this.hub = hub;
        this.settings = settings;
        this.desk = floor.engine().margin();
        for (Market market : floor.engine().everyMarket()) {
            Watch watch = new Watch(floor.instrument(market), market);
            watch.state = state(market);
            watches.put(market, watch);
            aggregates.open(market);
        }
    }

    private static final class Watch {
        private final OkxInstrument of;
        private final Market market;
        private final Chain chain;
        private final Map<String, Candle> candles = new HashMap<>();
        private List<OrderBook.Level> top = List.of();
        private List<OrderBook.Level> few = List.of();
        private String state = "";
        private boolean moved;

        Watch(OkxInstrument of, Market market) {
            this.of = of;
            this.market = market;
            this.chain = new Chain(of, market);
        }

        private List<OrderBook.Level> best(int count) {
            List<OrderBook.Level> both = new ArrayList<>(market.book().levels(Side.BUY, count));
            both.addAll(market.book().levels(Side.SELL, count));
            return both;
        }

        boolean topMoved() {
            List<OrderBook.Level> now = best(1);
            boolean changed = !now.equals(top);
            top = now;
            return changed;
        }

        boolean fewMoved() {
            List<OrderBook.Level> now = best(TOP_LEVELS);
            boolean changed = !now.equals(few);
            few = now;
            return changed;
        }
    }

    @Override
    public void on(EngineEvent event) {
        if (event instanceof EngineEvent.TradePrinted(Market market, Trade trade)) {
            Watch watch = watch(market);
            watch.moved = true;
            publish("aggTrade", watch, "trades-all", () -> MarketWords.trade(watch.of, trade));
            List<AggregateTrades.Aggregate> finished = new ArrayList<>(1);
            aggregates.add(market, trade, finished);
            trades(watch, finished);
        } else if (event instanceof EngineEvent.OrderFilled(Order order, Fill fill)
                && OrderWords.isLiquidation(order)) {
            liquidations.add(order);
            liquidated.add(fill);
        }
    }

    @Override
    public void commandDone(List<Market> touched) {
        for (Market market : touched) {
            Watch watch = watch(market);
            List<AggregateTrades.Aggregate> finished = new ArrayList<>(1);
            aggregates.finish(market, finished);
            trades(watch, finished);
            if (watch.topMoved()) {
                watch.moved = true;
                publish("bookTicker", watch, "bbo-tbt", () -> top(watch, 1));
            }
        }
        for (int i = 0; i < liquidations.size(); i++) {
            liquidation(liquidations.get(i), liquidated.get(i));
        }
        liquidations.clear();
        liquidated.clear();
    }

    @Override
    public boolean knows(String instId) {
        return floor.engine().market(instId) != null;
    }

    @Override
    public void join(String topic, TopicHub.Ear ear) {
        hub.join(topic, ear);
    }

    @Override
    public void leave(String topic, TopicHub.Ear ear) {
        hub.leave(topic, ear);
    }

    /** Every tenth of a second: books and tickers; every second and slower: everything else. */
    @Override
    public void tick() {
        ticks++;
        if (sequenceResets != settings.sequenceResets()) {
            sequenceResets = settings.sequenceResets();
            watches.values().forEach(watch -> watch.chain.reset());
        }
        boolean second = ticks % TICKS_PER_SECOND == 0;
        for (Watch watch : watches.values()) {
            state(watch);
            if (!floor.engine().lists(watch.market)) {
                continue;
            }
            book(watch);
            if (watch.fewMoved()) {
                publish("partialDepth", watch, "books5", () -> top(watch, TOP_LEVELS));
            }
            if (watch.moved) {
                watch.moved = false;
                publish("ticker", watch, "tickers", () -> ticker(watch));
            }
            if (second) {
                publish("markPrice", watch, "mark-price", () -> mark(watch));
                publish("indexPrice", watch, "index-tickers", () -> index(watch));
                publish("priceLimit", watch, "price-limit", () -> limit(watch));
                candles(watch);
            }
            if (ticks % INTEREST_TICKS == 0 && watch.of.isSwap()) {
                publish("openInterest", watch, "open-interest", () -> interest(watch));
            }
            if (ticks % FUNDING_TICKS == 0 && watch.of.isSwap()) {
                publish("fundingRate", watch, "funding-rate", () -> funding(watch));
            }
        }
    }

    @Override
    public List<String> welcome(JsonNode arg) {
        String channel = arg.path("channel").asText();
        if (channel.equals("instruments")) {
            String topic = Topics.ofType(channel, arg.path("instType").asText());
            StringBuilder all = new StringBuilder();
            for (Watch watch : watches.values()) {
                if (watch.of.instType().equals(arg.path("instType").asText())
                        && floor.engine().lists(watch.market)) {
                    all.append(all.isEmpty() ? "" : ",");
                    all.append(InstrumentWords.instrument(watch.of, watch.market));
                }
            }
            return List.of(Topics.message(topic, all.toString()));
        }
        Market market = floor.engine().market(arg.path("instId").asText());
        if (market == null) {
            return List.of();
        }
        Watch watch = watch(market);
        String topic = Topics.of(channel, watch.of.instId());
        if (channel.equals("books")) {
            book(watch);
            return List.of(
                    Topics.bookMessage(topic, "snapshot", watch.chain.snapshot(floor.millis())));
        }
        JsonNode first = first(watch, channel);
        return first == null ? List.of() : List.of(Topics.message(topic, first.toString()));
    }

    private @Nullable JsonNode first(Watch watch, String channel) {
        return switch (channel) {
            case "tickers" -> ticker(watch);
            case "books5" -> top(watch, TOP_LEVELS);
            case "bbo-tbt" -> top(watch, 1);
            case "mark-price" -> mark(watch);
            case "index-tickers" -> index(watch);
            case "price-limit" -> limit(watch);
            case "open-interest" -> watch.of.isSwap() ? interest(watch) : null;
            case "funding-rate" -> watch.of.isSwap() ? funding(watch) : null;
            case "trades" -> lastTrade(watch);
            default -> {
                Interval bar = Bars.named(Topics.bar(channel));
                yield bar == null ? null : candle(watch, channel, current(watch, bar), false);
            }
        };
    }

    private @Nullable JsonNode lastTrade(Watch watch) {
        List<Trade> last = new TradeTape(watch.market).latest(1);
        return last.isEmpty()
                ? null
                : MarketWords.trade(watch.of, last.getFirst())
                        .put("count", "1")
                        .put("seqId", watch.chain.seqId());
    }

    private void book(Watch watch) {
        String topic = Topics.of("books", watch.of.instId());
        watch.chain
                .next(floor.millis(), settings.keepAliveMillis())
                .ifPresent(
                        update ->
                                hub.publish(
                                        "depth",
                                        watch.market,
                                        topic,
                                        form -> Topics.bookMessage(topic, "update", update)));
    }

    private ObjectNode top(Watch watch, int depth) {
        return MarketWords.book(watch.of, watch.market, depth, floor.millis())
                .put("instId", watch.of.instId())
                .put("seqId", watch.chain.seqId());
    }

    private ObjectNode ticker(Watch watch) {
        return MarketWords.ticker(watch.of, watch.market, floor.millis());
    }

    private ObjectNode mark(Watch watch) {
        return MarketWords.markPrice(watch.of, watch.market, desk, floor.millis());
    }

    private ObjectNode index(Watch watch) {
        return MarketWords.indexTicker(watch.of, watch.market, desk, floor.millis());
    }

    private ObjectNode limit(Watch watch) {
        return MarketWords.priceLimit(watch.of, watch.market, floor.millis());
    }

    private ObjectNode interest(Watch watch) {
        return MarketWords.openInterest(watch.of, watch.market, floor.millis());
    }

    private ObjectNode funding(Watch watch) {
        return MarketWords.funding(watch.of, watch.market, floor.millis());
    }

    private void trades(Watch watch, List<AggregateTrades.Aggregate> finished) {
        for (AggregateTrades.Aggregate joined : finished) {
            long count = joined.lastTradeId() - joined.firstTradeId() + 1;
            publish(
                    "trade",
                    watch,
                    "trades",
                    () ->
                            MarketWords.trade(
                                            watch.of,
                                            new Trade(
                                                    joined.lastTradeId(),
                                                    joined.price(),
                                                    joined.quantity(),
                                                    0,
                                                    0,
                                                    joined.buyerIsMaker(),
                                                    joined.micros()))
                                    .put("count", Long.toString(count))
                                    .put("seqId", watch.chain.seqId()));
        }
    }

    private void state(Watch watch) {
        String now = state(watch.market);
        if (now.equals(watch.state)) {
            return;
        }
        watch.state = now;
        String topic = Topics.ofType("instruments", watch.of.instType());
        hub.publish(
                "instruments",
                watch.market,
                topic,
                form ->
                        Topics.message(
                                topic,
                                InstrumentWords.instrument(watch.of, watch.market)
                                        .put("state", now)
                                        .toString()));
    }

    /** A market that is not listed any more is told of as one that is suspended. */
    private String state(Market market) {
        return floor.engine().lists(market) ? InstrumentWords.state(market) : "suspend";
    }

    private void candles(Watch watch) {
        for (String prefix : List.of(Topics.CANDLE, Topics.MARK_CANDLE, Topics.INDEX_CANDLE)) {
            String begin = "{\"channel\":\"" + prefix;
            for (String topic : hub.wanted(begin)) {
                if (topic.endsWith("\"instId\":\"" + watch.of.instId() + "\"}")) {
                    String rest = topic.substring(begin.length());
                    candles(watch, topic, prefix + rest.substring(0, rest.indexOf('"')));
                }
            }
        }
    }

    private void candles(Watch watch, String topic, String channel) {
        Interval bar = Bars.named(Topics.bar(channel));
        if (bar == null) {
            return;
        }
        Candle current = current(watch, bar);
        Candle last = watch.candles.put(topic, current);
        if (last != null && last.openMillis() < current.openMillis()) {
            Candle closed = Klines.candle(watch.market, bar, last.openMillis(), floor.millis());
            publish("kline", watch, channel, () -> candle(watch, channel, closed, true));
        }
        if (!current.equals(last)) {
            publish("kline", watch, channel, () -> candle(watch, channel, current, false));
        }
    }

    private Candle current(Watch watch, Interval bar) {
        long now = floor.millis();
        return Klines.candle(watch.market, bar, bar.openMillis(now), now);
    }

    private static JsonNode candle(Watch watch, String channel, Candle candle, boolean closed) {
        return channel.startsWith(Topics.CANDLE)
                ? MarketWords.candle(watch.of, candle, closed)
                : MarketWords.priceCandle(watch.of, candle, closed);
    }

    private void liquidation(Order order, Fill fill) {
        OkxInstrument of = floor.instrument(order.market());
        ObjectNode json = WireJson.object();
        json.putArray("details")
                .addObject()
                .put("bkLoss", "0")
                .put("bkPx", of.price(fill.price()))
                .put("ccy", "")
                .put("posSide", order.side() == Side.SELL ? "long" : "short")
                .put("side", OrderWords.side(order.side()))
                .put("sz", of.size(fill.quantity()))
                .put("ts", OkxText.millis(fill.micros()));
        json.put("instFamily", of.pair()).put("instId", of.instId());
        json.put("instType", of.instType()).put("uly", of.pair());
        String topic = Topics.ofType("liquidation-orders", of.instType());
        hub.publish(
                "forceOrder",
                order.market(),
                topic,
                form -> Topics.message(topic, json.toString()));
    }

    private void publish(
            String kind, Watch watch, String channel, Supplier<? extends JsonNode> data) {
        String topic = Topics.of(channel, watch.of.instId());
        hub.publish(
                kind, watch.market, topic, form -> Topics.message(topic, data.get().toString()));
    }

    private Watch watch(Market market) {
        Watch watch = watches.get(market);
        if (watch == null) {
            throw new IllegalStateException(market.listing().symbol() + " is not watched");
        }
        return watch;
    }
}
