package dev.k2.accounts;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import dev.k2.model.SessionId;
import dev.k2.model.UserId;
import dev.k2.platform.Secret;
import dev.k2.platform.SigningKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes and reads access tokens: JWTs signed with HS256 and nothing else. Algorithm, type, issuer and audience are compared with what
 * we write, never taken from the token.
 */
final class AccessTokens {
    private static final JWSAlgorithm ALGORITHM = JWSAlgorithm.HS256;
    private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");
    private static final String ISSUER = "k2";
    private static final String AUDIENCE = "k2-api";
    private static final int LONGEST = 2048;
    private static final Duration SKEW = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final Duration life;
    private final String signingId;
    private final MACSigner signer;
    private final Map<String, JWSVerifier> verifiers = new HashMap<>();

    /** The first key signs, all of them verify. */
    AccessTokens(List<SigningKey> keys, InstantSource clock, Duration life) {
        this.clock = clock;
        this.life = life;
        signingId = keys.getFirst().id();
        try {
            signer = new MACSigner(keys.getFirst().bits().revealBytes());
            for (var key : keys) {
                verifiers.put(key.id(), new MACVerifier(key.bits().revealBytes()));
            }
        } catch (JOSEException unusable) {
            throw new IllegalArgumentException(
                    "a signing key cannot be used with " + ALGORITHM, unusable);
        }
    }

    Duration life() {
        return life;
    }

    Secret issue(UserId user, SessionId session) {
        var now = clock.instant();
        Map<String, Object> claims =
                Map.of(
                        "iss", ISSUER,
                        "aud", AUDIENCE,
                        "sub", user.toString(),
                        "session_id", session.toString(),
                        "iat", now.getEpochSecond(),
                        "exp", now.plus(life).getEpochSecond());
        var token =
                new JWSObject(
                        new JWSHeader.Builder(ALGORITHM).type(TYPE).keyID(signingId).build(),
                        new Payload(claims));
        try {
            token.sign(signer);
        } catch (JOSEException failure) {
            throw new IllegalStateException("a token could not be signed", failure);
        }
        return Secret.of(token.serialize());
    }

    /** Everything but the session's own state. */
    Verdict read(String text) {
        return authentic(text)
                .flatMap(this::claims)
                .orElse(new Verdict.Refused(Verdict.Reason.FORGED));
    }

    private Optional<Map<String, Object>> authentic(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            var token = JWSObject.parse(text);
            var header = token.getHeader();
            var verifier = header.getKeyID() == null ? null : verifiers.get(header.getKeyID());
            boolean ours =
                    ALGORITHM.equals(header.getAlgorithm())
                            && TYPE.equals(header.getType())
                            && verifier != null;
            return ours && token.verify(verifier)
                    ? Optional.ofNullable(token.getPayload().toJSONObject())
                    : Optional.empty();
        } catch (ParseException | JOSEException | IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    private Optional<Verdict> claims(Map<String, Object> claims) {
        if (!ISSUER.equals(claims.get("iss")) || !AUDIENCE.equals(claims.get("aud"))) {
            return Optional.empty();
        }
        var user = UserId.parse(text(claims, "sub"));
        var session = SessionId.parse(text(claims, "session_id"));
        var expiry = time(claims, "exp");
        var issued = time(claims, "iat");
        if (user.isEmpty() || session.isEmpty() || expiry.isEmpty() || issued.isEmpty()) {
            return Optional.empty();
        }
        var now = clock.instant();
        if (issued.get().isAfter(now.plus(SKEW))) {
            return Optional.empty();
        }
        return Optional.of(
                now.isBefore(expiry.get())
                        ? new Verdict.Valid(user.get(), session.get(), expiry.get())
                        : new Verdict.Refused(Verdict.Reason.EXPIRED));
    }

    private static String text(Map<String, Object> claims, String name) {
        return claims.get(name) instanceof String text ? text : "";
    }

    private static Optional<Instant> time(Map<String, Object> claims, String name) {
        return claims.get(name) instanceof Long seconds
                ? Optional.of(Instant.ofEpochSecond(seconds))
                : Optional.empty();
    }
}
