package dev.k2.exchange.bybit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.k2.exchange.Credentials;
import dev.k2.exchange.net.HttpOutcome;
import dev.k2.exchange.net.Lesson;
import dev.k2.exchange.net.Net;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BybitHttpTest {
    private static final BybitSigner SIGNER =
            new BybitSigner(Credentials.hmac("key", "0123456789"));
    private static final BybitCall BALANCES =
            BybitCall.ask(SIGNER, "ask for balances", "/account/wallet-balance", Map.of());

    private final Net net = Net.open(InstantSource.system());
    private final BybitHttp http = new BybitHttp(BybitConfig.sim(1), net);

    @AfterEach
    void close() {
        http.close();
        net.close();
    }

    @Test
    void keepsAUsedUpWindowUntilTheMomentThatBybitNames() throws JsonProcessingException {
        Lesson lesson =
                lesson(200, 10_006, Map.of("x-bapi-limit-reset-timestamp", "1700000006500"));

        assertThat(lesson).isInstanceOf(Lesson.UsedUp.class);
        assertThat(((Lesson.UsedUp) lesson).named()).isEqualTo(Duration.ofMillis(6_500));
    }

    @Test
    void keepsAUsedUpWindowToItsEndWhereBybitNamesNoMoment() throws JsonProcessingException {
        Lesson lesson = lesson(200, 10_006, Map.of());

        assertThat(((Lesson.UsedUp) lesson).named()).isZero();
    }

    @Test
    void isSilentForTenMinutesWhenItsAddressIsBanned() throws JsonProcessingException {
        Map<String, String> headers = Map.of("x-bapi-limit-reset-timestamp", "1700000000000");

        assertThat(lesson(403, 0, headers))
                .isEqualTo(new Lesson.KeepSilent(Optional.of(Duration.ofMinutes(10))));
        assertThat(lesson(200, 10_403, headers))
                .isEqualTo(new Lesson.KeepSilent(Optional.of(Duration.ofMinutes(10))));
    }

    private Lesson lesson(int status, int code, Map<String, String> headers)
            throws JsonProcessingException {
        String body =
                "{\"retCode\":%d,\"retMsg\":\"too much\",\"result\":{},\"time\":1700000000000}"
                        .formatted(code);
        return http.read(BALANCES, new HttpOutcome.Answered(status, headers, body), BybitHttp.TIME)
                .lesson();
    }
}
