package dev.k2.sim.binance;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.AggregateTrades;
import dev.k2.sim.BookChanges;
import dev.k2.sim.Candle;
import dev.k2.sim.Interval;
import dev.k2.sim.Listing;
import dev.k2.sim.MarginDesk;
import dev.k2.sim.Market;
import dev.k2.sim.OrderBook;
import dev.k2.sim.Plain;
import dev.k2.sim.Side;
import dev.k2.sim.Trade;
import dev.k2.sim.WireJson;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** Books, trades, candles and prices in the futures' words. Pure. */
final class FuturesMarketWords {
    /**
     * Update ids on the wire are the engine's times three, so that the first id of an event is never the last of the event
     * before plus one, as it never is at the real futures.
     */
    private static final long UPDATE_STEP = 3;

    private static final BigDecimal HUNDRED = new BigDecimal(100);
    private static final int USD_M = 1;

    private FuturesMarketWords() {}

    static long updateId(Market market) {
        return market.book().updateId() * UPDATE_STEP;
    }

    static ObjectNode snapshot(Market market, int levels, long now) {
        ObjectNode node =
                WireJson.object().put("lastUpdateId", updateId(market)).put("E", now).put("T", now);
        levels(node.putArray("bids"), market.listing(), market.book().levels(Side.BUY, levels));
        levels(node.putArray("asks"), market.listing(), market.book().levels(Side.SELL, levels));
        return node;
    }

    static String delta(Listing listing, BookChanges.Delta delta, long previous, long now) {
        ObjectNode node = depth(listing, delta, previous, now);
        levels(node.putArray("b"), listing, delta.bids());
        levels(node.putArray("a"), listing, delta.asks());
        return node.toString();
    }

    static String partial(
            Market market, BookChanges.Delta delta, long previous, int levels, long now) {
        Listing listing = market.listing();
        ObjectNode node = depth(listing, delta, previous, now);
        levels(node.putArray("b"), listing, market.book().levels(Side.BUY, levels));
        levels(node.putArray("a"), listing, market.book().levels(Side.SELL, levels));
        return node.toString();
    }

    private static ObjectNode depth(
            Listing listing, BookChanges.Delta delta, long previous, long now) {
        return WireJson.object()
                .put("e", "depthUpdate")
                .put("E", now)
                .put("T", now)
                .put("s", listing.symbol())
                .put("ps", listing.symbol())
                .put("st", USD_M)
                .put("U", delta.firstUpdateId() * UPDATE_STEP)
                .put("u", delta.lastUpdateId() * UPDATE_STEP)
                .put("pu", previous * UPDATE_STEP);
    }

    static ObjectNode top(Market market, long now) {
        ObjectNode node =
                WireJson.object()
                        .put("e", "bookTicker")
                        .put("u", updateId(market))
                        .put("s", market.listing().symbol())
                        .put("ps", market.listing().symbol())
                        .put("st", USD_M);
        best(node, market, Side.BUY, "b", "B");
        best(node, market, Side.SELL, "a", "A");
        return node.put("T", now).put("E", now);
    }

    static ObjectNode book(Market market, long now) {
        ObjectNode node = WireJson.object().put("symbol", market.listing().symbol());
        best(node, market, Side.BUY, "bidPrice", "bidQty");
        best(node, market, Side.SELL, "askPrice", "askQty");
        return node.put("time", now).put("lastUpdateId", updateId(market));
    }

    static ObjectNode trade(Listing listing, Trade trade) {
        return WireJson.object()
                .put("id", trade.id())
                .put("price", Plain.price(listing, trade.price()))
                .put("qty", Plain.quantity(listing, trade.quantity()))
                .put("quoteQty", value(listing, trade.price(), trade.quantity()))
                .put("time", trade.micros() / 1000)
                .put("isBuyerMaker", trade.buyerIsMaker())
                .put("isRPITrade", false);
    }

    static ObjectNode aggregate(Listing listing, AggregateTrades.Aggregate trade) {
        return WireJson.object()
                .put("a", trade.id())
                .put("p", Plain.price(listing, trade.price()))
                .put("q", Plain.quantity(listing, trade.quantity()))
                .put("nq", Plain.quantity(listing, trade.quantity()))
                .put("f", trade.firstTradeId())
                .put("l", trade.lastTradeId())
                .put("T", trade.micros() / 1000)
                .put("m", trade.buyerIsMaker());
    }

