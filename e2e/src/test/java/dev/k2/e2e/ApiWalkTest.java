package dev.k2.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** From an empty folder to a filled order and back after a restart, with nothing but HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ApiWalkTest {
    private static final String ACCOUNT = "demo";
    private static final String PAIR = "BTC-USDT";

    private final Folder folder = new Folder();
    private final Server.Place place = Server.Place.alone(folder.path());
    private final Simulation simulation = Simulation.inside(place.simPortBase());
    private Server server;
    private Api api;

    @BeforeAll
    void start() {
        server = Server.start(place);
        api = server.login();
    }

    @AfterAll
    void stop() {
        try (folder) {
            server.close();
        }
    }

    @Test
    @Order(1)
    void thePriceIsLive() {
        JsonNode price = api.livePrice(PAIR);

        assertThat(price.path("exchange").asText()).isEqualTo("binance");
        assertThat(number(price, "bid")).isPositive().isLessThan(number(price, "ask"));
        assertThat(price.path("age_ms").asLong()).isLessThan(5_000);
        BigDecimal first = number(price, "price");
        long seq = price.path("seq").asLong();
        Until.holds(
                Server.STOPPED_WITHIN,
                "another price than " + first,
                () -> {
                    JsonNode next = api.livePrice(PAIR);
                    return next.path("seq").asLong() > seq
                            && number(next, "price").compareTo(first) != 0;
                });
    }

    @Test
    @Order(2)
    void oneKeyIsOneOrderAtTheExchange() {
        int before = simulation.ledger(ACCOUNT).size();
        ObjectNode wish = market("buy", "0.01");

        JsonNode first = api.place(wish).data(201);
        JsonNode second = api.place(wish).data(200);

        assertThat(second.path("id")).isEqualTo(first.path("id"));
        assertThat(simulation.ledger(ACCOUNT)).hasSize(before + 1);
        Http.Answer other = api.place(wish.deepCopy().put("quantity", "0.02"));
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.errorCode()).isEqualTo("IDEMPOTENCY_CONFLICT");
        assertThat(simulation.ledger(ACCOUNT)).hasSize(before + 1);
    }

    @Test
    @Order(3)
    void theOrderIsFilledWithItsExecutions() {
        JsonNode placed = api.place(market("buy", "0.01")).data(201);

        JsonNode order = api.orderOnce(placed.path("id").asText(), "filled");
        JsonNode executions = api.executions(placed.path("id").asText());

        BigDecimal quantity = BigDecimal.ZERO;
        BigDecimal worth = BigDecimal.ZERO;
        for (JsonNode execution : executions) {
            quantity = quantity.add(number(execution, "quantity"));
            worth = worth.add(number(execution, "price").multiply(number(execution, "quantity")));
            assertThat(number(execution, "fee")).isPositive();
            assertThat(execution.path("fee_currency").asText()).isEqualTo("BTC");
            assertThat(execution.path("liquidity").asText()).isEqualTo("taker");
        }
        assertThat(quantity).isEqualByComparingTo("0.01");
        assertThat(number(order, "filled_quantity")).isEqualByComparingTo(quantity);
        assertThat(number(order, "avg_price"))
                .isEqualByComparingTo(worth.divide(quantity, 18, RoundingMode.HALF_EVEN));
        Simulation.Entry entry = entry(order);
        assertThat(entry.filled()).isEqualByComparingTo(quantity);
        assertThat(entry.fills()).isEqualTo(executions.size());
    }

    @Test
    @Order(4)
    void anOpenOrderIsChangedAndStaysOneThoughTheExchangeMakesAnother() {
        JsonNode open = api.place(resting()).data(201);
        String id = open.path("id").asText();
        ObjectNode lower = limit("buy", "0.02", "0.94");
        ObjectNode change = lower.objectNode();
        change.set("price", lower.path("price"));
        change.set("quantity", lower.path("quantity"));

        JsonNode changed = api.send("PUT", "/v1/orders/" + id, change.toString()).data(200);
        JsonNode again = api.send("PUT", "/v1/orders/" + id, change.toString()).data(200);

        assertThat(changed.path("id").asText()).isEqualTo(id);
        assertThat(changed.path("status").asText()).isEqualTo("open");
        assertThat(number(changed, "price")).isEqualByComparingTo(number(lower, "price"));
        assertThat(number(changed, "quantity")).isEqualByComparingTo("0.02");
        assertThat(changed.path("pending_amend").isNull()).isTrue();
        assertThat(again.path("exchange_order_id")).isEqualTo(changed.path("exchange_order_id"));
        assertThat(entry(open).status()).isEqualTo("CANCELED");
        assertThat(entry(changed).status()).isEqualTo("NEW");
        assertThat(api.send("DELETE", "/v1/orders/" + id, null).status()).isIn(200, 202);
        api.orderOnce(id, "cancelled");
        assertThat(entry(changed).status()).isEqualTo("CANCELED");
    }

    @Test
    @Order(4)
    void anOpenOrderIsCancelled() {
        JsonNode open = api.place(resting()).data(201);
        assertThat(open.path("status").asText()).isEqualTo("open");
        assertThat(entry(open).status()).isEqualTo("NEW");
        String id = open.path("id").asText();

        Http.Answer answer = api.send("DELETE", "/v1/orders/" + id, null);

        assertThat(answer.status()).isIn(200, 202);
        assertThat(number(api.orderOnce(id, "cancelled"), "filled_quantity")).isZero();
        assertThat(entry(open).status()).isEqualTo("CANCELED");
        assertThat(api.send("DELETE", "/v1/orders/" + id, null).status()).isEqualTo(200);
        String filled = api.place(market("sell", "0.01")).data(201).path("id").asText();
        api.orderOnce(filled, "filled");
        assertThat(api.send("DELETE", "/v1/orders/" + filled, null).status()).isEqualTo(409);
    }

    @Test
    @Order(5)
    void anOrderBeyondTheBalanceNamesTheFigures() {
        api.place(limit("buy", "1", "0.97")).data(201);

        Http.Answer answer = api.place(limit("buy", "1", "0.96"));

        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        assertThat(answer.errorCode()).isEqualTo("INSUFFICIENT_BALANCE");
        JsonNode details = answer.body().path("error").path("details");
        assertThat(number(details, "required")).isGreaterThan(number(details, "available"));
        assertThat(details.path("currency").asText()).isEqualTo("USDT");
        api.send("DELETE", "/v1/orders?side=buy&instrument=" + PAIR, null).expect(200);
        Until.holds(
                Server.STOPPED_WITHIN,
                "no open order",
                () -> api.orders().stream().allMatch(Api::ended));
    }

    /** What is sent, and the least that the answer has to say. */
    record Bad(
            String name,
            String method,
            String path,
            @Nullable String body,
            Map<String, String> headers,
            List<Integer> statuses,
            @Nullable String field) {
        @Override
        public String toString() {
            return name;
        }
    }

    List<Bad> badInput() {
        List<Bad> all = new ArrayList<>();
        String good = market("buy", "0.01").toString();
        all.add(order("malformed JSON", "{\"instrument\": ", null));
        all.add(order("no JSON at all", "hello", null));
        all.add(order("an empty body", "", null));
        all.add(order("a list", "[]", null));
        all.add(order("null", "null", null));
        all.add(order("a wrong character set", good.replace("buy", "\u0000"), null));
        all.add(order("deep nesting", "[".repeat(20_000) + "]".repeat(20_000), null));
        all.add(order("an unknown field", good.replace("{", "{\"colour\":\"red\","), "colour"));
        all.add(order("a field twice", good.replace("{", "{\"side\":\"sell\","), null));
        all.add(order("a number for text", wish("instrument", "5"), "instrument"));
        all.add(order("text for an object", "\"order\"", null));
        all.add(order("an object for text", wish("side", "{}"), "side"));
        all.add(order("null for text", wish("quantity", "null"), "quantity"));
        all.add(order("a side that does not exist", wish("side", "\"borrow\""), "side"));
        all.add(order("a type that does not exist", wish("type", "\"hope\""), "type"));
        for (String value :
                List.of(
                        "1e999999999",
                        "1E5",
                        "NaN",
                        "Infinity",
                        "-0.01",
                        "0",
                        "0.0",
                        "-0",
                        "",
                        " ",
                        "0x10",
                        "1,5",
                        "0.0000000000000000000000001",
                        "9".repeat(400),
                        "٠.١")) {
            all.add(
                    order(
                            "quantity " + shortened(value),
                            wish("quantity", "\"" + value + "\""),
                            "quantity"));
        }
        all.add(order("a number for a decimal", wish("quantity", "0.01"), "quantity"));
        all.add(order("1e999999999 as a number", wish("quantity", "1e999999999"), "quantity"));
        all.add(order("NaN as a word", wish("quantity", "NaN"), null));
        all.add(order("a negative price", limitWish("price", "-5"), "price"));
        all.add(bad("POST", "/v1/orders", limitWish("price", null), "no price", "price", 400, 422));
        all.add(
                bad(
                        "POST",
                        "/v1/orders",
                        wish("price", "\"50000\""),
                        "a market order with a price",
                        "price",
                        400,
                        422));
        all.add(
                order(
                        "a key that is too long",
                        wish("client_order_id", "\"" + "k".repeat(51) + "\""),
                        "client_order_id"));
        all.add(order("an empty key", wish("client_order_id", "\"\""), "client_order_id"));
        all.add(
                bad(
                        "POST",
                        "/v1/orders",
                        limitWish("price", "50000.001"),
                        "off-tick price",
                        "price",
                        400,
                        422));
        all.add(
                bad(
                        "POST",
                        "/v1/orders",
                        limitWish("quantity", "0.0100001"),
                        "off-step quantity",
                        "quantity",
                        400,
                        422));
        all.add(
                bad(
                        "POST",
                        "/v1/orders",
                        wish("instrument", "\"NO-SUCH\""),
                        "unknown instrument",
                        "instrument",
                        400,
                        404,
                        422));
        all.add(
                bad(
                        "POST",
                        "/v1/orders",
                        wish("exchange", "\"nasdaq\""),
                        "unknown exchange",
                        "exchange",
                        400));
        all.add(
                bad(
                        "POST",
                        "/v1/orders",
                        " ".repeat(10_000_000) + good,
                        "a body of 10 MB",
                        null,
                        413));
        all.add(bad("GET", "/v1/orders/" + UUID.randomUUID(), null, "a foreign order", null, 404));
        all.add(
                bad(
                        "DELETE",
                        "/v1/orders/" + UUID.randomUUID(),
                        null,
                        "a foreign order to cancel",
                        null,
                        404));
        all.add(bad("GET", "/v1/orders/1%27%20OR%201=1", null, "an id that is none", "id", 400));
        all.add(bad("GET", "/v1/orders?colour=red", null, "an unknown parameter", "colour", 400));
        all.add(bad("GET", "/v1/orders?limit=0", null, "limit 0", "limit", 400));
        all.add(bad("GET", "/v1/orders?limit=101", null, "limit 101", "limit", 400));
        all.add(bad("GET", "/v1/orders?cursor=AAAA", null, "a cursor that is none", "cursor", 400));
        all.add(bad("GET", "/v1/orders?status=lost", null, "a status that is none", "status", 400));
        all.add(
                bad(
                        "GET",
                        "/v1/prices/NO-SUCH",
                        null,
                        "price of an unknown instrument",
                        null,
                        404));
        all.add(bad("GET", "/v1/nothing", null, "a path that is none", null, 404));
        all.add(bad("PATCH", "/v1/orders", "{}", "a method that is none", null, 404, 405));
        all.add(with("Content-Type", "text/plain", good, "text/plain", 415));
        all.add(with("Authorization", "Bearer ", good, "an empty token", 401));
        all.add(with("Authorization", "Bearer a.b.c", good, "no token at all", 401));
        all.add(with("Authorization", "Basic ZGVtbzpkZW1v", good, "another scheme", 401));
        return all;
    }

    @ParameterizedTest
    @MethodSource("badInput")
    @Order(6)
    void badInputIsExplainedAndChangesNothing(Bad bad) {
        int orders = simulation.ledger(ACCOUNT).size();

        Http.Answer answer = sent(bad);

        assertThat(answer.status()).as(answer.text()).isIn(bad.statuses());
        explained(answer, bad.field());
        assertThat(simulation.ledger(ACCOUNT)).hasSize(orders);
    }

    @Test
    @Order(7)
    void tokensThatDoNotHoldAreRefused() {
        Http http = new Http(server.origin());
        String login =
                Api.object()
                        .put("email", server.email())
                        .put("password", server.password())
                        .toString();
        JsonNode tokens = http.send("POST", "/v1/auth/login", login).data(200);
        String access = tokens.path("access_token").asText();
        String[] parts = access.split("\\.", -1);
        String unsigned = "eyJhbGciOiJub25lIn0." + parts[1] + ".";
        String forged = parts[0] + "." + parts[1] + "." + "A".repeat(parts[2].length());

        for (String token :
                List.of(unsigned, forged, tokens.path("refresh_token").asText(), access + "x")) {
            Http.Answer answer =
                    http.send(
                            "GET",
                            "/v1/users/me",
                            null,
                            Map.of("Authorization", "Bearer " + token));
            assertThat(answer.status()).as(token).isEqualTo(401);
            explained(answer, null);
        }
        Http.Answer none = http.get("/v1/users/me");
        assertThat(none.status()).isEqualTo(401);
        explained(none, null);
        Map<String, String> mine = Map.of("Authorization", "Bearer " + access);
        http.send("POST", "/v1/auth/logout", null, mine).expect(200);
        Until.holds(
                Server.STOPPED_WITHIN,
                "the token to end with its session",
                () -> http.send("GET", "/v1/users/me", null, mine).status() == 401);
    }

    @Test
    @Order(8)
    void aWrongPasswordIsRefusedWithoutSayingWhatIsWrong() {
        Http http = new Http(server.origin());
        Http.Answer wrong =
                http.send(
                        "POST",
                        "/v1/auth/login",
                        Api.object()
                                .put("email", server.email())
                                .put("password", "not it at all")
                                .toString());
        Http.Answer unknown =
                http.send(
                        "POST",
                        "/v1/auth/login",
                        Api.object()
                                .put("email", "nobody@example.com")
                                .put("password", "not it at all")
                                .toString());

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(unknown.status()).isEqualTo(401);
        assertThat(unknown.body().path("error")).isEqualTo(wrong.body().path("error"));
    }

    @Test
    @Order(9)
    void everythingIsThereAfterARestart() {
        JsonNode open = api.place(resting()).data(201);
        List<JsonNode> orders = api.orders();
        List<JsonNode> executions =
                orders.stream().map(order -> api.executions(id(order))).toList();
        JsonNode balances = api.balances();

        server.stop();
        assertThat(folder.databases()).isEmpty();
        server = Server.start(place);
        api = server.login();

        api.livePrice(PAIR);
        assertThat(api.orders().stream().map(ApiWalkTest::id).toList())
                .isEqualTo(orders.stream().map(ApiWalkTest::id).toList());
        assertThat(api.orders().stream().map(ApiWalkTest::lasting).toList())
                .isEqualTo(orders.stream().map(ApiWalkTest::lasting).toList());
        assertThat(orders.stream().map(order -> api.executions(id(order))).toList())
                .isEqualTo(executions);
        assertThat(amounts(api.balances())).isEqualTo(amounts(balances));
        assertThat(entry(open).status()).isEqualTo("NEW");
        api.send("DELETE", "/v1/orders/" + id(open), null);
        api.orderOnce(id(open), "cancelled");
    }

    private Http.Answer sent(Bad bad) {
        if (bad.headers().containsKey("Authorization")) {
            return new Http(server.origin())
                    .send(bad.method(), bad.path(), bad.body(), bad.headers());
        }
        return api.send(bad.method(), bad.path(), bad.body(), bad.headers());
    }

    /** The envelope, whatever went wrong, and nothing of the inside. */
    private static void explained(Http.Answer answer, @Nullable String field) {
        JsonNode error = answer.body().path("error");
        assertThat(error.path("code").asText()).as(answer.text()).matches("[A-Z][A-Z0-9_]+");
        assertThat(error.path("message").asText()).isNotBlank();
        assertThat(error.path("details").isObject()).isTrue();
        assertThat(answer.body().path("meta").path("request_id").asText())
                .isNotBlank()
                .isEqualTo(answer.headers().firstValue("X-Request-Id").orElse("no header"));
        assertThat(answer.body().path("meta").path("timestamp").asText())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(answer.text()).doesNotContain("Exception", "\tat ", "dev.k2", "java.");
        if (field != null) {
            assertThat(error.path("details").path("field").asText())
                    .as(answer.text())
                    .isEqualTo(field);
            assertThat(error.path("details").path("expected").asText())
                    .as(answer.text())
                    .isNotBlank();
        }
    }

    private static Bad order(String name, String body, @Nullable String field) {
        return bad("POST", "/v1/orders", body, name, field, 400);
    }

    private static Bad bad(
            String method,
            String path,
            @Nullable String body,
            String name,
            @Nullable String field,
            Integer... statuses) {
        return new Bad(name, method, path, body, Map.of(), List.of(statuses), field);
    }

    private static Bad with(String header, String value, String body, String name, int status) {
        return new Bad(
                name, "POST", "/v1/orders", body, Map.of(header, value), List.of(status), null);
    }

    /** A market order with one field as this raw JSON. */
    private static String wish(String field, String json) {
        String whole = market("buy", "0.01").remove(List.of(field)).toString();
        return whole.replaceFirst(
                "\\{",
                "{\"" + field + "\":" + json.replace("\\", "\\\\").replace("$", "\\$") + ",");
    }

    private static String limitWish(String field, @Nullable String value) {
        ObjectNode order =
                market("buy", "0.01")
                        .put("type", "limit")
                        .put("price", "50000")
                        .put("time_in_force", "gtc");
        return (value == null ? order.without(field) : order.put(field, value)).toString();
    }

    private static ObjectNode market(String side, String quantity) {
        return Api.object()
                .put("client_order_id", UUID.randomUUID().toString())
                .put("exchange", "binance")
                .put("instrument", PAIR)
                .put("side", side)
                .put("type", "market")
                .put("quantity", quantity);
    }

    /** A limit order at a share of the current price. */
    private ObjectNode limit(String side, String quantity, String share) {
        BigDecimal price =
                number(api.livePrice(PAIR), "bid")
                        .multiply(new BigDecimal(share))
                        .setScale(2, RoundingMode.DOWN);
        return market(side, quantity)
                .put("type", "limit")
                .put("time_in_force", "gtc")
                .put("price", price.toPlainString());
    }

    private ObjectNode resting() {
        return limit("buy", "0.01", "0.95");
    }

    private Simulation.Entry entry(JsonNode order) {
        String exchangeOrderId = order.path("exchange_order_id").asText();
        return simulation.ledger(ACCOUNT).stream()
                .filter(one -> one.orderId().equals(exchangeOrderId))
                .findFirst()
                .orElseThrow(
                        () -> new AssertionError("The exchange has no order " + exchangeOrderId));
    }

    private static String id(JsonNode order) {
        return order.path("id").asText();
    }

    /** What a restart may not change. */
    private static List<String> lasting(JsonNode order) {
        return List.of(
                id(order),
                order.path("client_order_id").asText(),
                order.path("exchange_order_id").asText(),
                order.path("status").asText(),
                order.path("filled_quantity").asText(),
                order.path("avg_price").asText(),
                order.path("created_at").asText());
    }

    private static List<String> amounts(JsonNode balances) {
        List<String> all = new ArrayList<>();
        for (JsonNode balance : balances) {
            all.add(
                    balance.path("currency").asText()
                            + " free "
                            + balance.path("free").asText()
                            + " held "
                            + balance.path("held").asText());
        }
        return all;
    }

    private static BigDecimal number(JsonNode node, String name) {
        return new BigDecimal(node.path(name).asText());
    }

    private static String shortened(String value) {
        return value.length() > 30 ? value.substring(0, 30) + "…" : "'" + value + "'";
    }
}
