package dev.k2.bench;

import dev.k2.platform.K2Clock;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Vert.x as its manual shows it: a text per message, written to each reader on the reader's event
 * loop. Each loop knows its own readers, so that a message changes threads once per loop.
 */
final class VertxFan implements FanServer {
    private static final int LOOPS = 2;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(LOOPS));
    private final List<Loop> loops = new CopyOnWriteArrayList<>();
    private final AtomicInteger port = new AtomicInteger();
    private final Function<ServerWebSocket, Reader> readers;

    private VertxFan(Function<ServerWebSocket, Reader> readers) {
        this.readers = readers;
        vertx.deployVerticle(() -> this::listen, new DeploymentOptions().setInstances(LOOPS))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** Writes and flushes each message; what a reader does not take waits in the connection. */
    static VertxFan writing() {
        return new VertxFan(socket -> socket::writeTextMessage);
    }

    /** The same, with a queue beside each connection for what a reader does not take. */
    static VertxFan queueing() {
        return new VertxFan(Queueing::new);
    }

    /** How a message reaches one reader. */
    private interface Reader {
        Object tell(String text);
    }

    private record Loop(Context context, Set<Reader> readers) {}

    private static final class Queueing implements Reader {
        private final ServerWebSocket socket;
        private final ArrayDeque<String> queue = new ArrayDeque<>();

        Queueing(ServerWebSocket socket) {
            this.socket = socket;
            socket.setWriteQueueMaxSize(SEND_BYTES_KEPT);
            socket.drainHandler(nothing -> drain());
        }

        @Override
        public Object tell(String text) {
            return queue.isEmpty() && !socket.writeQueueFull()
                    ? socket.writeTextMessage(text)
                    : queue.add(text);
        }

        private void drain() {
            while (!queue.isEmpty() && !socket.writeQueueFull()) {
                var _ = socket.writeTextMessage(queue.remove());
            }
        }
    }

    private Future<?> listen(Context context) {
        Loop loop = new Loop(context, new HashSet<>());
        loops.add(loop);
        return vertx.createHttpServer(
                        new HttpServerOptions()
                                .setTcpNoDelay(true)
                                .setSendBufferSize(SEND_BYTES_KEPT))
                .webSocketHandler(socket -> begin(loop, socket))
                .listen(-1, "127.0.0.1")
                .onSuccess(open -> port.set(open.actualPort()));
    }

    private void begin(Loop loop, ServerWebSocket socket) {
        Reader reader = readers.apply(socket);
        socket.textMessageHandler(
                text -> {
                    var _ = socket.writeTextMessage("{}");
                    loop.readers().add(reader);
                });
        socket.closeHandler(nothing -> loop.readers().remove(reader));
    }

    @Override
    public int port() {
        return port.get();
    }

    @Override
    public void tell(Print print) {
        String text = print.text(K2Clock.system().instant());
        for (Loop loop : loops) {
            loop.context()
                    .runOnContext(nothing -> loop.readers().forEach(reader -> reader.tell(text)));
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
