package dev.k2.exchange.net;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * How a connection shows that it lives, by the exchange's own rule. Ping frames of the server are
 * echoed under every rule.
 */
public sealed interface Heartbeat {
    /** How often something is sent. */
    Duration every();

    /** Whether a message is only the answer to a heartbeat, and no news. */
    boolean isAnswer(byte[] message, int length);

    /**
     * WebSocket ping frames, which every server has to answer. For exchanges that ping by
     * themselves too rarely to notice a dead connection in time.
     */
    record PingFrames(Duration every) implements Heartbeat {
        @Override
        public boolean isAnswer(byte[] message, int length) {
            return false;
        }
    }

    /** A JSON message of the exchange's own form; its answer is read by the adapter. */
    record JsonPing(Duration every, Supplier<String> message) implements Heartbeat {
        @Override
        public boolean isAnswer(byte[] message, int length) {
            return false;
        }
    }

    /** A bare word, answered by a bare word that no JSON parser should see. */
    record TextPing(Duration every, String word, String answer) implements Heartbeat {
        @Override
        public boolean isAnswer(byte[] message, int length) {
            byte[] expected = answer.getBytes(StandardCharsets.UTF_8);
            return Arrays.equals(message, 0, length, expected, 0, expected.length);
        }
    }
}
