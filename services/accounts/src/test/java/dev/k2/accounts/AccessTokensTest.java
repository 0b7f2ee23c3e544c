package dev.k2.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.k2.model.SessionId;
import dev.k2.model.UserId;
import dev.k2.platform.ManualClock;
import dev.k2.platform.RandomToken;
import dev.k2.platform.SigningKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokensTest {
    private static final Verdict FORGED = new Verdict.Refused(Verdict.Reason.FORGED);
    private static final SigningKey KEY = key("a1");
    private static final SigningKey OTHER = key("b2");
    private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");

    private final ManualClock clock = new ManualClock();
    private final AccessTokens tokens =
            new AccessTokens(() -> List.of(KEY), clock, Duration.ofMinutes(15));
    private final UserId user = new UserId(UUID.randomUUID());
    private final SessionId session = new SessionId(UUID.randomUUID());

    @Test
    void readsWhatItIssued() {
        var verdict = tokens.read(tokens.issue(user, session).reveal());

        assertThat(verdict)
                .isEqualTo(
                        new Verdict.Valid(
                                user, session, clock.instant().plus(Duration.ofMinutes(15))));
    }

    @Test
    void carriesTheClaimsOfTheContract() throws Exception {
        var claims =
                JWSObject.parse(tokens.issue(user, session).reveal()).getPayload().toJSONObject();

        assertThat(claims).containsKeys("sub", "iat", "exp", "session_id", "iss", "aud");
    }

    @Test
    void refusesATokenWithoutASignature() {
        var parts = tokens.issue(user, session).reveal().split("\\.", -1);

        for (var algorithm : List.of("none", "None", "NONE")) {
            var header =
                    base64("{\"alg\":\"" + algorithm + "\",\"typ\":\"at+jwt\",\"kid\":\"a1\"}");
            assertThat(tokens.read(header + "." + parts[1] + ".")).isEqualTo(FORGED);
            assertThat(tokens.read(header + "." + parts[1] + "." + parts[2])).isEqualTo(FORGED);
        }
    }

    @Test
    void refusesAnotherKeyUnderOurKeysName() throws JOSEException {
        var forged = sign(header(JWSAlgorithm.ES256, "a1").build(), claims(Map.of()), OTHER);

        assertThat(tokens.read(forged)).isEqualTo(FORGED);
        assertThat(
                        tokens.read(
                                sign(
                                        header(JWSAlgorithm.ES256, "a1").build(),
                                        claims(Map.of()),
                                        KEY)))
                .isInstanceOf(Verdict.Valid.class);
    }

    @Test
    void refusesAKeyItDoesNotKnow() throws JOSEException {
        assertThat(
                        tokens.read(
                                sign(
                                        header(JWSAlgorithm.ES256, "b2").build(),
                                        claims(Map.of()),
                                        OTHER)))
                .isEqualTo(FORGED);
        assertThat(
                        tokens.read(
                                sign(
                                        new JWSHeader.Builder(JWSAlgorithm.ES256)
                                                .type(TYPE)
                                                .build(),
                                        claims(Map.of()),
                                        KEY)))
                .isEqualTo(FORGED);
    }

    /** ASVS 9.1.2, 9.1.3: the public key, taken as a shared secret, signs nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"HS256", "HS384", "HS512"})
    void refusesASharedSecretMadeOfThePublicKey(String algorithm) throws JOSEException {
        var jwk = new ECKey.Builder(Curve.P_256, KEY.open()).keyID("a1").build();
        for (var secret :
                List.of(
                        KEY.open().getEncoded(),
                        jwk.toJSONString().getBytes(StandardCharsets.UTF_8),
                        ("-----BEGIN PUBLIC KEY-----\n"
                                        + Base64.getMimeEncoder()
                                                .encodeToString(KEY.open().getEncoded())
                                        + "\n-----END PUBLIC KEY-----\n")
                                .getBytes(StandardCharsets.UTF_8))) {
            var token =
                    new JWSObject(
                            header(JWSAlgorithm.parse(algorithm), "a1").build(),
                            new Payload(claims(Map.of())));
            token.sign(new MACSigner(secret));

            assertThat(tokens.read(token.serialize())).isEqualTo(FORGED);
        }
    }

    /** ASVS 9.1.3: keys and addresses of keys in the token are nobody's business, even beside a good signature. */
    @Test
    void refusesHeadersThatBringOrNameAKey() throws JOSEException {
        var foreign = new ECKeyGenerator(Curve.P_256).keyID("a1").generate();
        var good = header(JWSAlgorithm.ES256, "a1");
        var address = URI.create("https://evil.example/keys");

        for (var header :
                List.of(
                        good.jwkURL(address).build(),
                        header(JWSAlgorithm.ES256, "a1").x509CertURL(address).build(),
                        header(JWSAlgorithm.ES256, "a1").jwk(foreign.toPublicJWK()).build(),
                        header(JWSAlgorithm.ES256, "a1").customParam("x", "y").build())) {
            assertThat(tokens.read(sign(header, claims(Map.of()), KEY))).isEqualTo(FORGED);
            assertThat(tokens.read(sign(header, claims(Map.of()), OTHER))).isEqualTo(FORGED);
        }
    }

    @Test
    void publishesThePublicHalvesOnly() {
        var rotated = new AccessTokens(() -> List.of(OTHER, KEY), clock, Duration.ofMinutes(15));

        assertThat(rotated.published())
                .hasSize(2)
                .allSatisfy(
                        key ->
                                assertThat(key)
                                        .containsOnlyKeys(
                                                "kty", "crv", "x", "y", "use", "alg", "kid"));
        assertThat(rotated.published().getFirst()).containsEntry("kid", "b2");
    }

    @Test
    void refusesAKnownTokenOnceItExpiredOrItsKeyIsGone() {
        var keys = new AtomicReference<>(List.of(KEY));
        var remembering = new AccessTokens(keys::get, clock, Duration.ofMinutes(15));
        var token = remembering.issue(user, session).reveal();
        assertThat(remembering.read(token)).isInstanceOf(Verdict.Valid.class);
        assertThat(remembering.read(token)).isInstanceOf(Verdict.Valid.class);

        keys.set(List.of(OTHER));
        assertThat(remembering.read(token)).isEqualTo(FORGED);

        keys.set(List.of(OTHER, KEY));
        assertThat(remembering.read(token)).isInstanceOf(Verdict.Valid.class);
        clock.advance(Duration.ofMinutes(15));
        assertThat(remembering.read(token)).isEqualTo(new Verdict.Refused(Verdict.Reason.EXPIRED));
    }

    @Test
    void refusesOtherAudiencesIssuersAndTypes() throws JOSEException {
        var good = header(JWSAlgorithm.ES256, "a1").build();
        var idToken =
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(JOSEObjectType.JWT)
                        .keyID("a1")
                        .build();

        assertThat(tokens.read(sign(good, claims(Map.of("aud", "another-api")), KEY)))
                .isEqualTo(FORGED);
        assertThat(tokens.read(sign(good, claims(Map.of("iss", "somebody")), KEY)))
                .isEqualTo(FORGED);
        assertThat(tokens.read(sign(good, claims(Map.of("sub", "not-an-id")), KEY)))
                .isEqualTo(FORGED);
        assertThat(tokens.read(sign(good, claims(Map.of("exp", "never")), KEY))).isEqualTo(FORGED);
        assertThat(tokens.read(sign(idToken, claims(Map.of()), KEY))).isEqualTo(FORGED);
    }

    @Test
    void refusesATokenFromTheFuture() throws JOSEException {
        var tomorrow = clock.instant().plus(Duration.ofDays(1)).getEpochSecond();

        var token =
                sign(
                        header(JWSAlgorithm.ES256, "a1").build(),
                        claims(Map.of("iat", tomorrow, "exp", tomorrow + 60)),
                        KEY);

        assertThat(tokens.read(token)).isEqualTo(FORGED);
    }

    @Test
    void refusesAnyChangedCharacter() {
        var token = tokens.issue(user, session).reveal();
        var payload = token.indexOf('.') + 5;
        var changed =
                token.substring(0, payload)
                        + (token.charAt(payload) == 'A' ? 'B' : 'A')
                        + token.substring(payload + 1);

        assertThat(tokens.read(changed)).isEqualTo(FORGED);
    }

    @Test
    void refusesARefreshTokenAsAccessToken() {
        assertThat(tokens.read(RandomToken.fresh().reveal())).isEqualTo(FORGED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "...", "a.b.c", "e30.e30.e30", "\u0000", "Bearer x"})
    void refusesWhatIsNoTokenAtAll(String text) {
        assertThat(tokens.read(text)).isEqualTo(FORGED);
        assertThat(tokens.read("x".repeat(100_000) + text)).isEqualTo(FORGED);
    }

    @Test
    void acceptsThePreviousKeyAndSignsWithTheNewOne() throws Exception {
        var old = tokens.issue(user, session).reveal();

        var rotated = new AccessTokens(() -> List.of(OTHER, KEY), clock, Duration.ofMinutes(15));

        assertThat(rotated.read(old)).isInstanceOf(Verdict.Valid.class);
        assertThat(JWSObject.parse(rotated.issue(user, session).reveal()).getHeader().getKeyID())
                .isEqualTo("b2");
    }

    private Map<String, Object> claims(Map<String, Object> changes) {
        long now = clock.instant().getEpochSecond();
        Map<String, Object> claims =
                new HashMap<>(
                        Map.of(
                                "iss",
                                "k2",
                                "aud",
                                "k2-api",
                                "sub",
                                user.toString(),
                                "session_id",
                                session.toString(),
                                "iat",
                                now,
                                "exp",
                                now + 900));
        claims.putAll(changes);
        return claims;
    }

    private static JWSHeader.Builder header(JWSAlgorithm algorithm, String key) {
        return new JWSHeader.Builder(algorithm).type(TYPE).keyID(key);
    }

    private static String sign(JWSHeader header, Map<String, Object> claims, SigningKey key)
            throws JOSEException {
        var token = new JWSObject(header, new Payload(claims));
        token.sign(new ECDSASigner(key.secret()));
        return token.serialize();
    }

    private static SigningKey key(String id) {
        try {
            var made = new ECKeyGenerator(Curve.P_256).generate();
            return new SigningKey(id, made.toECPublicKey(), made.toECPrivateKey());
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
