package dev.k2.exchange.bybit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Account;
import dev.k2.exchange.Credentials;
import dev.k2.exchange.ExchangeConfig.OrderTransport;
import dev.k2.exchange.HeardAccount;
import dev.k2.exchange.NewOrder;
import dev.k2.exchange.net.Eventually;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Overheard;
import dev.k2.exchange.net.ScriptedHttpServer;
import dev.k2.exchange.net.ScriptedHttpServer.Reply;
import dev.k2.exchange.net.ScriptedSocketServer;
import dev.k2.model.ClientOrderId;
import dev.k2.model.Side;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Keys, secrets and signatures stay out of logs, errors and printed objects, at every level. */
class BybitSecretsTest {
    private static final String KEY = "canarykey7f3a";
    private static final String SECRET = "canarysecret9c1b";

    @Test
    void showsNoSecretWhateverHappens() throws Exception {
        List<String> signatures = new ArrayList<>();
        String text;
        try (var overheard = new Overheard();
                var sockets = new ScriptedSocketServer();
                var rest = new ScriptedHttpServer(BybitSecretsTest::answer)) {
            for (OrderTransport way : OrderTransport.values()) {
                use(rest.port(), sockets, way, overheard);
            }
            rest.requests().stream()
                    .map(request -> request.headers().get("x-bapi-sign"))
                    .filter(signature -> signature != null)
                    .forEach(signatures::add);
            assertThat(signatures).hasSizeGreaterThan(3);
            for (String message : sockets.heard()) {
                JsonNode request = Json.lenient().readTree(message);
                if (request.path("op").asText().equals("auth")) {
                    signatures.add(request.at("/args/2").asText());
                }
            }
            assertThat(overheard.lines()).isPositive();
            text = overheard.text();
        }

        assertThat(signatures).hasSizeGreaterThan(5).allMatch(s -> s.length() == 64);
        assertThat(text).contains("10003").doesNotContain(KEY).doesNotContain(SECRET);
        assertThat(signatures).noneMatch(text::contains);
    }

    private static void use(
            int restPort, ScriptedSocketServer sockets, OrderTransport way, Overheard overheard)
            throws Exception {
        sockets.onText(
                (connection, message) -> {
                    if (message.contains("\"auth\"")) {
                        connection.send(
                                "{\"success\":false,\"ret_msg\":\"error:request"
                                        + " expired\",\"op\":\"auth\",\"conn_id\":\"c\"}");
                    } else if (!message.contains("\"ping\"")) {
                        connection.cut();
                    }
                });
        var credentials = Credentials.hmac(KEY, SECRET);
        try (var bybit =
                BybitExchange.open(
                        config(restPort, sockets.port()).withOrderEntry(way),
                        InstantSource.system())) {
            Account account = bybit.account(credentials);
            var heard = new HeardAccount();
            var stream = account.stream(heard);
            overheard.show(credentials, new BybitSigner(credentials), account, account.orders());
            overheard.show(account.orders().open(Optional.empty()), account.balances());
            overheard.show(account.orders().place(order()), account.permissions());
            overheard.show(account.orders().fills(TestBybit.LINEAR, Instant.EPOCH));
            Eventually.holds(
                    "a login",
                    () -> sockets.heard().stream().anyMatch(m -> m.contains("\"auth\"")));
            Eventually.holds(
                    "told of the refusal", () -> !heard.refusals.isEmpty() || heard.cuts.get() > 0);
            overheard.show(stream, stream.state(), heard.refusals);
            overheard.show(bybit, bybit.health(), bybit.budgets(), config(1, 1));
        }
    }

    private static NewOrder order() {
        return NewOrder.market(
                TestBybit.LINEAR,
                new ClientOrderId("canary" + System.nanoTime()),
                Side.BUY,
                new BigDecimal("0.001"));
    }

    /** The clock is told; everything that is signed is refused, misread or cut off. */
    private static Reply answer(ScriptedHttpServer.Request request) {
        return switch (request.path()) {
            case "/v5/market/time" -> {
                long millis = InstantSource.system().millis();
                yield Reply.json(
                        "{\"retCode\":0,\"retMsg\":\"OK\",\"result\":{\"timeSecond\":\"%d\",\"timeNano\":\"%d\"},\"retExtInfo\":{},\"time\":%d}"
                                .formatted(millis / 1000, millis * 1_000_000, millis));
            }
            case "/v5/market/instruments-info" ->
                    Reply.json(
                            "{\"retCode\":0,\"retMsg\":\"OK\",\"result\":{\"list\":[],\"nextPageCursor\":\"\"},\"time\":1}");
            case "/v5/order/realtime" ->
                    Reply.json(
                            "{\"retCode\":10003,\"retMsg\":\"API key is"
                                    + " invalid.\",\"result\":{},\"time\":1}");
            case "/v5/account/wallet-balance" -> new Reply.Drop();
            case "/v5/order/create" -> Reply.status(500, "<html>");
            default -> Reply.status(401, "no");
        };
    }

    private static BybitConfig config(int restPort, int socketPort) {
        BybitConfig usual = BybitConfig.sim(restPort);
        String sockets = "ws://127.0.0.1:" + socketPort;
        return new BybitConfig(
                usual.environment(),
                usual.rest(),
                URI.create(sockets + "/v5/public"),
                URI.create(sockets + "/v5/private"),
                Optional.of(URI.create(sockets + "/v5/trade")),
                usual.recvWindow(),
                usual.timeout(),
                usual.clockOffsetMax(),
                usual.silenceMax(),
                usual.pingEvery(),
                usual.connectionAgeMax(),
                usual.reconnect(),
                usual.bookDepth(),
                usual.requestsMax(),
                usual.orderEntry(),
                usual.twoConnections(),
                usual.stateFolder());
    }
}
