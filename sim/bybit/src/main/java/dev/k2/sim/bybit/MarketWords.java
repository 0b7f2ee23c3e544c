package dev.k2.sim.bybit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Bracket;
import dev.k2.sim.Candle;
import dev.k2.sim.Contract;
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
import java.util.ArrayList;
import java.util.List;

/** Instruments, books, tickers and trades as Bybit writes them. Pure. */
final class MarketWords {
    private static final BigDecimal TRADES_HELD = new BigDecimal("3");

    private MarketWords() {}

    /** A market that stands still is told as a closed one. */
    static String status(Market market) {
        return market.status() == Market.Status.TRADING ? "Trading" : "Closed";
    }

    static ObjectNode instrument(Market market, BybitRules rules) {
        ObjectNode row = rules.spot() ? spot(rules) : linear(rules);
        return row.put("status", status(market));
    }

    private static ObjectNode spot(BybitRules rules) {
        Listing listing = rules.listing();
        ObjectNode row =
                WireJson.object()
                        .put("symbol", rules.symbol())
                        .put("symbolId", rules.symbolId())
                        .put("baseCoin", listing.base())
                        .put("quoteCoin", listing.quote())
                        .put("innovation", "0")
                        .put("status", "Trading")
                        .put("marginTrading", "utaOnly")
                        .put("stTag", "0");
        row.putObject("lotSizeFilter")
                .put("basePrecision", rules.stepSize().toPlainString())
                .put("quotePrecision", BigDecimal.ONE.movePointLeft(8).toPlainString())
                .put("minOrderQty", rules.minQty().toPlainString())
                .put("maxOrderQty", rules.maxQty().toPlainString())
                .put("minOrderAmt", rules.minNotional().toPlainString())
                .put("maxOrderAmt", "8000000")
                .put("maxLimitOrderQty", rules.maxQty().toPlainString())
                .put("maxMarketOrderQty", rules.maxMarketQty().toPlainString())
                .put("postOnlyMaxLimitOrderSize", rules.maxQty().toPlainString());
        row.putObject("priceFilter").put("tickSize", rules.tickSize().toPlainString());
        row.putObject("riskParameters")
                .put("priceLimitRatioX", "0.05")
                .put("priceLimitRatioY", "0.15");
        return row;
    }

    private static ObjectNode linear(BybitRules rules) {
        Listing listing = rules.listing();
        Contract contract = listing.contract();
        ObjectNode row =
                WireJson.object()
                        .put("symbol", rules.symbol())
                        .put("symbolId", rules.symbolId())
                        .put("contractType", "LinearPerpetual")
                        .put("status", "Trading")
                        .put("baseCoin", listing.base())
                        .put("quoteCoin", listing.quote())
                        .put("launchTime", "1585526400000")
                        .put("deliveryTime", "0")
                        .put("deliveryFeeRate", "")
                        .put("priceScale", Integer.toString(listing.priceScale()));
        row.putObject("leverageFilter")
                .put("minLeverage", "1")
                .put("maxLeverage", (contract == null ? 1 : contract.maxLeverage()) + ".00")
                .put("leverageStep", "0.01");
        row.putObject("priceFilter")
                .put("minPrice", rules.tickSize().toPlainString())
                .put("maxPrice", rules.maxPrice().toPlainString())
                .put("tickSize", rules.tickSize().toPlainString());
        row.putObject("lotSizeFilter")
                .put("maxOrderQty", rules.maxQty().toPlainString())
                .put("minOrderQty", rules.minQty().toPlainString())
                .put("qtyStep", rules.stepSize().toPlainString())
                .put("postOnlyMaxOrderQty", rules.maxQty().toPlainString())
                .put("maxMktOrderQty", rules.maxMarketQty().toPlainString())
                .put("minNotionalValue", rules.minNotional().toPlainString());
        row.put("unifiedMarginTrade", true)
                .put("fundingInterval", MarginDesk.FUNDING_MILLIS / Interval.MINUTE)
                .put("settleCoin", listing.quote())
                .put("copyTrading", "none")
                .put("upperFundingRate", "0.005")
                .put("lowerFundingRate", "-0.005")
                .put("isPreListing", false)
                .putNull("preListingInfo");
        row.putObject("riskParameters")
                .put("priceLimitRatioX", "0.05")
                .put("priceLimitRatioY", "0.1");
        return row.put("symbolType", "");
    }

    static ObjectNode book(Market market, String symbol, int limit, long now) {
        ObjectNode book = WireJson.object().put("s", symbol);
        book.set("b", levels(market, Side.BUY, limit));
        book.set("a", levels(market, Side.SELL, limit));
        return book.put("ts", now)
                .put("u", market.book().updateId())
                .put("seq", market.book().updateId())
                .put("cts", now);
    }

    private static ArrayNode levels(Market market, Side side, int limit) {
        ArrayNode list = WireJson.array();
        for (OrderBook.Level level : market.book().levels(side, limit)) {
            list.add(level(market.listing(), level.price(), level.quantity()));
        }
        return list;
    }

    /** A level of nothing is told as a plain zero. */
    static ArrayNode level(Listing listing, long price, long quantity) {
        return WireJson.array()
                .add(Plain.price(listing, price))
                .add(quantity == 0 ? "0" : Plain.quantity(listing, quantity));
    }

