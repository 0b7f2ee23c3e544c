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
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TwinLinkTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    private final Net net = Net.open(InstantSource.system());
    private final ScriptedSocketServer server = new ScriptedSocketServer();
    private final Feed feed = new Feed();

    @AfterEach
    void close() {
        net.close();
        server.close();
    }

    @Test
    void takesWhatComesFirstAndDropsItsDouble() throws Exception {
        TwinLink twin = open();
        Connection first = server.next();
        Connection second = server.next();

        for (int i = 1; i <= 100; i++) {
            first.send(Integer.toString(i));
            second.send(Integer.toString(i));
        }

        Eventually.holds("all are heard twice", () -> feed.sequence.doubles() == 100);
        assertThat(feed.numbers).hasSize(100).doesNotHaveDuplicates();
        assertThat(twin.state()).isEqualTo(ConnectionState.LIVE);
    }

    @Test
    void losesNothingWhenEitherIsCut() throws Exception {
        TwinLink twin = open();
        Connection first = server.next();
        Connection second = server.next();
        Eventually.holds("both are open", () -> feed.open.size() == 2);

        send(List.of(first, second), 1, 50);
        first.cut();
        send(List.of(second), 51, 100);
        Connection third = server.next();
        Eventually.holds("the third is open", () -> feed.opened.size() == 3);
        send(List.of(second, third), 101, 150);
        second.cut();
        send(List.of(third), 151, 200);

        Eventually.holds("all are heard", () -> feed.numbers.contains(200L));
        assertThat(feed.numbers)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, 200).boxed().toList());
        assertThat(feed.cuts).isEmpty();
        Eventually.holds("one was dropped", () -> !feed.dropped.isEmpty());
        assertThat(feed.states).doesNotContain(ConnectionState.BACKING_OFF);
        assertThat(twin.state()).isEqualTo(ConnectionState.LIVE);
    }

    @Test
    void isCutOnlyWhenNoneIsLeft() throws Exception {
        TwinLink twin = open();
        Connection first = server.next();
        Connection second = server.next();
        Eventually.holds("both are open", () -> feed.open.size() == 2);
        server.refuse(true);

        first.cut();
        Eventually.holds("one is dropped", () -> feed.dropped.size() == 1);
        assertThat(feed.cuts).isEmpty();
        second.cut();

        Eventually.holds("it is cut", () -> !feed.cuts.isEmpty());
        Eventually.holds("it says so", () -> twin.state() != ConnectionState.LIVE);
        assertThat(feed.open).isEmpty();
        server.refuse(false);
        Eventually.holds("it comes back", () -> twin.state() == ConnectionState.LIVE);
    }

    @Test
    void opensTheSecondLaterThanTheFirst() throws Exception {
        long start = System.nanoTime();
        open();
        server.next();

        server.next();

        assertThat(System.nanoTime() - start).isGreaterThan(Duration.ofMillis(1_900).toNanos());
    }

    @Test
    void closesBoth() throws Exception {
        TwinLink twin = open();
        Connection first = server.next();
        Connection second = server.next();

        twin.close();

        assertThat(twin.state()).isEqualTo(ConnectionState.CLOSED);
        Eventually.holds("both are closed", () -> first.isClosed() && second.isClosed());
        assertThat(feed.cuts).isEmpty();
    }

    @Test
    void tellsHowEachFares() throws Exception {
        TwinLink twin = open();
        server.next();
        server.next();

        Eventually.holds("both are live", () -> feed.open.size() == 2);

        assertThat(twin.status()).extracting(LinkStatus::name).containsExactly("one", "two");
    }

    private static void send(List<Connection> connections, int from, int to) {
        for (int i = from; i <= to; i++) {
            for (Connection connection : connections) {
                connection.send(Integer.toString(i));
            }
        }
    }

    private TwinLink open() {
        URI address = URI.create("ws://127.0.0.1:" + server.port() + "/ws");
        var settings =
                new SocketSettings(
                        "one",
                        address,
                        new Heartbeat.PingFrames(LONG),
                        LONG,
                        LONG,
                        LONG,
                        100,
                        100,
                        new Backoff(Duration.ofMillis(10), Duration.ofMillis(100)),
                        Duration.ofSeconds(1));
        return net.twin(net.loop(), settings, settings.as("two", address), feed);
    }

    /** Counts up, over whichever connection. */
    private static final class Feed implements SocketListener {
        private final Sequence sequence = new Sequence();
        private final List<Long> numbers = new CopyOnWriteArrayList<>();
        private final List<Outlet> opened = new CopyOnWriteArrayList<>();
        private final List<Outlet> open = new CopyOnWriteArrayList<>();
        private final List<Outlet> dropped = new CopyOnWriteArrayList<>();
        private final List<ConnectionState> states = new CopyOnWriteArrayList<>();
        private final List<String> cuts = new CopyOnWriteArrayList<>();

        @Override
        public void onOpen(Outlet outlet) {
            opened.add(outlet);
            open.add(outlet);
            outlet.ready();
        }

        @Override
        public void onMessage(Outlet outlet, byte[] message, int length, long receivedMillis) {
            long number = Long.parseLong(new String(message, 0, length, StandardCharsets.UTF_8));
            if (sequence.isUnseen(number)) {
                numbers.add(number);
            }
        }

        @Override
        public void onState(ConnectionState state) {
            states.add(state);
        }

        @Override
        public void onGone(Outlet gone) {
            open.remove(gone);
        }

        @Override
        public void onDropped(Outlet gone, Outlet staying) {
            dropped.add(gone);
        }

        @Override
        public void onCut(String why) {
            cuts.add(why);
        }
    }
}
