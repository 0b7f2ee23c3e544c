package dev.k2.sim.binance;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.k2.sim.AggregateTrades;
import dev.k2.sim.BookChanges;
import dev.k2.sim.Candle;
import dev.k2.sim.EngineEvent;
import dev.k2.sim.EngineListener;
import dev.k2.sim.Interval;
import dev.k2.sim.Klines;
import dev.k2.sim.Market;
import dev.k2.sim.Side;
import dev.k2.sim.Trade;
import dev.k2.sim.WireJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Turns what happens in the markets into Binance's market streams, each at its own pace. */
final class MarketStreams implements EngineListener {
    private static final int TICKS_PER_SECOND = 10;
    private static final int[] PARTIAL_LEVELS = {5, 10, 20};
    private static final List<String> WINDOWS = List.of("1h", "4h", "1d");

    private final BinanceFloor floor;
    private final StreamHub hub;
    private final AggregateTrades aggregates;
    private final Map<Market, Watch> watches = new HashMap<>();
    private long ticks;

    MarketStreams(BinanceFloor floor, StreamHub hub, AggregateTrades aggregates) {
        this.floor = floor;
        this.hub = hub;
        this.aggregates = aggregates;
        for (Market market : floor.everyMarket()) {
            watches.put(market, new Watch(market));
            aggregates.open(market);
        }
    }

    private static final class Watch {
        private final Market market;
        private final String prefix;
        private final BookChanges fast;
        private final BookChanges slow;
        private final Map<Interval, Candle> candles = new HashMap<>();
        private long bid;
        private long bidQuantity;
        private long ask;
        private long askQuantity;
        private long lastTradeMicros;
        private boolean traded;
        private String average = "";

