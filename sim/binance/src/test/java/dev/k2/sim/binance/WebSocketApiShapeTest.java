package dev.k2.sim.binance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.sim.Fixtures;
import dev.k2.sim.Shapes;
import dev.k2.sim.TestSocket;
import dev.k2.sim.WireJson;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The WebSocket API's answers against recorded ones, and recorded requests against what is served. */
@TestInstance(Lifecycle.PER_CLASS)
class WebSocketApiShapeTest {
    /** Fields of orders that we do not take (trailing, icebergs), and names from before 2026. */
    private static final Set<String> LEFT_OUT =
            Set.of(
                    "trailingDelta",
                    "trailingTime",
                    "strategyId",
                    "strategyType",
                    "preventedMatchId",
                    "preventedQuantity",
                    "allowAmend",
                    "sors");

    /** Answers to cancels were documented with the fields of queries once; these are the queries' alone. */
    private static final Set<String> QUERY_ONLY =
            Set.of("stopPrice", "icebergQty", "time", "updateTime", "isWorking", "workingTime");

    private final TestVenue venue = new TestVenue();
    private TestSocket socket;

    WebSocketApiShapeTest() {
        venue.admin("PUT", "/settings/binance", "{\"weight_per_minute\":1000000}").expecting(200);
        socket = venue.socket("/ws-api/v3");
    }

    @BeforeAll
    void trade() {
        call(
                "order.place",
                Map.of("symbol", "BTCUSDT", "side", "BUY", "type", "MARKET", "quantity", "0.01"));
        rest("o1");
    }