    static ObjectNode ticker(Market market, BybitRules rules, MarginDesk desk, long now) {
        Listing listing = market.listing();
        OrderBook book = market.book();
        ObjectNode row =
                WireJson.object()
                        .put("symbol", rules.symbol())
                        .put("bid1Price", Plain.price(listing, book.bestBid()))
                        .put(
                                "bid1Size",
                                Plain.quantity(listing, book.quantityAt(Side.BUY, book.bestBid())))
                        .put("ask1Price", Plain.price(listing, book.bestAsk()))
                        .put(
                                "ask1Size",
                                Plain.quantity(
                                        listing, book.quantityAt(Side.SELL, book.bestAsk())));
        day(row, market, now);
        if (rules.spot()) {
            return row.put("usdIndexPrice", Plain.price(listing, market.lastPrice()));
        }
        row.put("prevPrice1h", Plain.price(listing, hourAgo(market, now)));
        return marks(row, market, desk, now);
    }

    private static void day(ObjectNode row, Market market, long now) {
        Listing listing = market.listing();
        Candle day = market.candles().lastDay(now);
        BigDecimal was = listing.price(day.open());
        BigDecimal change =
                listing.price(market.lastPrice())
                        .subtract(was)
                        .divide(was, 6, RoundingMode.HALF_UP);
        row.put("lastPrice", Plain.price(listing, market.lastPrice()))
                .put("prevPrice24h", was.toPlainString())
                .put("price24hPcnt", change.toPlainString())
                .put("highPrice24h", Plain.price(listing, Math.max(day.high(), market.lastPrice())))
                .put("lowPrice24h", Plain.price(listing, Math.min(day.low(), market.lastPrice())))
                .put("turnover24h", OrderWords.plain(day.quoteVolume()))
                .put("volume24h", Plain.quantity(listing, day.volume()));
    }

    private static ObjectNode marks(ObjectNode row, Market market, MarginDesk desk, long now) {
        Listing listing = market.listing();
        BigDecimal mark = price(listing, desk.marks().mark(market));
        BigDecimal open = new BigDecimal(openInterest(market, now));
        long next = MarginDesk.nextFunding(now);
        return row.put("markPrice", mark.toPlainString())
                .put("indexPrice", price(listing, desk.marks().index(market)).toPlainString())
                .put("openInterest", open.toPlainString())
                .put("singleOpenInterest", open.toPlainString())
                .put(
                        "openInterestValue",
                        open.multiply(mark).setScale(2, RoundingMode.HALF_UP).toPlainString())
                .put("fundingRate", OrderWords.plain(MarginDesk.fundingRate(market, next)))
                .put("nextFundingTime", Long.toString(next))
                .put("fundingIntervalHour", "8")
                .put("fundingCap", "0.005")
                .put("predictedDeliveryPrice", "")
                .put("basisRate", "")
                .put("deliveryFeeRate", "")
                .put("deliveryTime", "0")
                .put("basis", "")
                .put("preOpenPrice", "")
                .put("preQty", "")
                .put("curPreListingPhase", "");
    }

    /** A price that nobody trades at, in the market's ticks. */
    static BigDecimal price(Listing listing, BigDecimal price) {
        return price.setScale(listing.priceScale(), RoundingMode.HALF_UP);
    }

    /** Nobody counts the house's contracts; a multiple of what is traded in a day stands for them. */
    static String openInterest(Market market, long now) {
        Listing listing = market.listing();
        BigDecimal traded = listing.quantity(market.candles().lastDay(now).volume());
        return traded.multiply(TRADES_HELD)
                .setScale(listing.quantityScale(), RoundingMode.DOWN)
                .toPlainString();
    }

    private static long hourAgo(Market market, long now) {
        long minute = now - Math.floorMod(now, Interval.MINUTE);
        return market.candles()
                .between(minute - Interval.HOUR, minute - Interval.HOUR + Interval.MINUTE, now)
                .open();
    }

    static ObjectNode trade(BybitRules rules, Trade trade) {
        return WireJson.object()
                .put("execId", tradeId(rules, trade.id()))
                .put("symbol", rules.symbol())
                .put("price", Plain.price(rules.listing(), trade.price()))
                .put("size", Plain.quantity(rules.listing(), trade.quantity()))
                .put("side", trade.buyerIsMaker() ? "Sell" : "Buy")
                .put("time", OrderWords.millis(trade.micros()))
                .put("isBlockTrade", false)
                .put("isRPITrade", false)
                .put("seq", Long.toString(trade.id()));
    }

    static String tradeId(BybitRules rules, long id) {
        return rules.spot()
                ? Long.toString(2_100_000_000_000_000_000L + id)
                : TicketBook.uuid(rules.listing().symbol() + "/trade" + id);
    }

    static List<ObjectNode> riskLimits(String symbol, Contract contract) {
        List<ObjectNode> rows = new ArrayList<>();
        for (Bracket bracket : contract.brackets()) {
            rows.add(
                    WireJson.object()
                            .put("id", bracket.number())
                            .put("symbol", symbol)
                            .put("riskLimitValue", bracket.cap().toPlainString())
                            .put("maintenanceMargin", bracket.maintenanceRate().toPlainString())
                            .put(
                                    "initialMargin",
                                    BigDecimal.ONE
                                            .divide(
                                                    new BigDecimal(bracket.maxLeverage()),
                                                    6,
                                                    RoundingMode.HALF_UP)
                                            .toPlainString())
                            .put("isLowestRisk", bracket.number() == 1 ? 1 : 0)
                            .put("maxLeverage", bracket.maxLeverage() + ".00")
                            .put("mmDeduction", OrderWords.plain(bracket.deduction())));
        }
        return rows;
    }
}
