package dev.k2.exchange.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.net.ScriptedSocketServer.Connection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SocketLinkTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    private final Net net = Net.open(InstantSource.system());
    private final ScriptedSocketServer server = new ScriptedSocketServer();
    private final Recorder recorder = new Recorder();

    @AfterEach
    void close() {
        net.close();
        server.close();
    }

    @Test
    void isLiveOnceItsOwnerSaysSo() throws Exception {
        recorder.readyAtOnce = false;
        SocketLink link = open(usual());
        server.next();
        Eventually.holds("opened", () -> recorder.outlets.size() == 1);
        assertThat(link.state()).isEqualTo(ConnectionState.CONNECTING);

        recorder.outlets.getFirst().ready();

        Eventually.holds("live", () -> link.state() == ConnectionState.LIVE);
        assertThat(link.reconnects()).isZero();
    }

    @Test
    void bringsMessagesWholeWhateverTheirFrames() throws Exception {
        open(usual());
        Connection connection = server.next();

        connection.send("one");
        connection.sendInParts(List.of("{\"a\":", "\"" + "x".repeat(70_000), "\"}"));
        connection.send("two");

        Eventually.holds("three messages", () -> recorder.messages.size() == 3);
        assertThat(recorder.messages.get(1)).hasSize(70_008).startsWith("{\"a\":\"x");
        assertThat(recorder.messages.getLast()).isEqualTo("two");
    }

    @Test
    void echoesThePingsOfTheServer() throws Exception {
        open(usual());
        Connection connection = server.next();

        connection.ping("1672515782136");

        Eventually.holds("a pong", () -> !connection.pongs().isEmpty());
        assertThat(connection.pongs()).containsExactly("1672515782136");
    }

    @Test
    void comesBackAfterACut() throws Exception {
        SocketLink link = open(usual());
        Connection first = server.next();
        Eventually.holds("live", () -> link.state() == ConnectionState.LIVE);

        first.cut();
        server.next();

        Eventually.holds("live again", () -> link.reconnects() == 1);
        assertThat(recorder.cuts).hasSize(1);
        assertThat(recorder.states)
                .containsExactly(
                        ConnectionState.LIVE,
                        ConnectionState.BACKING_OFF,
                        ConnectionState.CONNECTING,
                        ConnectionState.LIVE);
        assertThat(recorder.outlets).hasSize(2);
    }

    @Test
    void keepsTryingWhereNobodyListens() {
        int port = server.port();
        server.close();

        SocketLink link = open(settings(port, heartbeat(LONG), LONG, LONG, LONG, 100));

        Eventually.holds("several tries", () -> recorder.cuts.size() >= 3);
        assertThat(link.state()).isNotEqualTo(ConnectionState.LIVE);
    }

    @Test
    void cutsAConnectionThatFallsSilent() throws Exception {
        open(
                settings(
                        server.port(),
                        heartbeat(Duration.ofMillis(50)),
                        Duration.ofMillis(600),
                        LONG,
                        LONG,
                        100));
        Connection first = server.next();

        first.fallSilent();

        server.next();
        assertThat(recorder.cuts.getFirst()).startsWith("silent for");
    }

    @Test
    void staysWhileItsPingsAreAnswered() throws Exception {
        open(
                settings(
                        server.port(),
                        heartbeat(Duration.ofMillis(50)),
                        Duration.ofMillis(2_000),
                        LONG,
                        LONG,
                        100));
        server.next();
        long start = System.nanoTime();

        Eventually.holds(
                "twice the silence allowed",
                () -> System.nanoTime() - start > Duration.ofSeconds(4).toNanos());

        assertThat(recorder.cuts).isEmpty();
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void makesTheNewConnectionBeforeItBreaksTheOld() throws Exception {
        recorder.readyAtOnce = false;
        SocketLink link = open(usual());
        Connection old = server.next();
        Eventually.holds("opened", () -> recorder.outlets.size() == 1);
        recorder.outlets.getFirst().ready();
        Eventually.holds("live", () -> link.state() == ConnectionState.LIVE);

        link.renew("test");
        Connection fresh = server.next();
        Eventually.holds("opened anew", () -> recorder.outlets.size() == 2);
        old.send("from the old");
        fresh.send("from the new");
        Eventually.holds("both heard", () -> recorder.messages.size() == 2);
        assertThat(old.isClosed()).isFalse();
        recorder.outlets.getLast().ready();

        Eventually.holds("the old one is closed", old::isClosed);
        assertThat(recorder.cuts).isEmpty();
        assertThat(link.reconnects()).isZero();
        assertThat(recorder.states).containsExactly(ConnectionState.LIVE);
        fresh.send("after");
        Eventually.holds("the new one is heard", () -> recorder.messages.contains("after"));
    }

    @Test
    void renewsItselfBeforeItsTimeIsOver() throws Exception {
        open(settings(server.port(), heartbeat(LONG), LONG, LONG, Duration.ofMillis(300), 100));
        Connection old = server.next();

        server.next();

        Eventually.holds("the old one is closed", old::isClosed);
        assertThat(recorder.cuts).isEmpty();
    }

    @Test
    void keepsTheOldConnectionWhenTheNewOneFails() throws Exception {
        recorder.readyAtOnce = false;
        SocketLink link = open(usual());
        Connection old = server.next();
        Eventually.holds("opened", () -> recorder.outlets.size() == 1);
        recorder.outlets.getFirst().ready();
        Eventually.holds("live", () -> link.state() == ConnectionState.LIVE);

        link.renew("test");
        server.next().cut();

        Eventually.holds("dropped", () -> recorder.dropped.size() == 1);
        old.send("still here");
        Eventually.holds("heard", () -> recorder.messages.contains("still here"));
        assertThat(link.state()).isEqualTo(ConnectionState.LIVE);
        assertThat(recorder.cuts).isEmpty();
    }

    @Test
    void givesUpAConnectionThatDoesNotGetReady() throws Exception {
        recorder.readyAtOnce = false;
        open(
                new SocketSettings(
                        "test",
                        URI.create("ws://127.0.0.1:" + server.port() + "/ws"),
                        heartbeat(LONG),
                        LONG,
                        Duration.ofMillis(200),
                        LONG,
                        100,
                        100,
                        new Backoff(Duration.ofMillis(10), Duration.ofMillis(50)),
                        Duration.ofMillis(100)));
        server.next();

        server.next();

        assertThat(recorder.cuts.getFirst()).startsWith("not ready within");
    }

    @Test
    void sendsNoFasterThanTheExchangeTakes() throws Exception {
        recorder.toSend = 7;
        open(settings(server.port(), heartbeat(LONG), LONG, LONG, LONG, 3));
        Connection connection = server.next();
        Eventually.holds("the first burst", () -> connection.heard().size() >= 3);
        long start = System.nanoTime();
        assertThat(connection.heard().size()).isLessThan(7);

        Eventually.holds("the rest", () -> connection.heard().size() == 7);

        assertThat(System.nanoTime() - start).isGreaterThan(Duration.ofMillis(900).toNanos());
        assertThat(connection.heard()).containsExactly("0", "1", "2", "3", "4", "5", "6");
    }

    @Test
    void cutsWhenTooMuchWaitsToBeSent() throws Exception {
        recorder.toSend = 500;
        open(settings(server.port(), heartbeat(LONG), LONG, LONG, LONG, 1));
        server.next();

        Eventually.holds("a cut", () -> !recorder.cuts.isEmpty());

        assertThat(recorder.cuts.getFirst()).contains("waited to be sent");
    }

    @Test
    void keepsTheAnswerToATextPingToItself() throws Exception {
        open(
                settings(
                        server.port(),
                        new Heartbeat.TextPing(Duration.ofMillis(50), "ping", "pong"),
                        LONG,
                        LONG,
                        LONG,
                        100));
        server.onText((connection, text) -> connection.send("pong"));
        Connection connection = server.next();

        Eventually.holds("two pings", () -> connection.heard().size() >= 2);
        connection.send("news");

        Eventually.holds("the news", () -> !recorder.messages.isEmpty());
        assertThat(recorder.messages).containsExactly("news");
        assertThat(connection.heard()).containsOnly("ping");
    }

    @Test
    void sendsJsonPings() throws Exception {
        open(
                settings(
                        server.port(),
                        new Heartbeat.JsonPing(Duration.ofMillis(50), () -> "{\"op\":\"ping\"}"),
                        LONG,
                        LONG,
                        LONG,
                        100));
        Connection connection = server.next();

        Eventually.holds("a ping", () -> !connection.heard().isEmpty());

        assertThat(connection.heard()).containsOnly("{\"op\":\"ping\"}");
    }

    @Test
    void startsOverWhenItsOwnerFails() throws Exception {
        SocketLink link = open(usual());
        Connection first = server.next();
        Eventually.holds("live", () -> link.state() == ConnectionState.LIVE);

        first.send("poison");
        server.next();

        Eventually.holds("live again", () -> link.reconnects() == 1);
        assertThat(recorder.cuts).containsExactly("a message could not be handled");
    }

    @Test
    void answersTheHeartbeatsOfTheServerWithTheirOwnNumber() throws Exception {
        open(
                settings(
                        server.port(),
                        new Heartbeat.ServerPings(LONG, LONG, SocketLinkTest::replyToHeartbeat),
                        LONG,
                        LONG,
                        LONG,
                        100));
        Connection connection = server.next();

        connection.send("heartbeat 1672515782136");
        connection.send("news");

        Eventually.holds("an answer", () -> !connection.heard().isEmpty());
        assertThat(connection.heard()).containsExactly("respond 1672515782136");
        Eventually.holds("the news", () -> !recorder.messages.isEmpty());
        assertThat(recorder.messages).containsExactly("news");
    }

    @Test
    void leavesANewConnectionAloneForAsLongAsItsExchangeWants() throws Exception {
        recorder.toSend = 1;
        open(
                settings(
                                server.port(),
                                new Heartbeat.ServerPings(
                                        LONG, LONG, SocketLinkTest::replyToHeartbeat),
                                LONG,
                                LONG,
                                LONG,
                                100)
                        .withFirstAfter(LONG));
        Connection connection = server.next();
        Eventually.holds("opened", () -> recorder.outlets.size() == 1);

        connection.send("heartbeat 1672515782136");

        Eventually.holds("an answer", () -> !connection.heard().isEmpty());
        assertThat(connection.heard()).containsExactly("respond 1672515782136");
    }

    @Test
    void speaksOnceThatTimeIsOver() throws Exception {
        recorder.toSend = 1;
        open(usual().withFirstAfter(Duration.ofMillis(50)));
        Connection connection = server.next();

        Eventually.holds("the first message", () -> connection.heard().contains("0"));
        assertThat(connection.heard()).containsExactly("0");
    }

    @Test
    void cutsAConnectionWhoseServerForgetsItsHeartbeat() throws Exception {
        open(
                settings(
                        server.port(),
                        new Heartbeat.ServerPings(
                                Duration.ofMillis(50),
                                Duration.ofMillis(300),
                                SocketLinkTest::replyToHeartbeat),
                        LONG,
                        LONG,
                        LONG,
                        100));
        server.next();

        server.next();

        assertThat(recorder.cuts.getFirst()).startsWith("no heartbeat of the exchange");
    }

    @Test
    void opensItsBreakerAfterFailuresInARowAndTriesOnce() throws Exception {
        server.refuse(true);
        SocketLink link =
                open(
                        usual().withBreaker(
                                        3,
                                        new Backoff(
                                                Duration.ofMillis(50), Duration.ofMillis(100))));
        Eventually.holds("several tries with an open breaker", () -> recorder.cuts.size() >= 5);
        assertThat(link.status().getFirst().failuresInARow()).isGreaterThanOrEqualTo(3);
        assertThat(link.status().getFirst().lastReason()).get().asString().contains("connect");

        server.refuse(false);

        Eventually.holds("live", () -> link.state() == ConnectionState.LIVE);
        List<ConnectionState> told = List.copyOf(recorder.states);
        assertThat(told.subList(0, 5))
                .containsExactly(
                        ConnectionState.BACKING_OFF,
                        ConnectionState.CONNECTING,
                        ConnectionState.BACKING_OFF,
                        ConnectionState.CONNECTING,
                        ConnectionState.BREAKER_OPEN);
        assertThat(told.subList(5, told.size() - 2))
                .containsOnly(ConnectionState.CONNECTING, ConnectionState.BREAKER_OPEN)
                .doesNotContainSequence(ConnectionState.CONNECTING, ConnectionState.CONNECTING);
        assertThat(told.getLast()).isEqualTo(ConnectionState.LIVE);
        Eventually.holds(
                "the breaker is closed", () -> link.status().getFirst().failuresInARow() == 0);
    }

    @Test
    void triesNoMoreOftenThanTheExchangeLetsAnAddressTry() throws Exception {
        var few = new Rate(3, LONG);
        server.refuse(true);
        SocketLink link = open(usual().withAttempts(few));
        SocketLink other = open(usual().withAttempts(few));

        Eventually.holds("both wait", () -> isOutOfAttempts(link) && isOutOfAttempts(other));

        assertThat(recorder.cuts).hasSize(3);
        assertThat(link.state()).isEqualTo(ConnectionState.BACKING_OFF);
    }

    @Test
    void saysWhichConnectionIsGone() throws Exception {
        SocketLink link = open(usual());
        Connection first = server.next();
        Eventually.holds("live", () -> link.state() == ConnectionState.LIVE);

        first.cut();
        server.next();

        Eventually.holds("live again", () -> link.reconnects() == 1);
        assertThat(recorder.gone).containsExactly(recorder.outlets.getFirst());
        assertThat(link.status().getFirst().failures()).isEqualTo(1);
    }

    @Test
    void hearsTheOldConnectionForAMomentAfterTheNewOneTookOver() throws Exception {
        recorder.linger = LONG;
        SocketLink link = open(usual());
        Connection old = server.next();
        Eventually.holds("live", () -> link.state() == ConnectionState.LIVE);

        link.renew("test");
        server.next();
        Eventually.holds("opened anew", () -> recorder.outlets.size() == 2);
        old.send("late");

        Eventually.holds("the late message", () -> recorder.messages.contains("late"));
        assertThat(recorder.gone).isEmpty();
        old.cut();
        Eventually.holds("the old one is gone", () -> recorder.gone.size() == 1);
        assertThat(recorder.cuts).isEmpty();
    }

    @Test
    void isSilentOnceItIsClosed() throws Exception {
        SocketLink link = open(usual());
        Connection connection = server.next();
        Eventually.holds("live", () -> link.state() == ConnectionState.LIVE);

        link.close();

        assertThat(link.state()).isEqualTo(ConnectionState.CLOSED);
        Eventually.holds("the socket is closed", connection::isClosed);
        assertThat(recorder.cuts).isEmpty();
        assertThat(server.connections()).isEqualTo(1);
    }

    private static boolean isOutOfAttempts(SocketLink link) {
        return link.status()
                .getFirst()
                .lastReason()
                .filter(why -> why.contains("attempts"))
                .isPresent();
    }

    private static @Nullable String replyToHeartbeat(byte[] message, int length) {
        String text = new String(message, 0, length, StandardCharsets.UTF_8);
        return text.startsWith("heartbeat ") ? text.replace("heartbeat", "respond") : null;
    }

    private SocketLink open(SocketSettings settings) {
        return net.link(net.loop(), settings, recorder);
    }

    private SocketSettings usual() {
        return settings(server.port(), heartbeat(LONG), LONG, LONG, LONG, 100);
    }

    private static Heartbeat heartbeat(Duration every) {
        return new Heartbeat.PingFrames(every);
    }

    private static SocketSettings settings(
            int port,
            Heartbeat heartbeat,
            Duration silenceMax,
            Duration readyMax,
            Duration ageMax,
            int messagesPerSecond) {
        return new SocketSettings(
                "test",
                URI.create("ws://127.0.0.1:" + port + "/ws?x=1"),
                heartbeat,
                silenceMax,
                readyMax,
                ageMax,
                messagesPerSecond,
                100,
                new Backoff(Duration.ofMillis(10), Duration.ofMillis(100)),
                Duration.ofSeconds(1));
    }

    /** Keeps what it hears. */
    private static final class Recorder implements SocketListener {
        private final List<Outlet> outlets = new CopyOnWriteArrayList<>();
        private final List<String> messages = new CopyOnWriteArrayList<>();
        private final List<ConnectionState> states = new CopyOnWriteArrayList<>();
        private final List<String> cuts = new CopyOnWriteArrayList<>();
        private volatile boolean readyAtOnce = true;
        private volatile int toSend;
        private final List<Outlet> dropped = new CopyOnWriteArrayList<>();
        private final List<Outlet> gone = new CopyOnWriteArrayList<>();
        private volatile Duration linger = Duration.ofMillis(200);

        @Override
        public void onOpen(Outlet outlet) {
            outlets.add(outlet);
            for (int i = 0; i < toSend; i++) {
                outlet.send(Integer.toString(i));
            }
            if (readyAtOnce) {
                outlet.ready();
            }
        }

        @Override
        public void onMessage(Outlet outlet, byte[] message, int length, long receivedMillis) {
            String text = new String(message, 0, length, StandardCharsets.UTF_8);
            if (text.equals("poison")) {
                throw new IllegalStateException("a bug of the owner");
            }
            messages.add(text);
        }

        @Override
        public void onState(ConnectionState state) {
            states.add(state);
        }

        @Override
        public void onCut(String why) {
            cuts.add(why);
        }

        @Override
        public void onDropped(Outlet gone, Outlet staying) {
            dropped.add(gone);
        }

        @Override
        public void onGone(Outlet outlet) {
            gone.add(outlet);
        }

        @Override
        public Duration linger() {
            return linger;
        }
    }
}
