package dev.k2.exchange.net;

import dev.k2.model.ExchangeId;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Whom an exchange counts by: everyone behind this machine's address, as one of the exchange's
 * hosts sees it, or one account.
 *
 * @param exchange which exchange
 * @param name the host and port, and for an account a fingerprint of its key; no secret
 */
public record LimitHolder(ExchangeId exchange, String name) {
    private static final int FINGERPRINT_BYTES = 8;

    /** Everyone who talks to a host from here. Real and test networks are told apart by it. */
    public static LimitHolder address(ExchangeId exchange, URI host) {
        int port = host.getPort();
        String name = host.getHost().toLowerCase(Locale.ROOT) + (port < 0 ? "" : "_" + port);
        return new LimitHolder(exchange, name);
    }

    /** One account at a host, known by its key. Keys of one account are counted apart. */
    public static LimitHolder account(ExchangeId exchange, URI host, String apiKey) {
        return new LimitHolder(
                exchange, address(exchange, host).name() + "_" + fingerprint(apiKey));
    }

    private static String fingerprint(String apiKey) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(apiKey.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(hash, FINGERPRINT_BYTES));
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every JDK has SHA-256", absent);
        }
    }
}
