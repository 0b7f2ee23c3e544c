package dev.k2.sim.binance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.AggregateTrades;
import dev.k2.sim.Candle;
import dev.k2.sim.Fault;
import dev.k2.sim.Interval;
import dev.k2.sim.Klines;
import dev.k2.sim.Market;
import dev.k2.sim.Target;
import dev.k2.sim.Trade;
import dev.k2.sim.TradeTape;
import dev.k2.sim.WireJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What everybody may ask: instruments, books, trades, candles, tickers. */
final class MarketCalls {
    private static final long LIMIT_USUAL = 500;
    private static final long LIMIT_MAX = 1000;
    private static final long DEPTH_MAX = 5000;

    private final BinanceFloor floor;
    private final Limits limits;
    private final AggregateTrades aggregates;
    private final Map<String, ObjectNode> staleBooks = new LinkedHashMap<>();

    MarketCalls(BinanceFloor floor, Limits limits, AggregateTrades aggregates) {
        this.floor = floor;
        this.limits = limits;
        this.aggregates = aggregates;
    }

    JsonNode ping(Call.Request request) {
        return WireJson.object();
    }

    JsonNode time(Call.Request request) {
        return WireJson.object()
                .put("serverTime", BinanceTime.shown(floor.micros(), request.micros()));
    }

    JsonNode exchangeInfo(Call.Request request, boolean webSocketApi) {
        ObjectNode info =
                WireJson.object()
                        .put("timezone", "UTC")
                        .put("serverTime", BinanceTime.shown(floor.micros(), request.micros()));
        info.set("rateLimits", limits.described(webSocketApi));
        info.putArray("exchangeFilters");
        ArrayNode symbols = info.putArray("symbols");
        boolean sets = request.params().flag("showPermissionSets", true);
        String status = request.params().text("symbolStatus");
        for (Market market : chosen(request, true)) {
            if (status == null || status.equals(market.status().name())) {
                symbols.add(SymbolWords.symbol(market, floor.rules(market), sets));
            }
        }
        return info;
    }

    JsonNode depth(Call.Request request) {
        Market market = floor.market(request.params().symbol());
        long limit = limit(request, 100, DEPTH_MAX);
        ObjectNode book = BookWords.snapshot(market, (int) limit);
        Optional<Fault> stale =
                floor.strikes(Fault.Kind.STALE_SNAPSHOT, Target.of("depth", market));
        ObjectNode older = staleBooks.put(market.listing().symbol(), book);
        return stale.isPresent() && older != null ? older : book;
    }

    JsonNode trades(Call.Request request) {
        Market market = floor.market(request.params().symbol());
        int limit = (int) limit(request, LIMIT_USUAL, LIMIT_MAX);
        Long fromId = request.params().integer("fromId");
        TradeTape tape = new TradeTape(market);
        List<Trade> found = fromId == null ? tape.latest(limit) : tape.from(fromId, limit);
        ArrayNode list = WireJson.array();
        found.forEach(
                trade -> list.add(TradeWords.trade(market.listing(), trade, request.micros())));
        return list;
    }

    JsonNode aggTrades(Call.Request request) {
        Market market = floor.market(request.params().symbol());
        int limit = (int) limit(request, LIMIT_USUAL, LIMIT_MAX);
        Params params = request.params();
        Long fromId = params.integer("fromId");
        Long start = params.millis("startTime");
        Long end = params.millis("endTime");
        if (fromId != null && (start != null || end != null)) {
            throw BinanceRefusal.badCombination();
        }
        ArrayNode list = WireJson.array();
        aggregates
                .find(market, fromId, start, end, limit)
                .forEach(
                        trade ->
                                list.add(
                                        TradeWords.aggregate(
                                                market.listing(), trade, request.micros())));
        return list;
    }

    JsonNode klines(Call.Request request) {
        Params params = request.params();
        Market market = floor.market(params.symbol());
        Interval interval =
                IntervalNames.named(params.required("interval"), params.text("timeZone", "0"));
        int limit = (int) limit(request, LIMIT_USUAL, LIMIT_MAX);
        ArrayNode list = WireJson.array();
        for (Candle candle :
                Klines.find(
                        market,
                        interval,
                        params.millis("startTime"),
                        params.millis("endTime"),
                        limit,
                        now())) {
            list.add(TradeWords.kline(market.listing(), candle, interval, request.micros()));
        }
        return list;
    }

    JsonNode avgPrice(Call.Request request) {
        Market market = floor.market(request.params().symbol());
        return WireJson.object()
                .put("mins", SymbolRules.AVERAGE_MINUTES)
                .put("price", Eight.of(floor.averagePrice(market)))
                .put("closeTime", BinanceTime.shown(floor.micros(), request.micros()));
    }