    @AfterAll
    void stop() {
        socket.close();
        venue.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ExchangeData_GetAggregatedTradeHistory|symbol=BTCUSDT",
                "ExchangeData_GetExchangeInfo|symbols=[\"ETHUSDT\"]",
                "ExchangeData_GetOrderBook|symbol=ETHUSDT",
                "ExchangeData_GetRecentTrades|symbol=ETHUSDT",
                "ExchangeData_GetRollingWindowTickers|symbols=[\"ETHUSDT\"]",
                "ExchangeData_GetTickers|symbols=[\"ETHUSDT\"]",
                "ExchangeData_GetTradeHistory|symbol=ETHUSDT",
                "ExchangeData_GetUIKlines|symbol=ETHUSDT&interval=1h",
            })
    void answersPublicMethodsInTheRecordedShape(String fixture, String params) {
        JsonNode frames =
                Fixtures.json("binance", "ws-api/jkorf__" + fixture + ".json").path("frames");
        String method = frames.at("/0/msg/method").asText();

        socket.send(
                WireJson.object()
                        .put("id", fixture)
                        .put("method", method)
                        .set("params", WireJson.object().setAll(split(params)))
                        .toString());
        JsonNode ours = socket.next(m -> m.path("id").asText().equals(fixture));

        assertThat(ours.path("status").asInt()).as(ours.toString()).isEqualTo(200);
        assertThat(Shapes.missing(frames.at("/1/msg"), ours, LEFT_OUT)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Account_GetAccountInfo|",
                "Account_GetOrderRateLimits|",
                "Trading_GetOpenOrders|symbol=BTCUSDT",
                "Trading_GetUserTrades|symbol=BTCUSDT",
            })
    void answersPrivateMethodsInTheRecordedShape(String fixture, String params) {
        JsonNode frames =
                Fixtures.json("binance", "ws-api/jkorf__" + fixture + ".json").path("frames");

        JsonNode ours =
                call(frames.at("/0/msg/method").asText(), texts(params == null ? "" : params));

        assertThat(ours.path("status").asInt()).as(ours.toString()).isEqualTo(200);
        assertThat(Shapes.missing(frames.at("/1/msg"), ours, LEFT_OUT)).isEmpty();
    }

    @Test
    void amendsAndCancelsInTheRecordedShape() {
        rest("o2");
        rest("o3");

        JsonNode amended =
                call(
                        "order.amend.keepPriority",
                        Map.of("symbol", "BTCUSDT", "origClientOrderId", "o2", "newQty", "0.001"));
        JsonNode cancelled =
                call("order.cancel", Map.of("symbol", "BTCUSDT", "origClientOrderId", "o2"));
        JsonNode rest = call("openOrders.cancelAll", Map.of("symbol", "BTCUSDT"));
        rest("o4");

        assertThat(missing("Trading_AmendOrder", amended, LEFT_OUT)).isEmpty();
        assertThat(missing("Trading_CancelOrder", cancelled, both(LEFT_OUT, QUERY_ONLY))).isEmpty();
        assertThat(missing("Trading_CancelAllOrders", rest, both(LEFT_OUT, QUERY_ONLY))).isEmpty();
    }

    @Test
    void listsPairsInTheRecordedShapeAndTellsOfThem() {
        long price =
                new BigDecimal(
                                venue.get("/api/v3/ticker/price?symbol=SOLUSDT")
                                        .json()
                                        .path("price")
                                        .asText())
                        .longValue();
        try (TestSocket listener = venue.socket("/ws-api/v3")) {
            WsCalls.call(venue, listener, "userDataStream.subscribe.signature", "demo", Map.of());
            JsonNode placed =
                    call(
                            "orderList.place.oco",
                            Map.of(
                                    "symbol",
                                    "SOLUSDT",
                                    "side",
                                    "BUY",
                                    "quantity",
                                    "1",
                                    "aboveType",
                                    "STOP_LOSS_LIMIT",
                                    "aboveStopPrice",
                                    Long.toString(price * 2),
                                    "abovePrice",
                                    Long.toString(price * 2),
                                    "aboveTimeInForce",
                                    "GTC",
                                    "belowType",
                                    "LIMIT_MAKER",
                                    "belowPrice",
                                    Long.toString(price / 2)));
            JsonNode event = listener.next(m -> m.at("/event/e").asText().equals("listStatus"));
            JsonNode asked =
                    call(
                            "orderList.status",
                            Map.of("orderListId", placed.at("/result/orderListId").asText()));
            JsonNode open = call("openOrderLists.status", Map.of());
            JsonNode gone =
                    call(
                            "orderList.cancel",
                            Map.of(
                                    "symbol",
                                    "SOLUSDT",
                                    "orderListId",
                                    placed.at("/result/orderListId").asText()));

            assertThat(missing("Trading_PlaceOcoOrder", placed, Set.of("stopPrice"))).isEmpty();
            assertThat(missing("Trading_GetOcoOrder", asked, Set.of())).isEmpty();
            assertThat(missing("Trading_GetOpenOcoOrders", open, Set.of())).isEmpty();
            assertThat(
                            Shapes.missing(
                                    Fixtures.json(
                                            "binance",
                                            "ws-private/nautilus__list_status_wrapped.json"),
                                    event,
                                    Set.of()))
                    .isEmpty();
            assertThat(gone.at("/result/listOrderStatus").asText()).isEqualTo("ALL_DONE");
        }
    }

    @Test
    void tellsOfExpiredOrdersInTheRecordedShape() {
        try (TestSocket listener = venue.socket("/ws-api/v3")) {
            WsCalls.call(venue, listener, "userDataStream.subscribe.signature", "demo", Map.of());

            call(
                    "order.place",
                    Map.of(
                            "symbol",
                            "BTCUSDT",
                            "side",
                            "BUY",
                            "type",
                            "LIMIT",
                            "timeInForce",
                            "IOC",
                            "quantity",
                            "0.01",
                            "price",
                            venue.lowPrice()));

            JsonNode event =
                    listener.next(m -> m.at("/event/x").asText().equals("EXPIRED")).path("event");
            assertThat(
                            Shapes.missing(
                                    Fixtures.json(
                                            "binance",
                                            "ws-private/nautilus__execution_report_expired.json"),
                                    event,
                                    Set.of()))
                    .isEmpty();
            assertThat(event.path("eR").asText()).isEqualTo("UNFILLED_IOC_QUANTITY_EXPIRED");
        }
    }

    @Test
    void servesEveryMethodThatTheOfficialClientSends() throws IOException {
        int read = 0;
        try (Stream<Path> files = Files.list(Fixtures.root().resolve("binance/ws-request"))) {
            for (Path file :
                    files.filter(f -> f.toString().contains("connector__api_")).sorted().toList()) {
                JsonNode frame = WireJson.parse(Files.readString(file));
                String method = frame.path("method").asText();
                if (method.isEmpty()) {
                    continue;
                }
                socket.send(frame.toString());
                JsonNode answer = socket.next(m -> m.path("id").equals(frame.path("id")));
                assertThat(answer.at("/error/code").asInt()).as(method).isNotEqualTo(-5000);
                read++;
            }
        }

        assertThat(read).isGreaterThan(25);
    }

    private void rest(String id) {
        JsonNode placed =
                call(
                        "order.place",
                        Map.of(
                                "symbol",
                                "BTCUSDT",
                                "side",
                                "BUY",
                                "type",
                                "LIMIT",
                                "timeInForce",
                                "GTC",
                                "quantity",
                                "0.01",
                                "price",
                                venue.lowPrice(),
                                "newClientOrderId",
                                id));
        assertThat(placed.path("status").asInt()).as(placed.toString()).isEqualTo(200);
    }

    private JsonNode call(String method, Map<String, String> params) {
        return WsCalls.call(venue, socket, method, "demo", params);
    }

    private static List<String> missing(String fixture, JsonNode ours, Set<String> leftOut) {
        return Shapes.missing(
                Fixtures.json("binance", "ws-api/jkorf__" + fixture + ".json").at("/frames/1/msg"),
                ours,
                leftOut);
    }

    private static Set<String> both(Set<String> one, Set<String> other) {
        Set<String> all = new java.util.HashSet<>(one);
        all.addAll(other);
        return all;
    }

    private static Map<String, String> texts(String params) {
        Map<String, String> texts = new HashMap<>();
        for (String pair : params.isEmpty() ? new String[0] : params.split("&", -1)) {
            texts.put(pair.replaceFirst("=.*", ""), pair.replaceFirst(".*?=", ""));
        }
        return texts;
    }

    private static Map<String, JsonNode> split(String params) {
        Map<String, JsonNode> nodes = new HashMap<>();
        texts(params)
                .forEach(
                        (name, text) -> {
                            try {
                                nodes.put(
                                        name,
                                        text.startsWith("[")
                                                ? WireJson.parse(text)
                                                : WireJson.object().textNode(text));
                            } catch (IOException e) {
                                throw new AssertionError(e);
                            }
                        });
        return nodes;
    }
}
