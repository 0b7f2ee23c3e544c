package dev.k2.sim.binance;

import dev.k2.sim.ApiKey;
import dev.k2.sim.Signatures;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is signed, and whether a signature is right. Pure. */
final class BinanceSignature {
    private static final String PARAMETER = "signature=";

    private BinanceSignature() {}

    /** The REST string: query and body as they came over the wire, without the signature and without a separator. */
    static String restPayload(@Nullable String query, String body) {
        return without(query == null ? "" : query) + without(body);
    }

    /** The WebSocket API's string: every parameter but the signature, by name, as it is. */
    static String sortedPayload(Map<String, String> params) {
        StringBuilder payload = new StringBuilder();
        new TreeMap<>(params)
                .forEach(
                        (name, value) -> {
                            if (!name.equals("signature")) {
                                payload.append(payload.isEmpty() ? "" : "&")
                                        .append(name)
                                        .append('=')
                                        .append(value);
                            }
                        });
        return payload.toString();
    }

    static boolean right(ApiKey key, String payload, String signature) {
        try {
            return switch (key.kind()) {
                case HMAC ->
                        Signatures.same(
                                hmac(key.secret(), payload), signature.toLowerCase(Locale.ROOT));
                case RSA, ED25519 ->
                        Signatures.verified(key.kind(), key.publicKey(), payload, signature);
            };
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    static String hmac(String secret, String payload) throws GeneralSecurityException {
        return HexFormat.of().formatHex(Signatures.hmac(secret, payload));
    }

    private static String without(String part) {
        int at = part.startsWith(PARAMETER) ? 0 : part.indexOf("&" + PARAMETER);
        if (at < 0) {
            return part;
        }
        int end = part.indexOf('&', at + 1);
        String rest = end < 0 ? "" : part.substring(end);
        return at == 0 && !rest.isEmpty() ? rest.substring(1) : part.substring(0, at) + rest;
    }
}
