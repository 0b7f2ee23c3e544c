package dev.k2.exchange.kalshi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.Credentials;
import dev.k2.exchange.ExchangeConfig.Environment;
import dev.k2.exchange.HeardAccount;
import dev.k2.exchange.net.Eventually;
import dev.k2.exchange.net.ScriptedHttpServer;
import dev.k2.exchange.net.ScriptedHttpServer.Reply;
import dev.k2.exchange.net.ScriptedHttpServer.Request;
import dev.k2.exchange.net.ScriptedSocketServer;
import dev.k2.exchange.net.ScriptedSocketServer.Connection;
import dev.k2.model.ClientOrderId;
import dev.k2.model.OrderStatus;
import dev.k2.model.Position;
import dev.k2.model.PositionSide;
import java.math.BigDecimal;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The account's stream, whose channels have no numbers: what a cut hid is asked for by REST. */
final class KalshiUserStreamTest {
    private static final String ROOT = "/trade-api/v2/";
    private static final String MARKET =
            """
            {"market":{"ticker":"KXA-1","event_ticker":"KXA","status":"active","title":"A","price_ranges":
             [{"start":"0.0000","end":"1.0000","step":"0.0100"}]}}
            """;

    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final ScriptedSocketServer sockets = new ScriptedSocketServer();
    private final HeardAccount heard = new HeardAccount();
    private ScriptedHttpServer rest;
    private KalshiExchange exchange;

    @BeforeEach
    void open() throws Exception {
        answers.put("account/limits", limits());
        answers.put("account/endpoint_costs", "{\"default_cost\":10,\"endpoint_costs\":[]}");
        answers.put("markets", "{\"markets\":[],\"cursor\":\"\"}");
        answers.put("markets/KXA-1", MARKET);
        answers.put("portfolio/summary/total_resting_order_value", resting());
        balance("100.0000");
        position("10.00");
        rest = new ScriptedHttpServer(this::answer);
        sockets.onText((connection, text) -> subscribed(connection));
        exchange = KalshiExchange.open(config(), InstantSource.system());
        exchange.account(Credentials.keyPair("id", KalshiSignerTest.key())).stream(heard);
    }

    @AfterEach
    void close() throws Exception {
        exchange.close();
        rest.close();
        sockets.close();
    }

    @Test
    void signsTheHandshakeAndAsksForTheThreeChannelsAtOnce() throws Exception {
        Connection connection = sockets.next();
        Eventually.holds("live", () -> heard.live.get() == 1);

        assertThat(connection.target()).isEqualTo("/trade-api/ws/v2");
        assertThat(connection.header("KALSHI-ACCESS-KEY")).isEqualTo("id");
        assertThat(
                        KalshiSignerTest.isRight(
                                connection.header("KALSHI-ACCESS-TIMESTAMP")
                                        + "GET/trade-api/ws/v2",
                                Map.of(
                                        "KALSHI-ACCESS-SIGNATURE",
                                        connection.header("KALSHI-ACCESS-SIGNATURE"))))
                .isTrue();
        assertThat(connection.heard())
                .singleElement()
                .asString()
                .contains("user_orders", "fill", "market_positions");
    }

    @Test
    void tellsOrdersAndFillsAsTheyCome() throws Exception {
        Connection connection = sockets.next();
        Eventually.holds("live", () -> heard.live.get() == 1);

        connection.send(
                """
                {"type":"user_order","sid":1,"msg":{"order_id":"o1","client_order_id":"k2a",
                 "ticker":"KXA-1","outcome_side":"yes","book_side":"bid","status":"executed",
                 "yes_price_dollars":"0.3800","initial_count_fp":"10.00","fill_count_fp":"10.00",
                 "remaining_count_fp":"0.00","created_ts_ms":1790000000000,
                 "last_updated_ts_ms":1790000000001}}
                """);
        connection.send(
                """
                {"type":"fill","sid":2,"msg":{"trade_id":"t1","order_id":"o1","market_ticker":
                 "KXA-1","client_order_id":"k2a","is_taker":true,"outcome_side":"yes","book_side":
                 "bid","yes_price_dollars":"0.3800","count_fp":"10.00","fee_cost":"0.1700",
                 "post_position_fp":"20.00","ts_ms":1790000000001}}
                """);

        var id = new ClientOrderId("k2a");
        Eventually.holds("filled", () -> heard.filled(id).compareTo(BigDecimal.TEN) == 0);
        assertThat(heard.state(id).orElseThrow().status()).isEqualTo(OrderStatus.FILLED);
        assertThat(heard.fills.getFirst().price()).isEqualByComparingTo("0.38");
        assertThat(heard.fills.getFirst().fee()).isEqualByComparingTo("0.17");
    }

