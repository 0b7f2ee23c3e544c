package dev.k2.exchange.cryptocom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.Account;
import dev.k2.exchange.Answer;
import dev.k2.exchange.Cancellation;
import dev.k2.exchange.Credentials;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.OrderRef;
import dev.k2.exchange.net.ScriptedHttpServer;
import dev.k2.exchange.net.ScriptedHttpServer.Reply;
import dev.k2.exchange.net.SettableClock;
import dev.k2.model.ClientOrderId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What follows when something in front of Crypto.com says that this address asks too much: HTTP
 * status 429, without a code and without a time.
 */
class CryptocomSilenceTest {
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

    private final SettableClock clock = new SettableClock(START);
    private final AtomicBoolean tooMuch = new AtomicBoolean(true);
    @TempDir private Path state;

    @Test
    void keepsSilentAfterARestartTooWhereNoCodeNamesAWindow() throws IOException {
        try (var rest = new ScriptedHttpServer(this::answer)) {
            CryptocomConfig config = CryptocomConfig.sim(rest.port()).withStateFolder(state);
            try (var cryptocom = CryptocomExchange.open(config, clock)) {
                assertTooMuch(cryptocom.market().time());
                int asked = rest.requests().size();

                assertTooMuch(cryptocom.market().time());
                assertThat(cancelled(cryptocom)).isNotInstanceOf(Cancellation.Acknowledged.class);
                assertThat(rest.requests()).hasSize(asked);
            }
            int asked = rest.requests().size();
            tooMuch.set(false);
            try (var cryptocom = CryptocomExchange.open(config, clock)) {
                assertTooMuch(cryptocom.market().time());
                assertThat(rest.requests()).hasSize(asked);
                clock.advance(Duration.ofMinutes(5));

                Answer<Instant> time = cryptocom.market().time();

                assertThat(time).isInstanceOf(Answer.Ok.class);
            }
        }
    }

    private static Cancellation cancelled(CryptocomExchange cryptocom) {
        Account account = cryptocom.account(Credentials.hmac("key", "secret"));
        return account.orders()
                .cancel(OrderRef.of(TestCryptocom.PERPETUAL, new ClientOrderId("k2silent")));
    }

    private static void assertTooMuch(Answer<Instant> answer) {
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Failed.class,
                        failed ->
                                assertThat(failed.error().category())
                                        .isEqualTo(ErrorCategory.RATE_LIMIT));
    }

    private Reply answer(ScriptedHttpServer.Request request) {
        return tooMuch.get()
                ? Reply.status(429, "<html>too many requests</html>")
                : Reply.json(TestCryptocom.ticker(clock.millis()));
    }
}
