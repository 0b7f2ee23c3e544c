package dev.k2.exchange.binance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Account;
import dev.k2.exchange.Answer;
import dev.k2.exchange.Cancellation;
import dev.k2.exchange.Credentials;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeConfig.OrderTransport;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.HealthStatus;
import dev.k2.exchange.NewOrder;
import dev.k2.exchange.OrderRef;
import dev.k2.exchange.OrderReport;
import dev.k2.exchange.OrderTerms;
import dev.k2.exchange.Placement;
import dev.k2.exchange.net.Eventually;
import dev.k2.exchange.net.HmacSigner;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.ScriptedSocketServer;
import dev.k2.exchange.net.ScriptedSocketServer.Connection;
import dev.k2.model.ClientOrderId;
import dev.k2.model.Instrument;
import dev.k2.model.OrderType;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import java.io.IOException;
import java.math.BigDecimal;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Order entry over a scripted WebSocket API. */
class BinanceSocketApiTest {
    private static final ClientOrderId OUR_ID = new ClientOrderId("k2abc123");

    private final ScriptedSocketServer sockets = new ScriptedSocketServer();
    private final TestBinance binance = start(sockets);
    private final Account account = binance.exchange().account(TestBinance.CREDENTIALS);
    private final Instrument btc = binance.instrument("BTC-USDT");
    private final List<JsonNode> heard = new CopyOnWriteArrayList<>();

    /** What is answered to a method: all but the id. Nothing scripted is nothing answered. */
    private final Map<String, Function<JsonNode, String>> script = new ConcurrentHashMap<>();

    private static TestBinance start(ScriptedSocketServer sockets) {
        try {
            return new TestBinance(
                    sockets.port(), config -> config.withOrderEntry(OrderTransport.WEBSOCKET));
        } catch (IOException failed) {
            throw new IllegalStateException("no port is free", failed);
        }
    }

    @BeforeEach
    void answer() {
        sockets.onText(this::answer);
    }

    @AfterEach
    void close() throws IOException {
        binance.close();
        sockets.close();
    }

    @Test
    void placesAnOrderOnceAndSignedOverTheSortedParameters() {
        on("order.place", 200, "\"result\":" + order("NEW"));

        Placement said = account.orders().place(limit());

        assertThat(((Placement.Accepted) said).id().text()).isEqualTo("28");
        JsonNode request = only("order.place");
        assertThat(request.path("id").isIntegralNumber()).isTrue();
        Map<String, String> params = params(request);
        assertThat(params)
                .containsEntry("symbol", "BTCUSDT")
                .containsEntry("quantity", "0.5")
                .containsEntry("apiKey", "key");
        String signature = String.valueOf(params.remove("signature"));
        assertThat(new HmacSigner("secret").sign(text(params))).isEqualTo(signature);
        assertThat(request.path("params").path("quantity").isTextual()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "400, -2010, Account has insufficient balance for requested action., INSUFFICIENT_FUNDS",
        "400, -1013, Filter failure: LOT_SIZE, VALIDATION",
        "401, -2015, Invalid API-key, AUTHENTICATION",
        "429, -1003, Too many requests, RATE_LIMIT",
        "400, -9999, Something new, EXCHANGE_ERROR"
    })
    void saysRejectedWhenBinanceSaysNo(int status, int code, String words, ErrorCategory category) {
        on("order.place", status, error(code, words));

        Placement said = account.orders().place(limit());

        ExchangeError reason = ((Placement.Rejected) said).reason();
        assertThat(reason.category()).isEqualTo(category);
        assertThat(reason.details()).containsEntry("code", Integer.toString(code));
        assertThat(reason.instrument()).contains(btc.id());
        only("order.place");
    }

    @ParameterizedTest
    @CsvSource({"500, -1000", "400, -1001", "400, -1006", "400, -1007", "503, -1008"})
    void saysUnknownWhenItIsNotClearWhetherTheOrderIsLive(int status, int code) {
        on("order.place", status, error(code, "words"));

        assertUnknown(account.orders().place(limit()));
    }

    @Test
    void saysUnknownWhenAnAnswerCannotBeRead() {
        on("order.place", 200, "\"result\":{\"symbol\":\"BTCUSDT\"}");

        assertUnknown(account.orders().place(limit()));
    }

    @Test
    void saysUnknownWhenTheConnectionIsCutBeforeTheAnswer() {
        sockets.onText(
                (connection, text) -> {
                    heard.add(json(text));
                    connection.cut();
                });

        assertUnknown(account.orders().place(limit()));
    }

