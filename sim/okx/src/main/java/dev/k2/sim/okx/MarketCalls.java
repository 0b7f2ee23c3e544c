package dev.k2.sim.okx;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What anybody may ask about prices, books, trades and candles. */
final class MarketCalls {
    private static final int BOOK_MAX = 400;
    private static final int FULL_BOOK_MAX = 5000;
    private static final int TRADES_MAX = 500;
    private static final int PAST_TRADES_MAX = 100;
    private static final int CANDLES_MAX = 300;

    /** What OKX gives of history at once; its documents say 100 in one place and 300 in another. */
    private static final int PAST_CANDLES_MAX = 100;

    private final OkxFloor floor;
    private final Map<Market, ObjectNode> lastBooks = new HashMap<>();

    MarketCalls(OkxFloor floor) {
        this.floor = floor;
    }

    Envelope ticker(Call.Request request) {
        Market market = market(request.args());
        return Envelope.of(MarketWords.ticker(floor.instrument(market), market, floor.millis()));
    }

    Envelope tickers(Call.Request request) {
        String type = request.args().required("instType");
        ArrayNode rows = WireJson.array();
        for (OkxInstrument one : floor.instruments()) {
            if (one.instType().equals(type)) {
                rows.add(MarketWords.ticker(one, floor.market(one), floor.millis()));
            }
        }
        return Envelope.of(rows);
    }

    Envelope books(Call.Request request) {
        return book(request.args(), BOOK_MAX);
    }

    Envelope fullBooks(Call.Request request) {
        return book(request.args(), FULL_BOOK_MAX);
    }

    private Envelope book(Args args, int most) {
        Market market = market(args);
        Long depth = args.integer("sz");
        if (depth != null && (depth < 1 || depth > most)) {
            throw OkxRefusal.wrong("sz");
        }
        ObjectNode now =
                MarketWords.book(
                        floor.instrument(market),
                        market,
                        depth == null ? 1 : depth.intValue(),
                        floor.millis());
        ObjectNode before = lastBooks.put(market, now);
        boolean stale =
                floor.faults()
                        .strikes(Fault.Kind.STALE_SNAPSHOT, Target.of("depth", market))
                        .isPresent();
        return Envelope.of(stale && before != null ? before : now);
    }

    Envelope trades(Call.Request request) {
        Market market = market(request.args());
        int limit = request.args().limit(100, TRADES_MAX);
        return trades(market, new TradeTape(market).latest(limit).reversed());
    }

    /** Trades by id, or by time when type is 2. */
    Envelope pastTrades(Call.Request request) {
        Args args = request.args();
        Market market = market(args);
        int limit = args.limit(PAST_TRADES_MAX, PAST_TRADES_MAX);
        Long after = args.integer("after");
        Long before = args.integer("before");
        TradeTape tape = new TradeTape(market);
        if (args.text("type", "1").equals("2")) {
            long until = after == null ? floor.millis() : after - 1;
            long from = before == null ? until - Interval.HOUR : before + 1;
            List<Trade> found = tape.between(from, until, FULL_BOOK_MAX).reversed();
            return trades(market, found.subList(0, Math.min(limit, found.size())));
        }
        if (after == null && before == null) {
            return trades(market, tape.latest(limit).reversed());
        }
        long first = before == null ? (after == null ? 0 : after - limit) : before + 1;
        List<Trade> found = new ArrayList<>(tape.from(Math.max(1, first), limit));
        found.removeIf(trade -> after != null && trade.id() >= after);
        return trades(market, found.reversed());
    }

    private Envelope trades(Market market, List<Trade> newestFirst) {
        ArrayNode rows = WireJson.array();
        newestFirst.forEach(t -> rows.add(MarketWords.trade(floor.instrument(market), t)));
        return Envelope.of(rows);
    }

    Envelope candles(Call.Request request) {
        return candles(request.args(), market(request.args()), CANDLES_MAX, false);
    }

    Envelope pastCandles(Call.Request request) {
        return candles(request.args(), market(request.args()), PAST_CANDLES_MAX, false);
    }

    Envelope markCandles(Call.Request request) {
        return candles(request.args(), market(request.args()), PAST_CANDLES_MAX, true);
    }

    Envelope indexCandles(Call.Request request) {
        return candles(request.args(), market(request.args()), PAST_CANDLES_MAX, true);
    }

    private Envelope candles(Args args, Market market, int most, boolean pricesOnly) {
        Interval bar = Bars.named(args.text("bar", "1m"));
        if (bar == null) {
            throw OkxRefusal.wrong("bar");
        }
        long now = floor.millis();
        OkxInstrument of = floor.instrument(market);
        ArrayNode rows = WireJson.array();
        for (Candle candle : page(args, market, bar, args.limit(PAST_CANDLES_MAX, most), now)) {
            boolean closed = bar.nextMillis(candle.openMillis()) <= now;
            rows.add(
                    pricesOnly
                            ? MarketWords.priceCandle(of, candle, closed)
                            : MarketWords.candle(of, candle, closed));
        }
        return Envelope.of(rows);
    }

    /** Newest first; both ends are left out. */
    private static List<Candle> page(Args args, Market market, Interval bar, int limit, long now) {
        Long after = args.integer("after");
        Long before = args.integer("before");
        Long end = after == null ? null : Long.valueOf(after - 1);
        return newerThan(Klines.find(market, bar, null, end, limit, now), before);
    }

    private static List<Candle> newerThan(List<Candle> oldestFirst, @Nullable Long before) {
        List<Candle> kept = new ArrayList<>(oldestFirst);
        kept.removeIf(candle -> before != null && candle.openMillis() <= before);
        return kept.reversed();
    }

    Envelope indexTickers(Call.Request request) {
        String wanted = request.args().text("instId", "");
        String quote = request.args().text("quoteCcy", "");
        ArrayNode rows = WireJson.array();
        for (OkxInstrument one : floor.instruments()) {
            if (!one.isSwap()
                    && (one.pair().equals(wanted) || one.listing().quote().equals(quote))) {
                rows.add(
                        MarketWords.indexTicker(
                                one, floor.market(one), floor.engine().margin(), floor.millis()));
            }
        }
        return Envelope.of(rows);
    }

    Envelope volume(Call.Request request) {
        return Envelope.of(
                WireJson.object()
                        .put("volUsd", "0")
                        .put("volCny", "0")
                        .put("ts", Long.toString(floor.millis())));
    }

    private Market market(Args args) {
        return floor.market(args.required("instId"));
    }
}
