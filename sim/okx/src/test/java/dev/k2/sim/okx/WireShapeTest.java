package dev.k2.sim.okx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.sim.Fixtures;
import dev.k2.sim.Shapes;
import dev.k2.sim.TestSocket;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What recorded answers and messages have, ours have, of the same kind. */
class WireShapeTest {
    /** Lists that are empty unless something was attached to a position, or happened since. */
    private static final Set<String> NOT_HERE = Set.of("closeOrderAlgo", "trades");

    private static TestVenue venue;

    @BeforeAll
    static void start() {
        venue = new TestVenue();
        venue.post("trade/order", "demo", TestVenue.spot("buy", "market", "0.01")).row();
        venue.post("trade/order", "demo", TestVenue.swap("buy", "market", "2")).row();
        venue.resting("demo", "rests1");
    }

    @AfterAll
    static void stop() {
        venue.close();
    }

    private static void same(String recorded, JsonNode ours) {
        assertThat(Shapes.missing(Fixtures.payload("okx", recorded), ours, NOT_HERE)).isEmpty();
    }

    @Test
    void answersTheMarketAsRecorded() {
        same("rest-public/jkorf__ExchangeData_GetServerTime.json", get("public/time"));
        same(
                "rest-public/jkorf__ExchangeData_GetSymbols.json",
                get("public/instruments?instType=SPOT"));
        same(
                "rest-public/nautilus__http_get_instruments_spot.json",
                get("public/instruments?instType=SPOT"));
        same(
                "rest-public/jkorf__ExchangeData_GetTickers.json",
                get("market/tickers?instType=SWAP"));
        same(
                "rest-public/jkorf__ExchangeData_GetOrderBook.json",
                get("market/books?instId=BTC-USDT"));
        same(
                "rest-public/nautilus__http_get_order_book.json",
                get("market/books?instId=BTC-USDT&sz=5"));
        same(
                "rest-public/jkorf__ExchangeData_GetRecentTrades.json",
                get("market/trades?instId=BTC-USDT"));
        same(
                "rest-public/jkorf__ExchangeData_GetTradeHistory.json",
                get("market/history-trades?instId=BTC-USDT"));
        same(
                "rest-public/nautilus__http_get_candlesticks.json",
                get("market/candles?instId=BTC-USDT"));
        same(
                "rest-public/jkorf__ExchangeData_GetKlineHistory.json",
                get("market/history-candles?instId=BTC-USDT"));
        same(
                "rest-public/jkorf__ExchangeData_GetMarkPriceKlines.json",
                get("market/mark-price-candles?instId=BTC-USDT-SWAP"));
        same(
                "rest-public/jkorf__ExchangeData_GetMarkPrices.json",
                get("public/mark-price?instType=SWAP"));
        same(
                "rest-public/jkorf__ExchangeData_GetFundingRates.json",
                get("public/funding-rate?instId=BTC-USDT-SWAP"));
        same(
                "rest-public/jkorf__ExchangeData_GetFundingRateHistory.json",
                get("public/funding-rate-history?instId=BTC-USDT-SWAP"));
        same(
                "rest-public/jkorf__ExchangeData_GetOpenInterests.json",
                get("public/open-interest?instType=SWAP"));
        same(
                "rest-public/jkorf__ExchangeData_GetLimitPrice.json",
                get("public/price-limit?instId=BTC-USDT-SWAP"));
        same(
                "rest-public/jkorf__ExchangeData_GetIndexTickers.json",
                get("market/index-tickers?instId=BTC-USDT"));
    }

    @Test
    void tellsSwapsFromSpotAsRecorded() {
        JsonNode recorded =
                Fixtures.payload("okx", "rest-public/nautilus__http_get_instruments_swap.json");
        JsonNode ours = get("public/instruments?instType=SWAP");

        assertThat(Shapes.missing(recorded, ours, Set.of("tradeQuoteCcyList"))).isEmpty();
    }

    @Test
    void answersTheAccountAsRecorded() {
        same("rest-private/jkorf__Account_GetAccountBalance.json", get("account/balance", "demo"));
        same(
                "rest-private/nautilus__http_get_account_balance.json",
                get("account/balance", "demo"));
        same(
                "rest-private/jkorf__Account_GetAccountPositions.json",
                get("account/positions", "demo"));
        same("rest-private/nautilus__http_get_positions.json", get("account/positions", "demo"));
        same(
                "rest-private/jkorf__Account_GetBillHistory.json",
                get("account/bills?instType=SPOT", "demo"));
        same(
                "rest-private/jkorf__Account_SetAccountLeverage.json",
                venue.post(
                                "account/set-leverage",
                                "demo",
                                "{\"instId\":\"ETH-USDT-SWAP\",\"lever\":\"5\",\"mgnMode\":\"cross\"}")
                        .json());
        same(
                "rest-private/jkorf__Account_SetAccountPositionMode.json",
                venue.post("account/set-position-mode", "bob", "{\"posMode\":\"long_short_mode\"}")
                        .json());
    }

