package dev.k2.exchange.cryptocom;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.net.Heartbeat;
import dev.k2.exchange.net.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Crypto.com's heartbeats: it asks every half minute and wants its number back within 5 s. Pure. */
final class CryptocomHeartbeat {
    /** Two that did not come, and a little. */
    static final Duration TWO_MISSED = Duration.ofSeconds(75);

    private static final Duration LOOKED_FOR_EVERY_MAX = Duration.ofSeconds(5);
    private static final int LOOKS_AT_LEAST = 4;
    private static final byte[] ASKED = "\"public/heartbeat\"".getBytes(StandardCharsets.US_ASCII);

    /** Heartbeats are short, so that nothing else is searched through. */
    private static final int BYTES_MAX = 160;

    private CryptocomHeartbeat() {}

    /**
     * @param missingAfter without a heartbeat for so long, a connection counts as dead
     */
    static Heartbeat rule(Duration missingAfter) {
        Duration often = missingAfter.dividedBy(LOOKS_AT_LEAST);
        return new Heartbeat.ServerPings(
                often.compareTo(LOOKED_FOR_EVERY_MAX) < 0 ? often : LOOKED_FOR_EVERY_MAX,
                missingAfter,
                CryptocomHeartbeat::reply);
    }

    /** The answer to a heartbeat; null for every other message. */
    static @Nullable String reply(byte[] message, int length) {
        if (length > BYTES_MAX || !holds(message, length)) {
            return null;
        }
        try {
            JsonNode id = Json.lenient().readTree(message, 0, length).path("id");
            return "{\"id\":" + id + ",\"method\":\"public/respond-heartbeat\"}";
        } catch (IOException unreadable) {
            return null;
        }
    }

    private static boolean holds(byte[] message, int length) {
        for (int at = 0; at + ASKED.length <= length; at++) {
            if (Arrays.equals(message, at, at + ASKED.length, ASKED, 0, ASKED.length)) {
                return true;
            }
        }
        return false;
    }
}
