package dev.k2.sim.cryptocom;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Candle;
import dev.k2.sim.MarginDesk;
import dev.k2.sim.Market;
import dev.k2.sim.OrderBook;
import dev.k2.sim.Side;
import dev.k2.sim.Trade;
import dev.k2.sim.WireJson;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** Markets in Crypto.com's words. Pure. */
final class MarketWords {
    private static final int CHANGE_SCALE = 4;
    private static final int RATE_SCALE = 9;

    private MarketWords() {}

    static ObjectNode instrument(CryptocomInstrument of, Market market) {
        ObjectNode json = WireJson.object();
        String base = of.listing().base();
        String quote = of.listing().quote();
        json.put("symbol", of.name()).put("inst_type", of.type());
        json.put(
                "display_name",
                of.isPerpetual() ? base + quote + " Perpetual" : base + "/" + quote);
        json.put("base_ccy", base).put("quote_ccy", quote);
        json.put("quote_decimals", of.listing().priceScale());
        json.put("quantity_decimals", of.listing().quantityScale());
        json.put("price_tick_size", of.tick().toPlainString());
        json.put("qty_tick_size", of.step().toPlainString());
        json.put("max_leverage", of.isPerpetual() ? Integer.toString(of.maxLeverage()) : "50");
        json.put("tradable", market.status() == Market.Status.TRADING);
        json.put("expiry_timestamp_ms", 0).put("beta_product", false);
        if (of.isPerpetual()) {
            json.put("underlying_symbol", of.index()).put("contract_size", "1");
        }
        json.put("margin_buy_enabled", false).put("margin_sell_enabled", false);
        return json.put("product_type", "DIGITAL_CURRENCIES");
    }

    static ObjectNode ticker(CryptocomInstrument of, Market market, BigDecimal dollars, long now) {
        Candle day = market.candles().lastDay(now);
        OrderBook book = market.book();
        ObjectNode json = WireJson.object().put("i", of.name());
        json.put("h", of.price(day.high())).put("l", of.price(day.low()));
        json.put("a", of.price(market.lastPrice())).put("v", of.quantity(day.volume()));
        BigDecimal value = day.quoteVolume().multiply(dollars);
        json.put("vv", value.setScale(2, RoundingMode.HALF_EVEN).toPlainString());
        json.put("c", change(day.open(), market.lastPrice()));
        top(json, "b", "bs", of, book, Side.BUY);
        top(json, "k", "ks", of, book, Side.SELL);
        // What is open of a perpetual follows from its volume, since the house's side of it has no
        // end.
        json.put("oi", of.isPerpetual() ? of.quantity(day.volume()) : "0");
        return json.put("t", now);
    }

    private static void top(
            ObjectNode json,
            String price,
            String size,
            CryptocomInstrument of,
            OrderBook book,
            Side side) {
        long best = book.best(side);
        if (best == 0) {
            json.putNull(price).putNull(size);
        } else {
            json.put(price, of.price(best)).put(size, of.quantity(book.quantityAt(side, best)));
        }
    }

    /** As a part of the price a day ago, not in percent. */
    private static String change(long open, long last) {
        return BigDecimal.valueOf(last - open)
                .divide(BigDecimal.valueOf(open), CHANGE_SCALE, RoundingMode.HALF_EVEN)
                .toPlainString();
    }

    /** One price of a book. How many orders wait there is not told: it is 1 as long as there are any. */
    static ArrayNode level(CryptocomInstrument of, long price, long quantity) {
        return WireJson.array()
                .add(of.price(price))
                .add(quantity == 0 ? "0" : of.quantity(quantity))
                .add(quantity == 0 ? "0" : "1");
    }

    static ObjectNode book(CryptocomInstrument of, Market market, int depth, long now) {
        ObjectNode json = WireJson.object();
        json.set("bids", side(of, market.book().levels(Side.BUY, depth)));
        json.set("asks", side(of, market.book().levels(Side.SELL, depth)));
        return json.put("t", now);
    }

    private static ArrayNode side(CryptocomInstrument of, List<OrderBook.Level> levels) {
        ArrayNode side = WireJson.array();
        levels.forEach(level -> side.add(level(of, level.price(), level.quantity())));
        return side;
    }

    static ObjectNode trade(CryptocomInstrument of, Trade trade) {
        return WireJson.object()
                .put("d", OrderWords.tradeId(trade.id()))
                .put("t", trade.micros() / 1000)
                .put("tn", CryptocomText.nanos(trade.micros()))
                .put("q", of.quantity(trade.quantity()))
                .put("p", of.price(trade.price()))
                .put("s", trade.buyerIsMaker() ? "SELL" : "BUY")
                .put("i", of.name());
    }

    static ObjectNode candle(CryptocomInstrument of, Candle candle) {
        return WireJson.object()
                .put("o", of.price(candle.open()))
                .put("h", of.price(candle.high()))
                .put("l", of.price(candle.low()))
                .put("c", of.price(candle.close()))
                .put("v", of.quantity(candle.volume()))
                .put("t", candle.openMillis());
    }

    static ObjectNode value(String value, long now) {
        return WireJson.object().put("v", value).put("t", now);
    }

    static String mark(CryptocomInstrument of, Market market, MarginDesk desk) {
        return inTicks(of, desk.marks().mark(market));
    }

    static String index(CryptocomInstrument of, Market market, MarginDesk desk) {
        return inTicks(of, desk.marks().index(market));
    }

    private static String inTicks(CryptocomInstrument of, BigDecimal price) {
        return price.setScale(of.listing().priceScale(), RoundingMode.HALF_EVEN).toPlainString();
    }

    /** The rate that was, or will be, paid at the end of the period which holds this moment. */
    static String funding(Market market, long at) {
        BigDecimal rate = MarginDesk.fundingRate(market, MarginDesk.nextFunding(at));
        return rate.setScale(RATE_SCALE, RoundingMode.HALF_EVEN).toPlainString();
    }
}
