package dev.k2.sim.okx;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Candle;
import dev.k2.sim.Interval;
import dev.k2.sim.MarginDesk;
import dev.k2.sim.Market;
import dev.k2.sim.OrderBook;
import dev.k2.sim.Side;
import dev.k2.sim.Trade;
import dev.k2.sim.WireJson;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** Markets in OKX's words. Pure. */
final class MarketWords {
    /** How far an order's price may be from the last one. OKX's own bands differ by instrument and are not published. */
    private static final BigDecimal BAND = new BigDecimal("0.1");

    private static final int RATE_SCALE = 16;

    private MarketWords() {}

    static ObjectNode ticker(OkxInstrument of, Market market, long now) {
        Candle day = market.candles().lastDay(now);
        OrderBook book = market.book();
        ObjectNode json = WireJson.object();
        json.put("instType", of.instType()).put("instId", of.instId());
        json.put("last", of.price(market.lastPrice()));
        json.put("lastSz", of.size(market.lastQuantity()));
        json.put("askPx", top(of, book.bestAsk()));
        json.put("askSz", of.size(book.quantityAt(Side.SELL, book.bestAsk())));
        json.put("bidPx", top(of, book.bestBid()));
        json.put("bidSz", of.size(book.quantityAt(Side.BUY, book.bestBid())));
        json.put("open24h", of.price(day.open())).put("high24h", of.price(day.high()));
        json.put("low24h", of.price(day.low())).put("volCcy24h", ccyVolume(of, day));
        json.put("vol24h", of.size(day.volume()));
        json.put("sodUtc0", of.price(startOfDay(market, "1Dutc", now)));
        json.put("sodUtc8", of.price(startOfDay(market, "1D", now)));
        return json.put("ts", Long.toString(now));
    }

    private static String top(OkxInstrument of, long price) {
        return price == 0 ? "" : of.price(price);
    }

    private static String ccyVolume(OkxInstrument of, Candle candle) {
        return of.isSwap()
                ? OkxText.of(of.listing().quantity(candle.volume()))
                : OkxText.of(candle.quoteVolume());
    }

    private static long startOfDay(Market market, String bar, long now) {
        Interval day = Bars.named(bar);
        long open = day == null ? now : day.openMillis(now);
        return market.candles().between(open, open + Interval.MINUTE, now).open();
    }

    static ArrayNode levels(OkxInstrument of, List<OrderBook.Level> levels) {
        ArrayNode side = WireJson.array();
        for (OrderBook.Level level : levels) {
            boolean gone = level.quantity() == 0;
            side.addArray()
                    .add(of.price(level.price()))
                    .add(of.size(level.quantity()))
                    .add("0")
                    .add(gone ? "0" : "1");
        }
        return side;
    }

    static ObjectNode book(OkxInstrument of, Market market, int depth, long now) {
        ObjectNode json = WireJson.object();
        json.set("asks", levels(of, market.book().levels(Side.SELL, depth)));
        json.set("bids", levels(of, market.book().levels(Side.BUY, depth)));
        return json.put("ts", Long.toString(now));
    }

    static ObjectNode trade(OkxInstrument of, Trade trade) {
        return WireJson.object()
                .put("instId", of.instId())
                .put("side", trade.buyerIsMaker() ? "sell" : "buy")
                .put("sz", of.size(trade.quantity()))
                .put("source", "0")
                .put("px", of.price(trade.price()))
                .put("tradeId", Long.toString(trade.id()))
                .put("ts", OkxText.millis(trade.micros()));
    }

    static ArrayNode candle(OkxInstrument of, Candle candle, boolean closed) {
        return prices(of, candle)
                .add(of.size(candle.volume()))
                .add(ccyVolume(of, candle))
                .add(OkxText.of(candle.quoteVolume()))
                .add(closed ? "1" : "0");
    }

    /** A candle of something that is not traded, such as a mark price. */
    static ArrayNode priceCandle(OkxInstrument of, Candle candle, boolean closed) {
        return prices(of, candle).add(closed ? "1" : "0");
    }

    private static ArrayNode prices(OkxInstrument of, Candle candle) {
        return WireJson.array()
                .add(Long.toString(candle.openMillis()))
                .add(of.price(candle.open()))
                .add(of.price(candle.high()))
                .add(of.price(candle.low()))
                .add(of.price(candle.close()));
    }

    static BigDecimal mark(OkxInstrument of, Market market, MarginDesk desk) {
        return inTicks(of, desk.marks().mark(market));
    }

