package dev.k2.sim.bybit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Candle;
import dev.k2.sim.Candles;
import dev.k2.sim.Contract;
import dev.k2.sim.Fault;
import dev.k2.sim.Interval;
import dev.k2.sim.Klines;
import dev.k2.sim.Listing;
import dev.k2.sim.MarginDesk;
import dev.k2.sim.Market;
import dev.k2.sim.Plain;
import dev.k2.sim.Target;
import dev.k2.sim.Trade;
import dev.k2.sim.TradeTape;
import dev.k2.sim.WireJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What everybody may ask: instruments, books, tickers, candles, trades, funding. */
final class MarketCalls {
    private static final int BOOK_MAX = 1000;
    private static final Map<String, Long> OPEN_INTEREST_STEPS =
            Map.of(
                    "5min", 5 * Interval.MINUTE,
                    "15min", 15 * Interval.MINUTE,
                    "30min", 30 * Interval.MINUTE,
                    "1h", Interval.HOUR,
                    "4h", 4 * Interval.HOUR,
                    "1d", Interval.DAY);

    private final BybitFloor floor;
    private final Map<Market, ObjectNode> staleBooks = new HashMap<>();

    MarketCalls(BybitFloor floor) {
        this.floor = floor;
    }

    JsonNode time(Call.Request request) {
        long micros = floor.micros();
        return WireJson.object()
                .put("timeSecond", Long.toString(micros / 1_000_000))
                .put("timeNano", Long.toString(micros * 1000));
    }

    JsonNode instruments(Call.Request request) {
        Fields fields = request.fields();
        Category category = fields.category();
        String status = fields.text("status", "Trading");
        List<Market> found = new ArrayList<>();
        for (Market market : floor.markets(category)) {
            boolean named =
                    !fields.has("symbol") || fields.raw("symbol").equals(floor.symbol(market));
            boolean based =
                    !fields.has("baseCoin")
                            || fields.raw("baseCoin").equals(market.listing().base());
            boolean meant =
                    (category == Category.SPOT && !fields.has("status"))
                            || status.equals(MarketWords.status(market));
            if (named && based && meant) {
                found.add(market);
            }
        }
        if (fields.has("symbol") && floor.find(category, fields.raw("symbol")) == null) {
            throw BybitRefusal.params("params error: symbol invalid");
        }
        boolean pages = category != Category.SPOT;
        Page<Market> page =
                pages
                        ? Page.of(found, fields.raw("cursor"), fields.limit(500, BOOK_MAX))
                        : new Page<>(found, "");
        ObjectNode result = WireJson.object().put("category", category.word());
        ArrayNode list = result.putArray("list");
        page.rows()
                .forEach(market -> list.add(MarketWords.instrument(market, floor.rules(market))));
        return pages ? result.put("nextPageCursor", page.nextCursor()) : result;
    }

    JsonNode book(Call.Request request) {
        Fields fields = request.fields();
        Category category = fields.category();
        Market market = floor.market(category, fields.required("symbol"));
        int limit = fields.limit(category == Category.SPOT ? 1 : 25, BOOK_MAX);
        ObjectNode book = MarketWords.book(market, floor.symbol(market), limit, floor.now());
        Optional<Fault> stale =
                floor.faults().strikes(Fault.Kind.STALE_SNAPSHOT, Target.of("depth", market));
        ObjectNode older = staleBooks.put(market, book);
        return stale.isPresent() && older != null ? older : book;
    }

    JsonNode tickers(Call.Request request) {
        Fields fields = request.fields();
        Category category = fields.category();
        List<Market> markets =
                fields.has("symbol")
                        ? List.of(floor.market(category, fields.required("symbol")))
                        : floor.markets(category);
        ObjectNode result = WireJson.object().put("category", category.word());
        ArrayNode list = result.putArray("list");
        for (Market market : markets) {
            list.add(
                    MarketWords.ticker(
                            market, floor.rules(market), floor.engine().margin(), floor.now()));
        }
        return result;
    }

    JsonNode trades(Call.Request request) {
        Fields fields = request.fields();
        Category category = fields.category();
        Market market = floor.market(category, fields.required("symbol"));
        int most = category == Category.SPOT ? 60 : 1000;
        List<Trade> found =
                new TradeTape(market)
                        .latest(fields.limit(category == Category.SPOT ? 60 : 500, most));
        ObjectNode result = WireJson.object().put("category", category.word());
        ArrayNode list = result.putArray("list");
        found.reversed().forEach(trade -> list.add(MarketWords.trade(floor.rules(market), trade)));
        return result;
    }

    JsonNode candles(Call.Request request) {
        Market market = marketOf(request);
        return candles(
                request,
                market,
                candle -> {
                    Listing listing = market.listing();
                    ArrayNode row = prices(listing, candle);
                    row.add(Plain.quantity(listing, candle.volume()));
                    return row.add(OrderWords.plain(candle.quoteVolume()));
                });
    }

