package dev.k2.exchange.bybit;

import dev.k2.exchange.Credentials;
import dev.k2.exchange.net.HmacSigner;
import dev.k2.exchange.net.KeySigner;
import dev.k2.exchange.net.Signer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Signs requests as Bybit wants it: the time, the key, the window, and then what is sent, byte for
 * byte: the query of a question, the body of everything else.
 */
final class BybitSigner {
    private static final String LOGIN = "GET/realtime";

    private final String apiKey;
    private final Signer signer;

    /**
     * Takes the credentials.
     *
     * @throws IllegalArgumentException for an Ed25519 key, which Bybit does not take
     */
    BybitSigner(Credentials credentials) {
        this.apiKey = credentials.apiKey();
        this.signer =
                credentials
                        .privateKeyPem()
                        .<Signer>map(BybitSigner::rsa)
                        .orElseGet(() -> new HmacSigner(credentials.apiSecret()));
    }

    private static KeySigner rsa(String pem) {
        KeySigner key = KeySigner.of(pem);
        if (key.isEd25519()) {
            throw new IllegalArgumentException(
                    "Bybit takes HMAC and RSA keys, found an Ed25519 key");
        }
        return key;
    }

    String apiKey() {
        return apiKey;
    }

    /**
     * The headers of a request.
     *
     * @param payload the encoded query without its question mark, or the body
     */
    Map<String, String> headers(long timestamp, long recvWindowMillis, String payload) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-BAPI-API-KEY", apiKey);
        headers.put("X-BAPI-TIMESTAMP", Long.toString(timestamp));
        headers.put("X-BAPI-RECV-WINDOW", Long.toString(recvWindowMillis));
        headers.put("X-BAPI-SIGN", signer.sign(timestamp + apiKey + recvWindowMillis + payload));
        return headers;
    }

    /**
     * What a connection logs in with.
     *
     * @param expires until when the login may arrive, in epoch milliseconds
     */
    List<Object> login(long expires) {
        return List.of(apiKey, expires, signer.sign(LOGIN + expires));
    }

    @Override
    public String toString() {
        return "BybitSigner[***]";
    }
}
