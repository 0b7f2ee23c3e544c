package dev.k2.exchange.cryptocom;

import dev.k2.exchange.Credentials;
import dev.k2.exchange.net.HmacSigner;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Signs requests as Crypto.com wants it: the method, the number of the request, the key, all
 * parameters as one text, and the time.
 */
final class CryptocomSigner {
    private final String apiKey;
    private final HmacSigner signer;

    /**
     * Takes the credentials.
     *
     * @throws IllegalArgumentException for a private key, which Crypto.com does not take
     */
    CryptocomSigner(Credentials credentials) {
        if (credentials.privateKeyPem().isPresent()) {
            throw new IllegalArgumentException(
                    "Crypto.com takes keys with a shared secret, found a private key");
        }
        this.apiKey = credentials.apiKey();
        this.signer = new HmacSigner(credentials.apiSecret());
    }

    String apiKey() {
        return apiKey;
    }

    /** The signature of one request. */
    String sign(String method, long id, Map<String, ?> parameters, long nonce) {
        return signer.sign(method + id + apiKey + text(parameters) + nonce);
    }

    /**
     * All parameters as one text: of objects the names in their order, each with its value, of
     * arrays the elements, and nothing in between, however deep.
     */
    static String text(Map<String, ?> parameters) {
        var text = new StringBuilder();
        append(text, parameters);
        return text.toString();
    }

    private static void append(StringBuilder text, @Nullable Object value) {
        switch (value) {
            case null -> text.append("null");
            case Map<?, ?> object -> {
                Map<String, @Nullable Object> sorted = new TreeMap<>();
                object.forEach((name, part) -> sorted.put(String.valueOf(name), part));
                sorted.forEach(
                        (name, part) -> {
                            text.append(name);
                            append(text, part);
                        });
            }
            case List<?> array -> array.forEach(part -> append(text, part));
            case BigDecimal decimal ->
                    throw new IllegalArgumentException("decimals go as text, found " + decimal);
            default -> text.append(value);
        }
    }

    @Override
    public String toString() {
        return "CryptocomSigner[***]";
    }
}
