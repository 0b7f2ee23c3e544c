package dev.k2.sim.cryptocom;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.sim.WireJson;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A WebSocket client that keeps what it hears. */
final class TestSocket implements WebSocket.Listener, AutoCloseable {
    private static final long WAIT_SECONDS = 60;

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final StringBuilder part = new StringBuilder();
    private final CountDownLatch ended = new CountDownLatch(1);
    final AtomicInteger pings = new AtomicInteger();
    private final AtomicInteger closedWith = new AtomicInteger();
    private final WebSocket socket;

    TestSocket(HttpClient http, URI uri) {
        this.socket = http.newWebSocketBuilder().buildAsync(uri, this).join();
    }

    void send(String text) {
        socket.sendText(text, true).join();
    }

    /** The next message that fits; others before it are dropped. */
    JsonNode next(Predicate<JsonNode> wanted) {
        List<String> passed = new ArrayList<>();
        try {
            while (true) {
                String text = heard.poll(WAIT_SECONDS, TimeUnit.SECONDS);
                if (text == null) {
                    throw new AssertionError("nothing that fits came, but " + passed);
                }
                JsonNode message = parsed(text);
                if (message != null && wanted.test(message)) {
                    return message;
                }
                if (passed.size() < 20) {
                    passed.add(text);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    String nextText() {
        try {
            String text = heard.poll(WAIT_SECONDS, TimeUnit.SECONDS);
            if (text == null) {
                throw new AssertionError("nothing came");
            }
            return text;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    int closedWith() {
        return closedWith.get();
    }

    boolean endsSoon() {
        try {
            return ended.await(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static @Nullable JsonNode parsed(String text) {
        try {
            return WireJson.parse(text);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        part.append(data);
        if (last) {
            heard.add(part.toString());
            part.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
        pings.incrementAndGet();
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int statusCode, String reason) {
        closedWith.set(statusCode);
        ended.countDown();
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        ended.countDown();
    }

    @Override
    public void close() {
        socket.abort();
    }
}
