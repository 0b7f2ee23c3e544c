package dev.k2.exchange.cryptocom;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.k2.exchange.Answer;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.Health;
import dev.k2.exchange.net.Costs;
import dev.k2.exchange.net.HttpMessage;
import dev.k2.exchange.net.HttpOutcome;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Lesson;
import dev.k2.exchange.net.Net;
import dev.k2.exchange.net.Percent;
import dev.k2.exchange.net.Reply;
import dev.k2.exchange.net.Reply.Certainty;
import dev.k2.exchange.net.RestCalls;
import dev.k2.exchange.net.RestHost;
import dev.k2.exchange.net.RestProtocol;
import dev.k2.exchange.net.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Crypto.com over REST: how its calls are signed, counted and answered. */
final class CryptocomHttp implements CryptocomWay, RestProtocol<CryptocomCall>, AutoCloseable {
    private static final String ROOT = "/exchange/v1/";

    /** A pair that always trades; its ticker tells the time where no header does. */
    private static final String BUSY_PAIR = "BTC_USD";

    /** A header tells whole seconds, so that the middle of one is the best guess. */
    private static final Duration HALF_A_SECOND = Duration.ofMillis(500);

    private static final Duration A_SECOND = Duration.ofSeconds(1);

    private final CryptocomLimits limits;
    private final RestCalls<CryptocomCall> rest;
    private final AtomicLong lastId = new AtomicLong();

    CryptocomHttp(CryptocomConfig config, Net net) {
        this.limits = new CryptocomLimits(net.limits(), config);
        this.rest =
                new RestCalls<>(
                        new RestHost(
                                CryptocomErrors.ALL,
                                config.rest(),
                                config.timeout(),
                                config.clockOffsetMax(),
                                config.stateFolder(),
                                Set.of(),
                                Map.of()),
                        this,
                        net);
    }

    CryptocomLimits limits() {
        return limits;
    }

    /** Limits, clock and silence, which sockets share. */
    RestCalls<CryptocomCall> rest() {
        return rest;
    }

    @Override
    public <T> Reply<T> ask(CryptocomCall call, TypeReference<T> type) {
        return rest.ask(call, type);
    }

    @Override
    public <T> Reply<T> send(CryptocomCall call, TypeReference<T> type) {
        return rest.send(call, type);
    }

    Health health(Supplier<Answer<Instant>> time) {
        return rest.health(time, Map.of());
    }

    @Override
    public void close() {
        rest.close();
    }

    @Override
    public HttpMessage message(CryptocomCall call, long exchangeMillis) {
        String path = ROOT + call.method();
        if (call.isSigned()) {
            return HttpMessage.json(
                    "POST", path, Map.of(), call.signed(lastId.incrementAndGet(), exchangeMillis));
        }
        Map<String, String> query = new LinkedHashMap<>();
        call.parameters().forEach((name, value) -> query.put(name, value.toString()));
        return new HttpMessage("GET", path, Percent.encode(query), Map.of(), "");
    }

    /** Rejected orders come with the status of a failed server, and a code that says so. */
    @Override
    public boolean isWorking(HttpOutcome.Answered answered) {
        return answered.status() < 500 || isOurs(code(told(answered)));
    }

    private static boolean isOurs(int code) {
        return CryptocomCodes.table().containsKey(code) && !CryptocomCodes.isUnclear(code);
    }

    @Override
    public <T> Verdict<T> read(
            CryptocomCall call, HttpOutcome.Answered answered, TypeReference<T> type)
            throws JsonProcessingException {
        return answered.status() / 100 == 2
                ? read(
                        call,
                        answered.status(),
                        Json.lenient().readValue(answered.body(), CryptocomRestWire.Envelope.class),
                        type)
                : failure(call, answered.status(), told(answered));
    }

    /** What an answer means, whichever way it came. */
    <T> Verdict<T> read(
            CryptocomCall call, int status, CryptocomRestWire.Envelope told, TypeReference<T> type)
            throws JsonProcessingException {
        if (code(told) != 0) {
            return failure(call, status, told);
        }
        JsonNode result = told.result();
        T value =
                Json.lenient()
                        .treeToValue(
                                result == null ? NullNode.getInstance() : result,
                                Json.lenient().getTypeFactory().constructType(type));
        return Verdict.ok(value);
    }

