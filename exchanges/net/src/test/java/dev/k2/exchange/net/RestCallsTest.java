package dev.k2.exchange.net;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Answer;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.Health;
import dev.k2.exchange.HealthStatus;
import dev.k2.exchange.net.HttpOutcome.Answered;
import dev.k2.exchange.net.Reply.Certainty;
import dev.k2.exchange.net.Reply.Failed;
import dev.k2.exchange.net.Reply.Ok;
import dev.k2.exchange.net.ScriptedHttpServer.Request;
import dev.k2.model.ExchangeId;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Calls of a made-up exchange that says everything in a body with HTTP 200, as several do. */
class RestCallsTest {
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    private static final TypeReference<Integer> NUMBER = new TypeReference<>() {};
    private static final Call ASK = new Call("ask", "GET", "/ask", false, true);
    private static final Call CANCEL = new Call("cancel", "POST", "/cancel", true, true);
    private static final Call PLACE = new Call("place an order", "POST", "/place", false, true);

    private final SettableClock clock = new SettableClock(START);
    private final Net net = Net.open(clock);

    private record Call(
            String operation, String method, String path, boolean urgent, boolean isSigned)
            implements RestCall {}

    @AfterEach
    void close() {
        net.close();
    }

    @Test
    void signsByTheExchangesTime() throws IOException {
        try (var venue = new Venue(request -> "{\"code\":0,\"result\":7}")) {
            Reply<Integer> reply = venue.calls.ask(ASK, NUMBER);

            assertThat(reply).isEqualTo(new Ok<>(7));
            assertThat(venue.asked("/ask").getFirst().headers())
                    .containsEntry("x-time", Long.toString(START.toEpochMilli() + 2_000))
                    .containsEntry("x-demo", "1");
        }
    }

    @Test
    void asksOnceMoreAfterItsClockWasRefused() throws IOException {
        try (var venue = new Venue(request -> "{\"code\":1}")) {
            Reply<Integer> reply = venue.calls.ask(ASK, NUMBER);

            assertThat(certainty(reply)).isEqualTo(Certainty.REFUSED);
            assertThat(venue.asked("/ask")).hasSize(2);
            assertThat(venue.asked("/time")).hasSize(10);
        }
    }

    @Test
    void sendsAnOrderOnceWhateverIsWrong() throws IOException {
        try (var venue = new Venue(request -> "{\"code\":1}")) {
            assertThat(certainty(venue.calls.send(PLACE, NUMBER))).isEqualTo(Certainty.REFUSED);
            assertThat(venue.asked("/place")).hasSize(1);
        }
        try (var venue = new Venue(request -> "no JSON")) {
            assertThat(certainty(venue.calls.send(PLACE, NUMBER))).isEqualTo(Certainty.UNCLEAR);
            assertThat(venue.asked("/place")).hasSize(1);
        }
    }

    @Test
    void leavesTheFateOfAnOrderOpenWhereTheExchangeDoes() throws IOException {
        try (var venue = new Venue(request -> "{\"code\":4}")) {
            assertThat(certainty(venue.calls.send(PLACE, NUMBER))).isEqualTo(Certainty.UNCLEAR);
        }
    }

    @Test
    @DisplayName("hummingbot/hummingbot#1291: calls went on after 429, and 418 came")
    void saysNothingWhileTheAddressIsBanned() throws IOException {
        try (var venue = new Venue(request -> "{\"code\":2}")) {
            Reply<Integer> banned = venue.calls.ask(ASK, NUMBER);
            Reply<Integer> held = venue.calls.send(PLACE, NUMBER);

            assertThat(until(banned)).contains(START.plus(Duration.ofMinutes(10)));
            assertThat(certainty(held)).isEqualTo(Certainty.NOT_SENT);
            assertThat(until(held)).contains(START.plus(Duration.ofMinutes(10)));
            assertThat(venue.asked("/place")).isEmpty();
            assertThat(venue.calls.silentUntil()).contains(START.plus(Duration.ofMinutes(10)));
        }
    }

    @Test
    void holdsBackOnlyTheEndpointThatIsUsedUp() throws IOException {
        try (var venue =
                new Venue(
                        request ->
                                request.path().equals("/place")
                                        ? "{\"code\":3}"
                                        : "{\"code\":0,\"result\":1}")) {
            Reply<Integer> first = venue.calls.send(PLACE, NUMBER);
            Reply<Integer> second = venue.calls.send(PLACE, NUMBER);
            Reply<Integer> cancel = venue.calls.ask(CANCEL, NUMBER);

            assertThat(certainty(first)).isEqualTo(Certainty.REFUSED);
            assertThat(until(first)).isPresent();
            assertThat(certainty(second)).isEqualTo(Certainty.NOT_SENT);
            assertThat(((Failed<Integer>) second).error().message())
                    .isEqualTo("The limit of Venue is used up: /place");
            assertThat(cancel).isEqualTo(new Ok<>(1));
            assertThat(venue.asked("/place")).hasSize(1);
        }
    }

    @Test
    void believesTheHeadersOfAnAnswer() throws IOException {
        try (var venue = new Venue(request -> "{\"code\":0,\"result\":1}")) {
            venue.calls.ask(CANCEL, NUMBER);

            assertThat(venue.window("/cancel").left()).isEqualTo(3);
        }
    }

