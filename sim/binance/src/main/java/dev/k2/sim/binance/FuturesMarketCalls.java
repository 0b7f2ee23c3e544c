package dev.k2.sim.binance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.AggregateTrades;
import dev.k2.sim.Candle;
import dev.k2.sim.Candles;
import dev.k2.sim.Fault;
import dev.k2.sim.Interval;
import dev.k2.sim.Klines;
import dev.k2.sim.Listing;
import dev.k2.sim.MarginDesk;
import dev.k2.sim.Market;
import dev.k2.sim.Plain;
import dev.k2.sim.Position;
import dev.k2.sim.Target;
import dev.k2.sim.Trade;
import dev.k2.sim.TradeTape;
import dev.k2.sim.WireJson;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What everybody may ask the futures: contracts, books, trades, candles, marks, funding. */
final class FuturesMarketCalls {
    private static final Set<Long> DEPTHS = Set.of(5L, 10L, 20L, 50L, 100L, 500L, 1000L);
    private static final long LIMIT_USUAL = 500;
    private static final long LIMIT_MAX = 1000;
    private static final long KLINES_MAX = 1500;

    private final BinanceFloor floor;
    private final MarginDesk desk;
    private final Limits limits;
    private final AggregateTrades aggregates;
    private final Map<String, ObjectNode> staleBooks = new LinkedHashMap<>();

    FuturesMarketCalls(BinanceFloor floor, Limits limits, AggregateTrades aggregates) {
        this.floor = floor;
        this.desk = floor.engine().margin();
        this.limits = limits;
        this.aggregates = aggregates;
    }

    JsonNode ping(Call.Request request) {
        return WireJson.object();
    }

    JsonNode time(Call.Request request) {
        return WireJson.object().put("serverTime", now());
    }

    JsonNode exchangeInfo(Call.Request request) {
        ObjectNode info =
                WireJson.object()
                        .put("timezone", "UTC")
                        .put("serverTime", now())
                        .put("futuresType", "U_MARGINED");
        info.set("rateLimits", limits.described(false));
        info.putArray("exchangeFilters");
        ArrayNode assets = info.putArray("assets");
        Set<String> quotes = new TreeSet<>();
        floor.markets().forEach(market -> quotes.add(market.listing().quote()));
        for (String asset : quotes) {
            assets.addObject()
                    .put("asset", asset)
                    .put("marginAvailable", true)
                    .put("autoAssetExchange", "-10000");
        }
        ArrayNode symbols = info.putArray("symbols");
        for (Market market : floor.markets()) {
            symbols.add(FuturesSymbolWords.symbol(market, floor.rules(market)));
        }
        return info;
    }

    JsonNode depth(Call.Request request) {
        Market market = floor.market(request.params().symbol());
        long limit = request.params().integer("limit", 500);
        if (!DEPTHS.contains(limit)) {
            throw new BinanceRefusal(-4021, "Limit is not valid.");
        }
        ObjectNode book = FuturesMarketWords.snapshot(market, (int) limit, now());
        Optional<Fault> stale =
                floor.strikes(Fault.Kind.STALE_SNAPSHOT, Target.of("depth", market));
        ObjectNode older = staleBooks.put(market.listing().symbol(), book);
        return stale.isPresent() && older != null ? older : book;
    }

    JsonNode trades(Call.Request request) {
        Market market = floor.market(request.params().symbol());
        int limit = limit(request, LIMIT_USUAL, LIMIT_MAX);
        Long fromId = request.params().integer("fromId");
        TradeTape tape = new TradeTape(market);
        List<Trade> found = fromId == null ? tape.latest(limit) : tape.from(fromId, limit);
        ArrayNode list = WireJson.array();
        found.forEach(trade -> list.add(FuturesMarketWords.trade(market.listing(), trade)));
        return list;
    }