    /** Marks and indices follow the trades' prices so closely that their candles are those of the trades here. */
    JsonNode priceCandles(Call.Request request) {
        Market market = marketOf(request);
        contract(market);
        return candles(request, market, candle -> prices(market.listing(), candle));
    }

    JsonNode premiumCandles(Call.Request request) {
        Market market = marketOf(request);
        contract(market);
        return candles(
                request,
                market,
                candle -> {
                    ArrayNode row = WireJson.array().add(Long.toString(candle.openMillis()));
                    return row.add("0").add("0").add("0").add("0");
                });
    }

    private interface Row {
        ArrayNode of(Candle candle);
    }

    private JsonNode candles(Call.Request request, Market market, Row row) {
        Fields fields = request.fields();
        Interval interval = BybitIntervals.named(fields.required("interval"));
        Long start = fields.integer("start");
        Long end = fields.integer("end");
        int limit = fields.limit(200, 1000);
        List<Candle> found =
                start != null && end == null
                        ? Klines.find(market, interval, start, null, limit, floor.now())
                        : lastOnes(market, interval, start, end, limit);
        ObjectNode result =
                WireJson.object()
                        .put("symbol", floor.symbol(market))
                        .put("category", floor.category(market).word());
        ArrayNode list = result.putArray("list");
        found.reversed().forEach(candle -> list.add(row.of(candle)));
        return result;
    }

    private List<Candle> lastOnes(
            Market market, Interval interval, @Nullable Long start, @Nullable Long end, int limit) {
        long from = start == null ? Candles.listedMillis() : start;
        return Klines.find(market, interval, null, end, limit, floor.now()).stream()
                .filter(candle -> candle.openMillis() >= from)
                .toList();
    }

    private static ArrayNode prices(Listing listing, Candle candle) {
        return WireJson.array()
                .add(Long.toString(candle.openMillis()))
                .add(Plain.price(listing, candle.open()))
                .add(Plain.price(listing, candle.high()))
                .add(Plain.price(listing, candle.low()))
                .add(Plain.price(listing, candle.close()));
    }

    JsonNode funding(Call.Request request) {
        Market market = marketOf(request);
        contract(market);
        Fields fields = request.fields();
        long end = fields.integer("endTime", floor.now());
        long start = fields.integer("startTime", 0);
        int limit = fields.limit(200, 200);
        ObjectNode result = WireJson.object().put("category", floor.category(market).word());
        ArrayNode list = result.putArray("list");
        long last = MarginDesk.nextFunding(Math.min(end, floor.now())) - MarginDesk.FUNDING_MILLIS;
        for (long at = last;
                at >= Math.max(start, Candles.listedMillis()) && list.size() < limit;
                at -= MarginDesk.FUNDING_MILLIS) {
            list.addObject()
                    .put("symbol", floor.symbol(market))
                    .put("fundingRate", OrderWords.plain(MarginDesk.fundingRate(market, at)))
                    .put("fundingRateTimestamp", Long.toString(at));
        }
        return result;
    }

    JsonNode openInterest(Call.Request request) {
        Market market = marketOf(request);
        contract(market);
        Fields fields = request.fields();
        Long step = OPEN_INTEREST_STEPS.get(fields.required("intervalTime"));
        if (step == null) {
            throw BybitRefusal.params("params error: intervalTime invalid");
        }
        long now = floor.now();
        long end = Math.min(fields.integer("endTime", now), now);
        long start = fields.integer("startTime", 0);
        int limit = fields.limit(50, 200);
        ObjectNode result =
                WireJson.object()
                        .put("symbol", floor.symbol(market))
                        .put("category", floor.category(market).word());
        ArrayNode list = result.putArray("list");
        long at = end - Math.floorMod(end, step);
        while (at >= start && list.size() < limit) {
            list.addObject()
                    .put("openInterest", MarketWords.openInterest(market, now))
                    .put("timestamp", Long.toString(at));
            at -= step;
        }
        return result.put("nextPageCursor", "");
    }

    JsonNode riskLimits(Call.Request request) {
        Fields fields = request.fields();
        Category category = fields.category();
        ObjectNode result = WireJson.object().put("category", category.word());
        ArrayNode list = result.putArray("list");
        for (Market market : floor.markets(category)) {
            boolean meant =
                    !fields.has("symbol") || fields.raw("symbol").equals(floor.symbol(market));
            Contract contract = market.listing().contract();
            if (meant && contract != null) {
                MarketWords.riskLimits(floor.symbol(market), contract).forEach(list::add);
            }
        }
        return result.put("nextPageCursor", "");
    }

    private Market marketOf(Call.Request request) {
        Fields fields = request.fields();
        Category category = Category.of(fields.text("category", "linear"));
        return floor.market(category, fields.required("symbol"));
    }

    private static void contract(Market market) {
        if (market.listing().contract() == null) {
            throw BybitRefusal.params("Category is invalid");
        }
    }
}
