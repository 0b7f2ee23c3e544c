package dev.k2.sim.binance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.sim.Fixtures;
import dev.k2.sim.Shapes;
import dev.k2.sim.TestSocket;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every field of a recorded answer of the futures is in ours, or is left out here with a reason. */
@TestInstance(Lifecycle.PER_CLASS)
class FuturesWireShapeTest {
    /**
     * Fields of conditional orders, which are no longer among the ordinary ones, and those that were dropped or renamed
     * before 2026: leverage and margin type left positions of the third version.
     */
    private static final Set<String> LEFT_OUT =
            Set.of("activatePrice", "priceRate", "maintMarginPercent");

    private static final Set<String> SECOND_VERSION =
            Set.of("leverage", "maxNotionalValue", "marginType", "isAutoAddMargin");

    private final TestVenue venue = TestVenue.futures(null);
    private final FuturesUser demo = new FuturesUser(venue, "demo");

    @BeforeAll
    void trade() {
        venue.admin("PUT", "/settings/binance-futures", "{\"weight_per_minute\":1000000}")
                .expecting(200);
        demo.market("BTCUSDT", "BUY", "0.1");
        demo.market("BTCUSDT", "SELL", "0.05");
        JsonNode order = demo.rest("BTCUSDT", "0.01", "resting");
        demo.call(
                "PUT",
                "v1/order",
                "symbol",
                "BTCUSDT",
                "orderId",
                order.path("orderId").asText(),
                "side",
                "BUY",
                "quantity",
                "0.02",
                "price",
                demo.part("BTCUSDT", "0.9"));
        demo.algo(
                "BTCUSDT",
                "SELL",
                "STOP_MARKET",
                "quantity",
                "0.01",
                "triggerPrice",
                demo.part("BTCUSDT", "0.8"));
    }

