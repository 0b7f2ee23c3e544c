package dev.k2.gateway;

import dev.k2.platform.Eventually;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A client of the stream that remembers what it was told. */
final class Reader implements WebSocket.Listener, AutoCloseable {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    final List<JsonObject> messages = new CopyOnWriteArrayList<>();
    final AtomicInteger closeCode = new AtomicInteger();
    final AtomicInteger pings = new AtomicInteger();
    private final StringBuilder part = new StringBuilder();
    private final boolean reads;
    private volatile @Nullable WebSocket socket;

    private Reader(boolean reads) {
        this.reads = reads;
    }

    static Reader open(Gateway gateway, String path) {
        return open(gateway, path, "", true);
    }

    /** A client that takes the first message and then no more. */
    static Reader lazy(Gateway gateway) {
        return open(gateway, "/ws", "", false);
    }

    /** A client on a page of this origin. */
    static Reader open(Gateway gateway, String path, String origin, boolean reads) {
        Reader reader = new Reader(reads);
        WebSocket.Builder builder = CLIENT.newWebSocketBuilder();
        if (!origin.isEmpty()) {
            builder.header("Origin", origin);
        }
        try {
            reader.socket =
                    builder.buildAsync(
                                    URI.create("ws://127.0.0.1:" + gateway.port() + path), reader)
                            .join();
        } catch (CompletionException failure) {
            throw new IllegalStateException("no WebSocket: " + failure.getCause(), failure);
        }
        return reader;
    }

    Reader as(String token) {
        say(new JsonObject().put("type", "auth").put("token", token));
        await("authenticated");
        return this;
    }

    void say(JsonObject message) {
        say(message.encode());
    }

    void say(String text) {
        live().sendText(text, true).join();
    }

    void subscribe(String channel, String... instruments) {
        say(
                new JsonObject()
                        .put("type", "subscribe")
                        .put("channel", channel)
                        .put("instruments", List.of(instruments)));
    }

    /** The first message of this type, waited for. */
    JsonObject await(String type) {
        return await(type, message -> true);
    }

    JsonObject await(String type, Predicate<JsonObject> which) {
        Eventually.until(
                "a message of type " + type + " came; there are " + messages,
                () -> !all(type, which).isEmpty());
        return all(type, which).getFirst();
    }

    List<JsonObject> all(String type) {
        return all(type, message -> true);
    }

    List<JsonObject> all(String type, Predicate<JsonObject> which) {
        return messages.stream()
                .filter(message -> message.getString("type").equals(type))
                .filter(which)
                .toList();
    }

    void awaitClose(int code) {
        Eventually.until(
                "the socket was closed with " + code + ", found " + closeCode,
                () -> closeCode.get() == code);
    }

    @Override
    public void onOpen(WebSocket opened) {
        opened.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        part.append(data);
        if (last) {
            messages.add(new JsonObject(part.toString()));
            part.setLength(0);
        }
        if (reads) {
            from.request(1);
        }
        return null;
    }

    /** Goes on reading, for one that did not. */
    void request(long count) {
        live().request(count);
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
        pings.incrementAndGet();
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closeCode.set(code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closeCode.compareAndSet(0, -1);
    }

    @Override
    public void close() {
        live().abort();
    }

    private WebSocket live() {
        return Objects.requireNonNull(socket, "it was opened");
    }
}
