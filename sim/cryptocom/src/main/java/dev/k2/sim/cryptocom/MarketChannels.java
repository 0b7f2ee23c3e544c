package dev.k2.sim.cryptocom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Candle;
import dev.k2.sim.EngineEvent;
import dev.k2.sim.EngineListener;
import dev.k2.sim.Interval;
import dev.k2.sim.Klines;
import dev.k2.sim.MarginDesk;
import dev.k2.sim.Market;
import dev.k2.sim.OrderBook;
import dev.k2.sim.Side;
import dev.k2.sim.TopicHub;
import dev.k2.sim.WireJson;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Turns what happens in the markets into the public channels, each at its own pace. */
final class MarketChannels implements EngineListener {
    private static final int TICKS_PER_SECOND = 10;
    private static final int WHOLE_BOOK_TICKS = 5;
    private static final int WHOLE_BOOK = 50;
    private static final int FIRST_CANDLES = 50;

    /** Long candles are reckoned from minutes, so that fewer of them are told at first. */
    private static final long FIRST_CANDLES_MILLIS = Interval.WEEK;

    private static final String WHOLE = "whole ";
    private final CryptocomFloor floor;
    private final TopicHub hub;
    private final Settings settings;
    private final MarginDesk desk;
    private final Map<Market, Watch> watches = new LinkedHashMap<>();
    private long ticks;

    MarketChannels(CryptocomFloor floor, TopicHub hub, Settings settings) {
        this.floor = floor;
        this.hub = hub;
        this.settings = settings;
        this.desk = floor.engine().margin();
        for (Market market : floor.engine().everyMarket()) {
            watches.put(market, new Watch(floor.instrument(market), market, floor.millis()));
        }
    }

    private static final class Watch {
        private final CryptocomInstrument of;
        private final Market market;
        private final List<ShownBook> books;
        private final Map<String, Candle> candles = new HashMap<>();
        private final ArrayNode trades = WireJson.array();
        private List<OrderBook.Level> top = List.of();
        private boolean moved;

        Watch(CryptocomInstrument of, Market market, long now) {
            this.of = of;
            this.market = market;
            this.books =
                    List.of(
                            new ShownBook(of, market, 10, now),
                            new ShownBook(of, market, WHOLE_BOOK, now));
        }

        ShownBook book(String depth) {
            return depth.equals("10") ? books.getFirst() : books.getLast();
        }

        boolean topMoved() {
            OrderBook book = market.book();
            List<OrderBook.Level> now =
                    List.of(
                            new OrderBook.Level(
                                    book.bestBid(), book.quantityAt(Side.BUY, book.bestBid())),
                            new OrderBook.Level(
                                    book.bestAsk(), book.quantityAt(Side.SELL, book.bestAsk())));
            boolean changed = !now.equals(top);
            top = now;
            return changed;
        }
    }

    @Override
    public void on(EngineEvent event) {
        if (event instanceof EngineEvent.TradePrinted(Market market, var trade)) {
            Watch watch = watch(market);
            watch.moved = true;
            if (hub.isWanted("trade." + watch.of.name())) {
                watch.trades.add(MarketWords.trade(watch.of, trade));
            }
        }
    }

    @Override
    public void commandDone(List<Market> touched) {
        for (Market market : touched) {
            Watch watch = watch(market);
            if (!watch.trades.isEmpty()) {
                ArrayNode rows = watch.trades.deepCopy();
                watch.trades.removeAll();
                String name = "trade." + watch.of.name();
                publish("trade", watch, name, name, () -> result(watch, name, "trade", rows));
            }
        }
    }

    /** The market of a channel, null when the channel has none that is listed. */
    @Nullable Market market(Channel channel) {
        return channel.kind().equals("index")
                ? indexed(channel.instrument())
                : floor.engine().market(channel.instrument());
    }

    private @Nullable Market indexed(String name) {
        Market market = floor.priced(name);
        boolean right = market != null && floor.instrument(market).index().equals(name);
        return right ? market : null;
    }

    void join(String topic, TopicHub.Ear ear) {
        hub.join(topic, ear);
    }

    void leave(String topic, TopicHub.Ear ear) {
        hub.leave(topic, ear);
    }

    /** What a subscription is told under: whole books are another topic than books that change. */
    static String topic(Channel channel, boolean whole) {
        return whole ? WHOLE + channel.subscription() : channel.subscription();
    }

    /** Every tenth of a second: books and tickers; every second: everything else. */
    void tick() {
        ticks++;
        boolean second = ticks % TICKS_PER_SECOND == 0;
        for (Watch watch : watches.values()) {
            if (!floor.engine().lists(watch.market)) {
                continue;
            }
            books(watch);
            if (watch.topMoved() || watch.moved) {
                watch.moved = false;
                every(watch, "ticker", "ticker");
            }
            if (second) {
                every(watch, "mark", "markPrice");
                every(watch, "index", "indexPrice");
                every(watch, "funding", "fundingRate");
                every(watch, "estimatedfunding", "fundingRate");
                candles(watch);
            }
        }
    }

    private void every(Watch watch, String kind, String fault) {
        String about = kind.equals("index") ? watch.of.index() : watch.of.name();
        String name = kind + "." + about;
        publish(fault, watch, name, name, () -> first(watch, kind, name));
    }