    @Test
    void saysUnknownWhenNoAnswerComesInTime() {
        sockets.onText((connection, text) -> heard.add(json(text)));

        assertUnknown(account.orders().place(limit()));
    }

    @Test
    void saysRejectedWhereThereIsNoConnectionAndSendsNothing() {
        sockets.close();

        Placement said = account.orders().place(limit());

        assertThat(((Placement.Rejected) said).reason().category())
                .isEqualTo(ErrorCategory.NETWORK);
        assertThat(heard).isEmpty();
    }

    @Test
    void sendsACancelAgainUntilItIsAnswered() {
        List<Connection> asked = new ArrayList<>();
        sockets.onText(
                (connection, text) -> {
                    JsonNode request = json(text);
                    heard.add(request);
                    asked.add(connection);
                    if (asked.size() < 2) {
                        connection.cut();
                    } else {
                        send(connection, request, 400, error(-2011, "Unknown order sent."));
                    }
                });

        Cancellation said = account.orders().cancel(OrderRef.of(btc, OUR_ID));

        assertThat(((Cancellation.Refused) said).reason().category())
                .isEqualTo(ErrorCategory.ORDER_NOT_FOUND);
        assertThat(heard).hasSize(2);
    }

    @Test
    void sendsNumbersAsNumbers() {
        on("allOrders", 200, "\"result\":[]");

        List<OrderReport> history =
                account.orders()
                        .history(btc, Instant.now().minusSeconds(60), Instant.now())
                        .orThrow();

        assertThat(history).isEmpty();
        JsonNode params = only("allOrders").path("params");
        assertThat(params.path("startTime").isIntegralNumber()).isTrue();
        assertThat(params.path("limit").asInt()).isEqualTo(1_000);
    }

    @Test
    void correctsItsLimitsByWhatTheAnswerSays() {
        on(
                "order.place",
                200,
                "\"result\":"
                        + order("NEW")
                        + ",\"rateLimits\":[{\"rateLimitType\":\"REQUEST_WEIGHT\",\"interval\":"
                        + "\"MINUTE\",\"intervalNum\":1,\"limit\":6000,\"count\":5000},"
                        + "{\"rateLimitType\":\"ORDERS\",\"interval\":\"DAY\",\"intervalNum\":1,"
                        + "\"limit\":200000,\"count\":77}]");

        account.orders().place(limit());

        assertThat(binance.exchange().limits().weightLeft()).isBetween(990L, 1_000L);
        assertThat(binance.exchange().budgets())
                .anyMatch(b -> b.name().equals("orders in 1 day") && b.used() == 77);
    }

    @Test
    void isSilentUntilTheTimeThatA418Names() {
        long until = Instant.now().plusSeconds(600).toEpochMilli();
        on(
                "order.place",
                418,
                "\"error\":{\"code\":-1003,\"msg\":\"banned\",\"data\":{\"serverTime\":1,"
                        + "\"retryAfter\":"
                        + until
                        + "}}");

        Placement first = account.orders().place(limit());
        Placement second = account.orders().place(limit());
        Answer<Instant> overRest = binance.exchange().market().time();

        var reason = (ExchangeError.RateLimit) ((Placement.Rejected) first).reason();
        assertThat(reason.until().orElseThrow().toEpochMilli()).isBetween(until - 50, until + 50);
        assertThat(((Placement.Rejected) second).reason().category())
                .isEqualTo(ErrorCategory.RATE_LIMIT);
        assertThat(((Answer.Failed<Instant>) overRest).error().category())
                .isEqualTo(ErrorCategory.RATE_LIMIT);
        only("order.place");
    }

    @Test
    void logsInOnceWithAnEd25519KeyAndSignsNothingMore() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Account other = binance.exchange().account(ed25519(pair));
        on("session.logon", 200, "\"result\":{}");
        on("order.place", 200, "\"result\":" + order("NEW"));
        on("order.status", 200, "\"result\":" + order("NEW"));

        Placement said = other.orders().place(limit());
        other.orders().find(OrderRef.of(btc, OUR_ID));

