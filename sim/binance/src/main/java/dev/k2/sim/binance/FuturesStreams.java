package dev.k2.sim.binance;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.AggregateTrades;
import dev.k2.sim.BookChanges;
import dev.k2.sim.Candle;
import dev.k2.sim.EngineEvent;
import dev.k2.sim.EngineListener;
import dev.k2.sim.Interval;
import dev.k2.sim.Klines;
import dev.k2.sim.MarginDesk;
import dev.k2.sim.Market;
import dev.k2.sim.Order;
import dev.k2.sim.Side;
import dev.k2.sim.Trade;
import dev.k2.sim.WireJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Turns what happens in the contracts into the futures' streams, each at its own pace. */
final class FuturesStreams implements EngineListener {
    private static final int TICKS_PER_SECOND = 10;
    private static final int[] PARTIAL_LEVELS = {5, 10, 20};
    private static final String COIN_BASE = "BTCUSDT";

    private final BinanceFloor floor;
    private final StreamHub hub;
    private final MarginDesk desk;
    private final AggregateTrades aggregates;
    private final Map<Market, Watch> watches = new LinkedHashMap<>();
    private final Map<Market, Order> liquidated = new LinkedHashMap<>();
    private long ticks;

    FuturesStreams(BinanceFloor floor, StreamHub hub, AggregateTrades aggregates) {
        this.floor = floor;
        this.hub = hub;
        this.desk = floor.engine().margin();
        this.aggregates = aggregates;
        for (Market market : floor.everyMarket()) {
            watches.put(market, new Watch(market));
            aggregates.open(market);
        }
    }

    /** A book stream of one speed; each event names the last id of the one before. */
    private static final class Pace {
        private final List<String> speeds;
        private final BookChanges changes;
        private long previous;

        Pace(Market market, String... speeds) {
            this.speeds = List.of(speeds);
            this.changes = market.book().watch();
            this.previous = market.book().updateId();
        }
    }

    private static final class Watch {
        private final Market market;
        private final String prefix;
        private final Pace fast;
        private final Pace usual;
        private final Pace slow;
        private final Map<String, Candle> candles = new HashMap<>();
        private long bid;
        private long bidQuantity;
        private long ask;
        private long askQuantity;
        private boolean traded;

        Watch(Market market) {
            this.market = market;
            this.prefix = market.listing().symbol().toLowerCase(Locale.ROOT);
            this.fast = new Pace(market, "@100ms", "@0ms");
            this.usual = new Pace(market, "", "@250ms");
            this.slow = new Pace(market, "@500ms");
        }

        boolean topMoved() {
            long newBid = market.book().bestBid();
            long newAsk = market.book().bestAsk();
            long newBidQuantity = market.book().quantityAt(Side.BUY, newBid);
            long newAskQuantity = market.book().quantityAt(Side.SELL, newAsk);
            boolean moved =
                    newBid != bid
                            || newAsk != ask
                            || newBidQuantity != bidQuantity
                            || newAskQuantity != askQuantity;
            bid = newBid;
            ask = newAsk;
            bidQuantity = newBidQuantity;
            askQuantity = newAskQuantity;
            return moved;
        }
    }

    @Override
    public void on(EngineEvent event) {
        if (event instanceof EngineEvent.TradePrinted(Market market, Trade trade)) {
            Watch watch = watch(market);
            watch.traded = true;
            hub.publish(
                    "trade",
                    market,
                    watch.prefix + "@trade",
                    micros -> FuturesMarketWords.tradeEvent(market.listing(), trade, now()));
            List<AggregateTrades.Aggregate> finished = new ArrayList<>(1);
            aggregates.add(market, trade, finished);
            publish(watch, finished);
        } else if (event instanceof EngineEvent.OrderFilled filled
                && filled.order().clientOrderId().startsWith(MarginDesk.LIQUIDATION_PREFIX)) {
            liquidated.put(filled.order().market(), filled.order());
        }
    }

