package dev.k2.accounts;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import dev.k2.model.SessionId;
import dev.k2.model.UserId;
import dev.k2.platform.Secret;
import dev.k2.platform.SigningKey;
import dev.k2.platform.SigningKeys;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes and reads access tokens: JWTs signed with ES256 and nothing else. Algorithm, type, issuer and audience are compared with what
 * we write, never taken from the token; a token whose header says more than we write is none of ours.
 */
final class AccessTokens {
    private static final JWSAlgorithm ALGORITHM = JWSAlgorithm.ES256;
    private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");
    private static final Set<String> HEADER = Set.of("alg", "typ", "kid");
    private static final String ISSUER = "k2";
    private static final String AUDIENCE = "k2-api";
    private static final int LONGEST = 2048;
    private static final Duration SKEW = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final Duration life;
    private final SigningKeys keys;
    private final KnownTokens known = new KnownTokens();

    /** The first key signs, all of them verify. */
    AccessTokens(SigningKeys keys, InstantSource clock, Duration life) {
        this.clock = clock;
        this.life = life;
        this.keys = keys;
    }

    Duration life() {
        return life;
    }

    Secret issue(UserId user, SessionId session) {
        var now = clock.instant();
        var key = keys.now().getFirst();
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
                        new JWSHeader.Builder(ALGORITHM).type(TYPE).keyID(key.id()).build(),
                        new Payload(claims));
        try {
            token.sign(new ECDSASigner(key.secret()));
        } catch (JOSEException failure) {
            throw new IllegalStateException("a token could not be signed", failure);
        }
        return Secret.of(token.serialize());
    }

    /** Everything but the session's own state. */
    Verdict read(String text) {
        if (text.length() > LONGEST) {
            return new Verdict.Refused(Verdict.Reason.FORGED);
        }
        var present = keys.now();
        var remembered = known.find(text, present);
        if (remembered.isPresent()) {
            return alive(remembered.get());
        }
        var read = authentic(text, present).flatMap(this::claims);
        read.ifPresent(valid -> known.put(text, present, valid));
        return read.map(this::alive).orElse(new Verdict.Refused(Verdict.Reason.FORGED));
    }

    /** What others need to check our tokens: the public halves, as RFC 7517 writes them. */
    List<Map<String, Object>> published() {
        return keys.now().stream()
                .map(
                        key ->
                                new ECKey.Builder(Curve.P_256, key.open())
                                        .keyID(key.id())
                                        .keyUse(KeyUse.SIGNATURE)
                                        .algorithm(ALGORITHM)
                                        .build()
                                        .toPublicJWK()
                                        .toJSONObject())
                .toList();
    }

    private Verdict alive(Verdict.Valid valid) {
        return clock.instant().isBefore(valid.expiresAt())
                ? valid
                : new Verdict.Refused(Verdict.Reason.EXPIRED);
    }

    private static Optional<Map<String, Object>> authentic(String text, List<SigningKey> present) {
        try {
            var token = JWSObject.parse(text);
            var header = token.getHeader();
            if (!HEADER.equals(header.toJSONObject().keySet())
                    || !ALGORITHM.equals(header.getAlgorithm())
                    || !TYPE.equals(header.getType())) {
                return Optional.empty();
            }
            var key =
                    present.stream().filter(one -> one.id().equals(header.getKeyID())).findFirst();
            return key.isPresent() && token.verify(new ECDSAVerifier(key.get().open()))
                    ? Optional.ofNullable(token.getPayload().toJSONObject())
                    : Optional.empty();
        } catch (ParseException | JOSEException | IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    private Optional<Verdict.Valid> claims(Map<String, Object> claims) {
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
        return issued.get().isAfter(clock.instant().plus(SKEW))
                ? Optional.empty()
                : Optional.of(new Verdict.Valid(user.get(), session.get(), expiry.get()));
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
