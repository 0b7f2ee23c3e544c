package dev.k2.sim.cryptocom;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.WireJson;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What recorded answers and messages have, ours have, of the same kind. */
class WireShapeTest {
    /** What only isolated positions, sub-accounts and people have. */
    private static final Set<String> NOT_HERE =
            Set.of(
                    "sub_account_list",
                    "email",
                    "mobile_number",
                    "address",
                    "master_account_uuid",
                    "margin_account_uuid",
                    "account");

    private static TestVenue venue;

    @BeforeAll
    static void start() {
        venue = new TestVenue();
        venue.place("demo", TestVenue.market("BTC_USD", "BUY", "0.01"));
        venue.place("demo", TestVenue.market("BTCUSD-PERP", "BUY", "0.02"));
        venue.resting("demo", "rests1");
    }

    @AfterAll
    static void stop() {
        venue.close();
    }

    private static void same(String recorded, JsonNode ours) {
        assertThat(Shapes.missing(Fixtures.payload(recorded), ours, NOT_HERE))
                .as(recorded)
                .isEmpty();
    }

    private static JsonNode get(String methodAndQuery) {
        return venue.get("public/" + methodAndQuery).json();
    }

    private static JsonNode call(String method) {
        return venue.call("demo", "private/" + method).json();
    }

    @Test
    void answersTheMarketAsRecorded() {
        String btc = "instrument_name=BTC_USD";

        same("rest_ccxt_comment/fetchMarkets_1.json", get("get-instruments"));
        same("rest_ccxt_comment/fetchOrderBook_1.json", get("get-book?depth=10&" + btc));
        same("rest_ccxt_comment/fetchTrades_1.json", lowerTimes(get("get-trades?" + btc)));
        same("rest_jkorf/ExchangeData_GetTradeHistory.json", get("get-trades?" + btc));
        same("rest_ccxt_comment/fetchOHLCV_1.json", get("get-candlestick?timeframe=1m&" + btc));
        same("rest_jkorf/ExchangeData_GetKlines.json", get("get-candlestick?" + btc));
        same("rest_jkorf/ExchangeData_GetTickers.json", get("get-tickers"));
        same(
                "rest_ccxt_comment/parseTicker_1.json",
                get("get-tickers?" + btc).at("/result/data/0"));
        same(
                "rest_jkorf/ExchangeData_GetValuations.json",
                get("get-valuations?valuation_type=mark_price&instrument_name=BTCUSD-PERP"));
        same("rest_jkorf/ExchangeData_GetInsurance.json", get("get-insurance?instrument_name=USD"));
        same("rest_jkorf/ExchangeData_GetRiskParameters.json", get("get-risk-parameters"));
    }

    /** One recording has nanoseconds as a number, the other as text; ours are text. */
    private static JsonNode lowerTimes(JsonNode trades) {
        for (JsonNode row : trades.at("/result/data")) {
            ((ObjectNode) row).put("tn", row.path("tn").asLong());
        }
        return trades;
    }

    @Test
    void answersAccountsAsRecorded() {
        same("rest_ccxt_comment/fetchBalance_1.json", call("user-balance"));
        same("rest_jkorf/Account_GetBalances.json", call("user-balance"));
        same("rest_ccxt_comment/fetchPositions_1.json", call("get-positions"));
        same("rest_jkorf/Trading_GetPositions.json", call("get-positions"));
        same("rest_ccxt_comment/fetchAccounts_1.json", call("get-accounts"));
        same("rest_jkorf/Account_GetAccountInfo.json", call("get-accounts"));
        same("rest_jkorf/Account_GetFeeRate.json", call("get-fee-rate"));
        same(
                "rest_spec_example/private_get-instrument-fee-rate.response200.ex.json",
                text(
                        venue.call(
                                        "demo",
                                        "private/get-instrument-fee-rate",
                                        WireJson.object().put("instrument_name", "BTC_USD"))
                                .json()));
    }

    @Test
    void answersOrdersAsRecorded() {
        same("rest_ccxt_comment/fetchOpenOrders_1.json", call("get-open-orders"));
        same("rest_jkorf/Trading_GetOpenOrders.json", call("get-open-orders"));
        same(
                "rest_spec_example/private_get-open-orders.response200.ex.json",
                text(call("get-open-orders")));
        same("rest_ccxt_comment/fetchOrders_1.json", call("get-order-history"));
        same("rest_ccxt_comment/fetchMyTrades_1.json", call("get-trades"));
        same("rest_spec_example/private_get-trades.response200.ex.json", text(call("get-trades")));
    }

    /** Numbers as text, as the published examples have them and one setting makes them. */
    private static JsonNode text(JsonNode json) {
        return CryptocomText.numbersAsText(json);
    }

    @Test
    void writesNumbersAsTextWhenTold() {
        venue.set("numbers_as_text", 1);
        JsonNode ours = get("get-tickers?instrument_name=BTCUSD-PERP");
        venue.set("numbers_as_text", 0);

        same("rest_spec_example/public_get-tickers.response200.ex.json", ours);
    }

