package dev.k2.exchange.okx;

import dev.k2.exchange.Credentials;
import dev.k2.exchange.net.HmacSigner;
import dev.k2.exchange.net.Signer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Signs as OKX wants it: HMAC-SHA256 in Base64 over time, method, path with query, and body. REST
 * tells the time in ISO-8601 with milliseconds, a login over a socket in seconds since 1970.
 */
final class OkxSigner {
    private static final DateTimeFormatter ISO =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);
    private static final String LOGIN = "GET/users/self/verify";

    private final String apiKey;
    private final String passphrase;
    private final Signer signer;

    /**
     * Takes the credentials.
     *
     * @throws IllegalArgumentException where there is no passphrase, without which OKX takes none
     */
    OkxSigner(Credentials credentials) {
        this.apiKey = credentials.apiKey();
        this.passphrase =
                credentials
                        .passphrase()
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "a key of OKX comes with a passphrase"));
        this.signer = HmacSigner.base64(credentials.apiSecret());
    }

    String apiKey() {
        return apiKey;
    }

    /**
     * The headers of a signed request.
     *
     * @param target the path with its query, as it goes on the wire
     * @param body as it goes on the wire; empty for none
     */
    Map<String, String> headers(String method, String target, String body, long exchangeMillis) {
        String timestamp = ISO.format(Instant.ofEpochMilli(exchangeMillis));
        return Map.of(
                "OK-ACCESS-KEY",
                apiKey,
                "OK-ACCESS-SIGN",
                signer.sign(timestamp + method + target + body),
                "OK-ACCESS-TIMESTAMP",
                timestamp,
                "OK-ACCESS-PASSPHRASE",
                passphrase);
    }

    /** What a socket is told to log in. */
    Map<String, String> login(long exchangeMillis) {
        String seconds = Long.toString(exchangeMillis / 1_000);
        Map<String, String> login = new LinkedHashMap<>();
        login.put("apiKey", apiKey);
        login.put("passphrase", passphrase);
        login.put("timestamp", seconds);
        login.put("sign", signer.sign(seconds + LOGIN));
        return login;
    }

    @Override
    public String toString() {
        return "OkxSigner[***]";
    }
}
