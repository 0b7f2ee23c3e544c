package dev.k2.sim.cryptocom;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.sim.Signatures;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** Crypto.com's signature: HMAC-SHA256 over method, id, key, parameters and nonce, in lower-case hexadecimal. Pure. */
final class CryptocomSignature {
    private CryptocomSignature() {}

    static String payload(String method, String id, String key, JsonNode params, String nonce) {
        return method + id + key + text(params) + nonce;
    }

    /** Parameters as one text: names sorted, each followed by its value; lists are their elements, one after the other. */
    static String text(JsonNode value) {
        StringBuilder text = new StringBuilder();
        append(value, text);
        return text.toString();
    }

    private static void append(JsonNode value, StringBuilder text) {
        if (value.isObject()) {
            Map<String, JsonNode> sorted = new TreeMap<>();
            value.properties().forEach(e -> sorted.put(e.getKey(), e.getValue()));
            sorted.forEach(
                    (name, part) -> {
                        text.append(name);
                        append(part, text);
                    });
        } else if (value.isArray()) {
            value.forEach(part -> append(part, text));
        } else if (!value.isMissingNode()) {
            text.append(value.asText());
        }
    }

    static String of(String secret, String payload) {
        try {
            return HexFormat.of().formatHex(Signatures.hmac(secret, payload));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks HmacSHA256", e);
        }
    }

    static boolean right(String secret, String payload, String signature) {
        return !secret.isEmpty() && Signatures.same(of(secret, payload), signature);
    }
}
