package dev.k2.exchange.kalshi;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.PayloadFolder;
import dev.k2.exchange.net.PayloadTables;
import dev.k2.model.Candle;
import dev.k2.model.CandleInterval;
import dev.k2.model.ContractState;
import dev.k2.model.InstrumentId;
import dev.k2.model.InstrumentKind;
import dev.k2.model.Outcome;
import dev.k2.model.Side;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/**
 * Every payload of Kalshi, read by the parser that it is for. Reading is strict: a field that is
 * neither read nor named as ignored fails, and so does a file that stands in no table.
 *
 * <p>The set of January 2026 has the shape from before prices became dollars and counts became
 * texts. What of it is still told the same way is read; all orders, fills, trades and books of it
 * are refused, because they count in cents and whole contracts under names that are gone.
 */
final class KalshiPayloadsTest extends PayloadTables<KalshiPayloadsTest.Reader> {
    private static final InstrumentId ANY = new InstrumentId("KXANY-1");
    private static final Instant LATE = Instant.parse("2030-01-01T00:00:00Z");
    private static final String OLD = "rest_golden_2026_01/";
    private static final String NEW = "rest_recorded_2026_08/";
    private static final String CCXT = "rest_ccxt_comment/";
    private static final String WS = "ws_spec_example/";

    /** What reads a body. */
    enum Reader {
        MARKET,
        MARKET_BARE,
        MARKET_EACH_WAY,
        SETTLED,
        COMBOS,
        EVENT,
        CANDLES,
        CANDLE,
        CANDLES_BY_MARKET,
        BOOK,
        FILLS,
        GRIDS,
        SERIES_BY_NAME,
        ORDER,
        FILL,
        POSITION,
        LIFE,
        SOCKET,
        COMMAND,
        /** Of January: read to the end, and told as it is. */
        OLD_EVENT,
        OLD_EVENTS,
        OLD_SERIES,
        OLD_DATA_TIME,
        /** Of January: refused. */
        REFUSED_ORDER,
        REFUSED_ORDERS,
        REFUSED_FILLS,
        REFUSED_TRADES,
        REFUSED_BOOK,
        OLD_CANDLES
    }

    private static final Map<String, Reader> READ =
            Map.ofEntries(
                    entry(CCXT + "fetchOHLCV_1.json", Reader.CANDLES),
                    entry(CCXT + "fetchOrderBook_1.json", Reader.BOOK),
                    entry(CCXT + "fetchTicker_1.json", Reader.MARKET),
                    entry(CCXT + "parseEvent_1.json", Reader.EVENT),
                    entry(CCXT + "parseMarket_1.json", Reader.MARKET_BARE),
                    entry(CCXT + "parseOHLCV_1.json", Reader.CANDLE),
                    entry(CCXT + "parsePredictionTicker_1.json", Reader.MARKET),
                    entry(NEW + "candlesticks_mlb.json", Reader.CANDLES_BY_MARKET),
                    entry(NEW + "combo_priced_markets.json", Reader.COMBOS),
                    entry(NEW + "events_sports_nested.json", Reader.EVENT),
                    entry(NEW + "market_single.json", Reader.MARKET_EACH_WAY),
                    entry(NEW + "markets_settled.json", Reader.SETTLED),
                    entry(NEW + "portfolio_fills_redacted.json", Reader.FILLS),
                    entry(NEW + "price_grids.json", Reader.GRIDS),
                    entry(NEW + "series_fee_fields.json", Reader.SERIES_BY_NAME),
                    entry(WS + "fill.json", Reader.FILL),
                    entry(WS + "user_order.json", Reader.ORDER),
                    entry(WS + "market_position.json", Reader.POSITION),
                    entry(WS + "market_lifecycle_created.json", Reader.LIFE),
                    entry(WS + "market_lifecycle_price_levels.json", Reader.LIFE),
                    entry(WS + "orderbook_snapshot.json", Reader.SOCKET),
                    entry(WS + "orderbook_delta.json", Reader.SOCKET),
                    entry(WS + "ticker.json", Reader.SOCKET),
                    entry(WS + "trade.json", Reader.SOCKET),
                    entry(WS + "subscribe_orderbook.json", Reader.COMMAND),
                    entry(WS + "subscribe_private.json", Reader.COMMAND),
                    entry(WS + "subscribe_ticker_snapshot.json", Reader.COMMAND),
                    entry(OLD + "event_single_response.json", Reader.OLD_EVENT),
                    entry(OLD + "events_list_response.json", Reader.OLD_EVENTS),
                    entry(OLD + "series_list_response.json", Reader.OLD_SERIES),
                    entry(OLD + "user_data_timestamp_response.json", Reader.OLD_DATA_TIME),
                    entry(OLD + "create_order_response.json", Reader.REFUSED_ORDER),
                    entry(OLD + "cancel_order_response.json", Reader.REFUSED_ORDER),
                    entry(OLD + "amend_order_response.json", Reader.REFUSED_ORDER),
                    entry(OLD + "portfolio_order_single_response.json", Reader.REFUSED_ORDER),
                    entry(OLD + "portfolio_orders_response.json", Reader.REFUSED_ORDERS),
                    entry(OLD + "portfolio_fills_response.json", Reader.REFUSED_FILLS),
                    entry(OLD + "trades_list_response.json", Reader.REFUSED_TRADES),
                    entry(OLD + "orderbook_response.json", Reader.REFUSED_BOOK),
                    entry(OLD + "candlesticks_batch_response.json", Reader.OLD_CANDLES));