    JsonNode aggTrades(Call.Request request) {
        Params params = request.params();
        Market market = floor.market(params.symbol());
        int limit = limit(request, LIMIT_USUAL, LIMIT_MAX);
        Long fromId = params.integer("fromId");
        Long start = params.millis("startTime");
        Long end = params.millis("endTime");
        if (fromId != null && (start != null || end != null)) {
            throw BinanceRefusal.badCombination();
        }
        if (start != null && end != null && end - start > Interval.HOUR) {
            throw new BinanceRefusal(-4056, "More than 1 hour between startTime and endTime.");
        }
        ArrayNode list = WireJson.array();
        aggregates
                .find(market, fromId, start, end, limit)
                .forEach(t -> list.add(FuturesMarketWords.aggregate(market.listing(), t)));
        return list;
    }

    JsonNode klines(Call.Request request) {
        return klines(request, floor.market(request.params().symbol()));
    }

    JsonNode continuousKlines(Call.Request request) {
        return klines(request, contract(request));
    }

    JsonNode markPriceKlines(Call.Request request) {
        return priceKlines(request, floor.market(request.params().symbol()), false);
    }

    JsonNode premiumIndexKlines(Call.Request request) {
        return priceKlines(request, floor.market(request.params().symbol()), true);
    }

    JsonNode indexPriceKlines(Call.Request request) {
        return priceKlines(request, floor.market(request.params().required("pair")), false);
    }

    JsonNode premiumIndex(Call.Request request) {
        return oneOrAll(request, market -> FuturesMarketWords.premium(desk, market, now()));
    }

    JsonNode fundingRate(Call.Request request) {
        Params params = request.params();
        int limit = limit(request, 100, LIMIT_MAX);
        long period = MarginDesk.FUNDING_MILLIS;
        Long start = params.millis("startTime");
        long end = Math.min(params.integer("endTime", now()), now());
        long last = end - Math.floorMod(end, period);
        long from = start == null ? last - (limit - 1) * period : start;
        long first = Math.max(from, Candles.listedMillis());
        first += Math.floorMod(-first, period);
        ArrayNode list = WireJson.array();
        List<Market> markets =
                params.has("symbol")
                        ? List.of(floor.market(params.symbol()))
                        : List.copyOf(floor.markets());
        for (Market market : markets) {
            for (long at = first; at <= last && list.size() < limit; at += period) {
                list.addObject()
                        .put("symbol", market.listing().symbol())
                        .put("fundingTime", at)
                        .put("fundingRate", Eight.of(MarginDesk.fundingRate(market, at)))
                        .put("markPrice", mark(market, at));
            }
        }
        return list;
    }

    JsonNode fundingInfo(Call.Request request) {
        ArrayNode list = WireJson.array();
        for (Market market : floor.markets()) {
            list.addObject()
                    .put("symbol", market.listing().symbol())
                    .put("adjustedFundingRateCap", "0.02000000")
                    .put("adjustedFundingRateFloor", "-0.02000000")
                    .put("fundingIntervalHours", 8)
                    .put("disclaimer", false)
                    .put("updateTime", Candles.listedMillis());
        }
        return list;
    }

    JsonNode dayTicker(Call.Request request) {
        return oneOrAll(request, market -> FuturesMarketWords.day(market, now()));
    }

    JsonNode priceTicker(Call.Request request) {
        return oneOrAll(
                request,
                market ->
                        WireJson.object()
                                .put("symbol", market.listing().symbol())
                                .put("ps", market.listing().symbol())
                                .put("price", Plain.price(market.listing(), market.lastPrice()))
                                .put("time", now()));
    }

    JsonNode bookTicker(Call.Request request) {
        return oneOrAll(request, market -> FuturesMarketWords.book(market, now()));
    }

    JsonNode openInterest(Call.Request request) {
        Market market = floor.market(request.params().symbol());
        BigDecimal held = market.listing().quantity(market.candles().lastDay(now()).volume());
        for (dev.k2.sim.Account account : floor.engine().accounts()) {
            for (Position position : account.margin().open()) {
                if (position.market() == market && position.quantity() > 0) {
                    held = held.add(market.listing().quantity(position.quantity()));
                }
            }
        }
        return WireJson.object()
                .put("openInterest", held.toPlainString())
                .put("symbol", market.listing().symbol())
                .put("time", now());
    }

