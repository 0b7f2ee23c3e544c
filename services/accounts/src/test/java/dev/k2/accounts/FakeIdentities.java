package dev.k2.accounts;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.k2.platform.Secret;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A provider that vouches for whomever a test wants, in id tokens that a test may spoil. */
final class FakeIdentities implements IdentityService {
    static final String ISSUER = "https://provider.test";
    static final String CLIENT = "k2-client";

    /** Made once: an RSA key takes long. */
    static final RSAKey KEY = key("first");

    static final RSAKey OTHER = key("second");

    final InstantSource clock;
    volatile JWKSet published = new JWKSet(KEY.toPublicJWK());
    int asked;

    /** The answer to the next code. */
    volatile IdentityAnswer next = new IdentityAnswer.Refused("nothing was asked for");

    private final Map<String, String> nonces = new HashMap<>();
    private final Map<String, String> challenges = new HashMap<>();
    private String lastState = "";
    volatile String lastVerifier = "";

    FakeIdentities(InstantSource clock) {
        this.clock = clock;
    }

    private static RSAKey key(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The state of the browser that was sent away last. */
    Secret state() {
        return Secret.of(lastState);
    }

    String nonce() {
        return nonces.getOrDefault(lastState, "");
    }

    String challenge() {
        return challenges.getOrDefault(lastState, "");
    }

    /** A good token for the browser that was sent away last. */
    JWTClaimsSet.Builder claims(String subject, String email) {
        var now = clock.instant();
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(CLIENT)
                .subject(subject)
                .claim("email", email)
                .claim("email_verified", true)
                .claim("nonce", nonce())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(Duration.ofMinutes(10))));
    }

    void vouches(String subject, String email) {
        vouches(subject, email, claims -> claims);
    }

    void vouches(String subject, String email, UnaryOperator<JWTClaimsSet.Builder> spoil) {
        tells(signed(KEY, "first", spoil.apply(claims(subject, email)).build()));
    }

    void tells(String idToken) {
        next = new IdentityAnswer.Told(Secret.of(idToken));
    }

    static String signed(RSAKey key, String id, JWTClaimsSet claims) {
        try {
            return signed(
                    new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(id).build(),
                    new RSASSASigner(key),
                    claims);
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static String signed(JWSHeader header, JWSSigner signer, JWTClaimsSet claims) {
        try {
            var token = new SignedJWT(header, claims);
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public Set<IdentityProvider> providers() {
        return EnumSet.allOf(IdentityProvider.class);
    }

    @Override
    public IdentityTerms terms(IdentityProvider provider) {
        return new IdentityTerms(Set.of(ISSUER), CLIENT);
    }

    @Override
    public String address(IdentityProvider provider, String state, String challenge, String nonce) {
        lastState = state;
        nonces.put(state, nonce);
        challenges.put(state, challenge);
        return ISSUER + "/authorize?state=" + state;
    }

    @Override
    public IdentityAnswer redeem(IdentityProvider provider, Secret code, Secret verifier) {
        lastVerifier = verifier.reveal();
        return next;
    }

    @Override
    public Optional<String> keys(IdentityProvider provider) {
        asked++;
        return Optional.of(published.toString());
    }
}