    @Test
    void answersPlacingAndCancellingAsRecorded() {
        ObjectNode order = TestVenue.limit("BTC_USD", "BUY", "0.01", venue.below("BTC_USD", 6));

        JsonNode created = venue.call("demo", "private/create-order", order).json();
        JsonNode cancelled =
                venue.call(
                                "demo",
                                "private/cancel-order",
                                WireJson.object()
                                        .put("order_id", created.at("/result/order_id").asText()))
                        .json();

        same("rest_ccxt_comment/createOrder_1.json", created);
        same("rest_ccxt_comment/cancelOrder_1.json", cancelled);
    }

    @Test
    void answersListsOverRestAndSocketEachInItsWay() {
        ObjectNode list = WireJson.object().put("contingency_type", "LIST");
        ObjectNode order = TestVenue.limit("BTC_USD", "BUY", "0.001", venue.below("BTC_USD", 6));
        list.putArray("order_list")
                .add(order)
                .add(order.deepCopy().put("quantity", "60").put("client_oid", "tooMuch"));

        JsonNode overRest = venue.call("demo", "private/create-order-list", list).json();
        ((ObjectNode) list.at("/order_list/1")).put("quantity", "0.001").put("client_oid", "ok1");
        JsonNode overSocket;
        try (TestSocket socket = venue.socketOf("demo")) {
            ObjectNode json = WireJson.object().put("id", 1).put("nonce", 1);
            json.put("method", "private/create-order-list").set("params", list);
            socket.send(json.toString());
            overSocket = socket.next(m -> m.path("method").asText().endsWith("order-list"));
        }

        same("rest_ccxt_comment/createOrders_2.json", overRest);
        assertThat(overRest.at("/result/1/code").asInt()).isEqualTo(306);
        assertThat(overRest.at("/result/1/order_id").asText()).isNotEmpty();
        assertThat(
                        Shapes.missing(
                                Fixtures.lastSaid("ws_requests_jkorf/PlaceMultipleOrders.json"),
                                overSocket,
                                NOT_HERE))
                .isEmpty();
    }

    @Test
    void tellsMarketsAsRecorded() {
        try (TestSocket socket = venue.socket("market")) {
            socket.send(TestVenue.subscribeToBook(1, "book.BTCUSD-PERP.50"));
            same("ws_recorded_2026_09/subscribe_ack.json", socket.next(m -> true));
            same("ws_recorded_2026_09/book_snapshot.json", socket.next(m -> channel(m, "book")));
            same(
                    "ws_recorded_2026_09/book_update_with_deletes.json",
                    socket.next(
                            m ->
                                    channel(m, "book.update")
                                            && !m.at("/result/data/0/update/asks").isEmpty()
                                            && !m.at("/result/data/0/update/bids").isEmpty()));
            socket.send(TestVenue.subscribe(2, "index.BTCUSD-INDEX"));
            same("ws_recorded_2026_09/index.json", socket.next(m -> channel(m, "index")));
            socket.send(TestVenue.subscribe(3, "mark.BTCUSD-PERP"));
            same("ws_recorded_2026_09/mark.json", socket.next(m -> channel(m, "mark")));
            socket.send(TestVenue.subscribe(4, "funding.BTCUSD-PERP"));
            JsonNode funding = socket.next(m -> channel(m, "funding"));
            same("ws_recorded_2026_09/funding_first_frame_has_request_id.json", funding);
            assertThat(funding.path("id").asInt()).isEqualTo(4);
            socket.send(TestVenue.subscribe(5, "ticker.ETHUSD-PERP"));
            JsonNode ticker = socket.next(m -> channel(m, "ticker"));
            same("ws_ccxt_comment/handleTicker_1.json", ticker.path("result"));
            assertThat(ticker.path("id").asInt()).isEqualTo(5);
            socket.send(TestVenue.subscribe(6, "candlestick.1D.ETH_USDT"));
            JsonNode candles = socket.next(m -> channel(m, "candlestick"));
            assertThat(Shapes.missing(Fixtures.lastSaid("ws_jkorf/Klines.json"), candles, NOT_HERE))
                    .isEmpty();
            socket.send(TestVenue.subscribe(11, "book.NOPEUSD-PERP.50"));
            JsonNode unknown = socket.next(m -> m.path("id").asInt() == 11);
            assertThat(unknown)
                    .isEqualTo(Fixtures.payload("ws_recorded_2026_09/error_unknown_symbol.json"));
        }
    }

    static boolean channel(JsonNode message, String channel) {
        return message.at("/result/channel").asText().equals(channel);
    }

    @Test
    void tellsAccountsAsRecorded() {
        try (TestSocket socket = venue.socketOf("demo")) {
            socket.send(TestVenue.subscribe(1, "user.order.BTC_USD"));
            socket.send(TestVenue.subscribe(2, "user.trade.BTC_USD"));
            socket.send(TestVenue.subscribe(3, "user.balance"));
            same(
                    "ws_ccxt_comment/handleBalance_1.json",
                    socket.next(m -> channel(m, "user.balance")));
            venue.place("demo", TestVenue.market("BTC_USD", "BUY", "0.001"));

            same(
                    "ws_spec_example/user_order.json",
                    withPrice(socket.next(m -> channel(m, "user.order"))));
            same("ws_spec_example/user_trade.json", socket.next(m -> channel(m, "user.trade")));
        }
    }

    /** The published example is of an order with a limit price. */
    private static JsonNode withPrice(JsonNode message) {
        for (JsonNode row : message.at("/result/data")) {
            ((ObjectNode) row).put("limit_price", "1");
        }
        return message;
    }
}
