package dev.k2.accounts;

import dev.k2.platform.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.jspecify.annotations.Nullable;

/**
 * Hashes passwords with Argon2id and compares them. A hash carries its own parameters, so raising them later leaves old hashes
 * usable.
 */
final class Passwords {
    private static final int MEMORY_KIB = 19_456;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern FORM =
            Pattern.compile(
                    "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,2}),p=(\\d)\\$([A-Za-z0-9+/]{16,64})\\$([A-Za-z0-9+/]{32,128})");

    /** Each hash takes 19 MiB and a core; more at once would only make all of them slower. */
    private final Semaphore working =
            new Semaphore(Math.max(2, Runtime.getRuntime().availableProcessors()), true);

    /** Compared with when there is no such user, so that the answer takes as long. */
    private final String nobody;

    /** How many hashes were made, which is the work that must not tell who exists. */
    private final AtomicLong derived = new AtomicLong();

    Passwords() {
        nobody = hash(Secret.of("nobody has this password"));
    }

    String hash(Secret password) {
        var salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        var hash = derive(password, salt, MEMORY_KIB, PASSES, LANES, HASH_BYTES);
        var base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m="
                + MEMORY_KIB
                + ",t="
                + PASSES
                + ",p="
                + LANES
                + "$"
                + base64.encodeToString(salt)
                + "$"
                + base64.encodeToString(hash);
    }

    /** Whether the password is the one behind the hash; without a hash the same work is done and the answer is no. */
    boolean matches(Secret password, @Nullable String stored) {
        var form = FORM.matcher(stored == null ? nobody : stored);
        if (!form.matches()) {
            throw new IllegalStateException("a stored password hash is not in Argon2id's form");
        }
        var salt = Base64.getDecoder().decode(form.group(4));
        var expected = Base64.getDecoder().decode(form.group(5));
        var found =
                derive(
                        password,
                        salt,
                        Integer.parseInt(form.group(1)),
                        Integer.parseInt(form.group(2)),
                        Integer.parseInt(form.group(3)),
                        expected.length);
        return MessageDigest.isEqual(expected, found) && stored != null;
    }

    long derived() {
        return derived.get();
    }

    private byte[] derive(
            Secret password, byte[] salt, int memory, int passes, int lanes, int length) {
        var parameters =
                new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                        .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                        .withMemoryAsKB(memory)
                        .withIterations(passes)
                        .withParallelism(lanes)
                        .withSalt(salt)
                        .build();
        // The same letters typed on another keyboard may come composed differently.
        var bytes =
                Normalizer.normalize(password.reveal(), Normalizer.Form.NFC)
                        .getBytes(StandardCharsets.UTF_8);
        var hash = new byte[length];
        derived.incrementAndGet();
        working.acquireUninterruptibly();
        try {
            var generator = new Argon2BytesGenerator();
            generator.init(parameters);
            generator.generateBytes(bytes, hash);
            return hash;
        } finally {
            working.release();
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