    @Test
    void asksForBalancesAndPositionsAfterACut() throws Exception {
        Connection first = sockets.next();
        Eventually.holds("live", () -> heard.live.get() == 1);
        Eventually.holds("held", () -> !heard.positions.isEmpty());
        assertThat(heard.positions.getLast().getLast().quantity()).isEqualByComparingTo("10");
        balance("90.0000");
        position("-5.00");

        first.cut();
        sockets.next();
        Eventually.holds("live again", () -> heard.live.get() == 2);

        Position held = heard.positions.getLast().getLast();
        assertThat(held.side()).isEqualTo(PositionSide.SHORT);
        assertThat(held.quantity()).isEqualByComparingTo("5");
        assertThat(heard.balances.getLast().getLast().free()).isEqualByComparingTo("90");
        assertThat(heard.cuts).hasValue(1);
    }

    @Test
    void tellsAPositionThatWasClosedUnseen() throws Exception {
        Connection first = sockets.next();
        Eventually.holds("held", () -> !heard.positions.isEmpty());
        answers.put("portfolio/positions", "{\"market_positions\":[],\"cursor\":\"\"}");

        first.cut();

        Eventually.holds("live again", () -> heard.live.get() == 2);
        assertThat(heard.positions.getLast().getLast().quantity()).isZero();
    }

    @Test
    void startsAnewWhereAFillCannotBeRead() throws Exception {
        Connection first = sockets.next();
        Eventually.holds("live", () -> heard.live.get() == 1);

        first.send(
                """
                {"type":"fill","sid":2,"msg":{"trade_id":"t1","order_id":"o1","market_ticker":
                 "KXA-1","is_taker":true,"book_side":"sideways","yes_price_dollars":"0.3800",
                 "count_fp":"10.00","fee_cost":"0.1700","ts_ms":1790000000001}}
                """);

        Eventually.holds("live again", () -> heard.live.get() == 2);
        assertThat(heard.cuts).hasValue(1);
        assertThat(heard.fills).isEmpty();
    }

    private static void subscribed(Connection connection) {
        int sid = 0;
        for (String channel : new String[] {"user_orders", "fill", "market_positions"}) {
            sid++;
            connection.send(
                    "{\"id\":1,\"type\":\"subscribed\",\"msg\":{\"channel\":\"%s\",\"sid\":%d}}"
                            .formatted(channel, sid));
        }
    }

    private void balance(String dollars) {
        answers.put(
                "portfolio/balance",
                "{\"balance\":1,\"balance_dollars\":\"%s\",\"portfolio_value\":0,\"updated_ts\":1}"
                        .formatted(dollars));
    }

    private void position(String signed) {
        answers.put(
                "portfolio/positions",
                """
                {"cursor":"","event_positions":[],"market_positions":[{"ticker":"KXA-1",
                 "position_fp":"%s","market_exposure_dollars":"2.0000","realized_pnl_dollars":
                 "0.0000","fees_paid_dollars":"0.0000","total_traded_dollars":"2.0000",
                 "last_updated_ts":"2026-11-21T00:00:00Z"}]}
                """
                        .formatted(signed));
    }

    private static String limits() {
        String bucket = "{\"refill_rate\":9000,\"bucket_capacity\":9000}";
        return "{\"usage_tier\":\"basic\",\"read\":%s,\"write\":%s,\"grants\":[]}"
                .formatted(bucket, bucket);
    }

    private static String resting() {
        return "{\"total_resting_order_value\":0,\"total_resting_order_value_dollars\":\"0\"}";
    }

    private Reply answer(Request request) {
        if (request.path().endsWith("/user_data_timestamp")) {
            return Reply.json("{\"as_of_time\":\"" + InstantSource.system().instant() + "\"}");
        }
        String told = answers.get(request.path().substring(ROOT.length()));
        return told == null
                ? Reply.status(
                        404, "{\"error\":{\"code\":\"not_found\",\"message\":\"not found\"}}")
                : Reply.json(told);
    }

    private KalshiConfig config() {
        return KalshiConfigTest.mixed(
                Environment.SIM,
                URI.create("http://127.0.0.1:" + rest.port()),
                URI.create("ws://127.0.0.1:" + sockets.port() + KalshiConfig.SOCKET_PATH));
    }
}
