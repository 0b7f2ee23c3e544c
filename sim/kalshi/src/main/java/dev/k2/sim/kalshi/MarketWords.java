package dev.k2.sim.kalshi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Market;
import dev.k2.sim.OrderBook;
import dev.k2.sim.Side;
import dev.k2.sim.Trade;
import dev.k2.sim.WireJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Series, events, markets, books, trades and candles in Kalshi's words. */
final class MarketWords {
    private static final int BOOK_MAX = 10_000;
    private final KalshiFloor floor;

    MarketWords(KalshiFloor floor) {
        this.floor = floor;
    }

    static ObjectNode series(Series one) {
        ObjectNode json =
                WireJson.object()
                        .put("ticker", one.ticker())
                        .put("title", one.title())
                        .put("category", one.category())
                        .put("frequency", one.frequency())
                        .put("contract_url", "https://example.com/contracts/" + one.ticker())
                        .put("contract_terms_url", "https://example.com/terms/" + one.ticker())
                        .put("fee_type", one.feeType().word())
                        .put("fee_multiplier", one.feeMultiplier())
                        .put("exchange_index", 0)
                        .put("last_updated_ts", "2026-01-01T00:00:00Z");
        json.putArray("categories").add(one.category());
        json.putArray("additional_prohibitions");
        ArrayNode tags = json.putArray("tags");
        one.tags().forEach(tags::add);
        json.set("settlement_sources", sources(one));
        return json;
    }

    static ArrayNode sources(Series one) {
        ArrayNode list = WireJson.array();
        list.addObject().put("name", one.sourceName()).put("url", one.sourceUrl());
        return list;
    }

    ObjectNode event(KalshiEvent event, boolean nested) {
        EventSpec spec = event.spec();
        ObjectNode json =
                WireJson.object()
                        .put("available_on_brokers", true)
                        .put("category", spec.series().category())
                        .put("collateral_return_type", spec.exclusive() ? "MECNET" : "")
                        .put("event_ticker", spec.ticker())
                        .put("exchange_index", 0)
                        .put("last_updated_ts", Dollars.time(event.updatedMicros()))
                        .put("mutually_exclusive", spec.exclusive())
                        .put("series_ticker", spec.series().ticker())
                        .put("strike_date", Dollars.timeOfMillis(spec.closeMillis()))
                        .put("strike_period", "")
                        .put("sub_title", spec.subTitle())
                        .put("title", spec.title());
        json.set("settlement_sources", sources(spec.series()));
        if (nested) {
            ArrayNode markets = json.putArray("markets");
            event.markets().forEach(one -> markets.add(market(one)));
        }
        return json;
    }

    /** What a market's book shows at its best; prices of nothing are 0 and a dollar. */
    record Top(long bid, long bidCount, long ask, long askCount) {
        static Top of(KalshiMarket one) {
            OrderBook book = one.market().book();
            long bid = book.bestBid();
            long ask = book.bestAsk();
            return new Top(
                    bid,
                    bid == 0 ? 0 : book.quantityAt(Side.BUY, bid),
                    ask == 0 ? Dollars.ONE : ask,
                    ask == 0 ? 0 : book.quantityAt(Side.SELL, ask));
        }
    }

    ObjectNode market(KalshiMarket one) {
        EventSpec event = one.event().spec();
        MarketSpec spec = one.spec();
        Top top = Top.of(one);
        long now = floor.millis();
        Bar before = one.tape().dayAgo(now);
        String expected =
                Dollars.timeOfMillis(event.closeMillis() + Math.max(0, event.knownAfterMillis()));
        ObjectNode json =
                WireJson.object()
                        .put("can_close_early", true)
                        .put("close_time", Dollars.timeOfMillis(one.closeMillis()))
                        .put("created_time", Dollars.timeOfMillis(event.openMillis() - 3_600_000))
                        .put(
                                "early_close_condition",
                                "This market closes early when it is told to.")
                        .put("event_ticker", event.ticker())
                        .put("exchange_index", 0)
                        .put("expected_expiration_time", expected)
                        .put("expiration_time", expected)
                        .put("expiration_value", one.measured())
                        .put("last_price_dollars", Dollars.price(one.tape().lastPrice()))
                        .put("latest_expiration_time", expected)
                        .put("liquidity_dollars", "0.0000")
                        .put("market_type", "binary")
                        .put("no_ask_dollars", Dollars.price(Dollars.ONE - top.bid()))
                        .put("no_bid_dollars", Dollars.price(Dollars.ONE - top.ask()))
                        .put("no_sub_title", spec.noSubTitle())
                        .put("notional_value_dollars", "1.0000")
                        .put("occurrence_datetime", expected)
                        .put("open_interest_fp", Dollars.count(one.tape().openInterest()))
                        .put("open_time", Dollars.timeOfMillis(one.openMillis()))
                        .put("previous_price_dollars", Dollars.price(priceOf(before)))
                        .put(
                                "previous_yes_ask_dollars",
                                Dollars.price(before == null ? 0 : before.ask().close()))
                        .put(
                                "previous_yes_bid_dollars",
                                Dollars.price(before == null ? 0 : before.bid().close()))
                        .put("price_level_structure", one.grid().label())
                        .put("result", one.result())
                        .put("rules_primary", spec.rules())
                        .put("rules_secondary", "")
                        .put("settlement_timer_seconds", event.settlementTimerSeconds())
                        .put("status", one.status().word())
                        .put("strike_type", spec.strikeType())
                        .put("ticker", spec.ticker())
                        .put("title", spec.title())
                        .put("updated_time", Dollars.time(one.updatedMicros()))
                        .put("volume_24h_fp", Dollars.count(one.tape().volumeOfDay(now)))
                        .put("volume_fp", Dollars.count(one.tape().volume()))
                        .put("yes_ask_dollars", Dollars.price(top.ask()))
                        .put("yes_ask_size_fp", Dollars.count(top.askCount()))
                        .put("yes_bid_dollars", Dollars.price(top.bid()))
                        .put("yes_bid_size_fp", Dollars.count(top.bidCount()))
                        .put("yes_sub_title", spec.yesSubTitle());
        json.set("price_ranges", one.grid().json());
        if (spec.floorStrike() != null) {
            json.put("floor_strike", spec.floorStrike());
        }
        if (spec.capStrike() != null) {
            json.put("cap_strike", spec.capStrike());
        }
        if (one.value() != KalshiMarket.UNKNOWN && one.status() == Status.FINALIZED) {
            json.put("settlement_value_dollars", Dollars.price(one.value()))
                    .put("settlement_ts", Dollars.time(one.settledMicros()));
        }
        return json;
    }

