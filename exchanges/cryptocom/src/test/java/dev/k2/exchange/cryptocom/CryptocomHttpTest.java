package dev.k2.exchange.cryptocom;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.k2.exchange.Credentials;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.net.HttpOutcome;
import dev.k2.exchange.net.Lesson;
import dev.k2.exchange.net.Net;
import dev.k2.exchange.net.Reply;
import dev.k2.exchange.net.Reply.Certainty;
import dev.k2.exchange.net.Verdict;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CryptocomHttpTest {
    private static final CryptocomCall DETAIL =
            CryptocomCall.of(
                    new CryptocomSigner(Credentials.hmac("key", "0123456789")),
                    "ask for an order",
                    "get-order-detail",
                    Map.of("client_oid", "a"));

    private final Net net = Net.open(InstantSource.system());
    private final CryptocomHttp http = new CryptocomHttp(CryptocomConfig.sim(1), net);

    @AfterEach
    void close() {
        http.close();
        net.close();
    }

    @ParameterizedTest
    @CsvSource({
        "40401, ORDER_NOT_FOUND, REFUSED",
        "43012, VALIDATION, REFUSED",
        "306, INSUFFICIENT_FUNDS, REFUSED",
        "40801, TIMEOUT, UNCLEAR",
        "50001, EXCHANGE_ERROR, UNCLEAR"
    })
    void anErrorIsOneThoughItsStatusIs200(int code, ErrorCategory category, Certainty certainty)
            throws JsonProcessingException {
        for (String written : new String[] {"" + code, "\"" + code + "\""}) {
            var failed = failed(answered(200, written));

            assertThat(failed.error().category()).isEqualTo(category);
            assertThat(failed.certainty()).isEqualTo(certainty);
            assertThat(failed.error().details())
                    .containsEntry("http_status", "200")
                    .containsEntry("code", Integer.toString(code));
        }
    }

    @Test
    void aRejectedOrderIsNoFailureOfTheServerThoughItsStatusIs500() throws JsonProcessingException {
        var refused = new HttpOutcome.Answered(500, Map.of(), body("306"));
        var broken = new HttpOutcome.Answered(500, Map.of(), body("50001"));
        var nobodys = new HttpOutcome.Answered(502, Map.of(), "<html>");

        assertThat(failed(read(refused)).certainty()).isEqualTo(Certainty.REFUSED);
        assertThat(http.isWorking(refused)).isTrue();
        assertThat(http.isWorking(broken)).isFalse();
        assertThat(http.isWorking(nobodys)).isFalse();
    }

    @Test
    void whatIsUsedUpIsOneWindowOnly() throws JsonProcessingException {
        Lesson lesson = answered(429, "42901").lesson();

        assertThat(lesson).isInstanceOf(Lesson.UsedUp.class);
        assertThat(((Lesson.UsedUp) lesson).window()).isSameAs(http.limits().window(DETAIL));
    }

    @Test
    void aLimitInFrontOfTheExchangeSilencesEverything() throws JsonProcessingException {
        Lesson lesson = read(new HttpOutcome.Answered(429, Map.of(), "<html>")).lesson();

        assertThat(lesson).isEqualTo(new Lesson.KeepSilent(Optional.empty()));
    }

    @Test
    void aNonceThatIsOffHasTheTimeMeasuredAnew() throws JsonProcessingException {
        assertThat(answered(400, "40102").lesson()).isInstanceOf(Lesson.WrongClock.class);
    }

    @Test
    void readsTheTimeFromTheHeaderAndItsMillisecondsFromTheTicker() throws JsonProcessingException {
        var date = Map.of("date", "Tue, 14 Nov 2023 22:13:20 GMT");

        assertThat(time(date, 1_700_000_000_250L))
                .isEqualTo(Instant.ofEpochMilli(1_700_000_000_250L));
        assertThat(time(date, 1_699_999_990_000L))
                .isEqualTo(Instant.ofEpochMilli(1_700_000_000_500L));
        assertThat(time(Map.of(), 1_699_999_990_000L))
                .isEqualTo(Instant.ofEpochMilli(1_699_999_990_000L));
    }

    @Test
    void takesNoTimeFromARefusalThoughItHasAHeader() throws JsonProcessingException {
        var refusal =
                new HttpOutcome.Answered(
                        429, Map.of("date", "Tue, 14 Nov 2023 22:13:20 GMT"), "<html>");

        Verdict<Instant> told = http.time(http.timeCall(), refusal);

        assertThat(told.reply()).isInstanceOf(Reply.Failed.class);
        assertThat(told.lesson()).isEqualTo(new Lesson.KeepSilent(Optional.empty()));
    }

    private Instant time(Map<String, String> headers, long tickerMillis)
            throws JsonProcessingException {
        Verdict<Instant> told =
                http.time(
                        http.timeCall(),
                        new HttpOutcome.Answered(200, headers, TestCryptocom.ticker(tickerMillis)));
        return ((Reply.Ok<Instant>) told.reply()).value();
    }

    private Verdict<CryptocomRestWire.Page> answered(int status, String code)
            throws JsonProcessingException {
        return read(new HttpOutcome.Answered(status, Map.of(), body(code)));
    }

    private Verdict<CryptocomRestWire.Page> read(HttpOutcome.Answered answered)
            throws JsonProcessingException {
        return http.read(DETAIL, answered, CryptocomRest.PAGE);
    }

    private static String body(String code) {
        return """
        {"id":"11","method":"private/get-order-detail","code":%s,"message":"NO"}\
        """
                .formatted(code);
    }

    private record Failed(Certainty certainty, ExchangeError error) {}

    private static Failed failed(Verdict<CryptocomRestWire.Page> verdict) {
        if (verdict.reply()
                instanceof
                Reply.Failed<CryptocomRestWire.Page>(Certainty certainty, ExchangeError error)) {
            return new Failed(certainty, error);
        }
        throw new AssertionError("expected a failure, found " + verdict);
    }
}
