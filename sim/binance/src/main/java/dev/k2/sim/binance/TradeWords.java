package dev.k2.sim.binance;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.AggregateTrades;
import dev.k2.sim.Candle;
import dev.k2.sim.Interval;
import dev.k2.sim.Listing;
import dev.k2.sim.Trade;
import dev.k2.sim.WireJson;

/** Trades and candles in Binance's words. Pure. */
final class TradeWords {
    private TradeWords() {}

    static ObjectNode trade(Listing listing, Trade trade, boolean micros) {
        return WireJson.object()
                .put("id", trade.id())
                .put("price", Eight.of(trade.price(), listing.priceScale()))
                .put("qty", Eight.of(trade.quantity(), listing.quantityScale()))
                .put(
                        "quoteQty",
                        Eight.of(
                                Math.multiplyExact(trade.price(), trade.quantity()),
                                listing.quoteScale()))
                .put("time", BinanceTime.shown(trade.micros(), micros))
                .put("isBuyerMaker", trade.buyerIsMaker())
                .put("isBestMatch", true);
    }

    static ObjectNode aggregate(Listing listing, AggregateTrades.Aggregate trade, boolean micros) {
        return WireJson.object()
                .put("a", trade.id())
                .put("p", Eight.of(trade.price(), listing.priceScale()))
                .put("q", Eight.of(trade.quantity(), listing.quantityScale()))
                .put("f", trade.firstTradeId())
                .put("l", trade.lastTradeId())
                .put("T", BinanceTime.shown(trade.micros(), micros))
                .put("m", trade.buyerIsMaker())
                .put("M", true);
    }

    static String tradeEvent(Listing listing, Trade trade, long nowMicros, boolean micros) {
        return WireJson.object()
                .put("e", "trade")
                .put("E", BinanceTime.shown(nowMicros, micros))
                .put("s", listing.symbol())
                .put("t", trade.id())
                .put("p", Eight.of(trade.price(), listing.priceScale()))
                .put("q", Eight.of(trade.quantity(), listing.quantityScale()))
                .put("b", trade.buyerOrderId())
                .put("a", trade.sellerOrderId())
                .put("T", BinanceTime.shown(trade.micros(), micros))
                .put("m", trade.buyerIsMaker())
                .put("M", true)
                .toString();
    }

    static String aggregateEvent(
            Listing listing, AggregateTrades.Aggregate trade, long nowMicros, boolean micros) {
        return WireJson.object()
                .put("e", "aggTrade")
                .put("E", BinanceTime.shown(nowMicros, micros))
                .put("s", listing.symbol())
                .setAll(aggregate(listing, trade, micros))
                .toString();
    }

    static ArrayNode kline(Listing listing, Candle candle, Interval interval, boolean micros) {
        long open = candle.openMillis() * 1000;
        long close = interval.closeMillis(candle.openMillis()) * 1000 + (micros ? 999 : 0);
        return WireJson.array()
                .add(BinanceTime.shown(open, micros))
                .add(Eight.of(candle.open(), listing.priceScale()))
                .add(Eight.of(candle.high(), listing.priceScale()))
                .add(Eight.of(candle.low(), listing.priceScale()))
                .add(Eight.of(candle.close(), listing.priceScale()))
                .add(Eight.of(candle.volume(), listing.quantityScale()))
                .add(BinanceTime.shown(close, micros))
                .add(Eight.of(candle.quoteVolume()))
                .add(candle.trades())
                .add(Eight.of(candle.takerVolume(), listing.quantityScale()))
                .add(Eight.of(candle.takerQuoteVolume()))
                .add("0");
    }

    static String klineEvent(
            Listing listing,
            Candle candle,
            Interval interval,
            boolean closed,
            long nowMicros,
            boolean micros) {
        long close = interval.closeMillis(candle.openMillis()) * 1000 + (micros ? 999 : 0);
        ObjectNode event =
                WireJson.object()
                        .put("e", "kline")
                        .put("E", BinanceTime.shown(nowMicros, micros))
                        .put("s", listing.symbol());
        event.putObject("k")
                .put("t", BinanceTime.shown(candle.openMillis() * 1000, micros))
                .put("T", BinanceTime.shown(close, micros))
                .put("s", listing.symbol())
                .put("i", interval.name())
                .put("f", candle.firstId())
                .put("L", candle.lastId())
                .put("o", Eight.of(candle.open(), listing.priceScale()))
                .put("c", Eight.of(candle.close(), listing.priceScale()))
                .put("h", Eight.of(candle.high(), listing.priceScale()))
                .put("l", Eight.of(candle.low(), listing.priceScale()))
                .put("v", Eight.of(candle.volume(), listing.quantityScale()))
                .put("n", candle.trades())
                .put("x", closed)
                .put("q", Eight.of(candle.quoteVolume()))
                .put("V", Eight.of(candle.takerVolume(), listing.quantityScale()))
                .put("Q", Eight.of(candle.takerQuoteVolume()))
                .put("B", "0");
        return event.toString();
    }
}