    private static long priceOf(@Nullable Bar bar) {
        return bar == null ? 0 : bar.price() == null ? bar.bid().close() : bar.price().close();
    }

    /** Bids only: those of no are the asks of yes. The best comes last. */
    static ObjectNode book(Market market, int depth) {
        ObjectNode json = WireJson.object();
        json.set("no_dollars", side(market, Side.SELL, depth, false));
        json.set("yes_dollars", side(market, Side.BUY, depth, false));
        return json;
    }

    /**
     * One side of the book, the best last.
     *
     * @param yesPrices whether bids of no are told at the price of yes
     */
    static ArrayNode side(Market market, Side side, int depth, boolean yesPrices) {
        List<OrderBook.Level> levels =
                market.book().levels(side, depth == 0 ? BOOK_MAX : depth).reversed();
        ArrayNode list = WireJson.array();
        for (OrderBook.Level level : levels) {
            boolean turned = side == Side.SELL && !yesPrices;
            list.addArray()
                    .add(Dollars.price(turned ? Dollars.ONE - level.price() : level.price()))
                    .add(Dollars.count(level.quantity()));
        }
        return list;
    }

    static ObjectNode trade(KalshiMarket of, Trade trade) {
        return trade(
                of.ticker(),
                Ids.trade(of.ticker(), trade.id()),
                trade.price(),
                trade.quantity(),
                !trade.buyerIsMaker(),
                trade.micros());
    }

    static ObjectNode trade(KalshiMarket of, MarketTape.Past past) {
        return trade(
                of.ticker(),
                Ids.trade(of.ticker(), past.minute()),
                past.price(),
                past.count(),
                past.taken(),
                past.minute() * 1000 + 500);
    }

    private static ObjectNode trade(
            String ticker, String id, long price, long count, boolean bought, long micros) {
        return WireJson.object()
                .put("count_fp", Dollars.count(count))
                .put("created_time", Dollars.time(micros))
                .put("is_block_trade", false)
                .put("no_price_dollars", Dollars.price(Dollars.ONE - price))
                .put("taker_book_side", bought ? "bid" : "ask")
                .put("taker_outcome_side", bought ? "yes" : "no")
                .put("taker_side", bought ? "yes" : "no")
                .put("ticker", ticker)
                .put("trade_id", id)
                .put("yes_price_dollars", Dollars.price(price));
    }

    ArrayNode candles(KalshiMarket of, long fromSeconds, long untilSeconds, long minutes) {
        long interval = minutes * MarketTape.MINUTE;
        ArrayNode list = WireJson.array();
        long previous = 0;
        for (Bar bar :
                of.tape().bars(fromSeconds * 1000, untilSeconds * 1000, interval, floor.millis())) {
            list.add(candle(bar, interval, previous));
            previous = bar.price() == null ? previous : bar.price().close();
        }
        return list;
    }

    private static ObjectNode candle(Bar bar, long interval, long previous) {
        ObjectNode json =
                WireJson.object()
                        .put("end_period_ts", (bar.openMillis() + interval) / 1000)
                        .put("open_interest_fp", Dollars.count(bar.openInterest()));
        ObjectNode price = json.putObject("price");
        Bar.Span traded = bar.price();
        if (traded != null) {
            price.setAll(span(traded));
            price.put("mean_dollars", Dollars.price(bar.mean()));
        }
        if (previous > 0) {
            price.put("previous_dollars", Dollars.price(previous));
        }
        json.put("volume_fp", Dollars.count(bar.volume()));
        json.set("yes_ask", span(bar.ask()));
        json.set("yes_bid", span(bar.bid()));
        return json;
    }

    private static ObjectNode span(Bar.Span span) {
        return WireJson.object()
                .put("close_dollars", Dollars.price(span.close()))
                .put("high_dollars", Dollars.price(span.high()))
                .put("low_dollars", Dollars.price(span.low()))
                .put("open_dollars", Dollars.price(span.open()));
    }
}