    /** When contracts on shares trade; there are none here. */
    JsonNode tradingSchedule(Call.Request request) {
        ObjectNode answer = WireJson.object().put("updateTime", now());
        answer.putObject("marketSchedules");
        return answer;
    }

    JsonNode assetIndex(Call.Request request) {
        ArrayNode list = WireJson.array();
        for (String asset : List.of("USDTUSD", "USDCUSD")) {
            list.addObject()
                    .put("symbol", asset)
                    .put("time", now())
                    .put("index", "1.00000000")
                    .put("bidBuffer", "0.00010000")
                    .put("askBuffer", "0.00010000")
                    .put("bidRate", "0.99990000")
                    .put("askRate", "1.00010000")
                    .put("autoExchangeBidBuffer", "0.00010000")
                    .put("autoExchangeAskBuffer", "0.00010000")
                    .put("autoExchangeBidRate", "0.99990000")
                    .put("autoExchangeAskRate", "1.00010000");
        }
        return list;
    }

    private JsonNode klines(Call.Request request, Market market) {
        Interval interval = interval(request.params());
        ArrayNode list = WireJson.array();
        for (Candle candle : candles(request, market, interval)) {
            list.add(FuturesMarketWords.kline(market.listing(), candle, interval));
        }
        return list;
    }

    private JsonNode priceKlines(Call.Request request, Market market, boolean premium) {
        Interval interval = interval(request.params());
        Listing listing = market.listing();
        ArrayNode list = WireJson.array();
        for (Candle candle : candles(request, market, interval)) {
            BigDecimal[] prices = {
                listing.price(candle.open()),
                listing.price(candle.high()),
                listing.price(candle.low()),
                listing.price(candle.close())
            };
            if (premium) {
                java.util.Arrays.fill(prices, BigDecimal.ZERO);
            }
            list.add(FuturesMarketWords.priceKline(candle, interval, prices));
        }
        return list;
    }

    private List<Candle> candles(Call.Request request, Market market, Interval interval) {
        Params params = request.params();
        return Klines.find(
                market,
                interval,
                params.millis("startTime"),
                params.millis("endTime"),
                limit(request, LIMIT_USUAL, KLINES_MAX),
                now());
    }

    /** The futures have no candles of seconds. */
    private static Interval interval(Params params) {
        Interval interval = IntervalNames.named(params.required("interval"), "0");
        if (interval.millis() == Interval.SECOND) {
            throw new BinanceRefusal(-1120, "Invalid interval.");
        }
        return interval;
    }

    private Market contract(Call.Request request) {
        String type = request.params().required("contractType");
        if (!type.equals("PERPETUAL")) {
            throw new BinanceRefusal(-4079, "Invalid contract type.");
        }
        return floor.market(request.params().required("pair"));
    }

    private String mark(Market market, long at) {
        Candle minute = market.candles().between(at, at + Interval.MINUTE, now());
        return Eight.of(minute.open(), market.listing().priceScale());
    }

    private interface Described {
        ObjectNode of(Market market);
    }

    private JsonNode oneOrAll(Call.Request request, Described described) {
        if (request.params().has("symbol")) {
            return described.of(floor.market(request.params().symbol()));
        }
        ArrayNode list = WireJson.array();
        floor.markets().forEach(market -> list.add(described.of(market)));
        return list;
    }

    private static int limit(Call.Request request, long usual, long most) {
        long limit = request.params().integer("limit", usual);
        if (limit == 0) {
            throw new BinanceRefusal(-1130, "Data sent for parameter 'limit' is not valid.");
        }
        return (int) Math.min(limit, most);
    }

    private long now() {
        return floor.micros() / 1000;
    }

    static long depthWeight(Params params) {
        long limit = params.integer("limit", 500);
        if (limit <= 50) {
            return 2;
        }
        return limit <= 100 ? 5 : limit <= 500 ? 10 : 20;
    }

    static long klineWeight(Params params) {
        long limit = params.integer("limit", LIMIT_USUAL);
        if (limit < 100) {
            return 1;
        }
        return limit < 500 ? 2 : limit <= 1000 ? 5 : 10;
    }
}
