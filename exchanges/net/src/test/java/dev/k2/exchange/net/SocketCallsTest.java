package dev.k2.exchange.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.net.ScriptedSocketServer.Connection;
import dev.k2.exchange.net.SocketOutcome.Answered;
import dev.k2.exchange.net.SocketOutcome.NotSent;
import dev.k2.exchange.net.SocketOutcome.Unclear;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SocketCallsTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    private final Net net = Net.open(InstantSource.system());
    private final ScriptedSocketServer server = new ScriptedSocketServer();
    private final Words words = new Words();
    private final Loop loop = net.loop();

    @AfterEach
    void close() {
        net.close();
        server.close();
    }

    @Test
    void bringsEachAnswerToItsCall() throws Exception {
        List<String> held = new CopyOnWriteArrayList<>();
        server.onText(
                (connection, text) -> {
                    held.add(text);
                    if (held.size() == 2) {
                        connection.send(held.getLast().replace("call", "answer"));
                        connection.send(held.getFirst().replace("call", "answer"));
                    }
                });
        SocketCalls calls = live(settings(100));

        CompletableFuture<SocketOutcome> first = later(() -> calls.send(call("a", LONG)));
        CompletableFuture<SocketOutcome> second = later(() -> calls.send(call("b", LONG)));

        assertThat(text(first)).startsWith("answer ").endsWith(" a");
        assertThat(text(second)).startsWith("answer ").endsWith(" b");
        Eventually.holds("none is underway", () -> calls.underway() == 0);
    }

    @Test
    void logsInOnEveryConnectionBeforeItIsLive() throws Exception {
        words.login = "login";
        server.onText((connection, text) -> reply(connection, text));
        SocketCalls calls = open(settings(100));
        Connection first = server.next();
        Eventually.holds("live", () -> calls.state() == ConnectionState.LIVE);

        first.cut();
        Connection second = server.next();
        Eventually.holds("live again", () -> isLiveAfter(calls, 1));

        assertThat(text(later(() -> calls.send(call("a", LONG))))).endsWith(" a");
        assertThat(first.heard()).containsExactly("login");
        assertThat(second.heard()).startsWith("login").hasSize(2);
    }

    @Test
    void saysThatNothingWasSentWhileThereIsNoConnection() {
        server.refuse(true);
        SocketCalls calls = open(settings(100));

        SocketOutcome outcome = calls.send(call("a", LONG));

        assertThat(outcome).isEqualTo(new NotSent("there is no connection"));
        assertThat(words.built).hasValue(1);
    }

    @Test
    void saysThatTheOutcomeIsUnclearWhenTheConnectionIsCutAfterSending() throws Exception {
        server.onText((connection, text) -> connection.cut());
        SocketCalls calls = live(settings(100));

        SocketOutcome outcome = calls.send(call("a", LONG));

        assertThat(outcome).isEqualTo(new Unclear("the connection was cut", false));
        assertThat(words.built).hasValue(1);
        assertThat(server.heard()).hasSize(1);
    }

    @Test
    void saysThatNothingWasSentWhenTheConnectionIsCutBeforeItsTurn() throws Exception {
        SocketCalls calls = open(settings(1));
        Connection connection = server.next();
        Eventually.holds("live", () -> calls.state() == ConnectionState.LIVE);
        CompletableFuture<SocketOutcome> written = later(() -> calls.send(call("a", LONG)));
        Eventually.holds("the first is heard", () -> connection.heard().size() == 1);
        List<CompletableFuture<SocketOutcome>> waiting = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            waiting.add(later(() -> calls.send(call("b", LONG))));
        }
        Eventually.holds("all are underway", () -> calls.underway() == 21);

        calls.cut("test");

        assertThat(written.get(15, TimeUnit.SECONDS)).isInstanceOf(Unclear.class);
        int notSent = 0;
        for (CompletableFuture<SocketOutcome> outcome : waiting) {
            notSent += outcome.get(15, TimeUnit.SECONDS) instanceof NotSent ? 1 : 0;
        }
        assertThat(notSent).isBetween(1, 20);
        assertThat(server.heard()).hasSize(21 - notSent);
    }

    @Test
    void saysThatNoAnswerCameInTime() throws Exception {
        SocketCalls calls = live(settings(100));

        SocketOutcome outcome = calls.send(call("a", Duration.ofMillis(300)));

        assertThat(outcome).isEqualTo(new Unclear("no answer in time", true));
        assertThat(server.heard()).hasSize(1);
    }

    @Test
    void withdrawsACallWhoseTurnDidNotComeInTime() throws Exception {
        server.onText((connection, text) -> reply(connection, text));
        SocketCalls calls = live(settings(1));
        assertThat(calls.send(call("a", LONG))).isInstanceOf(Answered.class);

        SocketOutcome late = calls.send(call("late", Duration.ofMillis(20)));

        assertThat(late).isEqualTo(new NotSent("no answer in time"));
        assertThat(calls.send(call("b", LONG))).isInstanceOf(Answered.class);
        assertThat(server.heard()).noneMatch(text -> text.endsWith("late"));
    }

    @Test
    void refusesMoreThanMayBeUnderway() throws Exception {
        SocketCalls calls = live(settings(100));
        for (int i = 0; i < 30; i++) {
            Thread.startVirtualThread(() -> calls.send(call("a", LONG)));
        }
        Eventually.holds("all are underway", () -> calls.underway() == 30);

        SocketOutcome outcome = calls.send(call("b", LONG));

        assertThat(outcome).isEqualTo(new NotSent("too many calls are underway"));
    }

    @Test
    void asksAgainWhereTheAnswerIsLost() throws Exception {
        var cuts = new AtomicInteger();
        server.onText(
                (connection, text) -> {
                    if (cuts.incrementAndGet() == 1) {
                        connection.cut();
                    } else {
                        reply(connection, text);
                    }
                });
        SocketCalls calls = live(settings(100));

        SocketOutcome outcome = askUntilAnswered(calls);

        assertThat(outcome).isInstanceOf(Answered.class);
        assertThat(server.heard()).hasSize(2);
    }

    @Test
    void doesNotAskAgainOnceThatIsForbidden() throws Exception {
        server.onText((connection, text) -> connection.cut());
        SocketCalls calls = live(settings(100));

        calls.ask(new SocketQuery(LONG, words::build, () -> false));

        assertThat(words.built).hasValue(1);
    }

    @Test
    void bringsAnswersOverTheOldConnectionWhileItIsReplaced() throws Exception {
        SocketCalls calls = open(settings(100));
        Connection old = server.next();
        Eventually.holds("live", () -> calls.state() == ConnectionState.LIVE);
        CompletableFuture<SocketOutcome> call = later(() -> calls.send(call("a", LONG)));
        Eventually.holds("it is heard", () -> old.heard().size() == 1);

        calls.renew("test");
        Connection fresh = server.next();
        Eventually.holds(
                "a call goes over the new one",
                () -> {
                    calls.send(call("b", Duration.ofMillis(50)));
                    return !fresh.heard().isEmpty();
                });
        reply(old, old.heard().getFirst());

        assertThat(text(call)).endsWith(" a");
    }

    @Test
    void handsOnWhatAnswersNoCall() throws Exception {
        SocketCalls calls = open(settings(100));
        Connection connection = server.next();
        Eventually.holds("live", () -> calls.state() == ConnectionState.LIVE);

        connection.send("news");
        connection.send("answer 99 of nobody");

        Eventually.holds("both are heard", () -> words.others.size() == 2);
        assertThat(words.others).containsExactly("news", "answer 99 of nobody");
    }

    @Test
    void endsCallsWhenItIsClosed() throws Exception {
        SocketCalls calls = live(settings(100));
        CompletableFuture<SocketOutcome> call = later(() -> calls.send(call("a", LONG)));
        Eventually.holds("it is heard", () -> server.heard().size() == 1);

        calls.close();

        assertThat(call.get(15, TimeUnit.SECONDS))
                .isEqualTo(new Unclear("the connection was closed", false));
    }

    @Test
    void refusesToWaitOnItsOwnLoop() throws Exception {
        SocketCalls calls = live(settings(100));
        var failure = new CompletableFuture<Throwable>();

        loop.execute(
                () -> {
                    try {
                        calls.send(call("a", LONG));
                    } catch (IllegalStateException refused) {
                        failure.complete(refused);
                    }
                });

        assertThat(failure.get(15, TimeUnit.SECONDS)).hasMessageContaining("may wait");
    }

    @Test
    void wantsRoomForAllCallsInTheQueue() {
        assertThatThrownBy(() -> net.calls(loop, settings(100), 100, words))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void showsNoAnswer() {
        assertThat(new Answered("canary").toString()).doesNotContain("canary");
    }

    /** Asks, and again where the link was not back yet when the three tries were over. */
    private SocketOutcome askUntilAnswered(SocketCalls calls) {
        SocketOutcome outcome = calls.ask(new SocketQuery(LONG, words::build, () -> true));
        while (!(outcome instanceof Answered)) {
            Eventually.holds("live again", () -> calls.state() == ConnectionState.LIVE);
            outcome = calls.ask(new SocketQuery(LONG, words::build, () -> true));
        }
        return outcome;
    }

    private static boolean isLiveAfter(SocketCalls calls, int reconnects) {
        return calls.state() == ConnectionState.LIVE
                && calls.status().getFirst().reconnects() == reconnects;
    }

    private NonIdempotentSocketCall call(String what, Duration timeout) {
        return new NonIdempotentSocketCall(timeout, number -> words.build(number) + " " + what);
    }

    private static void reply(Connection connection, String text) {
        connection.send(text.replace("call", "answer"));
    }

    private static String text(CompletableFuture<SocketOutcome> outcome) throws Exception {
        return ((Answered) outcome.get(15, TimeUnit.SECONDS)).text();
    }

    private static CompletableFuture<SocketOutcome> later(Supplier<SocketOutcome> call) {
        var outcome = new CompletableFuture<SocketOutcome>();
        Thread.startVirtualThread(() -> outcome.complete(call.get()));
        return outcome;
    }

    private SocketCalls live(SocketSettings settings) throws Exception {
        SocketCalls calls = open(settings);
        server.next();
        Eventually.holds("live", () -> calls.state() == ConnectionState.LIVE);
        return calls;
    }

    private SocketCalls open(SocketSettings settings) {
        return net.calls(loop, settings, 30, words);
    }

    private SocketSettings settings(int messagesPerSecond) {
        return new SocketSettings(
                "test",
                URI.create("ws://127.0.0.1:" + server.port() + "/api"),
                new Heartbeat.PingFrames(LONG),
                LONG,
                LONG,
                LONG,
                messagesPerSecond,
                100,
                new Backoff(Duration.ofMillis(10), Duration.ofMillis(100)),
                Duration.ofSeconds(1));
    }

    /** Calls are "call 7 …", answers "answer 7 …"; a login is echoed. */
    private static final class Words implements CallProtocol {
        private final List<String> others = new CopyOnWriteArrayList<>();
        private final AtomicInteger built = new AtomicInteger();
        private volatile String login = "";

        String build(long number) {
            built.incrementAndGet();
            return "call " + number;
        }

        @Override
        public void onOpen(Outlet outlet) {
            if (login.isEmpty()) {
                outlet.ready();
            } else {
                outlet.send(login);
            }
        }

        @Override
        public long answers(byte[] message, int length) {
            String[] parts = string(message, length).split(" ", 3);
            return parts[0].equals("answer") ? Long.parseLong(parts[1]) : NO_CALL;
        }

        @Override
        public void onOther(Outlet outlet, byte[] message, int length, long receivedMillis) {
            String text = string(message, length);
            others.add(text);
            if (text.equals(login)) {
                outlet.ready();
            }
        }

        private static String string(byte[] message, int length) {
            return new String(message, 0, length, StandardCharsets.UTF_8);
        }
    }
}
