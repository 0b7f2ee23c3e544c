package dev.k2.exchange.binance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.OrderReport;
import dev.k2.exchange.UserStream;
import dev.k2.exchange.UserStreamListener;
import dev.k2.exchange.net.Eventually;
import dev.k2.exchange.net.HmacSigner;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.ScriptedSocketServer;
import dev.k2.exchange.net.ScriptedSocketServer.Connection;
import dev.k2.model.Balance;
import dev.k2.model.Fill;
import dev.k2.model.OrderStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The user stream against a scripted WebSocket API. */
class BinanceUserStreamTest {
    private final ScriptedSocketServer sockets = new ScriptedSocketServer();
    private final TestBinance binance = start(sockets);
    private final Recorder heard = new Recorder();

    private static TestBinance start(ScriptedSocketServer sockets) {
        try {
            return new TestBinance(sockets.port());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @AfterEach
    void close() throws IOException {
        binance.close();
        sockets.close();
    }

    @Test
    void subscribesBySignature() throws Exception {
        UserStream stream = open();
        Connection connection = live(1);

        assertThat(connection.target()).isEqualTo("/ws-api/v3");
        JsonNode request = json(connection.heard().getFirst());
        assertThat(request.path("method").asText()).isEqualTo("userDataStream.subscribe.signature");
        JsonNode params = request.path("params");
        String text = "apiKey=key&recvWindow=5000&timestamp=" + params.path("timestamp").asText();
        assertThat(params.path("signature").asText())
                .isEqualTo(new HmacSigner("secret").sign(text));
        assertThat(stream.state()).isEqualTo(ConnectionState.LIVE);
    }

    @Test
    void tellsAFillBeforeTheOrderThatItFilled() throws Exception {
        open();
        Connection connection = live(1);

        connection.send(
                wrapped(report("TRADE", "PARTIALLY_FILLED", "k2abc123", "", "0.2", "0.2", 77)));

        Eventually.holds("an order", () -> heard.orders.size() == 1);
        Fill fill = heard.fills.getFirst();
        assertThat(fill.trade().text()).isEqualTo("77");
        assertThat(fill.price()).isEqualByComparingTo("64950.12");
        assertThat(fill.fee()).isEqualByComparingTo("0.0001");
        assertThat(fill.feeCurrency()).isEqualTo("BNB");
        assertThat(fill.clientOrderId().orElseThrow().text()).isEqualTo("k2abc123");
        OrderReport order = heard.orders.getFirst();
        assertThat(order.status()).isEqualTo(OrderStatus.PARTIAL);
        assertThat(order.averagePrice().orElseThrow()).isEqualByComparingTo("64950.12");
        assertThat(heard.log).containsSubsequence("fill", "order");
    }

    @Test
    void takesTheOrdersOwnIdWhenACancelIsTold() throws Exception {
        open();
        Connection connection = live(1);

        connection.send(
                wrapped(report("CANCELED", "CANCELED", "cancel9", "k2abc123", "0", "0.2", -1)));

        Eventually.holds("an order", () -> heard.orders.size() == 1);
        OrderReport order = heard.orders.getFirst();
        assertThat(order.clientOrderId().orElseThrow().text()).isEqualTo("k2abc123");
        assertThat(order.status()).isEqualTo(OrderStatus.CANCELLED);
        assertThat(order.filledQuantity()).isEqualByComparingTo("0.2");
        assertThat(heard.fills).isEmpty();
    }

    @Test
    void takesEventsThatAreNotWrappedToo() throws Exception {
        open();
        Connection connection = live(1);

        connection.send(report("NEW", "NEW", "k2abc123", "", "0", "0", -1));

        Eventually.holds("an order", () -> heard.orders.size() == 1);
        assertThat(heard.orders.getFirst().status()).isEqualTo(OrderStatus.OPEN);
    }

    @Test
    void tellsBalances() throws Exception {
        open();
        Connection connection = live(1);

        connection.send(
                wrapped(
                        "{\"e\":\"outboundAccountPosition\",\"E\":1,\"u\":1,"
                                + "\"B\":[{\"a\":\"BTC\",\"f\":\"1.50000000\",\"l\":\"0\"}]}"));

        Eventually.holds("balances", () -> heard.balances.size() == 1);
        assertThat(heard.balances.getFirst().free()).isEqualByComparingTo(new BigDecimal("1.5"));
    }

    @Test
    void passesOverEventsThatSayNothingNew() throws Exception {
        open();
        Connection connection = live(1);

        connection.send(
                wrapped("{\"e\":\"balanceUpdate\",\"E\":1,\"a\":\"BTC\",\"d\":\"1\",\"T\":1}"));
        connection.send(wrapped("{\"e\":\"listStatus\",\"E\":1}"));
        connection.send(
                wrapped(
                        "{\"e\":\"externalLockUpdate\",\"E\":1,\"a\":\"BTC\",\"d\":\"1\",\"T\":1}"));
        connection.send(wrapped("{\"e\":\"somethingNew\",\"E\":1}"));
        connection.send("{\"hello\":1}");
        connection.send(wrapped(report("NEW", "NEW", "k2abc123", "", "0", "0", -1)));

        Eventually.holds("an order", () -> heard.orders.size() == 1);
        assertThat(heard.cuts).isEmpty();
    }

    @Test
    void isLiveAgainAfterACut() throws Exception {
        open();
        live(1).cut();

        live(2);

        assertThat(heard.cuts).hasSize(1);
        assertThat(heard.log).containsExactly("live", "cut", "live");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"subscriptionId\":0,\"event\":{\"e\":\"eventStreamTerminated\",\"E\":1}}",
                "{\"subscriptionId\":0,\"event\":{\"e\":\"executionReport\",\"E\":1}}",
                "{\"subscriptionId\":0,\"event\":{\"e\":"
            })
    void startsOverWhenTheStreamEndsOrAMessageCannotBeRead(String message) throws Exception {
        open();
        live(1).send(message);

        live(2);

        assertThat(heard.log).containsExactly("live", "cut", "live");
    }

    @ParameterizedTest
    @CsvSource({"NEW, LEVITATING", "TELEPORT, NEW"})
    void startsOverAtAWordThatStatesAnOrderAndIsNotKnown(String execution, String status)
            throws Exception {
        open();
        live(1).send(wrapped(report(execution, status, "k2abc123", "", "0.1", "0.1", 5)));

        live(2);

        assertThat(heard.cuts.getFirst().message()).contains("unknown");
        assertThat(heard.orders).isEmpty();
        assertThat(heard.fills).isEmpty();
    }

    @Test
    void changesConnectionsWhenAShutdownIsAnnounced() throws Exception {
        open();
        Connection first = live(1);

        first.send("{\"event\":{\"e\":\"serverShutdown\",\"E\":1}}");
        live(2);

        Eventually.holds("the old one is closed", first::isClosed);
        assertThat(heard.cuts).isEmpty();
        assertThat(heard.log).containsExactly("live", "live");
    }

    @ParameterizedTest
    @ValueSource(ints = {-2015, -2014, -1022})
    void stopsWhenTheKeyIsRefused(int code) throws Exception {
        UserStream stream = open();
        Connection connection = sockets.next();
        Eventually.holds("asked", () -> !connection.heard().isEmpty());

        connection.send(
                "{\"id\":"
                        + json(connection.heard().getFirst()).path("id")
                        + ",\"status\":401,\"error\":{\"code\":"
                        + code
                        + ",\"msg\":\"no\"}}");

        Eventually.holds("refused", () -> heard.refusals.size() == 1);
        assertThat(heard.refusals.getFirst().category()).isEqualTo(ErrorCategory.AUTHENTICATION);
        assertThat(stream.state()).isEqualTo(ConnectionState.CLOSED);
        Eventually.holds("the socket is closed", connection::isClosed);
        assertThat(sockets.connections()).isEqualTo(1);
        assertThat(heard.log).containsExactly("refused");
    }

    @Test
    void stopsWhenTheKeyLosesItsValidity() throws Exception {
        UserStream stream = open();
        Connection connection = live(1);

        connection.send(
                "{\"id\":null,\"status\":401,\"error\":{\"code\":-2015,\"msg\":\"Invalid"
                        + " API-key\"}}");

        Eventually.holds("refused", () -> heard.refusals.size() == 1);
        assertThat(stream.state()).isEqualTo(ConnectionState.CLOSED);
        assertThat(sockets.connections()).isEqualTo(1);
    }

    @Test
    void triesAgainWhenTheSubscriptionFailsForAnotherReason() throws Exception {
        open();
        Connection first = sockets.next();
        Eventually.holds("asked", () -> !first.heard().isEmpty());
        first.send(
                "{\"id\":"
                        + json(first.heard().getFirst()).path("id")
                        + ",\"status\":400,\"error\":{\"code\":-1021,\"msg\":\"clock\"}}");

        live(1);

        assertThat(heard.refusals).isEmpty();
        assertThat(binance.requests("GET", "/api/v3/time")).hasSize(10);
    }

    @Test
    void comesBackOnlyAfterTheSilenceThatBinanceAskedFor() throws Exception {
        open();
        Connection first = sockets.next();
        Eventually.holds("asked", () -> !first.heard().isEmpty());
        long until = Instant.now().toEpochMilli() + 2_500;
        first.send(
                "{\"id\":"
                        + json(first.heard().getFirst()).path("id")
                        + ",\"status\":429,\"error\":{\"code\":-1003,\"msg\":\"too much\",\"data\":"
                        + "{\"serverTime\":1,\"retryAfter\":"
                        + until
                        + "}}}");

        sockets.next();

        assertThat(Instant.now().toEpochMilli()).isGreaterThanOrEqualTo(until - 50);
        assertThat(heard.cuts).hasSize(1);
    }

    @Test
    void tellsNothingOnceItIsClosed() throws Exception {
        UserStream stream = open();
        Connection connection = live(1);

        stream.close();

        Eventually.holds("the socket is closed", connection::isClosed);
        assertThat(stream.state()).isEqualTo(ConnectionState.CLOSED);
        assertThat(heard.log).containsExactly("live");
    }

    private UserStream open() {
        return binance.exchange().account(TestBinance.CREDENTIALS).stream(heard);
    }

    /** Lets the next subscription succeed, and waits until it was told for the n-th time. */
    private Connection live(int times) throws Exception {
        Connection connection = sockets.next();
        Eventually.holds("asked", () -> !connection.heard().isEmpty());
        connection.send(
                "{\"id\":"
                        + json(connection.heard().getFirst()).path("id")
                        + ",\"status\":200,\"result\":{\"subscriptionId\":0},\"rateLimits\":["
                        + "{\"rateLimitType\":\"REQUEST_WEIGHT\",\"interval\":\"MINUTE\","
                        + "\"intervalNum\":1,\"limit\":6000,\"count\":4}]}");
        Eventually.holds(
                "live",
                () -> heard.log.stream().filter(word -> word.equals("live")).count() == times);
        return connection;
    }

    private static String report(
            String execution,
            String status,
            String clientOrderId,
            String original,
            String last,
            String filled,
            long tradeId) {
        BigDecimal quote = new BigDecimal(filled).multiply(new BigDecimal("64950.12"));
        return """
        {"e":"executionReport","E":1700000000001,"s":"BTCUSDT","c":"%s","S":"BUY","o":"LIMIT",
         "f":"GTC","q":"0.50000000","p":"64950.12000000","P":"0","F":"0","g":-1,"C":"%s",
         "x":"%s","X":"%s","r":"NONE","i":28,"l":"%s","z":"%s","L":"64950.12","n":"0.0001",
         "N":"BNB","T":1700000000000,"t":%d,"w":true,"m":false,"M":false,
         "O":1700000000000,"Z":"%s","Y":"0","Q":"0","I":1,"V":"NONE"}
        """
                .formatted(
                        clientOrderId,
                        original,
                        execution,
                        status,
                        last,
                        filled,
                        tradeId,
                        quote.toPlainString());
    }

    private static String wrapped(String event) {
        return "{\"subscriptionId\":0,\"event\":" + event + "}";
    }

    private static JsonNode json(String text) {
        try {
            return Json.lenient().readTree(text);
        } catch (IOException noJson) {
            throw new UncheckedIOException(noJson);
        }
    }

    /** Keeps what it hears. */
    private static final class Recorder implements UserStreamListener {
        private final List<String> log = new CopyOnWriteArrayList<>();
        private final List<ExchangeError> cuts = new CopyOnWriteArrayList<>();
        private final List<ExchangeError> refusals = new CopyOnWriteArrayList<>();
        private final List<OrderReport> orders = new CopyOnWriteArrayList<>();
        private final List<Fill> fills = new CopyOnWriteArrayList<>();
        private final List<Balance> balances = new CopyOnWriteArrayList<>();

        @Override
        public void onLive() {
            log.add("live");
        }

        @Override
        public void onCut(ExchangeError cause) {
            cuts.add(cause);
            log.add("cut");
        }

        @Override
        public void onRefused(ExchangeError cause) {
            refusals.add(cause);
            log.add("refused");
        }

        @Override
        public void onOrder(OrderReport report) {
            log.add("order");
            orders.add(report);
        }

        @Override
        public void onFill(Fill fill) {
            fills.add(fill);
            log.add("fill");
        }

        @Override
        public void onBalances(List<Balance> changed) {
            log.add("balances");
            balances.addAll(changed);
        }
    }
}