    static BigDecimal index(OkxInstrument of, Market market, MarginDesk desk) {
        return inTicks(of, desk.marks().index(market));
    }

    private static BigDecimal inTicks(OkxInstrument of, BigDecimal price) {
        return price.setScale(of.listing().priceScale(), RoundingMode.HALF_EVEN);
    }

    static ObjectNode markPrice(OkxInstrument of, Market market, MarginDesk desk, long now) {
        return WireJson.object()
                .put("instType", of.instType())
                .put("instId", of.instId())
                .put("markPx", OkxText.of(mark(of, market, desk)))
                .put("ts", Long.toString(now));
    }

    static ObjectNode indexTicker(OkxInstrument of, Market market, MarginDesk desk, long now) {
        Candle day = market.candles().lastDay(now);
        return WireJson.object()
                .put("instId", of.pair())
                .put("idxPx", OkxText.of(index(of, market, desk)))
                .put("high24h", of.price(day.high()))
                .put("sodUtc0", of.price(startOfDay(market, "1Dutc", now)))
                .put("open24h", of.price(day.open()))
                .put("low24h", of.price(day.low()))
                .put("sodUtc8", of.price(startOfDay(market, "1D", now)))
                .put("ts", Long.toString(now));
    }

    static ObjectNode funding(OkxInstrument of, Market market, long now) {
        long next = MarginDesk.nextFunding(now);
        BigDecimal rate = MarginDesk.fundingRate(market, next);
        BigDecimal settled = MarginDesk.fundingRate(market, next - MarginDesk.FUNDING_MILLIS);
        return WireJson.object()
                .put("formulaType", "noRate")
                .put("fundingRate", rate(rate))
                .put("fundingTime", Long.toString(next))
                .put("impactValue", "")
                .put("instId", of.instId())
                .put("instType", of.instType())
                .put("interestRate", "0.0001")
                .put("maxFundingRate", "0.00375")
                .put("method", "current_period")
                .put("minFundingRate", "-0.00375")
                .put("nextFundingRate", "")
                .put("nextFundingTime", Long.toString(next + MarginDesk.FUNDING_MILLIS))
                .put("premium", rate(rate))
                .put("settFundingRate", rate(settled))
                .put("settState", "settled")
                .put("ts", Long.toString(now));
    }

    static ObjectNode pastFunding(OkxInstrument of, Market market, long at) {
        String rate = rate(MarginDesk.fundingRate(market, at));
        return WireJson.object()
                .put("formulaType", "noRate")
                .put("fundingRate", rate)
                .put("fundingTime", Long.toString(at))
                .put("instId", of.instId())
                .put("instType", of.instType())
                .put("method", "current_period")
                .put("realizedRate", rate);
    }

    private static String rate(BigDecimal rate) {
        return rate.setScale(RATE_SCALE, RoundingMode.HALF_EVEN).toPlainString();
    }

    /** The highest price that a buy may have. */
    static BigDecimal buyLimit(OkxInstrument of, Market market) {
        BigDecimal last = of.listing().price(market.lastPrice());
        return last.multiply(BigDecimal.ONE.add(BAND))
                .setScale(of.listing().priceScale(), RoundingMode.DOWN);
    }

    /** The lowest price that a sale may have. */
    static BigDecimal sellLimit(OkxInstrument of, Market market) {
        BigDecimal last = of.listing().price(market.lastPrice());
        return last.multiply(BigDecimal.ONE.subtract(BAND))
                .setScale(of.listing().priceScale(), RoundingMode.UP);
    }

    static ObjectNode priceLimit(OkxInstrument of, Market market, long now) {
        return WireJson.object()
                .put("instType", of.instType())
                .put("instId", of.instId())
                .put("buyLmt", OkxText.of(buyLimit(of, market)))
                .put("sellLmt", OkxText.of(sellLimit(of, market)))
                .put("ts", Long.toString(now))
                .put("enabled", true);
    }

    /** What is open of a contract follows from its volume, since the house's side of it has no end. */
    static ObjectNode openInterest(OkxInstrument of, Market market, long now) {
        BigDecimal base = of.listing().quantity(market.candles().lastDay(now).volume());
        BigDecimal contracts = base.divide(of.ctVal(), 2, RoundingMode.DOWN);
        BigDecimal usd = base.multiply(of.listing().price(market.lastPrice()));
        return WireJson.object()
                .put("instType", of.instType())
                .put("instId", of.instId())
                .put("oi", OkxText.of(contracts))
                .put("oiCcy", OkxText.of(base))
                .put("oiUsd", OkxText.money(usd))
                .put("ts", Long.toString(now));
    }
}