    JsonNode dayTicker(Call.Request request) {
        boolean mini = mini(request.params());
        return oneOrMany(request, market -> TickerWords.day(market, now(), mini, request.micros()));
    }

    JsonNode tradingDayTicker(Call.Request request) {
        boolean mini = mini(request.params());
        long day = now() - Math.floorMod(now(), Interval.DAY);
        return oneOrMany(
                request, market -> TickerWords.window(market, day, now(), mini, request.micros()));
    }

    JsonNode windowTicker(Call.Request request) {
        boolean mini = mini(request.params());
        long window = IntervalNames.windowMillis(request.params().text("windowSize", "1d"));
        long minute = now() - Math.floorMod(now(), Interval.MINUTE);
        return oneOrMany(
                request,
                market ->
                        TickerWords.window(
                                market,
                                minute + Interval.MINUTE - window,
                                now(),
                                mini,
                                request.micros()));
    }

    JsonNode priceTicker(Call.Request request) {
        return oneOrMany(request, TickerWords::price);
    }

    JsonNode bookTicker(Call.Request request) {
        return oneOrMany(request, TickerWords::book);
    }

    JsonNode executionRules(Call.Request request) {
        ObjectNode answer = WireJson.object();
        ArrayNode rules = answer.putArray("symbolRules");
        for (Market market : chosen(request, true)) {
            rules.addObject().put("symbol", market.listing().symbol()).putArray("rules");
        }
        return answer;
    }

    JsonNode referencePrice(Call.Request request) {
        floor.market(request.params().symbol());
        throw new BinanceRefusal(-2043, "This symbol doesn't have a reference price.");
    }

    private interface Described {
        ObjectNode of(Market market);
    }

    private JsonNode oneOrMany(Call.Request request, Described described) {
        if (request.params().has("symbol")) {
            return described.of(floor.market(request.params().symbol()));
        }
        ArrayNode list = WireJson.array();
        chosen(request, false).forEach(market -> list.add(described.of(market)));
        return list;
    }

    private List<Market> chosen(Call.Request request, boolean singleToo) {
        Params params = request.params();
        String symbols = params.text("symbols");
        if (params.has("symbol") && symbols != null) {
            throw BinanceRefusal.badCombination();
        }
        if (singleToo && params.has("symbol")) {
            return List.of(floor.market(params.symbol()));
        }
        if (symbols == null) {
            return new ArrayList<>(floor.markets());
        }
        List<Market> chosen = new ArrayList<>();
        for (String symbol : SymbolWords.list(symbols)) {
            Market market = floor.market(symbol);
            if (chosen.contains(market)) {
                throw new BinanceRefusal(-1151, "Symbol is present multiple times in the list.");
            }
            chosen.add(market);
        }
        return chosen.isEmpty() ? new ArrayList<>(floor.markets()) : chosen;
    }

    private static boolean mini(Params params) {
        return switch (params.text("type", "FULL")) {
            case "FULL" -> false;
            case "MINI" -> true;
            default -> throw new BinanceRefusal(-1139, "Invalid ticker type.");
        };
    }

    private static long limit(Call.Request request, long usual, long most) {
        long limit = request.params().integer("limit", usual);
        if (limit == 0) {
            throw new BinanceRefusal(-1130, "Data sent for parameter 'limit' is not valid.");
        }
        return Math.min(limit, most);
    }

    private long now() {
        return floor.micros() / 1000;
    }

    /** Weight of a book of the asked size. */
    static long depthWeight(Params params) {
        long limit = params.integer("limit", 100);
        if (limit <= 100) {
            return 5;
        }
        return limit <= 500 ? 25 : limit <= 1000 ? 50 : 250;
    }

    /** Weight of a 24 h ticker. */
    static long dayTickerWeight(Params params) {
        if (params.has("symbol")) {
            return 2;
        }
        int symbols = SymbolWords.list(params.text("symbols", "[]")).size();
        if (symbols == 0 || symbols > 100) {
            return 80;
        }
        return symbols <= 20 ? 2 : 40;
    }

    /** Weight of windowed tickers: 4 a symbol, 200 at most. */
    static long windowWeight(Params params) {
        int symbols =
                params.has("symbol") ? 1 : SymbolWords.list(params.text("symbols", "[]")).size();
        return Math.min(200, 4L * Math.max(1, symbols));
    }

    static long singleOrAll(Params params, long single, long all) {
        return params.has("symbol") ? single : all;
    }
}
