package dev.k2.signals;

import dev.k2.platform.RandomToken;
import dev.k2.platform.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Holds a signed signal against its secret, as Standard Webhooks have it: HMAC-SHA256 over id, time
 * and body with dots between them, sent as {@code v1,} and Base64. Pure.
 */
final class Signature {
    /** How far the sender's clock and ours may be apart, the way included. */
    static final Duration AGE_MAX = Duration.ofMinutes(5);

    static final String PREFIX = "whsec_";

    private static final Pattern ID = Pattern.compile("[!-~]{1,256}");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");
    private static final int HEADER_MAX = 1024;
    private static final String VERSION = "v1,";

    private Signature() {}

    /** What a new sender signs with. */
    static Secret secret() {
        return Secret.of(PREFIX + Base64.getEncoder().encodeToString(RandomToken.bits()));
    }

    /** Why a signal is not let in; empty where its signature holds. */
    static Optional<String> objection(
            SignalHeaders headers, byte[] body, Secret secret, Instant now) {
        String id = headers.id().orElse("");
        String seconds = headers.timestamp().orElse("");
        String signatures = headers.signature().orElse("");
        if (id.isEmpty() || seconds.isEmpty() || signatures.isEmpty()) {
            return Optional.of("not signed");
        }
        if (!ID.matcher(id).matches()
                || !SECONDS.matcher(seconds).matches()
                || signatures.length() > HEADER_MAX) {
            return Optional.of("headers that no signature has");
        }
        if (!isRecent(seconds, now)) {
            return Optional.of("signed more than 5 minutes ago, or ahead of time");
        }
        byte[] expected = sign(id, seconds, body, secret);
        boolean holds = false;
        for (String one : signatures.split(" ", -1)) {
            holds |= one.startsWith(VERSION) && holds(one.substring(VERSION.length()), expected);
        }
        return holds ? Optional.empty() : Optional.of("wrong signature");
    }

    static byte[] sign(String id, String seconds, byte[] body, Secret secret) {
        byte[] key = Base64.getDecoder().decode(secret.reveal().substring(PREFIX.length()));
        try {
            return Hashes.hmac(
                    key, (id + "." + seconds + ".").getBytes(StandardCharsets.UTF_8), body);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private static boolean isRecent(String seconds, Instant now) {
        try {
            Instant at = Instant.ofEpochSecond(Long.parseLong(seconds));
            return Duration.between(at, now).abs().compareTo(AGE_MAX) <= 0;
        } catch (DateTimeException noTime) {
            return false;
        }
    }

    private static boolean holds(String told, byte[] expected) {
        try {
            return MessageDigest.isEqual(Base64.getDecoder().decode(told), expected);
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }
}
