package dev.k2.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** The JDK's WebSocket client, which has text as characters only, so that they are encoded anew. */
final class JdkReceiver implements FeedBench.Receiver {
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
    private final HttpClient client = HttpClient.newBuilder().executor(thread).build();
    private @Nullable WebSocket socket;

    @Override
    public String name() {
        return "JDK 25";
    }

    @Override
    public void connect(String address, Parser parser) {
        socket =
                client.newWebSocketBuilder()
                        .buildAsync(URI.create(address), new Whole(parser))
                        .join();
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.abort();
        }
        client.shutdownNow();
        thread.shutdownNow();
    }

    /** Puts parts of messages together. */
    private static final class Whole implements WebSocket.Listener {
        private final Parser parser;
        private final StringBuilder parts = new StringBuilder();

        Whole(Parser parser) {
            this.parser = parser;
        }

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket socket, CharSequence data, boolean last) {
            if (last && parts.isEmpty()) {
                parser.read(StandardCharsets.UTF_8.encode(CharBuffer.wrap(data)));
            } else {
                parts.append(data);
                if (last) {
                    parser.read(StandardCharsets.UTF_8.encode(CharBuffer.wrap(parts)));
                    parts.setLength(0);
                }
            }
            socket.request(1);
            return null;
        }
    }
}
