package dev.k2.exchange.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.TlsHost;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Whom a credential is told: only a host whose certificate is trusted and names it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTest {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final String SECRET = "canary-51c2";

    private KeyStore right;
    private KeyStore elsewhere;

    @BeforeAll
    void makeCertificates(@TempDir Path folder) throws Exception {
        right = TlsHost.certificate(folder.resolve("right.p12"), "dns:localhost");
        elsewhere = TlsHost.certificate(folder.resolve("elsewhere.p12"), "dns:elsewhere.example");
    }

    @Test
    void speaksToAHostThatIsTrustedAndNamed() throws Exception {
        try (var server = new TlsHost(right);
                Net net = Net.trusting(InstantSource.system(), TlsHost.trusting(right))) {
            HttpOutcome outcome = send(net, server);

            assertThat(outcome).isInstanceOf(HttpOutcome.Answered.class);
            assertThat(server.told()).contains(SECRET);
        }
    }

    @Test
    void tellsNothingToAHostThatNobodyVouchesFor() throws Exception {
        try (var server = new TlsHost(right);
                Net net = Net.open(InstantSource.system())) {
            HttpOutcome outcome = send(net, server);

            assertThat(outcome).isInstanceOf(HttpOutcome.NotSent.class);
            Eventually.holds("the server is refused", () -> server.refusals() > 0);
            assertThat(server.told()).isEmpty();
        }
    }

    @Test
    void tellsNothingToAHostOfAnotherName() throws Exception {
        try (var server = new TlsHost(elsewhere);
                Net net = Net.trusting(InstantSource.system(), TlsHost.trusting(elsewhere))) {
            HttpOutcome outcome = send(net, server);

            assertThat(outcome).isInstanceOf(HttpOutcome.NotSent.class);
            Eventually.holds("the server is refused", () -> server.refusals() > 0);
            assertThat(server.told()).isEmpty();
        }
    }

    @Test
    void opensASocketToAHostThatIsTrustedAndNamed() throws Exception {
        try (var server = new TlsHost(right);
                Net net = Net.trusting(InstantSource.system(), TlsHost.trusting(right))) {
            link(net, server, new Cuts());

            Eventually.holds("it is told", () -> server.told().contains(SECRET));
        }
    }

    @Test
    void opensNoSocketToAHostThatNobodyVouchesFor() throws Exception {
        try (var server = new TlsHost(right);
                Net net = Net.open(InstantSource.system())) {
            var cuts = new Cuts();

            SocketLink link = link(net, server, cuts);

            Eventually.holds("the server is refused", () -> server.refusals() > 0);
            Eventually.holds("it could not connect", () -> !cuts.told.isEmpty());
            assertThat(cuts.told.getFirst()).startsWith("could not connect");
            link.close();
            assertThat(server.told()).isEmpty();
        }
    }

    @Test
    void opensNoSocketToAHostOfAnotherName() throws Exception {
        try (var server = new TlsHost(elsewhere);
                Net net = Net.trusting(InstantSource.system(), TlsHost.trusting(elsewhere))) {
            var cuts = new Cuts();

            SocketLink link = link(net, server, cuts);

            Eventually.holds("the server is refused", () -> server.refusals() > 0);
            Eventually.holds("it could not connect", () -> !cuts.told.isEmpty());
            link.close();
            assertThat(server.told()).isEmpty();
        }
    }

    private static HttpOutcome send(Net net, TlsHost server) {
        var message = new HttpMessage("GET", "/order", "", Map.of("x-key", SECRET), "");
        URI host = URI.create("https://localhost:" + server.port());
        return net.http(host, HttpSettings.usual(Set.of()))
                .send(new NonIdempotentCall(Duration.ofSeconds(30), () -> message));
    }

    private static SocketLink link(Net net, TlsHost server, SocketListener listener) {
        URI address = URI.create("wss://localhost:" + server.port() + "/ws/" + SECRET);
        var backoff = new Backoff(Duration.ofMillis(10), Duration.ofMillis(100));
        var settings =
                new SocketSettings(
                        "test",
                        address,
                        new Heartbeat.PingFrames(LONG),
                        LONG,
                        LONG,
                        LONG,
                        10,
                        10,
                        backoff,
                        LONG);
        return net.link(net.loop(), settings, listener);
    }

    /** Notes why there is no connection. */
    private static final class Cuts implements SocketListener {
        private final List<String> told = new CopyOnWriteArrayList<>();

        @Override
        public void onOpen(Outlet outlet) {
            outlet.ready();
        }

        @Override
        public void onMessage(Outlet outlet, byte[] message, int length, long receivedMillis) {
            throw new IllegalStateException("nothing was sent");
        }

        @Override
        public void onState(ConnectionState state) {
            assertThat(state).isNotEqualTo(ConnectionState.LIVE);
        }

        @Override
        public void onCut(String why) {
            told.add(why);
        }
    }
}