    @AfterAll
    void stop() {
        venue.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gct__GET_fapi_v1_depth|/records/0/data|v1/depth?symbol=BTCUSDT",
                "nautilus_py__http_futures_market_depth||v1/depth?symbol=BTCUSDT",
                "gct__GET_fapi_v1_fundingInfo|/records/0/data|v1/fundingInfo",
                "gct__GET_fapi_v1_fundingRate|/records/0/data|v1/fundingRate?symbol=BTCUSDT",
                "gct__GET_fapi_v1_openInterest|/records/0/data|v1/openInterest?symbol=BTCUSDT",
                "gct__GET_fapi_v1_premiumIndex|/records/0/data|v1/premiumIndex?symbol=BTCUSDT",
                "gct__GET_fapi_v1_ticker_24hr|/records/1/data|v1/ticker/24hr?symbol=BTCUSDT",
                "gct__GET_fapi_v1_ticker_bookTicker|/records/0/data|v1/ticker/bookTicker",
                "gct__GET_fapi_v1_ticker_price|/records/0/data|v1/ticker/price",
                "gct__GET_fapi_v1_time|/records/0/data|v1/time",
                "gct__GET_fapi_v1_trades|/records/0/data|v1/trades?symbol=BTCUSDT",
                "jkorf__ExchangeData_GetAggregatedTradeHistory|/response|v1/aggTrades?symbol=BTCUSDT",
                "jkorf__ExchangeData_GetBookPrice|/response|v1/ticker/bookTicker?symbol=BTCUSDT",
                "jkorf__ExchangeData_GetFundingRates|/response|v1/fundingRate?symbol=BTCUSDT",
                "jkorf__ExchangeData_GetIndexPriceKlines|/response|v1/indexPriceKlines?pair=BTCUSDT&interval=1m",
                "jkorf__ExchangeData_GetMarkPrice|/response|v1/premiumIndex?symbol=BTCUSDT",
                "jkorf__ExchangeData_GetMarkPriceKlines|/response|v1/markPriceKlines?symbol=BTCUSDT&interval=1m",
                "jkorf__ExchangeData_GetOrderBook|/response|v1/depth?symbol=BTCUSDT",
                "jkorf__ExchangeData_GetPremiumIndexKlines|/response|v1/premiumIndexKlines?symbol=BTCUSDT&interval=1m",
                "jkorf__ExchangeData_GetPrice|/response|v2/ticker/price?symbol=BTCUSDT",
                "jkorf__ExchangeData_GetRecentTrades|/response|v1/trades?symbol=BTCUSDT",
                "jkorf__ExchangeData_GetTradeHistory|/response|v1/historicalTrades?symbol=BTCUSDT",
                "nautilus_py__http_futures_market_klines||v1/klines?symbol=BTCUSDT&interval=1m",
                "nautilus_py__http_futures_market_ticker_24hr||v1/ticker/24hr?symbol=BTCUSDT",
                "nautilus_py__http_futures_market_asset_index||v1/assetIndex",
            })
    void answersPublicCallsInTheRecordedShape(String fixture, String pointer, String call) {
        JsonNode recorded =
                Fixtures.json("binance-futures", "rest-public/" + fixture + ".json")
                        .at(pointer == null ? "" : pointer);

        JsonNode ours = venue.get("/fapi/" + call).expecting(200).json();

        JsonNode comparable = recorded.isObject() && ours.isArray() ? ours.get(0) : ours;
        assertThat(Shapes.missing(recorded, comparable, LEFT_OUT)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jkorf__Account_GetAccountInfoV3|/response|v3/account",
                "nautilus__account_info_v2||v2/account",
                "jkorf__Account_GetBrackets|/response|v1/leverageBracket",
                "jkorf__Account_GetIncomeHistory|/response|v1/income",
                "jkorf__Account_GetOrderRateLimit|/response|v1/rateLimit/order",
                "jkorf__Account_GetPositionInformation|/response|v2/positionRisk",
                "nautilus__position_risk||v2/positionRisk",
                "nautilus_py__http_futures_account_positions_one_way||v2/positionRisk",
                "jkorf__Account_GetSymbolConfiguration|/response|v1/symbolConfig",
                "jkorf__Account_GetUserCommissionRate|/response|v1/commissionRate?symbol=BTCUSDT",
                "nautilus__balance||v3/balance",
                "jkorf__Trading_GetOpenOrders|/response|v1/openOrders?symbol=BTCUSDT",
                "jkorf__Trading_GetOrders|/response|v1/allOrders?symbol=BTCUSDT",
                "nautilus_py__http_futures_account_orders||v1/allOrders?symbol=BTCUSDT",
                "jkorf__Trading_GetOrderEditHistory|/response|v1/orderAmendment?symbol=BTCUSDT&origClientOrderId=resting",
                "jkorf__Trading_GetUserTrades|/response|v1/userTrades?symbol=BTCUSDT",
                "jkorf__Trading_GetConditionalOrders|/response|v1/allAlgoOrders?symbol=BTCUSDT",
                "jkorf__Trading_GetPositions|/response|v3/positionRisk",
            })
    void answersPrivateCallsInTheRecordedShape(String fixture, String pointer, String call) {
        JsonNode recorded =
                Fixtures.json("binance-futures", "rest-private/" + fixture + ".json")
                        .at(pointer == null ? "" : pointer);
        String path = call.replaceFirst("\\?.*", "");
        String[] params =
                call.equals(path)
                        ? new String[0]
                        : call.substring(path.length() + 1).split("[=&]", -1);

        JsonNode ours = demo.call("GET", path, params);

        Set<String> leftOut = path.equals("v3/positionRisk") ? SECOND_VERSION : LEFT_OUT;
        assertThat(Shapes.missing(recorded, ours, leftOut)).isEmpty();
    }

    @Test
    void cancelsAndChoosesInTheRecordedShape() {
        FuturesUser bob = new FuturesUser(venue, "bob");
        JsonNode order = bob.rest("BTCUSDT", "0.01", "b1");
        JsonNode algo =
                bob.algo(
                        "BTCUSDT",
                        "BUY",
                        "TAKE_PROFIT",
                        "quantity",
                        "0.01",
                        "price",
                        bob.part("BTCUSDT", "0.8"),
                        "triggerPrice",
                        bob.part("BTCUSDT", "0.8"));

        same(
                "jkorf__Trading_EditOrder",
                bob.call(
                        "PUT",
                        "v1/order",
                        "symbol",
                        "BTCUSDT",
                        "orderId",
                        order.path("orderId").asText(),
                        "side",
                        "BUY",
                        "quantity",
                        "0.02",
                        "price",
                        bob.part("BTCUSDT", "0.85")));
        same(
                "jkorf__Trading_CancelOrder",
                bob.call(
                        "DELETE",
                        "v1/order",
                        "symbol",
                        "BTCUSDT",
                        "orderId",
                        order.path("orderId").asText()));
        same(
                "jkorf__Trading_CancelConditionalOrder",
                bob.call("DELETE", "v1/algoOrder", "algoId", algo.path("algoId").asText()));
        same(
                "jkorf__Trading_CancelAllOrders",
                bob.call("DELETE", "v1/allOpenOrders", "symbol", "BTCUSDT"));
        same(
                "jkorf__Trading_CancelAllConditionalOrders",
                bob.call("DELETE", "v1/algoOpenOrders", "symbol", "BTCUSDT"));
        same(
                "jkorf__Trading_CancelAllOrdersAfterTimeout",
                bob.call(
                        "POST",
                        "v1/countdownCancelAll",
                        "symbol",
                        "BTCUSDT",
                        "countdownTime",
                        "0"));
        same(
                "jkorf__Account_ChangeMarginType",
                bob.call("POST", "v1/marginType", "symbol", "ETHUSDT", "marginType", "ISOLATED"));
        bob.market("ETHUSDT", "BUY", "0.1");
        same(
                "jkorf__Account_ModifyPositionMargin",
                bob.call(
                        "POST",
                        "v1/positionMargin",
                        "symbol",
                        "ETHUSDT",
                        "amount",
                        "5.5",
                        "type",
                        "1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jkorf__UsdFutures_AggTrades|/frames/2/msg/data|market|btcusdt@aggTrade",
                "nautilus__agg_trade_stream||market|btcusdt@aggTrade",
                "jkorf__UsdFutures_BookTicker|/frames/2/msg/data|public|btcusdt@bookTicker",
                "nautilus__book_ticker_stream||public|btcusdt@bookTicker",
                "nautilus_py__ws_futures_book_ticker|/data|public|btcusdt@bookTicker",
                "jkorf__UsdFutures_ContKlines|/frames/2/msg/data|market|btcusdt_perpetual@continuousKline_1M",
                "jkorf__UsdFutures_Klines|/frames/2/msg/data|market|btcusdt@kline_1M",
                "nautilus__kline_stream_closed||market|btcusdt@kline_1h",
                "jkorf__UsdFutures_MarkPrice|/frames/2/msg/data|market|btcusdt@markPrice@1s",
                "nautilus__mark_price_stream||market|btcusdt@markPrice@1s",
                "jkorf__UsdFutures_MiniTicker|/frames/2/msg/data|market|btcusdt@miniTicker",
                "jkorf__UsdFutures_PartialBook|/frames/2/msg/data|public|btcusdt@depth5@100ms",
                "nautilus__ticker_stream||market|btcusdt@ticker",
                "nautilus__trade_stream||market|btcusdt@trade",
            })
    void streamsInTheRecordedShape(String fixture, String pointer, String kind, String stream) {
        JsonNode recorded =
                Fixtures.json("binance-futures", "ws-public/" + fixture + ".json")
                        .at(pointer == null ? "" : pointer);

        try (TestSocket socket = venue.socket("/" + kind + "/stream?streams=" + stream)) {
            JsonNode ours =
                    socket.next(message -> message.path("stream").asText().equals(stream))
                            .path("data");

            assertThat(Shapes.missing(recorded, ours, LEFT_OUT)).isEmpty();
        }
    }

    @Test
    void streamsBooksInTheRecordedShape() {
        JsonNode recorded =
                Fixtures.json("binance-futures", "ws-public/nautilus__depth_update_stream.json");

        try (TestSocket socket = venue.socket("/public/ws/btcusdt@depth@100ms")) {
            JsonNode ours = socket.next(m -> !m.path("b").isEmpty() && !m.path("a").isEmpty());

            assertThat(Shapes.missing(recorded, ours, Set.of())).isEmpty();
        }
    }

    @Test
    void tellsAccountsInTheRecordedShape() {
        FuturesUser alice = new FuturesUser(venue, "alice");
        try (TestSocket socket = alice.stream()) {
            alice.call("POST", "v1/leverage", "symbol", "BTCUSDT", "leverage", "10");
            event(
                    socket,
                    "ACCOUNT_CONFIG_UPDATE",
                    "jkorf__UsdFutures_Leverage",
                    "/frames/2/msg/data");
            alice.call("POST", "v1/multiAssetsMargin", "multiAssetsMargin", "true");
            event(
                    socket,
                    "ACCOUNT_CONFIG_UPDATE",
                    "jkorf__UsdFutures_MultiAssetMode",
                    "/frames/2/msg/data");
            alice.algo(
                    "BTCUSDT",
                    "SELL",
                    "STOP",
                    "quantity",
                    "0.01",
                    "price",
                    alice.part("BTCUSDT", "0.8"),
                    "triggerPrice",
                    alice.part("BTCUSDT", "0.81"));
            event(socket, "ALGO_UPDATE", "nautilus__algo_update_new", "");
            alice.market("BTCUSDT", "BUY", "0.01");
            event(socket, "ORDER_TRADE_UPDATE", "nautilus__order_update_new", "");
            event(socket, "TRADE_LITE", "jkorf__UsdFutures_TradeUpdate", "/frames/2/msg/data");
            event(socket, "ACCOUNT_UPDATE", "nautilus__account_update", "");
            event(socket, "ORDER_TRADE_UPDATE", "nautilus__order_update_trade", "");
        }
    }

    private static void event(TestSocket socket, String name, String fixture, String pointer) {
        JsonNode recorded =
                Fixtures.json("binance-futures", "ws-private/" + fixture + ".json").at(pointer);

        JsonNode ours = socket.next(m -> m.path("e").asText().equals(name));

        // A conditional order's activation, and the asset of a fee that nobody paid.
        Set<String> leftOut = Set.of("AP", "cr", "rm", "N", "n");
        assertThat(Shapes.missing(recorded, ours, leftOut)).as(name).isEmpty();
    }

    private static void same(String fixture, JsonNode ours) {
        JsonNode recorded =
                Fixtures.json("binance-futures", "rest-private/" + fixture + ".json")
                        .path("response");
        assertThat(Shapes.missing(recorded, ours, LEFT_OUT)).as(fixture).isEmpty();
    }
}
