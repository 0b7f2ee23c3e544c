package dev.k2.sim;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.SecureRandomSpi;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.UUID;

/** Makes keys for accounts: the same seed, exchange and name give the same key in every run. */
final class ApiKeys {
    private static final String ALPHABET =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int KEY_LENGTH = 64;
    private static final int PEM_LINE = 64;
    private static final int ED25519_BITS = 255;

    private ApiKeys() {}

    static ApiKey make(
            ApiKey.Kind kind, ApiKey.Naming naming, long seed, String exchange, String account) {
        String origin = seed + "/" + exchange + "/" + account;
        String key = name(naming, origin);
        if (kind == ApiKey.Kind.HMAC) {
            return new ApiKey(
                    kind,
                    key,
                    text(origin + "/secret", KEY_LENGTH),
                    text(origin + "/passphrase", 16),
                    "",
                    null);
        }
        KeyPair pair = pair(kind, origin);
        return new ApiKey(
                kind,
                key,
                "",
                text(origin + "/passphrase", 16),
                pem("PRIVATE KEY", pair.getPrivate().getEncoded()),
                pair.getPublic());
    }

    /** A key whose private half stays with the client. */
    static ApiKey registered(
            ApiKey.Kind kind,
            ApiKey.Naming naming,
            long seed,
            String exchange,
            String account,
            String publicKeyPem) {
        String key = name(naming, seed + "/" + exchange + "/" + account);
        return new ApiKey(kind, key, "", "", "", publicKey(kind, publicKeyPem));
    }

    private static String name(ApiKey.Naming naming, String origin) {
        return switch (naming) {
            case LETTERS -> text(origin + "/key", KEY_LENGTH);
            case UUID ->
                    UUID.nameUUIDFromBytes((origin + "/key").getBytes(StandardCharsets.UTF_8))
                            .toString();
        };
    }

    static PublicKey publicKey(ApiKey.Kind kind, String pem) {
        String body = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        try {
            return KeyFactory.getInstance(algorithm(kind))
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(body)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("expected a PEM public key of kind " + kind, e);
        }
    }

    static String publicPem(PublicKey key) {
        return pem("PUBLIC KEY", key.getEncoded());
    }

    private static KeyPair pair(ApiKey.Kind kind, String origin) {
        if (kind == ApiKey.Kind.RSA) {
            return RsaKeys.pair(ByteBuffer.wrap(digest(origin + "/primes")).getLong());
        }
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm(kind));
            generator.initialize(ED25519_BITS, new RepeatableRandom(origin));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks " + algorithm(kind), e);
        }
    }

    private static String algorithm(ApiKey.Kind kind) {
        return kind == ApiKey.Kind.RSA ? "RSA" : "Ed25519";
    }

    private static String pem(String label, byte[] body) {
        String lines = Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'}).encodeToString(body);
        return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
    }

    private static String text(String origin, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int block = 0; text.length() < length; block++) {
            for (byte b : digest(origin + "/" + block)) {
                if (text.length() < length) {
                    text.append(ALPHABET.charAt((b & 0xff) % ALPHABET.length()));
                }
            }
        }
        return text.toString();
    }

    private static byte[] digest(String origin) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(origin.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks SHA-256", e);
        }
    }

    /** Bytes that look random and come again the same: the keys protect nothing. */
    private static final class RepeatableRandom extends SecureRandom {
        RepeatableRandom(String origin) {
            super(new Source(origin), null);
        }
    }

    private static final class Source extends SecureRandomSpi {
        private final transient String origin;
        private transient int block;

        Source(String origin) {
            this.origin = origin;
        }

        @Override
        protected void engineSetSeed(byte[] seed) {
            throw new UnsupportedOperationException("the origin is the seed");
        }

        @Override
        protected byte[] engineGenerateSeed(int count) {
            return new byte[count];
        }

        @Override
        protected void engineNextBytes(byte[] bytes) {
            int at = 0;
            while (at < bytes.length) {
                byte[] more = digest(origin + "/random/" + block++);
                int count = Math.min(more.length, bytes.length - at);
                System.arraycopy(more, 0, bytes, at, count);
                at += count;
            }
        }
    }
}
