package dev.k2.exchange.binance;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.OrderReport;
import dev.k2.exchange.net.HmacSigner;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.PayloadFolder;
import dev.k2.exchange.net.PayloadTables;
import dev.k2.model.Fill;
import dev.k2.model.InstrumentId;
import dev.k2.model.MarginMode;
import dev.k2.model.OrderStatus;
import dev.k2.model.OrderType;
import dev.k2.model.Position;
import dev.k2.model.PositionSide;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Every recorded or documented payload of the futures' private half, read by the parser that it is
 * for. Reading is strict here: a field that is neither read nor named as ignored fails the test, and
 * so does a file that stands in none of the tables.
 */
class BinanceFuturesPayloadsTest extends PayloadTables<BinanceFuturesPayloadsTest.Reader> {
    private static final List<String> KINDS = List.of("rest-private", "ws-private", "ws-api");

    private static final PayloadFolder FOLDER = new PayloadFolder("binance-futures");

    /** What reads a body. */
    enum Reader {
        ORDER,
        ALGO,
        ALGO_CANCELLED,
        /** Orders and failures side by side. */
        EACH,
        MY_TRADE,
        BALANCE,
        POSITION,
        SYMBOL_CONFIG,
        COMMISSION,
        COUNTDOWN,
        DONE,
        LISTEN_KEY,
        RATE_LIMIT,
        EVENT
    }

    private static final Map<String, Reader> READ =
            Map.ofEntries(
                    entry(account("ChangeMarginType"), Reader.DONE),
                    entry(account("GetOrderRateLimit"), Reader.RATE_LIMIT),
                    entry(account("GetPositionInformation"), Reader.POSITION),
                    entry(account("GetSymbolConfiguration"), Reader.SYMBOL_CONFIG),
                    entry(account("GetUserCommissionRate"), Reader.COMMISSION),
                    entry(account("KeepAliveUserStream"), Reader.LISTEN_KEY),
                    entry(account("ModifyPositionMode"), Reader.DONE),
                    entry(account("StartUserStream"), Reader.LISTEN_KEY),
                    entry(trading("CancelAllConditionalOrders"), Reader.DONE),
                    entry(trading("CancelAllOrders"), Reader.DONE),
                    entry(trading("CancelAllOrdersAfterTimeout"), Reader.COUNTDOWN),
                    entry(trading("CancelConditionalOrder"), Reader.ALGO_CANCELLED),
                    entry(trading("CancelMultipleOrders"), Reader.EACH),
                    entry(trading("CancelOrder"), Reader.ORDER),
                    entry(trading("EditOrder"), Reader.ORDER),
                    entry(trading("GetConditionalOrders"), Reader.ALGO),
                    entry(trading("GetForcedOrders"), Reader.ORDER),
                    entry(trading("GetOpenOrders"), Reader.ORDER),
                    entry(trading("GetOrders"), Reader.ORDER),
                    entry(trading("GetPositions"), Reader.POSITION),
                    entry(trading("GetUserTrades"), Reader.MY_TRADE),
                    entry("rest-private/nautilus__balance.json", Reader.BALANCE),
                    entry("rest-private/nautilus__open_algo_orders.json", Reader.ALGO),
                    entry("rest-private/nautilus__position_risk.json", Reader.POSITION),
                    entry(http("account_orders"), Reader.ORDER),
                    entry(http("account_positions_hedge"), Reader.POSITION),
                    entry(http("account_positions_one_way"), Reader.POSITION),
                    entry(http("account_symbol_config"), Reader.SYMBOL_CONFIG),
                    entry(http("wallet_commission_rate_btcusdt"), Reader.COMMISSION),
                    entry(http("wallet_commission_rate_btcusdt_quarterly"), Reader.COMMISSION),
                    entry("ws-private/jkorf__UsdFutures_AccountUpdate.json", Reader.EVENT),
                    entry("ws-private/jkorf__UsdFutures_AlgoOrderUpdate.json", Reader.EVENT),
                    entry("ws-private/jkorf__UsdFutures_TradeUpdate.json", Reader.EVENT),
                    entry("ws-private/nautilus__account_update.json", Reader.EVENT),
                    entry("ws-private/nautilus__algo_update_canceled.json", Reader.EVENT),
                    entry("ws-private/nautilus__algo_update_new.json", Reader.EVENT),
                    entry(update("calculated_pending"), Reader.EVENT),
                    entry(update("delivery"), Reader.EVENT),
                    entry(update("insurance"), Reader.EVENT),
                    entry(update("new"), Reader.EVENT),
                    entry(update("trade"), Reader.EVENT),
                    entry(update("trade_partial"), Reader.EVENT),
                    entry(py("algo_update_finished"), Reader.EVENT),
                    entry(py("algo_update_triggering"), Reader.EVENT),
                    entry(py("order_update_adl"), Reader.EVENT),
                    entry(py("order_update_adl_filled"), Reader.EVENT),
                    entry(py("order_update_liquidation"), Reader.EVENT),
                    entry(py("order_update_liquidation_zero_qty"), Reader.EVENT),
                    entry(py("order_update_new_limit_if_touched_price_match"), Reader.EVENT),
                    entry(py("order_update_new_price_match"), Reader.EVENT),
                    entry(py("order_update_new_reduce_only_qty"), Reader.EVENT),
                    entry(py("order_update_new_stop_limit_price_match"), Reader.EVENT),
                    entry(py("order_update_trade_reduce_only_qty"), Reader.EVENT),
                    entry(
                            "ws-api/jkorf__Trading_CancelConditionalOrder.json",
                            Reader.ALGO_CANCELLED),
                    entry("ws-api/jkorf__Trading_CancelOrder.json", Reader.ORDER),
                    entry("ws-api/jkorf__Trading_EditOrder.json", Reader.ORDER),
                    entry("ws-api/jkorf__Trading_GetPositions.json", Reader.POSITION));