    @Test
    void answersOrdersAsRecorded() {
        same("rest-private/jkorf__Trading_GetOrders.json", get("trade/orders-pending", "demo"));
        same(
                "rest-private/nautilus__http_get_orders_pending.json",
                get("trade/orders-pending", "demo"));
        same(
                "rest-private/nautilus__http_get_orders_history.json",
                get("trade/orders-history?instType=SWAP", "demo"));
        same(
                "rest-private/jkorf__Trading_GetOrderHistory.json",
                get("trade/orders-history?instType=SPOT", "demo"));
        same(
                "rest-private/jkorf__Trading_GetUserTrades.json",
                get("trade/fills?instType=SPOT", "demo"));
        same(
                "rest-private/jkorf__Trading_GetUserTradesArchive.json",
                get("trade/fills-history?instType=SPOT", "demo"));
        venue.resting("alice", "amended1");
        String one = "{\"instId\":\"BTC-USDT\",\"clOrdId\":\"amended1\"";
        same(
                "rest-private/jkorf__Trading_AmendOrder.json",
                venue.post("trade/amend-order", "alice", one + ",\"newSz\":\"0.02\"}").json());
        same(
                "rest-private/jkorf__Trading_CancelMultipleOrders.json",
                venue.post("trade/cancel-batch-orders", "alice", "[" + one + "}]").json());
        same(
                "rest-private/jkorf__Trading_CancelAllAfter.json",
                venue.post("trade/cancel-all-after", "alice", "{\"timeOut\":\"0\"}").json());
    }

    @Test
    void answersConditionalOrdersAsRecorded() {
        String order =
                TestVenue.swap("buy", "trigger", "1")
                        .replace(
                                "}",
                                ",\"triggerPx\":\""
                                        + venue.below("BTC-USDT-SWAP", 8)
                                        + "\",\"orderPx\":\"-1\"}");
        JsonNode placed = venue.post("trade/order-algo", "alice", order).row();

        same(
                "rest-private/nautilus__http_get_orders_algo_pending.json",
                get("trade/orders-algo-pending?ordType=trigger", "alice"));
        same(
                "rest-private/jkorf__Trading_CancelAlgoOrder.json",
                venue.post(
                                "trade/cancel-algos",
                                "alice",
                                "[{\"instId\":\"BTC-USDT-SWAP\",\"algoId\":\""
                                        + placed.path("algoId").asText()
                                        + "\"}]")
                        .json());
    }

    @Test
    void tellsTheMarketAsRecorded() {
        try (TestSocket socket = venue.socket("/ws/v5/public")) {
            told(socket, "tickers", "BTC-USDT", "ws-public/jkorf__ExchangeData_Ticker.json");
            told(socket, "trades", "BTC-USDT", "ws-public/jkorf__ExchangeData_Trades.json");
            told(socket, "books", "BTC-USDT", "ws-public/jkorf__ExchangeData_OrderBook.json");
            told(socket, "bbo-tbt", "BTC-USDT", "ws-public/nautilus__ws_bbo_tbt.json");
            told(
                    socket,
                    "mark-price",
                    "BTC-USDT-SWAP",
                    "ws-public/jkorf__ExchangeData_MarkPrice.json");
            told(
                    socket,
                    "index-tickers",
                    "BTC-USDT",
                    "ws-public/jkorf__ExchangeData_IndexTicker.json");
            told(
                    socket,
                    "funding-rate",
                    "BTC-USDT-SWAP",
                    "ws-public/jkorf__ExchangeData_FundingRate.json");
        }
        try (TestSocket socket = venue.socket("/ws/v5/business")) {
            told(socket, "candle1m", "BTC-USDT", "ws-public/jkorf__ExchangeData_Klines.json");
            told(
                    socket,
                    "mark-price-candle1m",
                    "BTC-USDT-SWAP",
                    "ws-public/jkorf__ExchangeData_MarkPriceKlines.json");
        }
    }

    private static void told(TestSocket socket, String channel, String instId, String recorded) {
        socket.send(
                "{\"op\":\"subscribe\",\"args\":[{\"channel\":\""
                        + channel
                        + "\",\"instId\":\""
                        + instId
                        + "\"}]}");
        JsonNode message =
                socket.next(m -> m.has("data") && m.at("/arg/channel").asText().equals(channel));
        same(recorded, message);
    }

    @Test
    void tellsTheAccountAsRecorded() {
        try (TestSocket socket = venue.socketOf("demo")) {
            socket.send(
                    "{\"op\":\"subscribe\",\"args\":[{\"channel\":\"account\"},{\"channel\":\"positions\",\"instType\":\"ANY\"},"
                        + "{\"channel\":\"balance_and_position\"},{\"channel\":\"orders\",\"instType\":\"ANY\"},{\"channel\":\"fills\"}]}");
            same("ws-private/jkorf__Account_Balance.json", next(socket, "account"));
            same("ws-private/jkorf__Trading_Position.json", next(socket, "positions"));
            same(
                    "ws-private/jkorf__Account_BalanceAndPosition.json",
                    next(socket, "balance_and_position"));
            venue.post("trade/order", "demo", TestVenue.swap("buy", "market", "1")).row();
            same("ws-private/nautilus__ws_orders.json", next(socket, "orders"));
            same("ws-private/jkorf__Trading_UserTrade.json", next(socket, "fills"));
        }
    }

    private static JsonNode next(TestSocket socket, String channel) {
        return socket.next(m -> m.has("data") && m.at("/arg/channel").asText().equals(channel));
    }

    private static JsonNode get(String path) {
        return venue.get(path).json();
    }

    private static JsonNode get(String path, String account) {
        return venue.get(path, account).json();
    }
}
