package dev.k2.accounts;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads id tokens. Issuer, audience, nonce, time and algorithm are compared with what we expect, never taken from the token; keys come
 * from the provider, never from the token's header.
 */
final class IdTokens {
    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256);
    private static final int LONGEST = 16 * 1024;
    private static final int LONGEST_SUBJECT = 255;
    private static final Duration SKEW = Duration.ofMinutes(1);
    private static final Duration OLDEST = Duration.ofMinutes(15);

    private final IdentityService service;
    private final IdentityKeys keys;
    private final InstantSource clock;

    IdTokens(IdentityService service, InstantSource clock) {
        this.service = service;
        this.keys = new IdentityKeys(service, clock);
        this.clock = clock;
    }

    /** What a token says; empty where anything about it is not as it must be. */
    Optional<IdToken> read(IdentityProvider provider, String text, String nonce) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            var token = SignedJWT.parse(text);
            var header = token.getHeader();
            if (!ALGORITHMS.contains(header.getAlgorithm())
                    || header.getKeyID() == null
                    || header.getCriticalParams() != null) {
                return Optional.empty();
            }
            var key = keys.find(provider, header.getKeyID());
            if (key.isEmpty() || !isSigned(token, key.get())) {
                return Optional.empty();
            }
            return claims(service.terms(provider), token.getJWTClaimsSet(), nonce);
        } catch (ParseException | JOSEException | IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    private static boolean isSigned(SignedJWT token, JWK key) throws JOSEException {
        var algorithm = token.getHeader().getAlgorithm();
        JWSVerifier verifier;
        if (algorithm.equals(JWSAlgorithm.RS256) && key instanceof RSAKey rsa) {
            verifier = new RSASSAVerifier(rsa);
        } else if (algorithm.equals(JWSAlgorithm.ES256) && key instanceof ECKey curve) {
            verifier = new ECDSAVerifier(curve);
        } else {
            return false;
        }
        return token.verify(verifier);
    }

    private Optional<IdToken> claims(IdentityTerms terms, JWTClaimsSet claims, String nonce)
            throws ParseException {
        var now = clock.instant();
        var audience = claims.getAudience();
        boolean ours =
                claims.getIssuer() != null
                        && terms.issuers().contains(claims.getIssuer())
                        && audience.equals(List.of(terms.clientId()))
                        && nonce.equals(claims.getStringClaim("nonce"));
        boolean timely =
                claims.getExpirationTime() != null
                        && claims.getIssueTime() != null
                        && isWithin(
                                now,
                                claims.getIssueTime().toInstant(),
                                claims.getExpirationTime().toInstant());
        var subject = claims.getSubject();
        var email = Optional.ofNullable(claims.getStringClaim("email")).flatMap(Emails::normal);
        if (!ours
                || !timely
                || subject == null
                || subject.isBlank()
                || subject.length() > LONGEST_SUBJECT
                || email.isEmpty()) {
            return Optional.empty();
        }
        // Apple says it as a text at times.
        boolean verified = "true".equals(String.valueOf(claims.getClaim("email_verified")));
        return Optional.of(new IdToken(subject, email.get(), verified));
    }

    private static boolean isWithin(Instant now, Instant issued, Instant expires) {
        return now.isBefore(expires)
                && !issued.isAfter(now.plus(SKEW))
                && !issued.isBefore(now.minus(OLDEST));
    }
}
