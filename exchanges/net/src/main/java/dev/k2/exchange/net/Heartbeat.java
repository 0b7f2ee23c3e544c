package dev.k2.exchange.net;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a connection shows that it lives, by the exchange's own rule. Ping frames of the server are
 * echoed under every rule.
 */
public sealed interface Heartbeat {
    /** How often something is sent, or looked for. */
    Duration every();

    /** Whether a message is only the answer to a heartbeat, and no news. */
    boolean isAnswer(byte[] message, int length);

    /** What the server wants to hear at once after this message; null where it asks for nothing. */
    default @Nullable String replyTo(byte[] message, int length) {
        return null;
    }

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

    /**
     * The server asks in a message of its own form and wants an answer that may quote it. Nothing
     * is sent unasked.
     *
     * @param every how often a missing one is looked for
     * @param missingAfter without a heartbeat of the server for so long, the connection counts as
     *     dead, whatever else it brings
     * @param reply recognises the server's heartbeats, without making objects for other messages
     */
    record ServerPings(Duration every, Duration missingAfter, Reply reply) implements Heartbeat {
        @Override
        public boolean isAnswer(byte[] message, int length) {
            return false;
        }

        @Override
        public @Nullable String replyTo(byte[] message, int length) {
            return reply.to(message, length);
        }
    }

    /** Answers the heartbeats of a server. */
    @FunctionalInterface
    interface Reply {
        /** The answer to a heartbeat; null for every other message, which is then handed on. */
        @Nullable String to(byte[] message, int length);
    }
}
