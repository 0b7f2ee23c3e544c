package dev.k2.sim.cryptocom;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Fault;
import dev.k2.sim.Interval;
import dev.k2.sim.Klines;
import dev.k2.sim.MarginDesk;
import dev.k2.sim.Market;
import dev.k2.sim.Target;
import dev.k2.sim.Trade;
import dev.k2.sim.TradeTape;
import dev.k2.sim.WireJson;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What anybody may ask. */
final class MarketCalls {
    private static final int BOOK_MAX = 150;
    private static final int TRADES = 25;
    private static final int TRADES_MAX = 150;
    private static final int CANDLES = 25;
    private static final int CANDLES_MAX = 300;
    private static final int SEARCHED = 20_000;
    private final CryptocomFloor floor;
    private final Map<Market, ObjectNode> lastBooks = new HashMap<>();

    MarketCalls(CryptocomFloor floor) {
        this.floor = floor;
    }

    Reply instruments(Call.Request request) {
        ArrayNode rows = WireJson.array();
        for (CryptocomInstrument one : floor.instruments()) {
            rows.add(MarketWords.instrument(one, floor.market(one)));
        }
        return Reply.ofData(rows);
    }

    Reply tickers(Call.Request request) {
        String only = request.args().text("instrument_name");
        ArrayNode rows = WireJson.array();
        if (only != null) {
            rows.add(ticker(floor, floor.market(only)));
        } else {
            floor.instruments().forEach(one -> rows.add(ticker(floor, floor.market(one))));
        }
        return Reply.ofData(rows);
    }

    static ObjectNode ticker(CryptocomFloor floor, Market market) {
        CryptocomInstrument of = floor.instrument(market);
        BigDecimal dollars = floor.dollarPrice(of.listing().quote());
        return MarketWords.ticker(of, market, dollars, floor.millis());
    }

    Reply book(Call.Request request) {
        Args args = request.args();
        Market market = floor.market(args.required("instrument_name"));
        CryptocomInstrument of = floor.instrument(market);
        args.required("depth");
        int depth = args.count("depth", 1, BOOK_MAX);
        ObjectNode now = MarketWords.book(of, market, depth, floor.millis());
        ObjectNode before = lastBooks.put(market, now);
        boolean stale =
                floor.faults()
                        .strikes(Fault.Kind.STALE_SNAPSHOT, Target.of("depth", market))
                        .isPresent();
        ObjectNode result = WireJson.object().put("depth", depth);
        result.putArray("data").add(stale && before != null ? before : now);
        return Reply.of(result.put("instrument_name", of.name()));
    }

    /** Newest first. The start belongs to what is asked for, the end does not. */
    Reply trades(Call.Request request) {
        Args args = request.args();
        Market market = floor.market(args.required("instrument_name"));
        int count = args.count("count", TRADES, TRADES_MAX);
        Long start = args.moment("start_ts");
        Long end = args.moment("end_ts");
        TradeTape tape = new TradeTape(market);
        List<Trade> found;
        if (start == null && end == null) {
            found = tape.latest(count);
        } else {
            long until = end == null ? floor.millis() : end - 1;
            long from = start == null ? until - Interval.HOUR : start;
            found = tape.between(from, until, SEARCHED);
        }
        ArrayNode rows = WireJson.array();
        found.reversed().stream()
                .limit(count)
                .forEach(trade -> rows.add(MarketWords.trade(floor.instrument(market), trade)));
        return Reply.ofData(rows);
    }

    /** Oldest first. */
    Reply candles(Call.Request request) {
        Args args = request.args();
        Market market = floor.market(args.required("instrument_name"));
        CryptocomInstrument of = floor.instrument(market);
        Interval timeframe = Timeframes.named(args.text("timeframe", "1m"));
        if (timeframe == null) {
            throw new CryptocomRefusal(CryptocomError.INVALID_REQUEST);
        }
        Long end = args.moment("end_ts");
        Long start = args.moment("start_ts");
        int count = args.count("count", CANDLES, CANDLES_MAX);
        ArrayNode rows = WireJson.array();
        Klines.find(market, timeframe, null, end == null ? null : end - 1, count, floor.millis())
                .stream()
                .filter(candle -> start == null || candle.openMillis() >= start)
                .forEach(candle -> rows.add(MarketWords.candle(of, candle)));
        ObjectNode result = WireJson.object().put("interval", timeframe.name());
        result.set("data", rows);
        return Reply.of(result.put("instrument_name", of.name()));
    }

    /** Marks, indices and funding: what holds now, or what held at the end of each period before. */
    Reply valuations(Call.Request request) {
        Args args = request.args();
        String name = args.required("instrument_name");
        Market market = floor.priced(name);
        if (market == null) {
            throw new CryptocomRefusal(CryptocomError.INVALID_INSTRUMENT);
        }
        CryptocomInstrument of = floor.instrument(market);
        MarginDesk desk = floor.engine().margin();
        long now = floor.millis();
        ArrayNode rows = WireJson.array();
        switch (args.required("valuation_type")) {
            case "mark_price" ->
                    rows.add(MarketWords.value(MarketWords.mark(of, market, desk), now));
            case "index_price" ->
                    rows.add(MarketWords.value(MarketWords.index(of, market, desk), now));
            case "funding_rate", "estimated_funding_rate" ->
                    rows.add(MarketWords.value(MarketWords.funding(market, now), now));
            case "funding_hist" -> {
                int count = args.count("count", CANDLES, CANDLES_MAX);
                long last = MarginDesk.nextFunding(now) - MarginDesk.FUNDING_MILLIS;
                for (int i = 0; i < count; i++) {
                    long at = last - i * MarginDesk.FUNDING_MILLIS;
                    rows.add(MarketWords.value(MarketWords.funding(market, at - 1), at));
                }
            }
            default -> throw new CryptocomRefusal(CryptocomError.INVALID_REQUEST);
        }
        ObjectNode result = WireJson.object();
        result.set("data", rows);
        return Reply.of(result.put("instrument_name", name));
    }

    /** Nothing is announced here, and nothing expires. */
    Reply none(Call.Request request) {
        return Reply.ofData(WireJson.array());
    }

    Reply insurance(Call.Request request) {
        ObjectNode result = WireJson.object();
        result.putArray("data").add(MarketWords.value("50000000", floor.millis()));
        return Reply.of(
                result.put("instrument_name", request.args().text("instrument_name", "USD")));
    }

    Reply risk(Call.Request request) {
        ObjectNode result = WireJson.object();
        result.put("default_max_product_leverage_for_spot", "1.0");
        result.put("default_max_product_leverage_for_perps", "50.0");
        result.put("default_max_product_leverage_for_futures", "20.0");
        result.put("default_unit_margin_rate", "0.05").put("default_collateral_cap", "-1.0");
        result.put("update_timestamp_ms", floor.millis());
        ArrayNode currencies = result.putArray("base_currency_config");
        for (CryptocomInstrument one : floor.instruments()) {
            if (one.isPerpetual()) {
                currencies
                        .addObject()
                        .put("instrument_name", one.listing().base())
                        .put("minimum_haircut", "0")
                        .put("unit_margin_rate", "0.0005")
                        .put("order_limit", one.most().toPlainString());
            }
        }
        return Reply.of(result);
    }
}
