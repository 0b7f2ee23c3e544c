package dev.k2.sim.binance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Candle;
import dev.k2.sim.Interval;
import dev.k2.sim.Listing;
import dev.k2.sim.Market;
import dev.k2.sim.Side;
import dev.k2.sim.WireJson;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Tickers in Binance's words. Pure. */
final class TickerWords {
    private static final BigDecimal HUNDRED = new BigDecimal(100);

    private TickerWords() {}

    static ObjectNode day(Market market, long now, boolean mini, boolean micros) {
        Candle day = market.candles().lastDay(now);
        if (mini) {
            return windowed(market, day, now, true, micros);
        }
        Listing listing = market.listing();
        ObjectNode node = WireJson.object().put("symbol", listing.symbol());
        change(node, listing, day, "priceChange", "priceChangePercent", "weightedAvgPrice");
        node.put("prevClosePrice", Eight.of(day.open(), listing.priceScale()))
                .put("lastPrice", Eight.of(market.lastPrice(), listing.priceScale()))
                .put("lastQty", Eight.of(market.lastQuantity(), listing.quantityScale()));
        BookWords.best(node, market, Side.BUY, "bidPrice", "bidQty");
        BookWords.best(node, market, Side.SELL, "askPrice", "askQty");
        return node.put("openPrice", Eight.of(day.open(), listing.priceScale()))
                .put("highPrice", Eight.of(day.high(), listing.priceScale()))
                .put("lowPrice", Eight.of(day.low(), listing.priceScale()))
                .put("volume", Eight.of(day.volume(), listing.quantityScale()))
                .put("quoteVolume", Eight.of(day.quoteVolume()))
                .put("openTime", BinanceTime.shown((now - Interval.DAY) * 1000, micros))
                .put("closeTime", BinanceTime.shown(now * 1000, micros))
                .put("firstId", day.firstId())
                .put("lastId", day.lastId())
                .put("count", day.trades());
    }

    static ObjectNode window(
            Market market, long fromMillis, long now, boolean mini, boolean micros) {
        long minute = now - Math.floorMod(now, Interval.MINUTE) + Interval.MINUTE;
        return windowed(
                market, market.candles().between(fromMillis, minute, now), now, mini, micros);
    }

    static ObjectNode price(Market market) {
        return WireJson.object()
                .put("symbol", market.listing().symbol())
                .put("price", Eight.of(market.lastPrice(), market.listing().priceScale()));
    }

    static ObjectNode book(Market market) {
        ObjectNode node = WireJson.object().put("symbol", market.listing().symbol());
        BookWords.best(node, market, Side.BUY, "bidPrice", "bidQty");
        BookWords.best(node, market, Side.SELL, "askPrice", "askQty");
        return node;
    }

    static ObjectNode miniEvent(Market market, long nowMicros, boolean micros) {
        Listing listing = market.listing();
        Candle day = market.candles().lastDay(nowMicros / 1000);
        return WireJson.object()
                .put("e", "24hrMiniTicker")
                .put("E", BinanceTime.shown(nowMicros, micros))
                .put("s", listing.symbol())
                .put("c", Eight.of(market.lastPrice(), listing.priceScale()))
                .put("o", Eight.of(day.open(), listing.priceScale()))
                .put("h", Eight.of(day.high(), listing.priceScale()))
                .put("l", Eight.of(day.low(), listing.priceScale()))
                .put("v", Eight.of(day.volume(), listing.quantityScale()))
                .put("q", Eight.of(day.quoteVolume()));
    }

    static ObjectNode dayEvent(Market market, long nowMicros, boolean micros) {
        Listing listing = market.listing();
        Candle day = market.candles().lastDay(nowMicros / 1000);
        ObjectNode node =
                WireJson.object()
                        .put("e", "24hrTicker")
                        .put("E", BinanceTime.shown(nowMicros, micros))
                        .put("s", listing.symbol());
        change(node, listing, day, "p", "P", "w");
        node.put("x", Eight.of(day.open(), listing.priceScale()))
                .put("c", Eight.of(market.lastPrice(), listing.priceScale()))
                .put("Q", Eight.of(market.lastQuantity(), listing.quantityScale()));
        BookWords.best(node, market, Side.BUY, "b", "B");
        BookWords.best(node, market, Side.SELL, "a", "A");
        statistics(node, listing, day);
        return node.put("O", BinanceTime.shown(nowMicros - Interval.DAY * 1000, micros))
                .put("C", BinanceTime.shown(nowMicros, micros))
                .put("F", day.firstId())
                .put("L", day.lastId())
                .put("n", day.trades());
    }

    static ObjectNode windowEvent(Market market, String window, long nowMicros, boolean micros) {
        long now = nowMicros / 1000;
        long minute = now - Math.floorMod(now, Interval.MINUTE) + Interval.MINUTE;
        long from = minute - IntervalNames.windowMillis(window);
        Candle candle = market.candles().between(from, minute, now);
        Listing listing = market.listing();
        ObjectNode node =
                WireJson.object()
                        .put("e", window + "Ticker")
                        .put("E", BinanceTime.shown(nowMicros, micros))
                        .put("s", listing.symbol());
        change(node, listing, candle, "p", "P", "w");
        node.put("c", Eight.of(candle.close(), listing.priceScale()));
        statistics(node, listing, candle);
        return node.put("O", BinanceTime.shown(from * 1000, micros))
                .put("C", BinanceTime.shown(nowMicros, micros))
                .put("F", candle.firstId())
                .put("L", candle.lastId())
                .put("n", candle.trades());
    }

    private static ObjectNode windowed(
            Market market, Candle window, long now, boolean mini, boolean micros) {
        Listing listing = market.listing();
        ObjectNode node = WireJson.object().put("symbol", listing.symbol());
        if (!mini) {
            change(node, listing, window, "priceChange", "priceChangePercent", "weightedAvgPrice");
        }
        return node.put("openPrice", Eight.of(window.open(), listing.priceScale()))
                .put("highPrice", Eight.of(window.high(), listing.priceScale()))
                .put("lowPrice", Eight.of(window.low(), listing.priceScale()))
                .put("lastPrice", Eight.of(window.close(), listing.priceScale()))
                .put("volume", Eight.of(window.volume(), listing.quantityScale()))
                .put("quoteVolume", Eight.of(window.quoteVolume()))
                .put("openTime", BinanceTime.shown(window.openMillis() * 1000, micros))
                .put("closeTime", BinanceTime.shown(now * 1000, micros))
                .put("firstId", window.firstId())
                .put("lastId", window.lastId())
                .put("count", window.trades());
    }

    private static void statistics(ObjectNode node, Listing listing, Candle candle) {
        node.put("o", Eight.of(candle.open(), listing.priceScale()))
                .put("h", Eight.of(candle.high(), listing.priceScale()))
                .put("l", Eight.of(candle.low(), listing.priceScale()))
                .put("v", Eight.of(candle.volume(), listing.quantityScale()))
                .put("q", Eight.of(candle.quoteVolume()));
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
                        : candle.quoteVolume().divide(volume, 8, RoundingMode.HALF_UP);
        node.put(change, Eight.of(moved))
                .put(
                        percent,
                        moved.multiply(HUNDRED)
                                .divide(open, 3, RoundingMode.HALF_UP)
                                .toPlainString())
                .put(average, Eight.of(mean));
    }
}