    private static final String CONVERT = "K2 does not convert";
    private static final String ROBOTS = "K2 does not use Binance's own order algorithms";
    private static final String STATISTICS = "K2 does not show what other traders do";
    private static final String FILES = "K2 reads history by question, not in files";
    private static final String BALANCES = "K2 reads balances and positions each by itself";
    private static final String BY_REST = "K2 asks this over REST";

    /** Payloads of what K2 does not use, with the reason. They are still JSON. */
    private static final Map<String, String> UNUSED =
            Map.ofEntries(
                    entry(
                            "rest-private/gct__GET_futures_data_globalLongShortAccountRatio.json",
                            STATISTICS),
                    entry(
                            "rest-private/gct__GET_futures_data_topLongShortAccountRatio.json",
                            STATISTICS),
                    entry(account("GetAccountInfoV3"), BALANCES),
                    entry(account("GetBrackets"), "Binance refuses a leverage that is too high"),
                    entry(account("GetDownloadIdForTransactionHistory"), FILES),
                    entry(account("GetDownloadLinkForTransactionHistory"), FILES),
                    entry(account("GetIncomeHistory"), "K2 keeps no account of income"),
                    entry(account("GetPositionAdlQuantileEstimation"), STATISTICS),
                    entry(account("GetTradingStatus"), "a refusal says the same"),
                    entry(account("ModifyPositionMargin"), "K2 does not move margin by hand"),
                    entry(trading("ConvertAcceptQuote"), CONVERT),
                    entry(trading("ConvertQuoteRequest"), CONVERT),
                    entry(trading("GetAlgoSubOrders"), ROBOTS),
                    entry(trading("GetConvertOrderStatus"), CONVERT),
                    entry(trading("GetOpenAlgoOrders"), ROBOTS),
                    entry(trading("GetOrderEditHistory"), "an order's present state is enough"),
                    entry(trading("PlaceVolumeParticipationOrder"), ROBOTS),
                    entry("rest-private/nautilus__account_info_v2.json", BALANCES),
                    entry("ws-private/jkorf__UsdFutures_GridUpdate.json", ROBOTS),
                    entry(
                            "ws-private/jkorf__UsdFutures_Leverage.json",
                            "what changed is asked for"),
                    entry(
                            "ws-private/jkorf__UsdFutures_MarginUpdate.json",
                            "what it means for positions is asked for"),
                    entry(
                            "ws-private/jkorf__UsdFutures_MultiAssetMode.json",
                            "what changed is asked for"),
                    entry("ws-api/jkorf__Account_GetAccountInfo.json", BALANCES),
                    entry("ws-api/jkorf__ExchangeData_GetBookPrice.json", BY_REST),
                    entry("ws-api/jkorf__ExchangeData_GetBookPrices.json", BY_REST),
                    entry("ws-api/jkorf__ExchangeData_GetOrderBook.json", BY_REST),
                    entry("ws-api/jkorf__ExchangeData_GetPrice.json", BY_REST),
                    entry("ws-api/jkorf__ExchangeData_GetPrices.json", BY_REST));

