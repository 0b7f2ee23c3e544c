package dev.k2.gateway;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.k2.accounts.IdentityProvider;
import dev.k2.accounts.IdentityTerms;
import dev.k2.platform.Secret;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A provider on this machine that speaks OpenID Connect as Google and Apple do: one address, two clients. */
final class IdentityHost implements AutoCloseable {
    static final String CLIENT = "k2-client";

    private static final String SECRET = "canary-client-secret";
    private static final String TEAM = "TEAM123456";
    private static final String KEY_ID = "KEY1234567";

    final List<Map<String, String>> asked = new CopyOnWriteArrayList<>();
    volatile int status = 200;

    private final HttpServer server;
    private final RSAKey key;
    private final KeyPair appleKey;
    private final InstantSource clock;
    private final Map<String, Consent> consents = new ConcurrentHashMap<>();

    private record Consent(Map<String, String> query, String subject, String email) {}

    IdentityHost(InstantSource clock) throws IOException {
        this.clock = clock;
        try {
            key = new RSAKeyGenerator(2048).keyID("one").generate();
            KeyPairGenerator curve = KeyPairGenerator.getInstance("EC");
            curve.initialize(new ECGenParameterSpec("secp256r1"));
            appleKey = curve.generateKeyPair();
        } catch (JOSEException | GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/token", this::token);
        server.createContext("/keys", this::keys);
        server.start();
    }

    List<IdentityServer> servers() {
        String pem =
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder().encodeToString(appleKey.getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n";
        AppleKey signer = AppleKey.of(TEAM, KEY_ID, CLIENT, Secret.of(pem)).orElseThrow();
        return List.of(
                as(
                        IdentityProvider.GOOGLE,
                        new IdentityServer.ClientProof.Shared(Secret.of(SECRET))),
                as(IdentityProvider.APPLE, new IdentityServer.ClientProof.Signed(signer)));
    }

    private IdentityServer as(IdentityProvider provider, IdentityServer.ClientProof proof) {
        URI site = site();
        return new IdentityServer(
                provider,
                new IdentityTerms(Set.of(site.toString()), CLIENT),
                proof,
                site.resolve("/authorize"),
                site.resolve("/token"),
                site.resolve("/keys"),
                URI.create("https://k2.example/login"));
    }

    private URI site() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** What the browser of a person who says yes comes back with. */
    record Back(String code, String state) {}

    Back consent(String address, String subject, String email) {
        Map<String, String> query = ConsentHost.form(URI.create(address).getRawQuery());
        String code = "code-" + consents.size();
        consents.put(code, new Consent(query, subject, email));
        return new Back(code, String.valueOf(query.get("state")));
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> fields;
        try (var body = exchange.getRequestBody()) {
            fields = ConsentHost.form(new String(body.readAllBytes(), StandardCharsets.UTF_8));
        }
        asked.add(fields);
        Consent consent = consents.remove(String.valueOf(fields.get("code")));
        if (status != 200) {
            answer(exchange, status, "{}");
        } else if (consent == null || !isClient(fields) || !fits(consent.query(), fields)) {
            answer(exchange, 400, new JsonObject().put("error", "invalid_grant").encode());
        } else {
            answer(
                    exchange,
                    200,
                    new JsonObject()
                            .put("access_token", "canary-access")
                            .put("id_token", idToken(consent))
                            .encode());
        }
    }

    private static boolean fits(Map<String, String> query, Map<String, String> fields) {
        return "S256".equals(query.get("code_challenge_method"))
                && "code".equals(query.get("response_type"))
                && challenge(String.valueOf(fields.get("code_verifier")))
                        .equals(query.get("code_challenge"))
                && String.valueOf(query.get("redirect_uri")).equals(fields.get("redirect_uri"));
    }

    private boolean isClient(Map<String, String> fields) {
        String shown = String.valueOf(fields.get("client_secret"));
        return shown.equals(SECRET) || isSignedForApple(shown);
    }

    private boolean isSignedForApple(String shown) {
        try {
            SignedJWT token = SignedJWT.parse(shown);
            JWTClaimsSet claims = token.getJWTClaimsSet();
            return token.verify(new ECDSAVerifier((ECPublicKey) appleKey.getPublic()))
                    && token.getHeader().getAlgorithm().equals(JWSAlgorithm.ES256)
                    && KEY_ID.equals(token.getHeader().getKeyID())
                    && TEAM.equals(claims.getIssuer())
                    && CLIENT.equals(claims.getSubject())
                    && claims.getAudience().equals(List.of("https://appleid.apple.com"))
                    && claims.getExpirationTime().toInstant().isAfter(clock.instant());
        } catch (ParseException | JOSEException notSigned) {
            return false;
        }
    }

    private void keys(HttpExchange exchange) throws IOException {
        answer(exchange, 200, new JWKSet(key.toPublicJWK()).toString());
    }

    private String idToken(Consent consent) {
        try {
            SignedJWT token =
                    new SignedJWT(
                            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").build(),
                            new JWTClaimsSet.Builder()
                                    .issuer(site().toString())
                                    .audience(CLIENT)
                                    .subject(consent.subject())
                                    .claim("email", consent.email())
                                    .claim("email_verified", "true")
                                    .claim("nonce", consent.query().get("nonce"))
                                    .issueTime(Date.from(clock.instant()))
                                    .expirationTime(Date.from(clock.instant().plusSeconds(600)))
                                    .build());
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}
