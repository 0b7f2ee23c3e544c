package dev.k2.sim.kalshi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Fault;
import dev.k2.sim.Target;
import dev.k2.sim.Trade;
import dev.k2.sim.WireJson;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Answers about markets: what they are, their books, trades and candles. */
final class MarketCalls {
    private static final int MARKETS_MAX = 1000;
    private static final int MARKETS_USUAL = 100;
    private static final int TICKERS_MAX = 100;
    private static final int DEPTH_MAX = 100;
    private static final int TRADES_MAX = 1000;
    private static final int PAST_TRADES = 2000;
    private static final long CANDLES_MAX = 10_000;

    private final KalshiFloor floor;
    private final MarketWords words;
    private final Map<String, ObjectNode> earlier = new HashMap<>();

    MarketCalls(KalshiFloor floor, MarketWords words) {
        this.floor = floor;
        this.words = words;
    }

    Answer list(Call.Request request) {
        Args args = request.args();
        List<String> tickers = args.list("tickers");
        String event = args.text("event_ticker", "");
        String series = args.text("series_ticker", "");
        List<String> statuses = statuses(args);
        List<KalshiMarket> found = new ArrayList<>();
        for (KalshiMarket one : floor.markets()) {
            boolean wanted =
                    (tickers.isEmpty() || tickers.contains(one.ticker()))
                            && (event.isEmpty() || event.equals(one.event().spec().ticker()))
                            && (series.isEmpty()
                                    || series.equals(one.event().spec().series().ticker()))
                            && (statuses.isEmpty() || statuses.contains(one.status().filter()))
                            && timely(args, one);
            if (wanted && floor.engine().market(one.ticker()) != null) {
                found.add(one);
            }
        }
        Pages.Page<KalshiMarket> page =
                Pages.cut(found, args.limit(MARKETS_USUAL, MARKETS_MAX), args.text("cursor"));
        ObjectNode json = WireJson.object().put("cursor", page.cursor());
        ArrayNode list = json.putArray("markets");
        page.rows().forEach(one -> list.add(words.market(one)));
        return Answer.ok(json);
    }

    private static List<String> statuses(Args args) {
        List<String> statuses = args.list("status");
        for (String word : statuses) {
            if (!List.of("unopened", "open", "paused", "closed", "settled").contains(word)) {
                throw KalshiRefusal.invalid("status " + word + " is not one to filter by");
            }
        }
        if (args.text("mve_filter", "").equals("only")) {
            return List.of("none of this kind");
        }
        return statuses;
    }

    private static boolean timely(Args args, KalshiMarket one) {
        long created = one.event().spec().openMillis() / 1000;
        long close = one.closeMillis() / 1000;
        long settled = one.settledMicros() / 1_000_000;
        boolean asksForSettled =
                args.text("min_settled_ts") != null || args.text("max_settled_ts") != null;
        return within(args, "created", created)
                && within(args, "close", close)
                && (!asksForSettled || (settled > 0 && within(args, "settled", settled)))
                && one.updatedMicros() / 1_000_000 >= args.number("min_updated_ts", 0);
    }

    private static boolean within(Args args, String what, long seconds) {
        return seconds >= args.number("min_" + what + "_ts", Long.MIN_VALUE)
                && seconds <= args.number("max_" + what + "_ts", Long.MAX_VALUE);
    }

    Answer one(Call.Request request) {
        ObjectNode json = WireJson.object();
        json.set("market", words.market(floor.market(request.args().need("ticker"))));
        return Answer.ok(json);
    }

    Answer book(Call.Request request) {
        KalshiMarket one = floor.market(request.args().need("ticker"));
        ObjectNode json = WireJson.object();
        json.set("orderbook_fp", book(one, depth(request.args())));
        return Answer.ok(json);
    }

    Answer books(Call.Request request) {
        List<String> tickers = tickers(request.args());
        ObjectNode json = WireJson.object();
        ArrayNode list = json.putArray("orderbooks");
        for (String ticker : tickers) {
            KalshiMarket one = floor.market(ticker);
            list.addObject()
                    .put("ticker", ticker)
                    .set("orderbook_fp", book(one, depth(request.args())));
        }
        return Answer.ok(json);
    }

    /** A fault can answer with what was so at the question before. */
    private ObjectNode book(KalshiMarket one, int depth) {
        ObjectNode now = MarketWords.book(one.market(), depth);
        ObjectNode before = earlier.put(one.ticker(), now);
        boolean stale =
                floor.faults()
                        .strikes(Fault.Kind.STALE_SNAPSHOT, Target.of("depth", one.market()))
                        .isPresent();
        return stale && before != null ? before : now;
    }

    private static int depth(Args args) {
        long depth = args.number("depth", 0);
        if (depth < 0 || depth > DEPTH_MAX) {
            throw KalshiRefusal.invalid("depth must be 0 to " + DEPTH_MAX);
        }
        return (int) depth;
    }