    private <T> Verdict<T> failure(
            CryptocomCall call, int status, CryptocomRestWire.Envelope told) {
        int code = code(told);
        ExchangeError error =
                CryptocomErrors.answered(
                        call.operation(),
                        status,
                        code,
                        told.message() == null ? "" : told.message());
        return Verdict.failed(
                CryptocomErrors.isUnclear(status, code) ? Certainty.UNCLEAR : Certainty.REFUSED,
                error,
                lesson(call, status, code));
    }

    /** Crypto.com names no time after which it listens again. */
    private Lesson lesson(CryptocomCall call, int status, int code) {
        if (code == CryptocomCodes.CLOCK) {
            return new Lesson.WrongClock();
        }
        if (code == CryptocomCodes.RATE) {
            return new Lesson.UsedUp(limits.window(call));
        }
        return status == 429 ? new Lesson.KeepSilent(Optional.empty()) : new Lesson.None();
    }

    /** There is no question for the time, so it is read from an answer to another. */
    @Override
    public CryptocomCall timeCall() {
        return CryptocomCall.open(
                        "ask the time", "get-tickers", Map.of("instrument_name", BUSY_PAIR))
                .asUrgent();
    }

    /**
     * The second of the header, and where the ticker is of the same second, its milliseconds.
     * Without a header it is the ticker's. A refusal from which more follows tells no time; any
     * other has a header that does, though the pair may be gone.
     */
    @Override
    public Verdict<Instant> time(CryptocomCall call, HttpOutcome.Answered answered)
            throws JsonProcessingException {
        Verdict<CryptocomRestWire.Tickers> told = read(call, answered, CryptocomRest.TICKERS);
        Optional<Instant> ticker =
                switch (told.reply()) {
                    case Reply.Ok<CryptocomRestWire.Tickers>(var tickers) ->
                            tickers.data().stream()
                                    .map(wire -> Instant.ofEpochMilli(wire.t()))
                                    .findFirst();
                    case Reply.Failed<CryptocomRestWire.Tickers> _ -> Optional.empty();
                };
        boolean hindered =
                told.reply() instanceof Reply.Failed<CryptocomRestWire.Tickers>(var certainty, _)
                        && (certainty != Certainty.REFUSED
                                || !(told.lesson() instanceof Lesson.None));
        if (hindered) {
            return told.map(tickers -> Instant.EPOCH);
        }
        return answered.header("date")
                .flatMap(CryptocomHttp::date)
                .map(
                        second ->
                                ticker.filter(time -> isWithin(second, time))
                                        .orElse(second.plus(HALF_A_SECOND)))
                .or(() -> ticker)
                .map(Verdict::ok)
                .orElseGet(
                        () ->
                                Verdict.failed(
                                        Certainty.UNCLEAR,
                                        CryptocomErrors.ALL.unreadable(
                                                call.operation(), "nothing told the time"),
                                        new Lesson.None()));
    }

    private static boolean isWithin(Instant second, Instant time) {
        return !time.isBefore(second) && time.isBefore(second.plus(A_SECOND));
    }

    @Override
    public Costs costs(CryptocomCall call) {
        return limits.costs(call);
    }

    private static int code(CryptocomRestWire.Envelope told) {
        return told.code() == null ? CryptocomErrors.NO_CODE : told.code();
    }

    /** Code and words, or no code where something in front of Crypto.com answered. */
    private static CryptocomRestWire.Envelope told(HttpOutcome.Answered answered) {
        try {
            return Json.lenient().readValue(answered.body(), CryptocomRestWire.Envelope.class);
        } catch (JsonProcessingException notTheirs) {
            return new CryptocomRestWire.Envelope(
                    null, "HTTP status " + answered.status(), null, null);
        }
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(
                    Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.strip())));
        } catch (DateTimeParseException notATime) {
            return Optional.empty();
        }
    }
}