        Watch(Market market) {
            this.market = market;
            this.prefix = market.listing().symbol().toLowerCase(Locale.ROOT) + "@";
            this.fast = market.book().watch();
            this.slow = market.book().watch();
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
            watch.lastTradeMicros = trade.micros();
            hub.publish(
                    "trade",
                    market,
                    watch.prefix + "trade",
                    micros ->
                            TradeWords.tradeEvent(market.listing(), trade, floor.micros(), micros));
            List<AggregateTrades.Aggregate> finished = new ArrayList<>(1);
            aggregates.add(market, trade, finished);
            publish(watch, finished);
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
                hub.publish(
                        "bookTicker",
                        market,
                        watch.prefix + "bookTicker",
                        micros -> BookWords.top(market));
            }
        }
    }

    /** Every tenth of a second: books; every second: candles and tickers too. */
    void tick() {
        boolean second = ++ticks % TICKS_PER_SECOND == 0;
        for (Watch watch : watches.values()) {
            if (!floor.lists(watch.market)) {
                continue;
            }
            books(watch, second);
            if (second) {
                candles(watch);
                tickers(watch);
            }
        }
        if (second) {
            allTickers();
            watches.values().forEach(watch -> watch.traded = false);
        }
    }

    private void publish(Watch watch, List<AggregateTrades.Aggregate> finished) {
        for (AggregateTrades.Aggregate trade : finished) {
            hub.publish(
                    "aggTrade",
                    watch.market,
                    watch.prefix + "aggTrade",
                    micros ->
                            TradeWords.aggregateEvent(
                                    watch.market.listing(), trade, floor.micros(), micros));
        }
    }

    private void books(Watch watch, boolean second) {
        Market market = watch.market;
        Optional<BookChanges.Delta> fast = watch.fast.drain();
        fast.ifPresent(
                delta -> {
                    delta(watch, "depth@100ms", delta);
                    partial(watch, "@100ms");
                });
        if (second) {
            watch.slow
                    .drain()
                    .ifPresent(
                            delta -> {
                                delta(watch, "depth", delta);
                                delta(watch, "depth@1000ms", delta);
                                partial(watch, "");
                                partial(watch, "@1000ms");
                            });
        }
        if (fast.isPresent() && watch.topMoved()) {
            hub.publish(
                    "bookTicker",
                    market,
                    watch.prefix + "bookTicker",
                    micros -> BookWords.top(market));
        }
    }

    private void delta(Watch watch, String stream, BookChanges.Delta delta) {
        hub.publish(
                "depth",
                watch.market,
                watch.prefix + stream,
                micros ->
                        BookWords.delta(
                                watch.market.listing(),
                                delta,
                                BinanceTime.shown(floor.micros(), micros)));
    }

    private void partial(Watch watch, String speed) {
        for (int levels : PARTIAL_LEVELS) {
            hub.publish(
                    "partialDepth",
                    watch.market,
                    watch.prefix + "depth" + levels + speed,
                    micros -> BookWords.snapshot(watch.market, levels).toString());
        }
    }

    /** Candles come every second for 1s and every two seconds else, and once more when they close. */
    private void candles(Watch watch) {
        long now = floor.micros() / 1000;
        for (String stream : hub.wanted(watch.prefix + "kline_")) {
            String[] parts =
                    stream.substring(watch.prefix.length() + "kline_".length()).split("@", 2);
            if (!IntervalNames.known(parts[0])) {
                continue;
            }
            Interval interval = IntervalNames.named(parts[0], parts.length > 1 ? parts[1] : "0");
            long open = interval.openMillis(now);
            Candle last = watch.candles.get(interval);
            if (last != null && last.openMillis() < open) {
                candle(
                        watch,
                        stream,
                        interval,
                        Klines.candle(watch.market, interval, last.openMillis(), now),
                        true);
            }
            Candle current = Klines.candle(watch.market, interval, open, now);
            boolean due = interval.millis() == Interval.SECOND || ticks / TICKS_PER_SECOND % 2 == 0;
            if (due && (last == null || !last.equals(current))) {
                candle(watch, stream, interval, current, false);
            }
            watch.candles.put(interval, current);
        }
    }

    private void candle(
            Watch watch, String stream, Interval interval, Candle candle, boolean isClosed) {
        hub.publish(
                "kline",
                watch.market,
                stream,
                micros ->
                        TradeWords.klineEvent(
                                watch.market.listing(),
                                candle,
                                interval,
                                isClosed,
                                floor.micros(),
                                micros));
    }

    private void tickers(Watch watch) {
        if (watch.traded) {
            Market market = watch.market;
            long now = floor.micros();
            hub.publish(
                    "ticker",
                    market,
                    watch.prefix + "ticker",
                    micros -> TickerWords.dayEvent(market, now, micros).toString());
            hub.publish(
                    "miniTicker",
                    market,
                    watch.prefix + "miniTicker",
                    micros -> TickerWords.miniEvent(market, now, micros).toString());
            for (String window : WINDOWS) {
                hub.publish(
                        "ticker",
                        market,
                        watch.prefix + "ticker_" + window,
                        micros -> TickerWords.windowEvent(market, window, now, micros).toString());
            }
        }
        averagePrice(watch);
    }

    private void averagePrice(Watch watch) {
        String stream = watch.prefix + "avgPrice";
        if (!hub.isWanted(stream)) {
            return;
        }
        String average = Eight.of(floor.averagePrice(watch.market));
        if (!average.equals(watch.average)) {
            watch.average = average;
            hub.publish(
                    "avgPrice",
                    watch.market,
                    stream,
                    micros ->
                            WireJson.object()
                                    .put("e", "avgPrice")
                                    .put("E", BinanceTime.shown(floor.micros(), micros))
                                    .put("s", watch.market.listing().symbol())
                                    .put("i", SymbolRules.AVERAGE_MINUTES + "m")
                                    .put("w", average)
                                    .put("T", BinanceTime.shown(watch.lastTradeMicros, micros))
                                    .toString());
        }
    }

    private void allTickers() {
        long now = floor.micros();
        List<Market> traded = new ArrayList<>();
        for (Market market : floor.markets()) {
            if (watch(market).traded) {
                traded.add(market);
            }
        }
        if (traded.isEmpty()) {
            return;
        }
        hub.publish(
                "miniTicker",
                null,
                "!miniTicker@arr",
                micros -> {
                    ArrayNode all = WireJson.array();
                    traded.forEach(market -> all.add(TickerWords.miniEvent(market, now, micros)));
                    return all.toString();
                });
        for (String window : WINDOWS) {
            hub.publish(
                    "ticker",
                    null,
                    "!ticker_" + window + "@arr",
                    micros -> {
                        ArrayNode all = WireJson.array();
                        traded.forEach(
                                market ->
                                        all.add(
                                                TickerWords.windowEvent(
                                                        market, window, now, micros)));
                        return all.toString();
                    });
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