    private static final Map<String, String> UNUSED =
            Map.ofEntries(
                    entry(NEW + "combo_collections.json", "K2 trades no combinations"),
                    entry(NEW + "combo_collections_summary.json", "K2 trades no combinations"),
                    entry(WS + "order_group_updates.json", "K2 uses no order groups"),
                    entry(WS + "list_subscriptions_response.json", "read as a bare yes"),
                    entry(WS + "ok_update.json", "read by its kind and number alone"),
                    entry(WS + "error_auth_required.json", "read as code and words"),
                    entry(WS + "error_unknown_sid.json", "read as code and words"),
                    entry(OLD + "event_candlesticks_response.json", "asked for by market"),
                    entry(OLD + "event_metadata_response.json", "pictures"),
                    entry(OLD + "events_multivariate_list_response.json", "combinations"),
                    entry(OLD + "exchange_schedule_response.json", "markets tell their times"),
                    entry(OLD + "incentive_programs_response.json", "not used"),
                    entry(OLD + "live_data_batch_response.json", "scores"),
                    entry(OLD + "live_data_milestone_response.json", "scores"),
                    entry(OLD + "market_single_response.json", "a combination"),
                    entry(OLD + "markets_list_response.json", "combinations"),
                    entry(OLD + "milestone_single_response.json", "not used"),
                    entry(
                            OLD + "multivariate_event_collection_lookup_tickers_response.json",
                            "combinations"),
                    entry(OLD + "order_group_delete_response.json", "no order groups"),
                    entry(OLD + "order_group_reset_response.json", "no order groups"),
                    entry(OLD + "order_groups_list_response.json", "no order groups"),
                    entry(OLD + "order_queue_positions_response.json", "not used"),
                    entry(
                            OLD + "portfolio_total_resting_order_value_response.json",
                            "a failure, read by its code"),
                    entry(OLD + "series_fee_changes_response.json", "not used"),
                    entry(OLD + "tags_by_categories_response.json", "not used"));

    KalshiPayloadsTest() {
        super(
                new PayloadFolder("kalshi"),
                List.of(
                        "rest_ccxt_comment",
                        "rest_golden_2026_01",
                        "rest_recorded_2026_08",
                        "ws_recorded_2026_08",
                        "ws_spec_example"),
                READ,
                UNUSED,
                Set.of("ws_recorded_2026_08/ws_orderbook_stream.json"));
    }

