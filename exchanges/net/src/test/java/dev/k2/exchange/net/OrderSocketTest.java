package dev.k2.exchange.net;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.HealthStatus;
import dev.k2.exchange.net.HttpOutcome.Answered;
import dev.k2.exchange.net.Reply.Certainty;
import dev.k2.exchange.net.Reply.Failed;
import dev.k2.exchange.net.Reply.Ok;
import dev.k2.exchange.net.ScriptedSocketServer.Connection;
import dev.k2.model.ExchangeId;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Calls of a made-up exchange over a socket: {@code {"id":1,"say":"place"}} is answered by {@code
 * {"id":1,"code":0,"result":7}}, and {@code {"login":"key"}} by {@code {"login":"yes"}}.
 */
class OrderSocketTest {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Executor ELSEWHERE = Thread::startVirtualThread;
    private static final TypeReference<Integer> NUMBER = new TypeReference<>() {};
    private static final Call PLACE = new Call("place", false, true);
    private static final Call OTHER = new Call("other", false, true);
    private static final Call ASK = new Call("ask", false, true);
    private static final String LOGIN = "{\"login\":\"key\"}";
    private static final int WINDOW = 50;

    private final Net net = Net.open(InstantSource.system());
    private final ScriptedSocketServer server = new ScriptedSocketServer();
    private final ExchangeErrors errors = new ExchangeErrors(ExchangeId.BINANCE, "Venue");
    private final Venue venue = new Venue();
    private ScriptedHttpServer http;
    private RestCalls<Call> rest;
    private LimitHolder holder;

    // What the next connections say to a login; yes where none is left.
    private final ConcurrentLinkedQueue<String> logins = new ConcurrentLinkedQueue<>();
    private volatile boolean textual;
    private volatile Runnable beforeMessage = () -> {};

    private record Call(String operation, boolean urgent, boolean isSigned) implements RestCall {}

    /** What the exchange does with one call. */
    private interface Script {
        void hears(Connection connection, long id, String say);
    }

    @BeforeEach
    void open() throws IOException {
        http =
                new ScriptedHttpServer(
                        request ->
                                new ScriptedHttpServer.Reply.Answer(
                                        200,
                                        Map.of(),
                                        Long.toString(InstantSource.system().millis())));
        var host = URI.create("http://127.0.0.1:" + http.port());
        holder = LimitHolder.account(ExchangeId.BINANCE, host, "key");
        rest =
                new RestCalls<>(
                        new RestHost(
                                errors,
                                host,
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(60),
                                Optional.empty(),
                                Set.of(),
                                Map.of()),
                        new OverRest(),
                        net);
    }