        assertThat(said).isInstanceOf(Placement.Accepted.class);
        Map<String, String> logon = params(only("session.logon"));
        String signature = String.valueOf(logon.remove("signature"));
        assertThat(isSigned(pair, text(logon), signature)).isTrue();
        assertThat(params(only("order.place")))
                .doesNotContainKeys("apiKey", "signature")
                .containsKey("timestamp");
        other.close();
    }

    @Test
    void doesNotTryAKeyAgainThatIsRefused() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Account other = binance.exchange().account(ed25519(pair));
        on("session.logon", 401, error(-2015, "Invalid API-key"));

        Placement first = other.orders().place(limit());
        Placement second = other.orders().place(limit());

        assertThat(((Placement.Rejected) first).reason().category())
                .isEqualTo(ErrorCategory.AUTHENTICATION);
        assertThat(((Placement.Rejected) second).reason().category())
                .isEqualTo(ErrorCategory.AUTHENTICATION);
        only("session.logon");
        assertThat(binance.exchange().health().parts())
                .anyMatch(part -> part.status() == HealthStatus.UNHEALTHY);
        other.close();
    }

    @Test
    void changesConnectionsWhenAShutdownIsAnnounced() throws Exception {
        on("order.place", 200, "\"result\":" + order("NEW"));
        account.orders().place(limit());
        Connection first = sockets.next();

        first.send("{\"event\":{\"e\":\"serverShutdown\",\"E\":1}}");
        sockets.next();

        Eventually.holds("the old one is closed", first::isClosed);
        assertThat(account.orders().place(limit())).isInstanceOf(Placement.Accepted.class);
    }

    private void answer(Connection connection, String text) {
        JsonNode request = json(text);
        heard.add(request);
        Function<JsonNode, String> answer = script.get(request.path("method").asText());
        if (answer != null) {
            connection.send("{\"id\":" + request.path("id") + "," + answer.apply(request) + "}");
        }
    }

    private void on(String method, int status, String rest) {
        script.put(method, request -> "\"status\":" + status + "," + rest);
    }

    private static void send(Connection connection, JsonNode request, int status, String rest) {
        connection.send(
                "{\"id\":" + request.path("id") + ",\"status\":" + status + "," + rest + "}");
    }

    private static String error(int code, String words) {
        return "\"error\":{\"code\":" + code + ",\"msg\":\"" + words + "\"}";
    }

    private void assertUnknown(Placement placement) {
        assertThat(placement).isInstanceOf(Placement.Unknown.class);
        ExchangeError cause = ((Placement.Unknown) placement).cause();
        assertThat(cause.category()).isEqualTo(ErrorCategory.UNKNOWN_OUTCOME);
        assertThat(cause.retryable()).isFalse();
        only("order.place");
    }

    private JsonNode only(String method) {
        List<JsonNode> requests =
                heard.stream().filter(r -> r.path("method").asText().equals(method)).toList();
        assertThat(requests).as(method).hasSize(1);
        return requests.getFirst();
    }

    private static Map<String, String> params(JsonNode request) {
        Map<String, String> params = new TreeMap<>();
        request.path("params")
                .properties()
                .forEach(field -> params.put(field.getKey(), field.getValue().asText()));
        return params;
    }

    private static String text(Map<String, String> params) {
        return params.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining("&"));
    }

    private static Credentials ed25519(KeyPair pair) {
        String pem =
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----";
        return new Credentials("edkey", "", Optional.empty(), Optional.of(pem));
    }

    private static boolean isSigned(KeyPair pair, String text, String signature)
            throws GeneralSecurityException {
        Signature check = Signature.getInstance("Ed25519");
        check.initVerify(pair.getPublic());
        check.update(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return check.verify(Base64.getDecoder().decode(signature));
    }

    private NewOrder limit() {
        return new NewOrder(
                btc,
                OUR_ID,
                Side.BUY,
                OrderType.LIMIT,
                TimeInForce.GTC,
                new BigDecimal("0.5"),
                Optional.of(new BigDecimal("64950.12")),
                Optional.empty(),
                OrderTerms.PLAIN);
    }

    private static String order(String status) {
        return """
        {"symbol":"BTCUSDT","orderId":28,"orderListId":-1,"clientOrderId":"k2abc123",
         "transactTime":1700000000123,"price":"64950.12000000","origQty":"0.50000000",
         "executedQty":"0","cummulativeQuoteQty":"0","status":"%s","timeInForce":"GTC",
         "type":"LIMIT","side":"BUY"}
        """
                .formatted(status);
    }

    private static JsonNode json(String text) {
        try {
            return Json.lenient().readTree(text);
        } catch (IOException noJson) {
            throw new IllegalStateException("we send JSON", noJson);
        }
    }
}