    private static final InstrumentId ID = InstrumentId.perpetual("BTC", "USDT");

    BinanceFuturesPayloadsTest() {
        super(FOLDER, KINDS, READ, UNUSED, Set.of());
    }

    @Test
    void reproducesEveryRecordedSignature() throws IOException {
        int vectors = 0;
        for (Path file : FOLDER.files("signing")) {
            for (String line : Files.readAllLines(file)) {
                JsonNode vector = Json.lenient().readTree(line);
                assertThat(vector.path("algo").asText()).isEqualTo("HMAC-SHA256");
                assertThat(
                                new HmacSigner(vector.path("secretKey").asText())
                                        .sign(vector.path("payload").asText()))
                        .as(line)
                        .isEqualTo(vector.path("signature").asText());
                vectors++;
            }
        }

        assertThat(vectors).isGreaterThan(30);
    }

    @Test
    void tellsFillsOnlyWhereThereAreSome() throws Exception {
        assertThat(fillOf(update("trade")).orElseThrow().fee()).isEqualByComparingTo("0.01");
        assertThat(fillOf(update("insurance")).orElseThrow().quantity())
                .isEqualByComparingTo("0.02");
        assertThat(fillOf(py("order_update_liquidation")).orElseThrow().price())
                .isEqualByComparingTo("50000");
        assertThat(fillOf(py("order_update_liquidation_zero_qty"))).isEmpty();
        assertThat(fillOf(update("calculated_pending"))).isEmpty();
        assertThat(fillOf(update("new"))).isEmpty();
    }

    @Test
    void readsOrdersByWhichTheExchangeClosesAPosition() throws Exception {
        OrderReport insurance = orderOf(update("insurance"));
        OrderReport pending = orderOf(update("calculated_pending"));

        assertThat(insurance.status()).isEqualTo(OrderStatus.FILLED);
        assertThat(insurance.clientOrderId()).isEmpty();
        assertThat(pending.status()).isEqualTo(OrderStatus.OPEN);
    }

    @Test
    void readsOrdersThatWaitAndWhatBecameOfThem() throws Exception {
        JsonNode told = bodies(trading("GetConditionalOrders")).getFirst();
        var wire = strict(told, BinanceFuturesWire.AlgoOrder.class);
        var algo = BinanceFuturesParse.algo(wire);

        OrderReport report = BinanceFuturesParse.order(ID, algo, wire);

        assertThat(report.id().text()).isEqualTo("algo-1000001270850379");
        assertThat(report.type()).isEqualTo(OrderType.STOP);
        assertThat(report.status()).isEqualTo(OrderStatus.FILLED);
        assertThat(report.averagePrice().orElseThrow()).isEqualByComparingTo("69067.6");
        assertThat(BinanceFuturesParse.child(wire.actualOrderId())).isEqualTo(974828356187L);
    }

    @Test
    void readsPositionsOfBothSides() throws Exception {
        List<Position> positions = new ArrayList<>();
        for (JsonNode body : bodies(http("account_positions_hedge"))) {
            var wire = strict(body, BinanceFuturesWire.PositionRisk.class);
            positions.add(BinanceFuturesParse.position(ID, wire, null));
        }

        assertThat(positions)
                .extracting(Position::side)
                .containsExactly(PositionSide.LONG, PositionSide.SHORT);
        assertThat(positions.getLast().quantity()).isEqualByComparingTo("10");
        assertThat(positions.getLast().unrealisedProfit()).isEqualByComparingTo("-1156.46711780");
        assertThat(positions.getFirst().marginMode()).isEqualTo(MarginMode.ISOLATED);
        assertThat(positions.getFirst().leverage()).contains(10);
    }

    @Override
    protected JsonNode inner(JsonNode frame) {
        return frame.has("status") ? frame.path("result") : frame;
    }

