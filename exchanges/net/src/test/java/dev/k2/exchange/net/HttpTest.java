package dev.k2.exchange.net;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.k2.exchange.net.HttpOutcome.Answered;
import dev.k2.exchange.net.HttpOutcome.NotSent;
import dev.k2.exchange.net.HttpOutcome.Unclear;
import dev.k2.exchange.net.ScriptedHttpServer.Reply;
import dev.k2.exchange.net.ScriptedHttpServer.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class HttpTest {
    private static final String CANARY = "canary-7f3a";

    private final Net net = Net.open(InstantSource.system());

    @AfterEach
    void close() {
        net.close();
    }

    @Test
    void bringsTheAnswerWithItsHeaders() throws IOException {
        try (var server = server(request -> new Reply.Answer(200, Map.of("X-Used", "7"), "{}"))) {
            HttpOutcome outcome = http(server).ask(query("symbol=BTCUSDT"));

            assertThat(outcome).isInstanceOf(Answered.class);
            var answered = (Answered) outcome;
            assertThat(answered.status()).isEqualTo(200);
            assertThat(answered.header("x-used")).contains("7");
            assertThat(answered.body()).isEqualTo("{}");
            assertThat(server.requests().getFirst().query()).isEqualTo("symbol=BTCUSDT");
        }
    }

    @Test
    void sendsAForm() throws IOException {
        try (var server = server(request -> Reply.json("{}"))) {
            var message = new HttpMessage("POST", "/order", "", Map.of(), "a=1&b=2");

            http(server).send(new NonIdempotentCall(Duration.ofSeconds(5), () -> message));

            Request request = server.requests().getFirst();
            assertThat(request.body()).isEqualTo("a=1&b=2");
            assertThat(request.headers().get("content-type"))
                    .isEqualTo("application/x-www-form-urlencoded");
        }
    }

    @Test
    void sendsNothingOnceItIsClosed() throws IOException {
        try (var server = server(request -> Reply.json("{}"))) {
            Http http = http(server);
            http.close();

            HttpOutcome outcome = http.ask(query("symbol=BTCUSDT"));

            assertThat(outcome).isInstanceOf(NotSent.class);
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void asksThreeTimesWhenTheHostFails() throws IOException {
        try (var server = server(request -> Reply.status(502, "bad"))) {
            HttpOutcome outcome = http(server).ask(query(""));

            assertThat(((Answered) outcome).status()).isEqualTo(502);
            assertThat(server.requests()).hasSize(3);
        }
    }

    @Test
    void asksAgainAfterADroppedConnection() throws IOException {
        var first = new AtomicInteger();
        try (var server =
                server(
                        request ->
                                first.incrementAndGet() == 1
                                        ? new Reply.Drop()
                                        : Reply.json("{}"))) {
            HttpOutcome outcome = http(server).ask(query(""));

            assertThat(outcome).isInstanceOf(Answered.class);
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void doesNotAskAgainWhenTheHostRefuses() throws IOException {
        try (var server = server(request -> Reply.status(400, "no"))) {
            http(server).ask(query(""));

            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void doesNotAskAgainOnceThatIsForbidden() throws IOException {
        try (var server = server(request -> Reply.status(500, "no"))) {
            http(server).ask(new Query(Duration.ofSeconds(5), () -> get(""), () -> false));

            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void doesNotAskAgainWhereAFailedStatusIsTheExchangesOwnNo() throws IOException {
        try (var server = server(request -> Reply.status(500, "no"))) {
            http(server)
                    .ask(
                            new Query(
                                    Duration.ofSeconds(5),
                                    () -> get(""),
                                    () -> true,
                                    answered -> answered.body().equals("no")));

            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void buildsEachTryAnew() throws IOException {
        var tries = new AtomicInteger();
        try (var server = server(request -> Reply.status(500, "no"))) {
            http(server)
                    .ask(
                            new Query(
                                    Duration.ofSeconds(5),
                                    () -> get("n=" + tries.incrementAndGet()),
                                    () -> true));

            assertThat(server.requests().stream().map(Request::query))
                    .containsExactly("n=1", "n=2", "n=3");
        }
    }

    @Test
    void sendsOnceWhenTheAnswerIsLost() throws IOException {
        try (var server = server(request -> new Reply.Drop())) {
            HttpOutcome outcome = http(server).send(call(Duration.ofSeconds(5)));

            assertThat(outcome).isInstanceOf(Unclear.class);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void sendsOnceWhenTheHostFails() throws IOException {
        try (var server = server(request -> Reply.status(500, "no"))) {
            HttpOutcome outcome = http(server).send(call(Duration.ofSeconds(5)));

            assertThat(((Answered) outcome).status()).isEqualTo(500);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void saysThatNoAnswerCameInTime() throws IOException {
        try (var server = server(request -> new Reply.Hang())) {
            HttpOutcome outcome = http(server).send(call(Duration.ofMillis(300)));

            assertThat(outcome).isEqualTo(new Unclear("no answer in time", true));
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void saysThatNothingWasSentWhereNobodyListens() throws IOException {
        int port = freePort();
        var builds = new AtomicInteger();

        HttpOutcome outcome =
                http(port)
                        .send(
                                new NonIdempotentCall(
                                        Duration.ofSeconds(5),
                                        () -> {
                                            builds.incrementAndGet();
                                            return get("");
                                        }));

        assertThat(outcome).isInstanceOf(NotSent.class);
        assertThat(builds).hasValue(2);
    }

    @Test
    void sendsOnceMoreWhereTheFirstWasRefusedBeforeAByte() throws IOException {
        int port = freePort();
        var server = new AtomicReference<ScriptedHttpServer>();
        var builds = new AtomicInteger();
        var call =
                new NonIdempotentCall(
                        Duration.ofSeconds(15),
                        () -> {
                            if (builds.incrementAndGet() == 2) {
                                server.set(serverAt(port));
                            }
                            return get("n=" + builds.get());
                        });

        HttpOutcome outcome = http(port).send(call);

        assertThat(outcome).isInstanceOf(Answered.class);
        assertThat(server.get().requests().stream().map(Request::query)).containsExactly("n=2");
        server.get().close();
    }

    @Test
    void doesNotSendAgainWhatWasRefusedAndThenLost() throws IOException {
        int port = freePort();
        var server = new AtomicReference<ScriptedHttpServer>();
        var builds = new AtomicInteger();
        var call =
                new NonIdempotentCall(
                        Duration.ofSeconds(15),
                        () -> {
                            if (builds.incrementAndGet() == 2) {
                                server.set(serverAt(port, request -> new Reply.Drop()));
                            }
                            return get("");
                        });

        HttpOutcome outcome = http(port).send(call);

        assertThat(outcome).isInstanceOf(Unclear.class);
        assertThat(server.get().requests()).hasSize(1);
        assertThat(builds).hasValue(2);
        server.get().close();
    }

    @Test
    void sendsOnceOverAConnectionThatWasKeptAndDied() throws IOException {
        var first = new AtomicInteger();
        try (var server =
                server(
                        request ->
                                first.incrementAndGet() == 1
                                        ? Reply.json("{}")
                                        : new Reply.Drop())) {
            Http http = http(server);
            assertThat(http.send(call(Duration.ofSeconds(15)))).isInstanceOf(Answered.class);

            HttpOutcome outcome = http.send(call(Duration.ofSeconds(15)));

            assertThat(outcome).isInstanceOf(Unclear.class);
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void sendsNothingOfWhatFoundNoConnectionInTime() throws Exception {
        var release = new CountDownLatch(1);
        try (var server =
                        server(
                                request -> {
                                    if (request.query().equals("first")) {
                                        await(release);
                                    }
                                    return Reply.json("{}");
                                });
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Http http = http(server.port(), 1);
            Future<HttpOutcome> first = threads.submit(() -> http.ask(query("first")));
            Eventually.holds("the first is there", () -> server.requests().size() == 1);

            HttpOutcome second =
                    http.send(new NonIdempotentCall(Duration.ofMillis(200), () -> get("second")));
            release.countDown();

            assertThat(second).isEqualTo(new NotSent("no connection in time"));
            assertThat(first.get()).isInstanceOf(Answered.class);
            assertThat(http.ask(query("third"))).isInstanceOf(Answered.class);
            assertThat(server.requests().stream().map(Request::query))
                    .containsExactly("first", "third");
        }
    }

    /** What counts as not sent may be sent again, so that no byte of it may ever arrive. */
    @Test
    void neverSendsWhatItSaidWasNotSent() throws Exception {
        Set<String> notSent = ConcurrentHashMap.newKeySet();
        Set<String> sent = ConcurrentHashMap.newKeySet();
        var chance = new Random(7);
        try (var server = server(request -> Reply.json("{}"))) {
            Http http = http(server.port(), 2);
            http.ask(query("warm"));
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 400; i++) {
                    String name = "call-" + i;
                    Duration patience = Duration.ofNanos(chance.nextInt(20_000_000));
                    threads.execute(() -> sendImpatiently(http, name, patience, sent, notSent));
                }
            }
            http.ask(query("last"));

            assertThat(notSent).isNotEmpty();
            assertThat(sent).isNotEmpty();
            assertThat(server.requests().stream().map(Request::query))
                    .doesNotContainAnyElementsOf(notSent);
        }
    }

    private static void sendImpatiently(
            Http http, String name, Duration patience, Set<String> sent, Set<String> notSent) {
        Deque<String> built = new ArrayDeque<>();
        HttpOutcome outcome =
                http.send(
                        new NonIdempotentCall(
                                patience,
                                () -> {
                                    built.add(name + "-" + built.size());
                                    return get(built.getLast());
                                }));
        // A message is built anew only where the one before was not sent.
        (outcome instanceof NotSent ? notSent : sent).add(built.removeLast());
        notSent.addAll(built);
    }

    @Test
    void saysThatNothingWasSentToAHostThatSpeaksNoTls() throws IOException {
        try (var server = server(request -> Reply.json("{}"))) {
            var http =
                    net.http(
                            URI.create("https://127.0.0.1:" + server.port()),
                            HttpSettings.usual(Set.of()));

            HttpOutcome outcome = http.send(call(Duration.ofSeconds(5)));

            assertThat(outcome).isInstanceOf(NotSent.class);
            assertThat(server.requests().toString()).doesNotContain("/thing");
        }
    }

    @Test
    void refusesAnAnswerWithoutEnd() throws IOException {
        try (var server = server(request -> Reply.json("x".repeat(5_000)))) {
            var http =
                    net.http(
                            URI.create("http://127.0.0.1:" + server.port()),
                            new HttpSettings(Duration.ofSeconds(3), 1_000, 2, Set.of()));

            HttpOutcome outcome = http.send(call(Duration.ofSeconds(5)));

            assertThat(outcome).isEqualTo(new Unclear("the answer is too large", false));
        }
    }

    @Test
    void showsNoKeyNoSignatureAndNoBody() throws IOException {
        var logger = (Logger) LoggerFactory.getLogger(Http.class);
        var appender = new ListAppender<ILoggingEvent>();
        appender.start();
        logger.addAppender(appender);
        logger.setLevel(Level.TRACE);
        try (var server =
                server(
                        request ->
                                new Reply.Answer(
                                        200, Map.of("x-secret", CANARY, "x-used", "9"), CANARY))) {
            var message =
                    new HttpMessage(
                            "POST", "/p", "signature=" + CANARY, Map.of("key", CANARY), CANARY);

            HttpOutcome outcome =
                    http(server).send(new NonIdempotentCall(Duration.ofSeconds(5), () -> message));

            assertThat(message.toString() + outcome).doesNotContain(CANARY);
            assertThat(appender.list).isNotEmpty();
            assertThat(appender.list.toString()).contains("x-used=9").doesNotContain(CANARY);
        } finally {
            logger.detachAppender(appender);
        }
    }

    private static ScriptedHttpServer server(Function<Request, Reply> script) throws IOException {
        return new ScriptedHttpServer(script);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static ScriptedHttpServer serverAt(int port) {
        return serverAt(port, request -> Reply.json("{}"));
    }

    private static ScriptedHttpServer serverAt(int port, Function<Request, Reply> script) {
        try {
            return new ScriptedHttpServer(port, script);
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
    }

    private Http http(ScriptedHttpServer server) {
        return http(server.port());
    }

    private Http http(int port) {
        return net.http(
                URI.create("http://127.0.0.1:" + port), HttpSettings.usual(Set.of("x-used")));
    }

    private Http http(int port, int connectionsMax) {
        return net.http(
                URI.create("http://127.0.0.1:" + port),
                new HttpSettings(Duration.ofSeconds(3), 1 << 20, connectionsMax, Set.of()));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Query query(String query) {
        return new Query(Duration.ofSeconds(5), () -> get(query), () -> true);
    }

    private static NonIdempotentCall call(Duration timeout) {
        return new NonIdempotentCall(timeout, () -> get(""));
    }

    private static HttpMessage get(String query) {
        return new HttpMessage("GET", "/thing", query, Map.of(), "");
    }
}
