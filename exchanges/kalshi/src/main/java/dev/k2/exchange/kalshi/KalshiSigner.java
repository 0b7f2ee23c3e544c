package dev.k2.exchange.kalshi;

import dev.k2.exchange.Credentials;
import dev.k2.exchange.net.KeySigner;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Signs by RSA-PSS what Kalshi wants signed: the time, the method and the path. The path of a new
 * order never changes, so signatures for it can be made ahead. Safe for several threads; printing it
 * shows nothing.
 */
final class KalshiSigner {
    static final String KEY = "KALSHI-ACCESS-KEY";
    static final String TIMESTAMP = "KALSHI-ACCESS-TIMESTAMP";
    static final String SIGNATURE = "KALSHI-ACCESS-SIGNATURE";

    /** How old a signature may be. Kalshi names no limit but "seconds"; nobody here could ask. */
    static final long AGE_MILLIS_MAX = 2_000;

    private static final int READY_MAX = 4;

    private final String keyId;
    private final KeySigner signer;
    private final ArrayBlockingQueue<Signed> ready = new ArrayBlockingQueue<>(READY_MAX);

    /** What was signed for the path of new orders, and when. */
    private record Signed(long millis, String signature) {
        @Override
        public String toString() {
            return "Signed[***]";
        }
    }

    /**
     * Takes a key.
     *
     * @throws IllegalArgumentException where there is no private key in PEM, quoting nothing of it
     */
    KalshiSigner(Credentials credentials) {
        this.keyId = credentials.apiKey();
        this.signer =
                KeySigner.pss(
                        credentials
                                .privateKeyPem()
                                .orElseThrow(
                                        () ->
                                                new IllegalArgumentException(
                                                        "Kalshi wants a private RSA key in PEM")));
    }

    /** Whose key it is; not secret, and not for logs either. */
    String keyId() {
        return keyId;
    }

    /** The headers of a request. */
    Map<String, String> headers(long millis, String method, String path) {
        Signed signed = isOrder(method, path) ? takeReady(millis) : null;
        if (signed == null) {
            signed = new Signed(millis, signer.sign(message(millis, method, path)));
        }
        return Map.of(
                KEY,
                keyId,
                TIMESTAMP,
                Long.toString(signed.millis()),
                SIGNATURE,
                signed.signature());
    }

    /** Makes signatures for new orders ahead, in place of those that are too old. */
    void makeReady(long millis) {
        ready.removeIf(signed -> isOld(signed, millis));
        while (ready.remainingCapacity() > 0) {
            boolean _ = ready.offer(orderSigned(millis));
        }
    }

    /** How many signatures are ready. */
    int ready() {
        return ready.size();
    }

    static String message(long millis, String method, String path) {
        return millis + method + path;
    }

    @Override
    public String toString() {
        return "KalshiSigner[***]";
    }

    private Signed orderSigned(long millis) {
        return new Signed(millis, signer.sign(message(millis, "POST", orderPath())));
    }

    private @Nullable Signed takeReady(long millis) {
        Signed signed = ready.poll();
        while (signed != null && isOld(signed, millis)) {
            signed = ready.poll();
        }
        return signed;
    }

    /** One from the future is as useless as an old one: the clock was set meanwhile. */
    private static boolean isOld(Signed signed, long millis) {
        return Math.abs(millis - signed.millis()) > AGE_MILLIS_MAX;
    }

    private static boolean isOrder(String method, String path) {
        return method.equals("POST") && path.equals(orderPath());
    }

    private static String orderPath() {
        return KalshiEndpoint.ROOT + KalshiEndpoint.CREATE.path();
    }
}