    @Override
    protected void read(Reader reader, JsonNode body) throws Exception {
        switch (reader) {
            case MARKET -> market(body.path("market"));
            case MARKET_BARE -> market(body);
            case MARKET_EACH_WAY -> {
                market(body.path("nested"));
                market(body.path("single").path("market"));
                book(body.path("orderbook"));
            }
            case SETTLED -> body.path("markets").forEach(KalshiPayloadsTest::settled);
            case COMBOS -> body.path("combos").forEach(KalshiPayloadsTest::market);
            case EVENT -> event(body);
            case CANDLES -> body.path("candlesticks").forEach(KalshiPayloadsTest::candle);
            case CANDLE -> candle(body);
            case CANDLES_BY_MARKET ->
                    body.path("markets")
                            .forEach(
                                    market ->
                                            market.path("candlesticks")
                                                    .forEach(KalshiPayloadsTest::candle));
            case BOOK -> book(body);
            case FILLS -> body.path("payload").path("fills").forEach(KalshiPayloadsTest::fill);
            case GRIDS -> grids(body);
            case SERIES_BY_NAME -> body.path("payloads").forEach(one -> series(one.path("series")));
            case ORDER -> order(body.path("msg"));
            case FILL -> fill(body.path("msg"));
            case POSITION -> position(body.path("msg"));
            case LIFE -> life(body.path("msg"));
            case SOCKET -> assertThat(body.path("msg").path("market_ticker").asText()).isNotEmpty();
            case COMMAND -> assertThat(body.path("cmd").asText()).isEqualTo("subscribe");
            case OLD_EVENT -> oldEvent(body);
            case OLD_EVENTS ->
                    body.path("events").forEach(one -> strictly(one, KalshiRestWire.Event.class));
            case OLD_SERIES -> body.path("series").forEach(KalshiPayloadsTest::series);
            case OLD_DATA_TIME -> {
                var wire = strict(body, KalshiRestWire.DataTime.class);
                assertThat(KalshiTimes.of(wire.asOfTime())).isPresent();
            }
            case REFUSED_ORDER -> refuses(body.path("order"), KalshiAccountWire.Order.class);
            case REFUSED_ORDERS ->
                    body.path("orders").forEach(one -> refuses(one, KalshiAccountWire.Order.class));
            case REFUSED_FILLS ->
                    body.path("fills").forEach(one -> refuses(one, KalshiAccountWire.Fill.class));
            case REFUSED_TRADES ->
                    body.path("trades").forEach(one -> refuses(one, KalshiRestWire.Trade.class));
            case REFUSED_BOOK -> refuses(body, KalshiRestWire.Book.class);
            case OLD_CANDLES -> oldCandles(body);
        }
    }

    @Test
    void turnsBidsForNoIntoAsksForYes() throws Exception {
        var wire = lenient(whole(CCXT + "fetchOrderBook_1.json"), KalshiRestWire.Book.class);

        var book = KalshiParse.book(ANY, wire.levels(), 1);

        assertThat(book.bids().getFirst().price()).isEqualByComparingTo("0.16");
        assertThat(book.asks().getFirst().price()).isEqualByComparingTo("0.84");
        assertThat(book.asks().getFirst().quantity()).isEqualByComparingTo("101");
    }

    private static void market(JsonNode body) {
        var wire = strictly(body, KalshiRestWire.Market.class);
        List<String> skipped = new ArrayList<>();
        var instrument = KalshiSymbols.instrument(wire, skipped::add).orElseThrow();
        assertThat(skipped).isEmpty();
        assertThat(instrument.kind()).isEqualTo(InstrumentKind.EVENT);
        assertThat(instrument.id().text()).isEqualTo(wire.ticker());
        assertThat(instrument.rules().prices().getFirst().min().signum()).isPositive();
        assertThat(instrument.rules().prices().getLast().max()).isLessThan(BigDecimal.ONE);
        assertThat(KalshiParse.contract(wire, "an event")).isPresent();
    }

    private static void settled(JsonNode body) {
        market(body);
        var contract =
                KalshiParse.contract(strictly(body, KalshiRestWire.Market.class), "").orElseThrow();
        boolean over = contract.state() == ContractState.SETTLED;
        assertThat(contract.result().isPresent()).isEqualTo(over);
        assertThat(contract.settledAt().isPresent()).isEqualTo(over);
        contract.result()
                .ifPresent(
                        result ->
                                assertThat(result.pays(Outcome.YES).add(result.pays(Outcome.NO)))
                                        .isEqualByComparingTo(BigDecimal.ONE));
    }

    private static void event(JsonNode body) {
        var wire = strictly(body, KalshiRestWire.Event.class);
        var group =
                KalshiParse.event(
                        wire,
                        wire.markets() == null ? List.of() : wire.markets(),
                        Optional.empty());
        assertThat(group.contracts()).isNotEmpty();
        assertThat(group.title()).isNotEmpty();
        assertThat(group.category()).isNotEmpty();
    }

    private static void candle(JsonNode body) {
        Candle candle =
                KalshiParse.candle(
                                ANY,
                                CandleInterval.M1,
                                strictly(body, KalshiRestWire.Candle.class),
                                LATE)
                        .orElseThrow();
        assertThat(candle.closed()).isTrue();
        assertThat(candle.low()).isLessThanOrEqualTo(candle.high());
        assertThat(candle.openTime().getEpochSecond() + 60)
                .isEqualTo(body.path("end_period_ts").asLong());
    }

