package dev.k2.exchange.bybit;

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

/** What follows when Bybit bans this address: HTTP status 403, for ten minutes. */
class BybitBanTest {
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

    private final SettableClock clock = new SettableClock(START);
    private final AtomicBoolean banned = new AtomicBoolean(true);
    @TempDir private Path state;

    @Test
    void keepsSilentForTenMinutesAndAfterARestartToo() throws IOException {
        try (var rest = new ScriptedHttpServer(this::answer)) {
            BybitConfig config = BybitConfig.sim(rest.port()).withStateFolder(state);
            try (var bybit = BybitExchange.open(config, clock)) {
                assertThat(category(bybit.market().time())).isEqualTo(ErrorCategory.RATE_LIMIT);
                int asked = rest.requests().size();

                assertThat(category(bybit.market().time())).isEqualTo(ErrorCategory.RATE_LIMIT);
                assertThat(cancelled(bybit)).isNotInstanceOf(Cancellation.Acknowledged.class);
                assertThat(rest.requests()).hasSize(asked);
            }
            int asked = rest.requests().size();
            banned.set(false);
            clock.advance(Duration.ofMinutes(9));
            try (var bybit = BybitExchange.open(config, clock)) {
                assertThat(category(bybit.market().time())).isEqualTo(ErrorCategory.RATE_LIMIT);
                assertThat(rest.requests()).hasSize(asked);
                clock.advance(Duration.ofMinutes(2));

                Answer<Instant> time = bybit.market().time();

                assertThat(time).isInstanceOf(Answer.Ok.class);
            }
        }
    }

    private static Cancellation cancelled(BybitExchange bybit) {
        Account account = bybit.account(Credentials.hmac("key", "secret"));
        return account.orders()
                .cancel(OrderRef.of(TestBybit.LINEAR, new ClientOrderId("k2banned")));
    }

    private static ErrorCategory category(Answer<Instant> answer) {
        return answer instanceof Answer.Failed<Instant> failed
                ? failed.error().category()
                : ErrorCategory.EXCHANGE_ERROR;
    }

    private Reply answer(ScriptedHttpServer.Request request) {
        long millis = clock.millis();
        return banned.get()
                ? Reply.status(403, "access too frequent")
                : Reply.json(
                        "{\"retCode\":0,\"retMsg\":\"OK\",\"result\":{\"timeSecond\":\"%d\",\"timeNano\":\"%d\"},\"retExtInfo\":{},\"time\":%d}"
                                .formatted(millis / 1000, millis * 1_000_000, millis));
    }
}
