package dev.k2.gateway;

import dev.k2.platform.Secret;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** The key by which K2 shows Apple that it is K2: it signs a client secret that lives for minutes (ES256). */
public final class AppleKey {
    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final String AUDIENCE = "https://appleid.apple.com";
    private static final int COORDINATE_BITS = 256;

    private final String team;
    private final String name;
    private final String client;
    private final PrivateKey key;

    private AppleKey(String team, String name, String client, PrivateKey key) {
        this.team = team;
        this.name = name;
        this.client = client;
        this.key = key;
    }

    /**
     * Reads the key that Apple gave.
     *
     * @param team the developer team's id
     * @param name the key's id
     * @param client the services id
     * @param pem PKCS 8
     * @return empty where the text holds no key on P-256
     */
    public static Optional<AppleKey> of(String team, String name, String client, Secret pem) {
        String body = pem.reveal().replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        try {
            PrivateKey key =
                    KeyFactory.getInstance("EC")
                            .generatePrivate(
                                    new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body)));
            boolean fits =
                    key instanceof ECPrivateKey curve
                            && curve.getParams().getCurve().getField().getFieldSize()
                                    == COORDINATE_BITS;
            return fits ? Optional.of(new AppleKey(team, name, client, key)) : Optional.empty();
        } catch (GeneralSecurityException | IllegalArgumentException notAKey) {
            return Optional.empty();
        }
    }

    /** A client secret that is good from now on, for five minutes. */
    Secret sign(Instant now) {
        String header = encoded(new JsonObject().put("alg", "ES256").put("kid", name).encode());
        String claims =
                encoded(
                        new JsonObject()
                                .put("iss", team)
                                .put("iat", now.getEpochSecond())
                                .put("exp", now.plus(LIFE).getEpochSecond())
                                .put("aud", AUDIENCE)
                                .put("sub", client)
                                .encode());
        String text = header + "." + claims;
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return Secret.of(
                    text
                            + "."
                            + Base64.getUrlEncoder()
                                    .withoutPadding()
                                    .encodeToString(signature.sign()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("a key on P-256 signs", impossible);
        }
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "AppleKey[" + name + "]";
    }
}