    private static void book(JsonNode body) throws UnknownWord {
        var book = KalshiParse.book(ANY, strictly(body, KalshiRestWire.Book.class).levels(), 100);
        assertThat(book.bids()).isNotEmpty();
        assertThat(book.asks()).isNotEmpty();
    }

    private static void fill(JsonNode body) {
        var wire = strictly(body, KalshiAccountWire.Fill.class);
        var fill = told(() -> KalshiOrderParse.fill(wire));
        assertThat(fill.price()).isEqualByComparingTo(body.path("yes_price_dollars").asText());
        assertThat(fill.side())
                .isEqualTo(body.path("outcome_side").asText().equals("yes") ? Side.BUY : Side.SELL);
        assertThat(fill.fee()).isEqualByComparingTo(body.path("fee_cost").asText());
    }

    private static void grids(JsonNode body) {
        for (JsonNode grid : body.path("grids")) {
            List<KalshiRestWire.PriceRange> ranges = new ArrayList<>();
            grid.path("price_ranges")
                    .forEach(one -> ranges.add(strictly(one, KalshiRestWire.PriceRange.class)));
            assertThat(KalshiSymbols.prices(ranges)).isNotEmpty();
        }
    }

    private static void series(JsonNode body) {
        var wire = strictly(body, KalshiRestWire.Series.class);
        assertThat(KalshiFees.of(wire.feeType(), wire.feeMultiplier())).isPresent();
    }

    private static void order(JsonNode body) {
        var report =
                told(() -> KalshiOrderParse.order(strictly(body, KalshiAccountWire.Order.class)));
        assertThat(report.price()).hasValueSatisfying(p -> assertThat(p).isPositive());
        assertThat(report.quantity()).isEqualByComparingTo("10");
    }

    private static void position(JsonNode body) {
        var wire = strictly(body, KalshiAccountWire.PositionChange.class);
        var position = KalshiOrderParse.position(wire.ticker(), wire.position(), wire.cost(), LATE);
        assertThat(position.entryPrice()).isEqualByComparingTo("0.5");
    }

    private static void life(JsonNode body) {
        var wire = strictly(body, KalshiFeedWire.Lifecycle.class);
        assertThat(KalshiRareNews.change(ContractState.OPEN, wire, 1).isPresent())
                .isEqualTo(wire.eventType().equals("created"));
    }

    private static void oldEvent(JsonNode body) {
        strictly(body.path("event"), KalshiRestWire.Event.class);
        for (JsonNode market : body.path("markets")) {
            assertThatThrownBy(() -> strict(market, KalshiRestWire.Market.class))
                    .hasMessageContaining("Unrecognized field");
            var wire = leniently(market, KalshiRestWire.Market.class);
            assertThat(KalshiSymbols.instrument(wire, what -> {})).isPresent();
            // Counts are under names that are gone, so nothing is told of them.
            assertThat(wire.volume24h()).isNull();
        }
    }

    /** Prices in dollars stood beside those in cents already, and are the ones that count. */
    private static void oldCandles(JsonNode body) {
        for (JsonNode market : body.path("markets")) {
            for (JsonNode one : market.path("candlesticks")) {
                KalshiParse.candle(
                                ANY,
                                CandleInterval.D1,
                                strictly(one, KalshiRestWire.Candle.class),
                                LATE)
                        .ifPresent(candle -> assertThat(candle.high()).isLessThan(BigDecimal.ONE));
            }
        }
    }

    private static void refuses(JsonNode body, Class<?> type) {
        assertThat(body).isInstanceOf(ObjectNode.class);
        assertThatThrownBy(() -> lenient(body, type)).isInstanceOf(JsonProcessingException.class);
    }

    private static <T> T lenient(JsonNode body, Class<T> type) throws JsonProcessingException {
        return Json.lenient().treeToValue(body, type);
    }

    private static <T> T leniently(JsonNode body, Class<T> type) {
        return told(() -> lenient(body, type));
    }

    private static <T> T strictly(JsonNode body, Class<T> type) {
        return told(() -> strict(body, type));
    }

    private static <T> T told(Callable<T> reading) {
        try {
            return reading.call();
        } catch (Exception failed) {
            throw new AssertionError(failed.getMessage(), failed);
        }
    }
}