    static String aggregateEvent(Listing listing, AggregateTrades.Aggregate trade, long now) {
        return event("aggTrade", listing, now).setAll(aggregate(listing, trade)).toString();
    }

    static String tradeEvent(Listing listing, Trade trade, long now) {
        return event("trade", listing, now)
                .put("T", trade.micros() / 1000)
                .put("t", trade.id())
                .put("p", Plain.price(listing, trade.price()))
                .put("q", Plain.quantity(listing, trade.quantity()))
                .put("X", "MARKET")
                .put("m", trade.buyerIsMaker())
                .toString();
    }

    static ArrayNode kline(Listing listing, Candle candle, Interval interval) {
        return WireJson.array()
                .add(candle.openMillis())
                .add(Plain.price(listing, candle.open()))
                .add(Plain.price(listing, candle.high()))
                .add(Plain.price(listing, candle.low()))
                .add(Plain.price(listing, candle.close()))
                .add(Plain.quantity(listing, candle.volume()))
                .add(interval.closeMillis(candle.openMillis()))
                .add(candle.quoteVolume().toPlainString())
                .add(candle.trades())
                .add(Plain.quantity(listing, candle.takerVolume()))
                .add(candle.takerQuoteVolume().toPlainString())
                .add("0");
    }

    /** A candle of prices that nobody trades at: its volumes say nothing. */
    static ArrayNode priceKline(Candle candle, Interval interval, BigDecimal[] prices) {
        ArrayNode node = WireJson.array().add(candle.openMillis());
        for (BigDecimal price : prices) {
            node.add(Eight.of(price));
        }
        return node.add("0")
                .add(interval.closeMillis(candle.openMillis()))
                .add("0")
                .add(60)
                .add("0")
                .add("0")
                .add("0");
    }

    static ObjectNode klineBody(Listing listing, Candle candle, Interval interval, boolean closed) {
        return WireJson.object()
                .put("t", candle.openMillis())
                .put("T", interval.closeMillis(candle.openMillis()))
                .put("s", listing.symbol())
                .put("i", interval.name())
                .put("f", candle.firstId())
                .put("L", candle.lastId())
                .put("o", Plain.price(listing, candle.open()))
                .put("c", Plain.price(listing, candle.close()))
                .put("h", Plain.price(listing, candle.high()))
                .put("l", Plain.price(listing, candle.low()))
                .put("v", Plain.quantity(listing, candle.volume()))
                .put("n", candle.trades())
                .put("x", closed)
                .put("q", candle.quoteVolume().toPlainString())
                .put("V", Plain.quantity(listing, candle.takerVolume()))
                .put("Q", candle.takerQuoteVolume().toPlainString())
                .put("B", "0");
    }

    static String klineEvent(
            Listing listing, Candle candle, Interval interval, boolean closed, long now) {
        ObjectNode event = event("kline", listing, now);
        event.set("k", klineBody(listing, candle, interval, closed));
        return event.toString();
    }

    static String continuousKlineEvent(
            Listing listing, Candle candle, Interval interval, boolean closed, long now) {
        ObjectNode event =
                WireJson.object()
                        .put("e", "continuous_kline")
                        .put("E", now)
                        .put("ps", listing.symbol())
                        .put("ct", "PERPETUAL")
                        .put("st", USD_M);
        ObjectNode body = klineBody(listing, candle, interval, closed);
        body.remove("s");
        event.set("k", body);
        return event.toString();
    }

    static ObjectNode day(Market market, long now) {
        Listing listing = market.listing();
        Candle day = market.candles().lastDay(now);
        ObjectNode node = WireJson.object().put("symbol", listing.symbol());
        change(node, listing, day, "priceChange", "priceChangePercent", "weightedAvgPrice");
        return node.put("lastPrice", Plain.price(listing, market.lastPrice()))
                .put("lastQty", Plain.quantity(listing, market.lastQuantity()))
                .put("openPrice", Plain.price(listing, day.open()))
                .put("highPrice", Plain.price(listing, day.high()))
                .put("lowPrice", Plain.price(listing, day.low()))
                .put("volume", Plain.quantity(listing, day.volume()))
                .put("quoteVolume", day.quoteVolume().toPlainString())
                .put("openTime", now - Interval.DAY)
                .put("closeTime", now)
                .put("firstId", day.firstId())
                .put("lastId", day.lastId())
                .put("count", day.trades());
    }