    @AfterEach
    void close() throws IOException {
        rest.close();
        net.close();
        server.close();
        http.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void findsAnswersWhetherTheirNumberIsANumberOrText(boolean text) {
        textual = text;
        onCall((connection, id, say) -> connection.send(ok(id, 7)));
        try (var socket = socket(PATIENCE)) {
            assertThat(socket.health().facts()).containsEntry("state", "not used yet");

            assertThat(socket.send(PLACE, NUMBER)).isEqualTo(new Ok<>(7));
            assertThat(socket.ask(ASK, NUMBER)).isEqualTo(new Ok<>(7));

            assertThat(server.heard()).hasSize(3).first().isEqualTo(LOGIN);
            assertThat(socket.health().status()).isEqualTo(HealthStatus.HEALTHY);
        }
    }

    @Test
    void tellsTwoCallsApartThatAreAnsweredInTheWrongOrder() throws Exception {
        var waiting = new ConcurrentLinkedQueue<String>();
        onCall(
                (connection, id, say) -> {
                    waiting.add(ok(id, say.equals("place") ? 1 : 2));
                    if (waiting.size() == 2) {
                        List<String> answers = new ArrayList<>(waiting);
                        answers.reversed().forEach(connection::send);
                    }
                });
        try (var socket = socket(PATIENCE)) {
            CompletableFuture<Reply<Integer>> first = sending(socket, PLACE);
            Eventually.holds("it is heard", () -> said("place") == 1);
            CompletableFuture<Reply<Integer>> second = sending(socket, OTHER);

            assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo(new Ok<>(1));
            assertThat(second.get(30, TimeUnit.SECONDS)).isEqualTo(new Ok<>(2));
        }
    }

    @Test
    void leavesAnOrderOpenWhoseConnectionWasCutAndNeverSendsItAgain() {
        onCall(
                (connection, id, say) -> {
                    if (say.equals("place")) {
                        connection.cut();
                    } else {
                        connection.send(ok(id, 2));
                    }
                });
        try (var socket = socket(PATIENCE)) {
            Reply<Integer> lost = socket.send(PLACE, NUMBER);
            Reply<Integer> later = socket.ask(ASK, NUMBER);

            assertThat(certainty(lost)).isEqualTo(Certainty.UNCLEAR);
            assertThat(category(lost)).isEqualTo(ErrorCategory.NETWORK);
            assertThat(later).isEqualTo(new Ok<>(2));
            assertThat(server.connections()).isEqualTo(2);
            assertThat(said("place")).isEqualTo(1);
            assertThat(left("place")).isEqualTo(WINDOW - 1);
        }
    }

    @Test
    void asksAQuestionAgainWhoseConnectionWasCut() {
        var times = new AtomicInteger();
        onCall(
                (connection, id, say) -> {
                    if (times.incrementAndGet() == 1) {
                        connection.cut();
                    } else {
                        connection.send(ok(id, 2));
                    }
                });
        try (var socket = socket(PATIENCE)) {
            assertThat(socket.ask(ASK, NUMBER)).isEqualTo(new Ok<>(2));
            assertThat(said("ask")).isEqualTo(2);
        }
    }

    @Test
    void sendsAnOrderOnceMoreThatWasNotHandedOver() throws Exception {
        onCall((connection, id, say) -> connection.send(ok(id, 7)));
        try (var socket = socket(PATIENCE)) {
            socket.ask(ASK, NUMBER);
            Connection first = server.next();
            var made = new AtomicInteger();
            var isCut = new AtomicBoolean();
            beforeMessage =
                    () -> {
                        if (made.incrementAndGet() == 1) {
                            server.refuse(true);
                            first.cut();
                            Eventually.holds("it is cut", () -> !isLive(socket));
                            isCut.set(true);
                        } else {
                            assertThat(isLive(socket)).isTrue();
                        }
                    };
            CompletableFuture<Reply<Integer>> order = sending(socket, PLACE);
            // Until the message's maker has seen it, nothing may connect again.
            Eventually.holds("it is seen that it is cut", isCut::get);
            server.refuse(false);

            assertThat(order.get(30, TimeUnit.SECONDS)).isEqualTo(new Ok<>(7));
            assertThat(said("place")).isEqualTo(1);
            assertThat(left("place")).isEqualTo(WINDOW - 1);
        }
    }

    @Test
    void sendsAnOrderOnceMoreThatStillWaitedForItsTurn() throws Exception {
        onCall(
                (connection, id, say) -> {
                    if (server.connections() > 1) {
                        connection.send(ok(id, 7));
                    }
                });
        try (var socket = socket(PATIENCE, 2)) {
            CompletableFuture<Reply<Integer>> ahead = sending(socket, OTHER);
            Eventually.holds("it is heard", () -> said("other") == 1);
            var made = new AtomicInteger();
            beforeMessage = made::incrementAndGet;
            List<CompletableFuture<Reply<Integer>>> waiting = new ArrayList<>();
            for (int orders = 1; orders <= 6; orders++) {
                waiting.add(sending(socket, PLACE));
            }
            Eventually.holds("all are made", () -> made.get() >= 6);
            long handedOver = said("place");
            server.next().cut();

            List<Reply<Integer>> replies = new ArrayList<>();
            for (CompletableFuture<Reply<Integer>> one : waiting) {
                replies.add(one.get(60, TimeUnit.SECONDS));
            }
            assertThat(certainty(ahead.get(30, TimeUnit.SECONDS))).isEqualTo(Certainty.UNCLEAR);
            assertThat(handedOver).isLessThan(6);
            assertThat(replies).allMatch(reply -> isOk(reply) || isUnclear(reply));
            assertThat(replies).anyMatch(OrderSocketTest::isOk);
            assertThat(said("place")).isLessThanOrEqualTo(6);
        }
    }

    @Test
    void sendsNothingOnceItsLoginIsRefused() throws Exception {
        logins.add("no");
        onCall((connection, id, say) -> connection.send(ok(id, 7)));
        try (var socket = socket(PATIENCE)) {
            Reply<Integer> first = socket.send(PLACE, NUMBER);
            Reply<Integer> second = socket.ask(ASK, NUMBER);

            assertThat(certainty(first)).isEqualTo(Certainty.NOT_SENT);
            assertThat(category(first)).isEqualTo(ErrorCategory.AUTHENTICATION);
            assertThat(category(second)).isEqualTo(ErrorCategory.AUTHENTICATION);
            assertThat(socket.health().status()).isEqualTo(HealthStatus.UNHEALTHY);
            Connection only = server.next();
            Eventually.holds("it hangs up", only::isClosed);
            assertThat(server.heard()).containsExactly(LOGIN);
            assertThat(server.connections()).isEqualTo(1);
            assertThat(left("place")).isEqualTo(WINDOW);
        }
    }

    @Test
    void logsInAnewWhereALoginFailsForAnotherReason() {
        logins.add("later");
        onCall((connection, id, say) -> connection.send(ok(id, 7)));
        try (var socket = socket(PATIENCE)) {
            assertThat(socket.send(PLACE, NUMBER)).isEqualTo(new Ok<>(7));
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void ignoresAnAnswerThatComesTooLate() {
        var late = new ConcurrentLinkedQueue<String>();
        onCall(
                (connection, id, say) -> {
                    if (say.equals("place")) {
                        late.add(ok(id, 1));
                    } else {
                        connection.send(late.remove());
                        connection.send(ok(id, 2));
                    }
                });
        try (var socket = socket(Duration.ofSeconds(5))) {
            Reply<Integer> lost = socket.send(PLACE, NUMBER);
            Reply<Integer> next = socket.send(OTHER, NUMBER);

            assertThat(certainty(lost)).isEqualTo(Certainty.UNCLEAR);
            assertThat(category(lost)).isEqualTo(ErrorCategory.TIMEOUT);
            assertThat(next).isEqualTo(new Ok<>(2));
            assertThat(server.connections()).isEqualTo(1);
            assertThat(said("place")).isEqualTo(1);
        }
    }

    @Test
    void repeatsOnlyQuestionsWhereItsClockWasWrong() {
        onCall((connection, id, say) -> connection.send("{\"id\":%d,\"code\":1}".formatted(id)));
        try (var socket = socket(PATIENCE)) {
            Reply<Integer> question = socket.ask(ASK, NUMBER);
            Reply<Integer> order = socket.send(PLACE, NUMBER);

            assertThat(certainty(question)).isEqualTo(Certainty.REFUSED);
            assertThat(certainty(order)).isEqualTo(Certainty.REFUSED);
            assertThat(said("ask")).isEqualTo(2);
            assertThat(said("place")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"id\":%d,\"code\":0,\"result\":\"x\"}", "{\"id\":%d,\"code\""})
    void leavesAnOrderOpenWhoseAnswerCannotBeRead(String answer) {
        onCall((connection, id, say) -> connection.send(answer.formatted(id)));
        try (var socket = socket(PATIENCE)) {
            Reply<Integer> reply = socket.send(PLACE, NUMBER);

            assertThat(certainty(reply)).isEqualTo(Certainty.UNCLEAR);
            assertThat(category(reply)).isEqualTo(ErrorCategory.EXCHANGE_ERROR);
            assertThat(said("place")).isEqualTo(1);
        }
    }

    @Test
    void endsAllCallsWhenItIsClosed() throws Exception {
        onCall((connection, id, say) -> {});
        var socket = socket(PATIENCE);
        CompletableFuture<Reply<Integer>> order = sending(socket, PLACE);
        Eventually.holds("it is heard", () -> said("place") == 1);

        socket.close();

        assertThat(certainty(order.get(15, TimeUnit.SECONDS))).isEqualTo(Certainty.UNCLEAR);
        assertThat(certainty(socket.send(PLACE, NUMBER))).isEqualTo(Certainty.NOT_SENT);
        assertThat(said("place")).isEqualTo(1);
    }

    private OrderSocket<Call> socket(Duration timeout) {
        return socket(timeout, 1_000);
    }

    private OrderSocket<Call> socket(Duration timeout, int messagesPerSecond) {
        var settings =
                new SocketSettings(
                        "made up",
                        URI.create("ws://127.0.0.1:" + server.port() + "/"),
                        new Heartbeat.PingFrames(LONG),
                        LONG,
                        LONG,
                        LONG,
                        messagesPerSecond,
                        1_000,
                        new Backoff(Duration.ofMillis(1), Duration.ofMillis(10)),
                        LONG);
        return new OrderSocket<>(net, settings, rest, venue, timeout);
    }

    private void onCall(Script script) {
        server.onText(
                (connection, text) -> {
                    JsonNode message = read(text);
                    if (message.has("login")) {
                        String answer = logins.poll();
                        connection.send(
                                "{\"login\":\"%s\"}".formatted(answer == null ? "yes" : answer));
                    } else {
                        script.hears(
                                connection,
                                message.path("id").asLong(),
                                message.path("say").asText());
                    }
                });
    }

    private static JsonNode read(String text) {
        try {
            return Json.lenient().readTree(text);
        } catch (JsonProcessingException unreadable) {
            throw new IllegalStateException("expected JSON: " + text, unreadable);
        }
    }

    private String ok(long id, int result) {
        return (textual
                        ? "{\"id\":\"%d\",\"code\":0,\"result\":%d}"
                        : "{\"code\":0,\"in\":{\"id\":9},\"id\":%d,\"result\":%d}")
                .formatted(id, result);
    }

    private CompletableFuture<Reply<Integer>> sending(OrderSocket<Call> socket, Call call) {
        return CompletableFuture.supplyAsync(() -> socket.send(call, NUMBER), ELSEWHERE);
    }

    private long said(String word) {
        return server.heard().stream()
                .filter(text -> read(text).path("say").asText().equals(word))
                .count();
    }

    private long left(String word) {
        return window(word).left();
    }

    private TokenBucket window(String word) {
        return net.limits().endpoint(holder, word, new Rate(WINDOW, Duration.ofHours(24)));
    }

    private static boolean isLive(OrderSocket<Call> socket) {
        return "LIVE".equals(socket.health().facts().get("state"));
    }

    private static boolean isOk(Reply<Integer> reply) {
        return reply instanceof Ok<Integer>;
    }

    private static boolean isUnclear(Reply<Integer> reply) {
        return reply instanceof Failed<Integer>(Certainty certainty, var _)
                && certainty == Certainty.UNCLEAR;
    }

    private static Certainty certainty(Reply<Integer> reply) {
        return ((Failed<Integer>) reply).certainty();
    }

    private static ErrorCategory category(Reply<Integer> reply) {
        return ((Failed<Integer>) reply).error().category();
    }

    private Costs costs(Call call) {
        return call.isSigned()
                ? Costs.of(new Costs.Cost(window(call.operation()), 1))
                : new Costs(List.of());
    }

    /** The socket's words. */
    private final class Venue implements OrderSocketProtocol<Call> {
        @Override
        public String login() {
            return LOGIN;
        }

        @Override
        public String message(Call call, long number) {
            beforeMessage.run();
            return (textual ? "{\"id\":\"%d\",\"say\":\"%s\"}" : "{\"id\":%d,\"say\":\"%s\"}")
                    .formatted(number, call.operation());
        }

        @Override
        public String idField() {
            return "id";
        }

        @Override
        public void settle(Call call, Optional<JsonNode> answer) {
            costs(call).settle(window -> OptionalLong.empty());
        }

        @Override
        public <T> Verdict<T> read(Call call, JsonNode answer, TypeReference<T> type)
                throws JsonProcessingException {
            if (answer.path("code").asInt() == 1) {
                return Verdict.failed(
                        Certainty.REFUSED,
                        errors.wrongClock(call.operation(), "no", Map.of()),
                        new Lesson.WrongClock());
            }
            return Verdict.ok(Json.lenient().readValue(answer.path("result").toString(), type));
        }

        @Override
        public SocketNotice notice(JsonNode message) {
            return switch (message.path("login").asText()) {
                case "yes" -> new SocketNotice.Acknowledged("login");
                case "no" -> refused(ErrorCategory.AUTHENTICATION);
                case "later" -> refused(ErrorCategory.EXCHANGE_ERROR);
                default -> new SocketNotice.Nothing();
            };
        }

        private SocketNotice refused(ErrorCategory category) {
            return new SocketNotice.Refused(errors.told("log in", category, "no", Map.of()));
        }
    }

    /** REST, which is asked for nothing but the time here. */
    private final class OverRest implements RestProtocol<Call> {
        @Override
        public HttpMessage message(Call call, long exchangeMillis) {
            return HttpMessage.json("GET", "/time", Map.of(), "");
        }

        @Override
        public <T> Verdict<T> read(Call call, Answered answered, TypeReference<T> type)
                throws JsonProcessingException {
            return Verdict.ok(Json.lenient().readValue(answered.body(), type));
        }

        @Override
        public Call timeCall() {
            return new Call("time", true, false);
        }

        @Override
        public Verdict<Instant> time(Call call, Answered answered) throws JsonProcessingException {
            return read(call, answered, new TypeReference<Long>() {}).map(Instant::ofEpochMilli);
        }

        @Override
        public Costs costs(Call call) {
            return OrderSocketTest.this.costs(call);
        }
    }
}