    @Override
    public void commandDone(List<Market> touched) {
        for (Market market : touched) {
            Watch watch = watch(market);
            List<AggregateTrades.Aggregate> finished = new ArrayList<>(1);
            aggregates.finish(market, finished);
            publish(watch, finished);
            if (watch.topMoved()) {
                StreamHub.Message top = m -> FuturesMarketWords.top(market, now()).toString();
                hub.publish("bookTicker", market, watch.prefix + "@bookTicker", top);
                hub.publish("bookTicker", market, "!bookTicker", top);
            }
        }
    }

    /** Every tenth of a second: books; every second: everything else. */
    void tick() {
        ticks++;
        boolean second = ticks % TICKS_PER_SECOND == 0;
        for (Watch watch : watches.values()) {
            if (!floor.lists(watch.market)) {
                continue;
            }
            book(watch, watch.fast);
            if (ticks % 5 == 0 || ticks % 5 == 2) {
                book(watch, watch.usual);
            }
            if (ticks % 5 == 0) {
                book(watch, watch.slow);
            }
            if (second) {
                candles(watch, watch.prefix + "@kline_", false);
                candles(watch, watch.prefix + "_perpetual@continuousKline_", true);
                tickers(watch);
                mark(watch);
            }
        }
        if (second) {
            allMarkets();
            liquidations();
            watches.values().forEach(watch -> watch.traded = false);
        }
    }

    private void publish(Watch watch, List<AggregateTrades.Aggregate> finished) {
        for (AggregateTrades.Aggregate trade : finished) {
            hub.publish(
                    "aggTrade",
                    watch.market,
                    watch.prefix + "@aggTrade",
                    micros ->
                            FuturesMarketWords.aggregateEvent(
                                    watch.market.listing(), trade, now()));
        }
    }

    private void book(Watch watch, Pace pace) {
        Optional<BookChanges.Delta> changed = pace.changes.drain();
        if (changed.isEmpty()) {
            return;
        }
        BookChanges.Delta delta = changed.get();
        long previous = pace.previous;
        pace.previous = delta.lastUpdateId();
        Market market = watch.market;
        for (String speed : pace.speeds) {
            hub.publish(
                    "depth",
                    market,
                    watch.prefix + "@depth" + speed,
                    m -> FuturesMarketWords.delta(market.listing(), delta, previous, now()));
            for (int levels : PARTIAL_LEVELS) {
                hub.publish(
                        "partialDepth",
                        market,
                        watch.prefix + "@depth" + levels + speed,
                        m -> FuturesMarketWords.partial(market, delta, previous, levels, now()));
            }
            hub.publish(
                    "rpiDepth",
                    market,
                    watch.prefix + "@rpiDepth" + speed,
                    m -> FuturesMarketWords.delta(market.listing(), delta, previous, now()));
        }
    }

    private void candles(Watch watch, String prefix, boolean continuous) {
        for (String stream : hub.wanted(prefix)) {
            String name = stream.substring(prefix.length());
            if (!IntervalNames.known(name) || name.equals("1s")) {
                continue;
            }
            Interval interval = IntervalNames.named(name, "0");
            long open = interval.openMillis(now());
            Candle last = watch.candles.get(stream);
            if (last != null && last.openMillis() < open) {
                Candle closed = Klines.candle(watch.market, interval, last.openMillis(), now());
                candle(watch, stream, interval, closed, true, continuous);
            }
            Candle current = Klines.candle(watch.market, interval, open, now());
            if (!current.equals(last)) {
                candle(watch, stream, interval, current, false, continuous);
            }
            watch.candles.put(stream, current);
        }
    }

    private void candle(
            Watch watch,
            String stream,
            Interval interval,
            Candle candle,
            boolean closed,
            boolean continuous) {
        hub.publish(
                "kline",
                watch.market,
                stream,
                m ->
                        continuous
                                ? FuturesMarketWords.continuousKlineEvent(
                                        watch.market.listing(), candle, interval, closed, now())
                                : FuturesMarketWords.klineEvent(
                                        watch.market.listing(), candle, interval, closed, now()));
    }

