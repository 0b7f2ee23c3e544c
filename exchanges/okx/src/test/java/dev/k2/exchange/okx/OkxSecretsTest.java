package dev.k2.exchange.okx;

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
import dev.k2.model.Instrument;
import dev.k2.model.OrderType;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import dev.k2.model.TradingRules;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Keys, secrets, passphrases and signatures stay out of logs, errors and printed objects, at every level. */
class OkxSecretsTest {
    private static final String KEY = "canarykey7f3a";
    private static final String SECRET = "canarysecret9c1b";
    private static final String PASSPHRASE = "canaryphrase5d2e";
    private static final Instrument BTC = trading(new OkxDecoderSymbols().of("BTC-USDT"));

    @Test
    void showsNoSecretWhateverHappens() throws Exception {
        List<String> signatures = new ArrayList<>();
        String text;
        try (var overheard = new Overheard();
                var sockets = new ScriptedSocketServer();
                var rest = new ScriptedHttpServer(OkxSecretsTest::answer)) {
            for (OrderTransport way : OrderTransport.values()) {
                use(rest.port(), sockets, way, overheard);
            }
            rest.requests().stream()
                    .map(request -> request.headers().get("ok-access-sign"))
                    .filter(signature -> signature != null)
                    .forEach(signatures::add);
            assertThat(signatures).hasSizeGreaterThan(3);
            assertThat(rest.requests())
                    .anyMatch(request -> request.path().equals("/api/v5/trade/order"));
            for (String message : sockets.heard()) {
                if (message.contains("\"login\"")) {
                    JsonNode request = Json.lenient().readTree(message);
                    signatures.add(request.at("/args/0/sign").asText());
                }
            }
            assertThat(overheard.lines()).isPositive();
            text = overheard.text();
        }

        assertThat(signatures).hasSizeGreaterThan(5).allMatch(s -> s.length() == 44);
        assertThat(text)
                .contains("50111")
                .doesNotContain(KEY)
                .doesNotContain(SECRET)
                .doesNotContain(PASSPHRASE);
        assertThat(signatures).noneMatch(text::contains);
    }

    private static void use(
            int restPort, ScriptedSocketServer sockets, OrderTransport way, Overheard overheard)
            throws Exception {
        sockets.onText(
                (connection, message) -> {
                    if (message.contains("\"login\"")) {
                        connection.send(
                                "{\"event\":\"error\",\"code\":\"60009\",\"msg\":\"Login"
                                        + " failed.\",\"connId\":\"c\"}");
                    } else if (!message.equals("ping")) {
                        connection.cut();
                    }
                });
        var credentials = new Credentials(KEY, SECRET, Optional.of(PASSPHRASE), Optional.empty());
        try (var okx =
                OkxExchange.open(
                        config(restPort, sockets.port()).withOrderEntry(way),
                        InstantSource.system())) {
            Account account = okx.account(credentials);
            var heard = new HeardAccount();
            var stream = account.stream(heard);
            overheard.show(credentials, new OkxSigner(credentials), account, account.orders());
            overheard.show(account.orders().open(Optional.empty()), account.balances());
            overheard.show(account.orders().place(order()), account.permissions());
            overheard.show(account.orders().fills(BTC, Instant.EPOCH));
            Eventually.holds(
                    "a login",
                    () -> sockets.heard().stream().anyMatch(m -> m.contains("\"login\"")));
            Eventually.holds(
                    "told of the refusal", () -> !heard.refusals.isEmpty() || heard.cuts.get() > 0);
            overheard.show(stream, stream.state(), heard.refusals);
            overheard.show(okx, okx.health(), okx.budgets(), config(1, 1));
        }
    }

    /** What a recording does not list takes no orders. */
    private static Instrument trading(Instrument listed) {
        TradingRules rules = listed.rules();
        return new Instrument(
                listed.exchange(),
                listed.id(),
                listed.symbol(),
                listed.kind(),
                listed.base(),
                listed.quote(),
                listed.contractSize(),
                listed.status(),
                new TradingRules(
                        rules.prices(),
                        rules.limitQuantity(),
                        rules.marketQuantity(),
                        rules.notionalMin(),
                        rules.notionalMax(),
                        rules.notionalOnMarket(),
                        rules.buyBand(),
                        rules.sellBand(),
                        Set.of(OrderType.MARKET),
                        Set.of(TimeInForce.GTC)),
                listed.priceScale(),
                listed.quantityScale());
    }

    private static NewOrder order() {
        return NewOrder.market(
                BTC,
                new ClientOrderId("canary" + System.nanoTime()),
                Side.BUY,
                new BigDecimal("0.001"));
    }

    /** The clock is told; everything that is signed is refused, misread or cut off. */
    private static Reply answer(ScriptedHttpServer.Request request) {
        return switch (request.path()) {
            case "/api/v5/public/time" ->
                    Reply.json(
                            "{\"code\":\"0\",\"msg\":\"\",\"data\":[{\"ts\":\"%d\"}]}"
                                    .formatted(InstantSource.system().millis()));
            case "/api/v5/public/instruments", "/api/v5/trade/orders-algo-pending" ->
                    Reply.json("{\"code\":\"0\",\"msg\":\"\",\"data\":[]}");
            case "/api/v5/trade/orders-pending" ->
                    Reply.status(
                            401,
                            "{\"code\":\"50111\",\"msg\":\"Invalid OK-ACCESS-KEY\",\"data\":[]}");
            case "/api/v5/account/balance" -> new Reply.Drop();
            case "/api/v5/trade/order" -> Reply.status(500, "<html>");
            default -> Reply.status(401, "no");
        };
    }

    private static OkxConfig config(int restPort, int socketPort) {
        OkxConfig usual = OkxConfig.sim(restPort);
        return new OkxConfig(
                usual.environment(),
                usual.rest(),
                URI.create("ws://127.0.0.1:" + socketPort),
                usual.orderEntry(),
                usual.twoConnections(),
                usual.timeout(),
                usual.clockOffsetMax(),
                usual.silenceMax(),
                usual.pingEvery(),
                usual.connectionAgeMax(),
                usual.limitPercent(),
                usual.stateFolder());
    }
}