    @Override
    protected void read(Reader reader, JsonNode body) throws Exception {
        switch (reader) {
            case ORDER -> order(body);
            case ALGO -> {
                var wire = strict(body, BinanceFuturesWire.AlgoOrder.class);
                var algo = BinanceFuturesParse.algo(wire);
                assertThat(BinanceFuturesParse.order(ID, algo, wire).quantity()).isPositive();
            }
            case ALGO_CANCELLED ->
                    assertThat(strict(body, BinanceFuturesWire.AlgoCancelled.class).algoId())
                            .isPositive();
            case EACH -> {
                if (body.has("orderId")) {
                    order(body);
                } else {
                    assertThat(strict(body, BinanceRestWire.Failure.class).code()).isNegative();
                }
            }
            case MY_TRADE -> {
                var wire = strict(body, BinanceFuturesWire.MyTrade.class);
                assertThat(BinanceFuturesParse.fill(ID, wire).price()).isPositive();
            }
            case BALANCE -> {
                var wire = strict(body, BinanceFuturesWire.AssetBalance.class);
                assertThat(BinanceFuturesParse.balances(List.of(wire))).hasSize(1);
            }
            case POSITION -> {
                var wire = strict(body, BinanceFuturesWire.PositionRisk.class);
                assertThat(BinanceFuturesParse.position(ID, wire, null).quantity())
                        .isGreaterThanOrEqualTo(java.math.BigDecimal.ZERO);
            }
            case SYMBOL_CONFIG -> {
                var wire = strict(body, BinanceFuturesWire.SymbolConfig.class);
                assertThat(BinanceFuturesParse.marginMode(wire.marginType())).isNotNull();
            }
            case COMMISSION -> {
                var wire = strict(body, BinanceFuturesWire.Commission.class);
                assertThat(BinanceFuturesParse.fees(wire).taker()).isPositive();
            }
            case COUNTDOWN ->
                    assertThat(strict(body, BinanceFuturesWire.Countdown.class).countdownTime())
                            .isEqualTo(100_000);
            case DONE ->
                    assertThat(strict(body, BinanceFuturesWire.Done.class).code()).isEqualTo(200);
            case LISTEN_KEY -> {
                String shown = strict(body, BinanceFuturesWire.ListenKey.class).toString();
                assertThat(shown).doesNotContain("pqia");
            }
            case RATE_LIMIT -> strict(body, BinanceRestWire.RateLimit.class);
            case EVENT -> event(body);
        }
    }

    private static void order(JsonNode body) throws Exception {
        var wire = strict(body, BinanceFuturesWire.Order.class);
        assertThat(BinanceFuturesParse.order(ID, wire).quantity()).isPositive();
    }

    private static void event(JsonNode body) throws Exception {
        if (body.has("result")) {
            assertThat(body.path("result").isNull()).isTrue();
            return;
        }
        JsonNode event = unwrapped(body);
        switch (event.path("e").asText()) {
            case "ORDER_TRADE_UPDATE" -> {
                var wire = strict(event, BinanceFuturesUserWire.OrderEvent.class);
                assertThat(BinanceFuturesParse.order(ID, wire.order(), 1).id().text()).isNotEmpty();
                BinanceFuturesParse.fill(ID, wire.order());
            }
            case "TRADE_LITE" ->
                    assertThat(strict(event, BinanceFuturesUserWire.TradeLite.class).tradeId())
                            .isPositive();
            case "ALGO_UPDATE" -> {
                var wire = strict(event, BinanceFuturesUserWire.AlgoEvent.class);
                var algo = BinanceFuturesParse.algo(wire.order());
                assertThat(BinanceFuturesParse.order(ID, algo, wire.order(), 1).quantity())
                        .isPositive();
            }
            case "ACCOUNT_UPDATE" -> {
                var wire = strict(event, BinanceFuturesUserWire.AccountEvent.class);
                assertThat(wire.account().balances()).isNotEmpty();
                assertThat(wire.account().positions()).isNotEmpty();
            }
            default -> throw new AssertionError("an unknown event: " + event.path("e"));
        }
    }

    private Optional<Fill> fillOf(String file) throws Exception {
        return BinanceFuturesParse.fill(ID, toldIn(file));
    }

    private OrderReport orderOf(String file) throws Exception {
        return BinanceFuturesParse.order(ID, toldIn(file), 1);
    }

    private BinanceFuturesUserWire.OrderTold toldIn(String file) throws IOException {
        return strict(unwrapped(bodies(file).getFirst()), BinanceFuturesUserWire.OrderEvent.class)
                .order();
    }

    private static JsonNode unwrapped(JsonNode body) {
        return body.has("data") ? body.path("data") : body;
    }

    private static String account(String name) {
        return "rest-private/jkorf__Account_" + name + ".json";
    }

    private static String trading(String name) {
        return "rest-private/jkorf__Trading_" + name + ".json";
    }

    private static String http(String name) {
        return "rest-private/nautilus_py__http_futures_" + name + ".json";
    }

    private static String update(String name) {
        return "ws-private/nautilus__order_update_" + name + ".json";
    }

    private static String py(String name) {
        return "ws-private/nautilus_py__ws_futures_" + name + ".json";
    }
}