    private void tickers(Watch watch) {
        if (watch.traded) {
            hub.publish(
                    "ticker",
                    watch.market,
                    watch.prefix + "@ticker",
                    m -> FuturesMarketWords.dayEvent(watch.market, now()).toString());
            hub.publish(
                    "miniTicker",
                    watch.market,
                    watch.prefix + "@miniTicker",
                    m -> FuturesMarketWords.miniEvent(watch.market, now()).toString());
        }
    }

    private void mark(Watch watch) {
        StreamHub.Message message =
                m -> FuturesMarketWords.markEvent(desk, watch.market, now()).toString();
        hub.publish("markPrice", watch.market, watch.prefix + "@markPrice@1s", message);
        if (thirdSecond()) {
            hub.publish("markPrice", watch.market, watch.prefix + "@markPrice", message);
        }
    }

    /** The streams of all markets, which carry a coin-margined contract too. */
    private void allMarkets() {
        List<Market> traded = new ArrayList<>();
        for (Watch watch : watches.values()) {
            if (watch.traded && floor.lists(watch.market)) {
                traded.add(watch.market);
            }
        }
        all("ticker", "!ticker@arr", traded, market -> FuturesMarketWords.dayEvent(market, now()));
        all(
                "miniTicker",
                "!miniTicker@arr",
                traded,
                market -> FuturesMarketWords.miniEvent(market, now()));
        List<Market> every = List.copyOf(floor.markets());
        all(
                "markPrice",
                "!markPrice@arr@1s",
                every,
                market -> FuturesMarketWords.markEvent(desk, market, now()));
        if (thirdSecond()) {
            all(
                    "markPrice",
                    "!markPrice@arr",
                    every,
                    market -> FuturesMarketWords.markEvent(desk, market, now()));
        }
        Market coin = coinBase();
        hub.publish(
                "bookTicker",
                coin,
                "!bookTicker",
                m ->
                        FuturesMarketWords.asCoinMargined(
                                        FuturesMarketWords.top(coin, now()), coin.listing())
                                .toString());
    }

    /** The market that stands for a coin-margined one, whether it is listed or not. */
    private Market coinBase() {
        return watches.keySet().stream()
                .filter(market -> market.listing().symbol().equals(COIN_BASE))
                .findFirst()
                .orElseThrow();
    }

    private interface Described {
        ObjectNode of(Market market);
    }

    private void all(String kind, String stream, List<Market> markets, Described described) {
        if (markets.isEmpty() || !hub.isWanted(stream)) {
            return;
        }
        hub.publish(
                kind,
                null,
                stream,
                m -> {
                    ArrayNode rows = WireJson.array();
                    markets.forEach(market -> rows.add(described.of(market)));
                    Market coin = coinBase();
                    rows.add(FuturesMarketWords.asCoinMargined(described.of(coin), coin.listing()));
                    return rows.toString();
                });
    }

    /** At most the latest liquidation of each contract in a second. */
    private void liquidations() {
        liquidated.forEach(
                (market, order) -> {
                    String event = FuturesEventWords.forceOrder(order, now()).toString();
                    hub.publish(
                            "forceOrder", market, watch(market).prefix + "@forceOrder", m -> event);
                    hub.publish("forceOrder", market, "!forceOrder@arr", m -> event);
                });
        liquidated.clear();
    }

    private boolean thirdSecond() {
        return ticks / TICKS_PER_SECOND % 3 == 0;
    }

    private long now() {
        return floor.micros() / 1000;
    }

    private Watch watch(Market market) {
        Watch watch = watches.get(market);
        if (watch == null) {
            throw new IllegalStateException(market.listing().symbol() + " is not watched");
        }
        return watch;
    }
}
