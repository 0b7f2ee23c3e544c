package dev.k2.exchange.bybit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.k2.exchange.Answer;
import dev.k2.exchange.Health;
import dev.k2.exchange.bybit.BybitRestWire.Envelope;
import dev.k2.exchange.net.Costs;
import dev.k2.exchange.net.HttpMessage;
import dev.k2.exchange.net.HttpOutcome;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Lesson;
import dev.k2.exchange.net.Net;
import dev.k2.exchange.net.Reply;
import dev.k2.exchange.net.Reply.Certainty;
import dev.k2.exchange.net.RestCalls;
import dev.k2.exchange.net.RestHost;
import dev.k2.exchange.net.RestProtocol;
import dev.k2.exchange.net.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Bybit over REST: how its calls are signed, counted and answered. */
final class BybitHttp implements BybitApi, RestProtocol<BybitCall>, AutoCloseable {
    /** An answer whole, for whoever needs what stands beside the result. */
    static final TypeReference<Envelope> WHOLE = new TypeReference<>() {};

    static final TypeReference<BybitRestWire.ServerTime> TIME = new TypeReference<>() {};

    private static final String RETRY_AFTER = "retry-after";

    /** So long Bybit bans an address that asked too much. */
    private static final Duration BAN = Duration.ofMinutes(10);

    private final BybitConfig config;
    private final BybitLimits limits;
    private final RestCalls<BybitCall> rest;

    BybitHttp(BybitConfig config, Net net) {
        this.config = config;
        this.limits = new BybitLimits(net, config.rest(), config.requestsMax());
        this.rest =
                new RestCalls<>(
                        new RestHost(
                                BybitErrors.ALL,
                                config.rest(),
                                config.timeout(),
                                config.clockOffsetMax(),
                                config.stateFolder(),
                                Set.of(BybitLimits.LIMIT, BybitLimits.LEFT, BybitLimits.RESETS),
                                Map.of()),
                        this,
                        net);
    }

    BybitLimits limits() {
        return limits;
    }

    /** Limits, clock and silence, which orders over a WebSocket share. */
    RestCalls<BybitCall> rest() {
        return rest;
    }

    @Override
    public <T> Reply<T> ask(BybitCall call, TypeReference<T> type) {
        return rest.ask(call, type);
    }

    @Override
    public <T> Reply<T> send(BybitCall call, TypeReference<T> type) {
        return rest.send(call, type);
    }

    Health health(Supplier<Answer<Instant>> time) {
        return rest.health(time, Map.of("requests_left", Long.toString(limits.requestsLeft())));
    }

    @Override
    public void close() {
        rest.close();
    }

    @Override
    public HttpMessage message(BybitCall call, long exchangeMillis) {
        BybitSigner signer = call.signer();
        Map<String, String> headers =
                signer == null
                        ? Map.of()
                        : signer.headers(
                                exchangeMillis, config.recvWindow().toMillis(), call.payload());
        return call.isQuestion()
                ? new HttpMessage("GET", call.path(), call.payload(), headers, "")
                : HttpMessage.json("POST", call.path(), headers, call.payload());
    }

    @Override
    public BybitCall timeCall() {
        return BybitCall.open("ask the time", "/market/time", Map.of()).asUrgent();
    }

    @Override
    public Verdict<Instant> time(BybitCall call, HttpOutcome.Answered answered)
            throws JsonProcessingException {
        return read(call, answered, TIME).map(BybitParse::time);
    }

    @Override
    public Costs costs(BybitCall call) {
        return limits.costs(call);
    }

    @Override
    public void settle(BybitCall call, HttpOutcome outcome) {
        limits.settle(
                call,
                name ->
                        outcome instanceof HttpOutcome.Answered answered
                                ? answered.header(name)
                                : Optional.empty());
    }

    @Override
    public <T> Verdict<T> read(BybitCall call, HttpOutcome.Answered answered, TypeReference<T> type)
            throws JsonProcessingException {
        if (answered.status() == 200) {
            return read(call, answered.body(), answered::header, type);
        }
        return failure(call, answered.status(), told(answered), answered::header);
    }

    /**
     * What an answer means, whichever way it came.
     *
     * @param header what came beside it, by names in lower case
     */
    <T> Verdict<T> read(
            BybitCall call,
            String text,
            Function<String, Optional<String>> header,
            TypeReference<T> type)
            throws JsonProcessingException {
        Envelope envelope = Json.lenient().readValue(text, Envelope.class);
        if (envelope.retCode() != 0) {
            return failure(call, 200, envelope, header);
        }
        if (type == WHOLE) {
            return Verdict.ok(Json.lenient().readValue(text, type));
        }
        JsonNode result = envelope.result();
        T value =
                Json.lenient()
                        .treeToValue(
                                result == null ? NullNode.getInstance() : result,
                                Json.lenient().getTypeFactory().constructType(type));
        return Verdict.ok(value);
    }

    private <T> Verdict<T> failure(
            BybitCall call, int status, Envelope told, Function<String, Optional<String>> header) {
        int code = told.retCode();
        return Verdict.failed(
                BybitErrors.isUnclear(status, code) ? Certainty.UNCLEAR : Certainty.REFUSED,
                BybitErrors.answered(call.operation(), status, code, told.words()),
                lesson(call, status, told, header));
    }

    private Lesson lesson(
            BybitCall call, int status, Envelope told, Function<String, Optional<String>> header) {
        int code = told.retCode();
        if (status == 403 || code == BybitCodes.ADDRESS_RATE) {
            return new Lesson.KeepSilent(Optional.of(retryAfter(header).orElse(BAN)));
        }
        if (status == 429) {
            return new Lesson.KeepSilent(retryAfter(header));
        }
        if (code == BybitCodes.CLOCK) {
            return new Lesson.WrongClock();
        }
        return BybitCodes.isRate(code)
                ? new Lesson.UsedUp(
                        limits.window(call).orElse(limits.requests()), untilReset(told, header))
                : new Lesson.None();
    }

    private static Optional<Duration> retryAfter(Function<String, Optional<String>> header) {
        return header.apply(RETRY_AFTER).flatMap(BybitHttp::number).map(Duration::ofSeconds);
    }

    /** Bybit names the moment by its own clock, and the present one where a window is not used up. */
    private Duration untilReset(Envelope told, Function<String, Optional<String>> header) {
        Long time = told.time();
        long now = time == null ? rest.exchangeMillis() : time;
        return header.apply(BybitLimits.RESETS)
                .flatMap(BybitHttp::number)
                .map(resets -> Duration.ofMillis(Math.clamp(resets - now, 0, BAN.toMillis())))
                .orElse(Duration.ZERO);
    }

    private static Optional<Long> number(String text) {
        try {
            return Optional.of(Long.parseLong(text.strip()));
        } catch (NumberFormatException noNumber) {
            return Optional.empty();
        }
    }

    /** The failure's code and words, or code 0 where something in front of Bybit answered. */
    private static Envelope told(HttpOutcome.Answered answered) {
        try {
            return Json.lenient().readValue(answered.body(), Envelope.class);
        } catch (JsonProcessingException notBybit) {
            return new Envelope(0, "HTTP status " + answered.status(), null, null, null, null);
        }
    }
}
