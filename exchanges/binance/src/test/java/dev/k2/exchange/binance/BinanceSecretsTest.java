package dev.k2.exchange.binance;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.k2.exchange.Account;
import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.Credentials;
import dev.k2.exchange.ExchangeConfig.OrderTransport;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.OrderReport;
import dev.k2.exchange.UserStreamListener;
import dev.k2.exchange.net.Eventually;
import dev.k2.exchange.net.ScriptedHttpServer.Reply;
import dev.k2.exchange.net.ScriptedSocketServer;
import dev.k2.model.Balance;
import dev.k2.model.Fill;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Keys, secrets and signatures stay out of logs, errors and printed objects, at every level. */
class BinanceSecretsTest {
    private static final String KEY = "canarykey7f3a";
    private static final String SECRET = "canarysecret9c1b";

    @Test
    @DisplayName("marketcalls/openalgo#1854: tokens and keys stood in logs and errors")
    void showsNoSecretWhateverHappens() throws Exception {
        var appender = new ListAppender<ILoggingEvent>();
        appender.start();
        var ours = (Logger) LoggerFactory.getLogger("dev.k2");
        ours.setLevel(Level.TRACE);
        ours.addAppender(appender);
        List<Object> shown = new ArrayList<>();
        String signature = "";
        try (var sockets = new ScriptedSocketServer();
                var binance = new TestBinance(sockets.port())) {
            binance.on("GET /api/v3/openOrders", request -> Reply.json("[]"));
            binance.on("GET /api/v3/account", request -> new Reply.Drop());
            binance.on(
                    "GET /api/v3/myTrades",
                    request -> Reply.status(401, "{\"code\":-2015,\"msg\":\"Invalid API-key\"}"));
            Account account = binance.exchange().account(Credentials.hmac(KEY, SECRET));
            shown.add(account);
            shown.add(account.orders());
            shown.add(account.orders().open(Optional.empty()));
            shown.add(account.balances());
            shown.add(account.orders().fills(binance.instrument("BTC-USDT"), Instant.now()));
            var stream = account.stream(new Nobody());
            var connection = sockets.next();
            Eventually.holds("asked", () -> !connection.heard().isEmpty());
            connection.cut();
            Eventually.holds("cut", () -> stream.state() != ConnectionState.LIVE);
            shown.add(stream);
            shown.addAll(overWebSocket(sockets));
            String query = binance.requests("GET", "/api/v3/openOrders").getFirst().query();
            signature = query.substring(query.indexOf("signature=") + "signature=".length());
        } finally {
            ours.detachAppender(appender);
            ours.setLevel(null);
        }

        String all =
                shown
                        + appender.list.stream()
                                .map(
                                        event ->
                                                event.getFormattedMessage()
                                                        + event.getThrowableProxy())
                                .collect(Collectors.joining("\n"));
        assertThat(appender.list).isNotEmpty();
        assertThat(signature).hasSize(64);
        assertThat(all).doesNotContain(KEY).doesNotContain(SECRET).doesNotContain(signature);
    }

    /** A question that is answered with a failure, and one whose connection is cut. */
    private static List<Object> overWebSocket(ScriptedSocketServer sockets) throws Exception {
        List<Object> shown = new ArrayList<>();
        try (var binance =
                new TestBinance(
                        sockets.port(),
                        config -> config.withOrderEntry(OrderTransport.WEBSOCKET))) {
            Account account = binance.exchange().account(Credentials.hmac(KEY, SECRET));
            sockets.onText((connection, text) -> connection.cut());
            shown.add(account.orders().open(Optional.empty()));
            shown.add(account.orders());
            shown.add(binance.exchange().health());
            shown.add(binance.exchange().budgets());
        }
        return shown;
    }

    /** Hears and does nothing. */
    private static final class Nobody implements UserStreamListener {
        @Override
        public void onLive() {}

        @Override
        public void onCut(ExchangeError cause) {}

        @Override
        public void onRefused(ExchangeError cause) {}

        @Override
        public void onOrder(OrderReport report) {}

        @Override
        public void onFill(Fill fill) {}

        @Override
        public void onBalances(List<Balance> changed) {}
    }
}
