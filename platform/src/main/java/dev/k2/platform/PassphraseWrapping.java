package dev.k2.platform;

import com.google.crypto.tink.subtle.AesGcmJce;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Arrays;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Wraps with what Argon2id makes of a passphrase. What is wrapped carries salt and cost, so raising the cost later leaves old files
 * readable.
 */
public final class PassphraseWrapping implements KeyWrapping {
    static final String KIND = "passphrase";
    private static final int MEMORY_KIB = 65_536;
    private static final int PASSES = 3;
    private static final int SALT_BYTES = 16;
    private static final int KEY_BYTES = 32;
    private static final int SHORTEST = 15;

    /** A file that was tampered with must not make K2 take all memory there is. */
    private static final int MEMORY_KIB_MAX = 1 << 20;

    private static final int PASSES_MAX = 64;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Secret passphrase;

    /**
     * With this passphrase.
     *
     * @throws StartFailure when it has fewer than 15 characters
     */
    public PassphraseWrapping(Secret passphrase) {
        if (passphrase.reveal().length() < SHORTEST) {
            throw new StartFailure(
                    "The passphrase of the keys has fewer than " + SHORTEST + " characters.",
                    "Set keys.passphrase (K2_KEYS_PASSPHRASE) to a longer one; six random words do"
                            + " well.");
        }
        this.passphrase = passphrase;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public byte[] wrap(byte[] key, KeyName name) {
        var salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        try {
            var sealed = cipher(salt, MEMORY_KIB, PASSES).encrypt(key, bytes(name));
            return ByteBuffer.allocate(2 * Integer.BYTES + SALT_BYTES + sealed.length)
                    .putInt(MEMORY_KIB)
                    .putInt(PASSES)
                    .put(salt)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("a key could not be wrapped", failure);
        }
    }

    @Override
    public byte[] unwrap(byte[] wrapped, KeyName name) {
        if (wrapped.length <= 2 * Integer.BYTES + SALT_BYTES) {
            throw refused(name);
        }
        var bytes = ByteBuffer.wrap(wrapped);
        int memory = bytes.getInt();
        int passes = bytes.getInt();
        if (memory < 8 || memory > MEMORY_KIB_MAX || passes < 1 || passes > PASSES_MAX) {
            throw refused(name);
        }
        var salt = new byte[SALT_BYTES];
        bytes.get(salt);
        var sealed = new byte[bytes.remaining()];
        bytes.get(sealed);
        try {
            return cipher(salt, memory, passes).decrypt(sealed, bytes(name));
        } catch (GeneralSecurityException notWithThis) {
            throw refused(name);
        }
    }

    private static StartFailure refused(KeyName name) {
        return new StartFailure(
                "The passphrase does not open the " + name + ".",
                "Set keys.passphrase (K2_KEYS_PASSPHRASE) to the one it was sealed with, or restore"
                        + " the key file from a backup.");
    }

    private AesGcmJce cipher(byte[] salt, int memory, int passes) throws GeneralSecurityException {
        var parameters =
                new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                        .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                        .withMemoryAsKB(memory)
                        .withIterations(passes)
                        .withParallelism(1)
                        .withSalt(salt)
                        .build();
        var typed =
                Normalizer.normalize(passphrase.reveal(), Normalizer.Form.NFC)
                        .getBytes(StandardCharsets.UTF_8);
        var key = new byte[KEY_BYTES];
        try {
            var generator = new Argon2BytesGenerator();
            generator.init(parameters);
            generator.generateBytes(typed, key);
            return new AesGcmJce(key);
        } finally {
            Arrays.fill(typed, (byte) 0);
            Arrays.fill(key, (byte) 0);
        }
    }

    private static byte[] bytes(KeyName name) {
        return name.text().getBytes(StandardCharsets.US_ASCII);
    }
}
