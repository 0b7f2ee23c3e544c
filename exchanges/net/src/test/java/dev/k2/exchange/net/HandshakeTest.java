package dev.k2.exchange.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.ConnectionState;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a new connection says first, byte by byte. */
class HandshakeTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    private final Net net = Net.open(InstantSource.system());

    @AfterEach
    void close() {
        net.close();
    }

    @Test
    void asksForNoCompression() throws Exception {
        String request = request("/stream?streams=a@b").toLowerCase(Locale.ROOT);

        assertThat(request).contains("upgrade: websocket").doesNotContain("extensions");
        assertThat(request).doesNotContain("deflate").doesNotContain("gzip");
    }

    @Test
    void asksForThePathAsItWasGiven() throws Exception {
        String request = request("/ws/KEY%2F1?a=b%20c&d=e@f");

        assertThat(request).startsWith("GET /ws/KEY%2F1?a=b%20c&d=e@f HTTP/1.1\r\n");
        assertThat(request).contains("127.0.0.1:");
    }

    private String request(String target) throws IOException {
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(15_000);
            URI address = URI.create("ws://127.0.0.1:" + server.getLocalPort() + target);
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
                            new Backoff(LONG, LONG),
                            LONG);
            net.link(net.loop(), settings, new Deaf());
            try (Socket socket = server.accept()) {
                socket.setSoTimeout(15_000);
                return head(socket.getInputStream());
            }
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("the request ended early: " + head);
            }
            head.append((char) c);
        }
        return head.toString();
    }

    private static final class Deaf implements SocketListener {
        @Override
        public void onOpen(Outlet outlet) {
            throw new IllegalStateException("the server never answers");
        }

        @Override
        public void onMessage(Outlet outlet, byte[] message, int length, long receivedMillis) {
            throw new IllegalStateException("the server never answers");
        }

        @Override
        public void onState(ConnectionState state) {
            assertThat(state).isNotEqualTo(ConnectionState.LIVE);
        }

        @Override
        public void onCut(String why) {
            assertThat(why).isNotEmpty();
        }
    }
}
