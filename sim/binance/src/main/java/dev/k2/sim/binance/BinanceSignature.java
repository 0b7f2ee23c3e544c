package dev.k2.sim.binance;

import dev.k2.sim.ApiKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
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
                        MessageDigest.isEqual(
                                hmac(key.secret(), payload).getBytes(StandardCharsets.US_ASCII),
                                signature
                                        .toLowerCase(Locale.ROOT)
                                        .getBytes(StandardCharsets.UTF_8));
                case RSA -> verified("SHA256withRSA", key.publicKey(), payload, signature);
                case ED25519 -> verified("Ed25519", key.publicKey(), payload, signature);
            };
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    static String hmac(String secret, String payload) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(payload.getBytes(StandardCharsets.UTF_8)));
    }

    private static boolean verified(
            String algorithm, @Nullable PublicKey key, String payload, String signature)
            throws GeneralSecurityException {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(signature);
        } catch (IllegalArgumentException e) {
            return false;
        }
        Signature check = Signature.getInstance(algorithm);
        check.initVerify(key);
        check.update(payload.getBytes(StandardCharsets.UTF_8));
        return check.verify(bytes);
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
