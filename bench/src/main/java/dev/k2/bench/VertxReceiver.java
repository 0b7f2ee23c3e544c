package dev.k2.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClientOptions;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Vert.x's WebSocket client, whole messages as buffers, which is its quickest way. */
final class VertxReceiver implements FeedBench.Receiver {
    private static final int WAIT_SECONDS = 30;

    private final Vertx vertx = Vertx.vertx();
    private byte[] copy = new byte[4 << 10];

    @Override
    public String name() {
        return "Vert.x 5";
    }

    @Override
    public void connect(String address, Parser parser) {
        URI uri = URI.create(address);
        var client =
                vertx.createWebSocketClient(
                        new WebSocketClientOptions()
                                .setTryUsePerMessageCompression(false)
                                .setTryUsePerFrameCompression(false));
        var socket = client.webSocket();
        socket.handler(message -> read(message, parser));
        await(socket.connect(uri.getPort(), uri.getHost(), uri.getPath()));
    }

    private void read(Buffer message, Parser parser) {
        int length = message.length();
        if (length > copy.length) {
            copy = new byte[length * 2];
        }
        message.getBytes(copy, 0);
        parser.read(copy, length);
    }

    private static void await(Future<WebSocket> connected) {
        try {
            connected.await(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new IllegalStateException("no connection within 30 s", late);
        }
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
