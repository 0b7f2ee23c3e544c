package dev.k2.exchange.cryptocom;

import static org.assertj.core.api.Assertions.assertThat;

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
class CryptocomSecretsTest {
    private static final String KEY = "canarykey7f3a";
    private static final String SECRET = "canarysecret9c1b";

    @Test
    void showsNoSecretWhateverHappens() throws Exception {
        List<String> sent = new ArrayList<>();
        String text;
        try (var overheard = new Overheard();
                var sockets = new ScriptedSocketServer();
                var rest = new ScriptedHttpServer(CryptocomSecretsTest::answer)) {
            for (OrderTransport way : OrderTransport.values()) {
                use(rest.port(), sockets, way, overheard);
            }
            rest.requests().forEach(request -> sent.add(request.body()));
            sent.addAll(sockets.heard());
            assertThat(overheard.lines()).isPositive();
            text = overheard.text();
        }

        List<String> signatures = new ArrayList<>();
        for (String body : sent) {
            if (body.contains("\"sig\"")) {
                assertThat(body).contains(KEY);
                signatures.add(Json.lenient().readTree(body).path("sig").asText());
            }
        }
        assertThat(signatures).hasSizeGreaterThan(5).allMatch(sig -> sig.length() == 64);
        assertThat(text).contains("40101").doesNotContain(KEY).doesNotContain(SECRET);
        assertThat(signatures).noneMatch(text::contains);
    }

    private static void use(
            int restPort, ScriptedSocketServer sockets, OrderTransport way, Overheard overheard)
            throws Exception {
        sockets.onText(
                (connection, message) -> {
                    if (message.contains("\"public/auth\"")) {
                        connection.send(
                                "{\"id\":1,\"method\":\"public/auth\",\"code\":40101,"
                                        + "\"message\":\"UNAUTHORIZED\"}");
                    } else {
                        connection.cut();
                    }
                });
        var credentials = Credentials.hmac(KEY, SECRET);
        try (var cryptocom =
                CryptocomExchange.open(
                        config(restPort, sockets.port()).withOrderEntry(way),
                        InstantSource.system())) {
            Account account = cryptocom.account(credentials);
            var heard = new HeardAccount();
            var stream = account.stream(heard);
            overheard.show(
                    credentials, new CryptocomSigner(credentials), account, account.orders());
            overheard.show(account.orders().open(Optional.empty()), account.balances());
            overheard.show(account.orders().place(order()), account.permissions());
            overheard.show(account.orders().fills(TestCryptocom.PERPETUAL, Instant.EPOCH));
            Eventually.holds(
                    "a login",
                    () -> sockets.heard().stream().anyMatch(m -> m.contains("\"public/auth\"")));
            Eventually.holds(
                    "told of the refusal", () -> !heard.refusals.isEmpty() || heard.cuts.get() > 0);
            overheard.show(stream, stream.state(), heard.refusals);
            overheard.show(cryptocom, cryptocom.health(), cryptocom.budgets(), config(1, 1));
        }
    }

    private static NewOrder order() {
        return NewOrder.market(
                TestCryptocom.PERPETUAL,
                new ClientOrderId("canary" + System.nanoTime()),
                Side.BUY,
                new BigDecimal("0.001"));
    }

    /** The clock is told; everything that is signed is refused, misread or cut off. */
    private static Reply answer(ScriptedHttpServer.Request request) {
        return switch (request.path().replace("/exchange/v1/", "")) {
            case "public/get-tickers" ->
                    Reply.json(TestCryptocom.ticker(InstantSource.system().millis()));
            case "public/get-instruments" ->
                    Reply.json(
                            "{\"id\":-1,\"method\":\"public/get-instruments\",\"code\":0,"
                                    + "\"result\":{\"data\":[]}}");
            case "private/get-open-orders" ->
                    Reply.status(
                            401,
                            "{\"id\":1,\"method\":\"private/get-open-orders\",\"code\":40101,"
                                    + "\"message\":\"UNAUTHORIZED\"}");
            case "private/user-balance" -> new Reply.Drop();
            case "private/create-order" -> Reply.status(500, "<html>");
            default -> Reply.status(401, "no");
        };
    }

    private static CryptocomConfig config(int restPort, int socketPort) {
        CryptocomConfig usual = CryptocomConfig.sim(restPort);
        return TestCryptocom.at(
                usual,
                usual.environment(),
                usual.rest(),
                URI.create("ws://127.0.0.1:" + socketPort + "/exchange/v1/user"));
    }
}
