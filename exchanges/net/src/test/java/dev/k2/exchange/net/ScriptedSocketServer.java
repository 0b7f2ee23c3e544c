package dev.k2.exchange.net;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;

/** A WebSocket server whose connections a test holds in its hands. */
public final class ScriptedSocketServer implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final BlockingQueue<Connection> accepted = new LinkedBlockingQueue<>();
    private final List<Connection> all = new CopyOnWriteArrayList<>();
    private volatile boolean refusing;
    private volatile BiConsumer<Connection, String> onText = (connection, text) -> {};

    /** One connection of a client. */
    public static final class Connection {
        private final ServerWebSocket socket;
        private final List<String> heard = new CopyOnWriteArrayList<>();
        private final List<String> pongs = new CopyOnWriteArrayList<>();

        private Connection(ServerWebSocket socket) {
            this.socket = socket;
        }

        public String target() {
            return socket.uri();
        }

        /** A header of the handshake; empty text where it was not sent. */
        public String header(String name) {
            return Objects.requireNonNullElse(socket.headers().get(name), "");
        }

        public void send(String text) {
            socket.writeTextMessage(text);
        }

        /** Sends one message in several frames. */
        public void sendInParts(List<String> parts) {
            for (int i = 0; i < parts.size(); i++) {
                boolean last = i == parts.size() - 1;
                socket.writeFrame(
                        i == 0
                                ? WebSocketFrame.textFrame(parts.get(i), last)
                                : WebSocketFrame.continuationFrame(
                                        Buffer.buffer(parts.get(i)), last));
            }
        }

        public void ping(String payload) {
            socket.writePing(Buffer.buffer(payload));
        }

        /** Ends the connection. */
        public void cut() {
            socket.close((short) 1001, "cut by the test");
        }

        /** Reads nothing any more, so that pings stay unanswered. */
        public void fallSilent() {
            socket.pause();
        }

        public List<String> heard() {
            return List.copyOf(heard);
        }

        public List<String> pongs() {
            return List.copyOf(pongs);
        }

        public boolean isClosed() {
            return socket.isClosed();
        }
    }

    public ScriptedSocketServer() {
        server =
                vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                        .webSocketHandshakeHandler(
                                handshake -> {
                                    if (refusing) {
                                        handshake.reject(503);
                                    } else {
                                        handshake.accept();
                                    }
                                })
                        .webSocketHandler(this::accept);
        Waiting.forIt(server.listen(), Duration.ofSeconds(10));
    }

    public int port() {
        return server.actualPort();
    }

    /** Whether new clients are sent away. */
    public void refuse(boolean now) {
        refusing = now;
    }

    /** Does something with every text that comes, such as answering. */
    public void onText(BiConsumer<Connection, String> reaction) {
        onText = reaction;
    }

    /** The next client, waited for. */
    public Connection next() throws InterruptedException, TimeoutException {
        Connection connection = accepted.poll(60, TimeUnit.SECONDS);
        if (connection == null) {
            throw new TimeoutException("no client came within 15 s");
        }
        return connection;
    }

    /** What all clients sent, each one's messages in their order. */
    public List<String> heard() {
        return all.stream().flatMap(connection -> connection.heard.stream()).toList();
    }

    public int connections() {
        return all.size();
    }

    @Override
    public void close() {
        Waiting.forIt(vertx.close(), Duration.ofSeconds(10));
    }

    private void accept(ServerWebSocket socket) {
        var connection = new Connection(socket);
        socket.pongHandler(payload -> connection.pongs.add(payload.toString()));
        socket.textMessageHandler(
                text -> {
                    connection.heard.add(text);
                    onText.accept(connection, text);
                });
        all.add(connection);
        accepted.add(connection);
    }
}