    @Test
    void isDegradedWhileItIsToBeSilentAndAsksNothing() throws IOException {
        try (var venue = new Venue(request -> "{\"code\":2}")) {
            venue.calls.silence().keepUntil(START.plusSeconds(60));

            Health health =
                    venue.calls.health(
                            () -> {
                                throw new IllegalStateException("it was asked");
                            },
                            Map.of());
            var parts = new OpenParts(ExchangeId.BINANCE, () -> health);

            assertThat(health.status()).isEqualTo(HealthStatus.DEGRADED);
            assertThat(parts.health().parts()).containsExactly(health);
        }
    }

    @Test
    void isIllWhereTheTimeIsNotTold() throws IOException {
        try (var venue = new Venue(request -> "{\"code\":0}")) {
            ExchangeError error = venue.errors.network("ask the time", "gone", false);

            Health health = venue.calls.health(() -> new Answer.Failed<>(error), Map.of("a", "1"));

            assertThat(health.status()).isEqualTo(HealthStatus.UNHEALTHY);
            assertThat(health.facts())
                    .containsEntry("last_failure", "gone")
                    .containsEntry("a", "1");
        }
    }

    private static Certainty certainty(Reply<Integer> reply) {
        return ((Failed<Integer>) reply).certainty();
    }

    private static Optional<Instant> until(Reply<Integer> reply) {
        return ((ExchangeError.RateLimit) ((Failed<Integer>) reply).error()).until();
    }

    /** Its codes: 1 wrong time, 2 a ban, 3 a limit of the endpoint, 4 nobody knows. */
    private final class Venue implements RestProtocol<Call>, AutoCloseable {
        private final ExchangeErrors errors = new ExchangeErrors(ExchangeId.BINANCE, "Venue");
        private final ScriptedHttpServer server;
        private final RestCalls<Call> calls;
        private final LimitHolder holder;

        Venue(Function<Request, String> answers) throws IOException {
            server =
                    new ScriptedHttpServer(
                            request ->
                                    new ScriptedHttpServer.Reply.Answer(
                                            200,
                                            Map.of("X-Left", "3"),
                                            request.path().equals("/time")
                                                    ? "{\"code\":0,\"result\":"
                                                            + (clock.millis() + 2_000)
                                                            + "}"
                                                    : answers.apply(request)));
            var host = URI.create("http://127.0.0.1:" + server.port());
            holder = LimitHolder.account(ExchangeId.BINANCE, host, "key");
            calls =
                    new RestCalls<>(
                            new RestHost(
                                    errors,
                                    host,
                                    Duration.ofSeconds(10),
                                    Duration.ofSeconds(5),
                                    Optional.empty(),
                                    Set.of(),
                                    Map.of("x-demo", "1")),
                            this,
                            net);
        }

        List<Request> asked(String path) {
            return server.requests().stream().filter(one -> one.path().equals(path)).toList();
        }

        TokenBucket window(String path) {
            return net.limits().endpoint(holder, path, new Rate(10, Duration.ofMinutes(1)));
        }

        @Override
        public HttpMessage message(Call call, long exchangeMillis) {
            return HttpMessage.json(
                    call.method(),
                    call.path(),
                    Map.of("x-time", Long.toString(exchangeMillis)),
                    call.method().equals("POST") ? "{}" : "");
        }

        @Override
        public <T> Verdict<T> read(Call call, Answered answered, TypeReference<T> type)
                throws JsonProcessingException {
            JsonNode answer = Json.lenient().readTree(answered.body());
            ExchangeError limit = errors.told("x", ErrorCategory.RATE_LIMIT, "no", Map.of());
            return switch (answer.path("code").asInt()) {
                case 0 ->
                        Verdict.ok(
                                Json.lenient().readValue(answer.path("result").toString(), type));
                case 1 ->
                        Verdict.failed(
                                Certainty.REFUSED,
                                errors.wrongClock("x", "no", Map.of()),
                                new Lesson.WrongClock());
                case 2 ->
                        Verdict.failed(
                                Certainty.REFUSED,
                                limit,
                                new Lesson.KeepSilent(Optional.of(Duration.ofMinutes(10))));
                case 3 ->
                        Verdict.failed(
                                Certainty.REFUSED, limit, new Lesson.UsedUp(window(call.path())));
                default ->
                        Verdict.failed(
                                Certainty.UNCLEAR,
                                errors.unreadable("x", "nobody knows"),
                                new Lesson.None());
            };
        }

        @Override
        public Call timeCall() {
            return new Call("ask the time", "GET", "/time", true, false);
        }

        @Override
        public Verdict<Instant> time(Call call, Answered answered) throws JsonProcessingException {
            return read(call, answered, new TypeReference<Long>() {}).map(Instant::ofEpochMilli);
        }

        @Override
        public Costs costs(Call call) {
            return call.isSigned()
                    ? Costs.of(new Costs.Cost(window(call.path()), 1))
                    : new Costs(List.of());
        }

        @Override
        public void settle(Call call, HttpOutcome outcome) {
            OptionalLong used =
                    outcome instanceof Answered answered && answered.header("x-left").isPresent()
                            ? OptionalLong.of(10 - Long.parseLong(answered.header("x-left").get()))
                            : OptionalLong.empty();
            costs(call).settle(window -> used);
        }

        @Override
        public void close() throws IOException {
            calls.close();
            server.close();
        }
    }
}