    static ObjectNode dayEvent(Market market, long now) {
        Listing listing = market.listing();
        Candle day = market.candles().lastDay(now);
        ObjectNode node = event("24hrTicker", listing, now).put("ps", listing.symbol());
        change(node, listing, day, "p", "P", "w");
        return node.put("c", Plain.price(listing, market.lastPrice()))
                .put("Q", Plain.quantity(listing, market.lastQuantity()))
                .put("o", Plain.price(listing, day.open()))
                .put("h", Plain.price(listing, day.high()))
                .put("l", Plain.price(listing, day.low()))
                .put("v", Plain.quantity(listing, day.volume()))
                .put("q", day.quoteVolume().toPlainString())
                .put("O", now - Interval.DAY)
                .put("C", now)
                .put("F", day.firstId())
                .put("L", day.lastId())
                .put("n", day.trades());
    }

    static ObjectNode miniEvent(Market market, long now) {
        Listing listing = market.listing();
        Candle day = market.candles().lastDay(now);
        return event("24hrMiniTicker", listing, now)
                .put("ps", listing.symbol())
                .put("c", Plain.price(listing, market.lastPrice()))
                .put("o", Plain.price(listing, day.open()))
                .put("h", Plain.price(listing, day.high()))
                .put("l", Plain.price(listing, day.low()))
                .put("v", Plain.quantity(listing, day.volume()))
                .put("q", day.quoteVolume().toPlainString());
    }

    static ObjectNode markEvent(MarginDesk desk, Market market, long now) {
        BigDecimal mark = desk.marks().mark(market);
        long next = MarginDesk.nextFunding(now);
        return event("markPriceUpdate", market.listing(), now)
                .put("p", Eight.of(mark))
                .put("ap", Eight.of(mark))
                .put("P", Eight.of(desk.marks().index(market)))
                .put("i", Eight.of(desk.marks().index(market)))
                .put("r", Eight.of(MarginDesk.fundingRate(market, next)))
                .put("T", next);
    }

    /** The same as a coin-margined contract would have it, for streams that carry both products. */
    static ObjectNode asCoinMargined(ObjectNode event, Listing listing) {
        return event.deepCopy()
                .put("s", listing.base() + "USD_PERP")
                .put("ps", listing.base() + "USD")
                .put("st", 2);
    }

    static ObjectNode premium(MarginDesk desk, Market market, long now) {
        long next = MarginDesk.nextFunding(now);
        return WireJson.object()
                .put("symbol", market.listing().symbol())
                .put("markPrice", Eight.of(desk.marks().mark(market)))
                .put("indexPrice", Eight.of(desk.marks().index(market)))
                .put("estimatedSettlePrice", Eight.of(desk.marks().index(market)))
                .put("lastFundingRate", Eight.of(MarginDesk.fundingRate(market, next)))
                .put("interestRate", "0.00010000")
                .put("nextFundingTime", next)
                .put("time", now);
    }

    static ObjectNode event(String name, Listing listing, long now) {
        return WireJson.object()
                .put("e", name)
                .put("E", now)
                .put("s", listing.symbol())
                .put("st", USD_M);
    }

    static String value(Listing listing, long price, long quantity) {
        return Plain.quote(listing, Math.multiplyExact(price, quantity));
    }

    private static void best(
            ObjectNode node, Market market, Side side, String price, String quantity) {
        Listing listing = market.listing();
        long best = market.book().best(side);
        node.put(price, Plain.price(listing, best))
                .put(quantity, Plain.quantity(listing, market.book().quantityAt(side, best)));
    }

    private static void levels(ArrayNode into, Listing listing, List<OrderBook.Level> levels) {
        for (OrderBook.Level level : levels) {
            into.addArray()
                    .add(Plain.price(listing, level.price()))
                    .add(Plain.quantity(listing, level.quantity()));
        }
    }

    private static void change(
            ObjectNode node,
            Listing listing,
            Candle candle,
            String change,
            String percent,
            String average) {
        BigDecimal open = listing.price(candle.open());
        BigDecimal moved = listing.price(candle.close() - candle.open());
        BigDecimal volume = listing.quantity(candle.volume());
        BigDecimal mean =
                volume.signum() == 0
                        ? open
                        : candle.quoteVolume()
                                .divide(volume, listing.priceScale(), RoundingMode.HALF_UP);
        node.put(change, moved.toPlainString())
                .put(
                        percent,
                        moved.multiply(HUNDRED)
                                .divide(open, 3, RoundingMode.HALF_UP)
                                .toPlainString())
                .put(average, mean.toPlainString());
    }
}