    private static List<String> tickers(Args args) {
        List<String> tickers =
                args.list("tickers").isEmpty() ? args.list("market_tickers") : args.list("tickers");
        if (tickers.isEmpty() || tickers.size() > TICKERS_MAX) {
            throw KalshiRefusal.invalid("tickers must name 1 to " + TICKERS_MAX + " markets");
        }
        return tickers;
    }

    Answer trades(Call.Request request) {
        Args args = request.args();
        String ticker = args.text("ticker");
        long from = args.number("min_ts", 0) * 1000;
        long until = args.number("max_ts", floor.millis() / 1000 + 1) * 1000 + 999;
        List<Timed> found = new ArrayList<>();
        for (KalshiMarket one : floor.markets()) {
            if (ticker == null || ticker.equals(one.ticker())) {
                gather(one, from, until, ticker == null ? 20 : PAST_TRADES, found);
            }
        }
        if (ticker != null && floor.board().market(ticker) == null) {
            throw KalshiRefusal.notFound("market");
        }
        Collections.sort(found, (one, other) -> Long.compare(other.micros(), one.micros()));
        Pages.Page<Timed> page =
                Pages.newestFirst(found, args.limit(100, TRADES_MAX), args.text("cursor"));
        ObjectNode json = WireJson.object().put("cursor", page.cursor());
        ArrayNode list = json.putArray("trades");
        page.rows().forEach(timed -> list.add(timed.json()));
        return Answer.ok(json);
    }

    private record Timed(long micros, ObjectNode json) {}

    private static void gather(
            KalshiMarket one, long from, long until, int past, List<Timed> into) {
        for (Trade trade : one.market().trades()) {
            long millis = trade.micros() / 1000;
            if (millis >= from && millis <= until) {
                into.add(new Timed(trade.micros(), MarketWords.trade(one, trade)));
            }
        }
        for (MarketTape.Past trade : one.tape().past(from, until, past)) {
            into.add(new Timed(trade.minute() * 1000, MarketWords.trade(one, trade)));
        }
    }

    Answer candles(Call.Request request) {
        KalshiMarket one = floor.market(request.args().need("ticker"));
        String series = request.args().need("series_ticker");
        if (!series.equals(one.event().spec().series().ticker())) {
            throw KalshiRefusal.notFound("market");
        }
        Span span = Span.of(request.args(), 1);
        ObjectNode json = WireJson.object().put("ticker", one.ticker());
        json.set("candlesticks", words.candles(one, span.from(), span.until(), span.minutes()));
        return Answer.ok(json);
    }

    Answer manyCandles(Call.Request request) {
        List<String> tickers = tickers(request.args());
        Span span = Span.of(request.args(), tickers.size());
        ObjectNode json = WireJson.object();
        ArrayNode list = json.putArray("markets");
        for (String ticker : tickers) {
            KalshiMarket one = floor.market(ticker);
            list.addObject()
                    .put("market_ticker", ticker)
                    .set(
                            "candlesticks",
                            words.candles(one, span.from(), span.until(), span.minutes()));
        }
        return Answer.ok(json);
    }

    Answer eventCandles(Call.Request request) {
        KalshiEvent event = floor.event(request.args().need("event_ticker"));
        Span span = Span.of(request.args(), event.markets().size());
        ObjectNode json = WireJson.object().put("adjusted_end_ts", span.until());
        ArrayNode tickers = json.putArray("market_tickers");
        ArrayNode candles = json.putArray("market_candlesticks");
        for (KalshiMarket one : event.markets()) {
            tickers.add(one.ticker());
            candles.add(words.candles(one, span.from(), span.until(), span.minutes()));
        }
        return Answer.ok(json);
    }

    private record Span(long from, long until, long minutes) {
        static Span of(Args args, int markets) {
            long from = needed(args, "start_ts");
            long until = needed(args, "end_ts");
            long minutes = needed(args, "period_interval");
            if (minutes != 1 && minutes != 60 && minutes != 1440) {
                throw KalshiRefusal.invalid("period_interval must be 1, 60 or 1440");
            }
            if (until < from || (until - from) / 60 / minutes * markets > CANDLES_MAX) {
                throw KalshiRefusal.invalid("there may be up to " + CANDLES_MAX + " candlesticks");
            }
            return new Span(from, until, minutes);
        }

        private static long needed(Args args, String name) {
            String _ = args.need(name);
            return args.number(name, 0);
        }
    }

    Answer pastMarkets(Call.Request request) {
        ObjectNode json = WireJson.object().put("cursor", "");
        json.putArray("markets");
        return Answer.ok(json);
    }

    Answer pastTrades(Call.Request request) {
        ObjectNode json = WireJson.object().put("cursor", "");
        json.putArray("trades");
        return Answer.ok(json);
    }

    Answer pastMarket(Call.Request request) {
        return Answer.of(KalshiRefusal.notFound("market"));
    }

    Answer pastCandles(Call.Request request) {
        return Answer.of(KalshiRefusal.notFound("market"));
    }
}
