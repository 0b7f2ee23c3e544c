package dev.k2.exchange.kalshi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.k2.exchange.Answer;
import dev.k2.exchange.Health;
import dev.k2.exchange.net.Costs;
import dev.k2.exchange.net.HttpMessage;
import dev.k2.exchange.net.HttpOutcome;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Lesson;
import dev.k2.exchange.net.Net;
import dev.k2.exchange.net.RestCalls;
import dev.k2.exchange.net.RestHost;
import dev.k2.exchange.net.RestProtocol;
import dev.k2.exchange.net.Verdict;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Kalshi over REST: how its calls are signed, counted and answered. */
final class KalshiHttp implements RestProtocol<KalshiCall>, AutoCloseable {
    private static final String RETRY_AFTER = "retry-after";

    /** A date tells whole seconds; on average the true time is half of one later. */
    private static final Duration HALF_A_SECOND = Duration.ofMillis(500);

    private final KalshiLimits limits;
    private final RestCalls<KalshiCall> rest;
    private final InstantSource clock;

    KalshiHttp(KalshiConfig config, Net net) {
        this.clock = net.clock();
        this.limits = new KalshiLimits(net, config.rest());
        this.rest =
                new RestCalls<>(
                        new RestHost(
                                KalshiErrors.ALL,
                                config.rest(),
                                config.timeout(),
                                config.clockOffsetMax(),
                                config.stateFolder(),
                                Set.of("date", RETRY_AFTER),
                                Map.of()),
                        this,
                        net);
    }

    RestCalls<KalshiCall> rest() {
        return rest;
    }

    KalshiLimits limits() {
        return limits;
    }

    Health health(Supplier<Answer<Instant>> time) {
        return rest.health(time, Map.of("read_tokens_left", Long.toString(limits.readsLeft())));
    }

    @Override
    public void close() {
        rest.close();
    }

    /** Neither the query nor the body is signed. */
    @Override
    public HttpMessage message(KalshiCall call, long exchangeMillis) {
        KalshiSigner signer = call.signer();
        String method = call.endpoint().method();
        Map<String, String> headers =
                signer == null ? Map.of() : signer.headers(exchangeMillis, method, call.path());
        return call.body().isEmpty()
                ? new HttpMessage(method, call.path(), call.query(), headers, "")
                : new HttpMessage(
                        method,
                        call.path(),
                        call.query(),
                        headers,
                        call.body(),
                        "application/json");
    }

    @Override
    public <T> Verdict<T> read(
            KalshiCall call, HttpOutcome.Answered answered, TypeReference<T> type)
            throws JsonProcessingException {
        int status = answered.status();
        if (status >= 200 && status < 300) {
            return Verdict.ok(Json.lenient().readValue(answered.body(), type));
        }
        KalshiErrors.Told told = KalshiErrors.told(answered.body());
        return Verdict.failed(
                KalshiErrors.certainty(status, told),
                KalshiErrors.answered(call.operation(), status, told),
                lesson(call, answered, told));
    }

    /** Kalshi names no time to wait; whatever stands in front of it may. */
    private Lesson lesson(KalshiCall call, HttpOutcome.Answered answered, KalshiErrors.Told told) {
        if (answered.status() == 429) {
            Optional<Duration> wait = answered.header(RETRY_AFTER).flatMap(KalshiHttp::seconds);
            return wait.isPresent()
                    ? new Lesson.KeepSilent(wait)
                    : new Lesson.UsedUp(limits.window(call));
        }
        return KalshiErrors.isClock(answered.status(), told)
                ? new Lesson.WrongClock()
                : new Lesson.None();
    }

    /** Kalshi has no question for the time; this one is answered with something near it. */
    @Override
    public KalshiCall timeCall() {
        return KalshiCall.of("ask the time", KalshiEndpoint.DATA_TIME, null).asUrgent();
    }

    /** Every answer has a date in front, even one that says no. */
    @Override
    public Verdict<Instant> time(KalshiCall call, HttpOutcome.Answered answered)
            throws JsonProcessingException {
        Optional<Instant> dated = answered.header("date").flatMap(KalshiHttp::date);
        if (dated.isPresent() && answered.status() < 500 && answered.status() != 429) {
            return Verdict.ok(dated.get().plus(HALF_A_SECOND));
        }
        return read(call, answered, new TypeReference<KalshiRestWire.DataTime>() {})
                .map(told -> KalshiTimes.of(told.asOfTime()).orElseGet(clock::instant));
    }

    @Override
    public Costs costs(KalshiCall call) {
        return limits.costs(call);
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from));
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> seconds(String text) {
        try {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text.strip())));
        } catch (NumberFormatException noNumber) {
            return Optional.empty();
        }
    }
}
