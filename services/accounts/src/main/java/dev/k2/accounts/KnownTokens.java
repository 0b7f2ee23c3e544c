package dev.k2.accounts;

import dev.k2.platform.SigningKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tokens whose signature was found good a moment ago, by their SHA-256, because checking one costs half a millisecond of a core. It
 * knows nothing of expiry or of sessions, which are looked at each time, and forgets everything when the keys change.
 */
final class KnownTokens {
    private static final int MOST = 10_000;

    private final Map<String, Verdict.Valid> tokens =
            new LinkedHashMap<>(64, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Verdict.Valid> eldest) {
                    return super.size() > MOST;
                }
            };

    private List<SigningKey> keys = List.of();

    synchronized Optional<Verdict.Valid> find(String token, List<SigningKey> present) {
        return isOf(present) ? Optional.ofNullable(tokens.get(hash(token))) : Optional.empty();
    }

    synchronized void put(String token, List<SigningKey> present, Verdict.Valid valid) {
        if (!isOf(present)) {
            tokens.clear();
            keys = present;
        }
        tokens.put(hash(token), valid);
    }

    synchronized int size() {
        return tokens.size();
    }

    private boolean isOf(List<SigningKey> present) {
        return keys.equals(present);
    }

    private static String hash(String token) {
        try {
            var hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(token.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("SHA-256 is missing", impossible);
        }
    }
}