    private void books(Watch watch) {
        for (String depth : List.of("10", "50")) {
            String name = "book." + watch.of.name() + "." + depth;
            Supplier<ObjectNode> whole = () -> book(watch, name, "50", wholeBook(watch));
            if (hub.isWanted(name)) {
                flush(watch, depth);
            }
            if (ticks % WHOLE_BOOK_TICKS == 0) {
                publish("depth", watch, WHOLE + name, name, whole);
            }
        }
    }

    /** Tells what changed in a book. */
    private void flush(Watch watch, String depth) {
        String name = "book." + watch.of.name() + "." + depth;
        watch.book(depth)
                .next(floor.millis(), settings.idleBookMillis())
                .ifPresent(
                        update ->
                                publish(
                                        "depth",
                                        watch,
                                        name,
                                        name,
                                        () ->
                                                book(watch, name, depth, update)
                                                        .put("channel", "book.update")));
    }

    private ObjectNode wholeBook(Watch watch) {
        return MarketWords.book(watch.of, watch.market, WHOLE_BOOK, floor.millis())
                .put("tt", floor.millis())
                .put("u", floor.millis());
    }

    /** The whole book, after which the changes fit that are told from now on. */
    ObjectNode snapshot(Market market, Channel channel, boolean whole) {
        Watch watch = watch(market);
        if (whole) {
            return book(watch, channel.subscription(), "50", wholeBook(watch));
        }
        flush(watch, channel.detail());
        return book(
                watch,
                channel.subscription(),
                channel.detail(),
                watch.book(channel.detail()).snapshot(floor.millis()));
    }

    private static ObjectNode book(Watch watch, String name, String depth, ObjectNode data) {
        ObjectNode result = WireJson.object();
        result.put("instrument_name", watch.of.name()).put("subscription", name);
        result.put("channel", "book").put("depth", Integer.parseInt(depth));
        result.putArray("data").add(data);
        return result;
    }

    /** What is told first of a channel, null when one has to wait for news. */
    @Nullable ObjectNode first(Market market, Channel channel) {
        Watch watch = watch(market);
        if (!channel.kind().equals("candlestick")) {
            return first(watch, channel.kind(), channel.subscription());
        }
        Interval timeframe = Timeframes.named(channel.detail());
        if (timeframe == null) {
            return null;
        }
        ArrayNode rows = WireJson.array();
        Klines.find(market, timeframe, null, null, firstCandles(timeframe), floor.millis())
                .forEach(candle -> rows.add(MarketWords.candle(watch.of, candle)));
        return candles(watch, channel.subscription(), channel.detail(), rows);
    }

    private static int firstCandles(Interval timeframe) {
        long fit = timeframe.millis() == 0 ? 0 : FIRST_CANDLES_MILLIS / timeframe.millis();
        return Math.clamp(fit, 1, FIRST_CANDLES);
    }

    private ObjectNode first(Watch watch, String kind, String name) {
        long now = floor.millis();
        String index = watch.of.index();
        JsonNode row =
                switch (kind) {
                    case "ticker" -> MarketCalls.ticker(floor, watch.market);
                    case "mark" ->
                            MarketWords.value(MarketWords.mark(watch.of, watch.market, desk), now);
                    case "index" ->
                            MarketWords.value(MarketWords.index(watch.of, watch.market, desk), now);
                    case "funding", "estimatedfunding" ->
                            MarketWords.value(MarketWords.funding(watch.market, now), now);
                    default -> throw new IllegalStateException("nothing begins " + name);
                };
        return Frames.result(
                kind.equals("index") ? index : watch.of.name(),
                name,
                kind,
                WireJson.array().add(row));
    }

    private void candles(Watch watch) {
        for (String name : hub.wanted("candlestick.")) {
            Channel channel = Channel.of(name);
            Interval timeframe = channel == null ? null : Timeframes.named(channel.detail());
            if (channel == null
                    || timeframe == null
                    || !channel.instrument().equals(watch.of.name())) {
                continue;
            }
            long now = floor.millis();
            Candle candle = Klines.candle(watch.market, timeframe, timeframe.openMillis(now), now);
            if (!candle.equals(watch.candles.put(name, candle))) {
                ArrayNode rows = WireJson.array().add(MarketWords.candle(watch.of, candle));
                publish(
                        "kline",
                        watch,
                        name,
                        name,
                        () -> candles(watch, name, channel.detail(), rows));
            }
        }
    }

    private static ObjectNode candles(Watch watch, String name, String interval, ArrayNode rows) {
        return result(watch, name, "candlestick", rows).put("interval", interval);
    }

    private static ObjectNode result(Watch watch, String name, String channel, ArrayNode rows) {
        return Frames.result(watch.of.name(), name, channel, rows);
    }

    private void publish(
            String fault, Watch watch, String topic, String name, Supplier<ObjectNode> result) {
        if (!name.isEmpty()) {
            hub.publish(
                    fault,
                    watch.market,
                    topic,
                    form -> Frames.data(Frames.UNASKED, result.get()).toString());
        }
    }

    private Watch watch(Market market) {
        Watch watch = watches.get(market);
        if (watch == null) {
            throw new IllegalStateException(market.listing().symbol() + " is not watched");
        }
        return watch;
    }
}
