package dev.k2.gateway;

import dev.k2.accounts.TokenGrant;
import dev.k2.accounts.TokenService;
import dev.k2.model.ExchangeId;
import dev.k2.platform.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.Credentials;
import io.vertx.ext.auth.oauth2.OAuth2Auth;
import io.vertx.ext.auth.oauth2.OAuth2AuthorizationURL;
import io.vertx.ext.auth.oauth2.OAuth2FlowType;
import io.vertx.ext.auth.oauth2.OAuth2Options;
import io.vertx.ext.auth.oauth2.Oauth2Credentials;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Speaks OAuth 2 with the servers that are configured. Calls wait for 10 s at most. */
public final class ConsentServers implements TokenService, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConsentServers.class);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(10);

    /** RFC 6749, 5.2: the code or the refresh token is no good, and will not be. */
    private static final String REFUSED = "invalid_grant";

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Map<ExchangeId, Known> servers = new EnumMap<>(ExchangeId.class);

    private record Known(ConsentServer server, OAuth2Auth client) {}

    private ConsentServers(List<ConsentServer> configured) {
        for (ConsentServer server : configured) {
            servers.put(
                    server.exchange(),
                    new Known(server, OAuth2Auth.create(vertx, options(server))));
        }
    }

    public static ConsentServers open(List<ConsentServer> configured) {
        return new ConsentServers(configured);
    }

    @Override
    public Set<ExchangeId> exchanges() {
        return Set.copyOf(servers.keySet());
    }

    @Override
    public String consentAddress(
            ExchangeId exchange, String state, String challenge, String nonce) {
        Known known = known(exchange);
        return known.client()
                .authorizeURL(
                        new OAuth2AuthorizationURL()
                                .setScopes(known.server().scopes())
                                .setState(state)
                                // The setters for these leave nothing in the address.
                                .setAdditionalParameters(
                                        Map.of(
                                                "redirect_uri",
                                                known.server().redirect().toString(),
                                                "code_challenge",
                                                challenge,
                                                "code_challenge_method",
                                                "S256",
                                                "nonce",
                                                nonce)));
    }

    @Override
    public TokenGrant redeem(ExchangeId exchange, Secret code, Secret verifier) {
        Known known = known(exchange);
        Credentials shown =
                new Oauth2Credentials()
                        .setFlow(OAuth2FlowType.AUTH_CODE)
                        .setCode(code.reveal())
                        .setCodeVerifier(verifier.reveal())
                        .setRedirectUri(known.server().redirect().toString());
        return grant(known.client().authenticate(shown));
    }

    @Override
    public TokenGrant refresh(ExchangeId exchange, Secret refreshToken) {
        return grant(known(exchange).client().refresh(holding(refreshToken)));
    }

    @Override
    public boolean revoke(ExchangeId exchange, Secret token) {
        Known known = known(exchange);
        if (known.server().revoke().isEmpty()) {
            return false;
        }
        try {
            await(known.client().revoke(holding(token), "refresh_token"));
            return true;
        } catch (Unanswered failed) {
            LOG.atWarn()
                    .addKeyValue("exchange", exchange)
                    .addKeyValue("cause", failed.getMessage())
                    .log("tokens were not ended at their server");
            return false;
        }
    }

    @Override
    public void close() {
        servers.values().forEach(known -> known.client().close());
        var _ = vertx.close();
    }

    /** There was no good answer; the message says why and never quotes a token. */
    private static final class Unanswered extends Exception {
        private static final long serialVersionUID = 1L;

        Unanswered(String why) {
            super(why);
        }
    }

    private Known known(ExchangeId exchange) {
        Known known = servers.get(exchange);
        if (known == null) {
            throw new IllegalArgumentException(exchange + " is linked by key");
        }
        return known;
    }

    private static User holding(Secret token) {
        return User.create(new JsonObject().put("refresh_token", token.reveal()));
    }

    private static TokenGrant grant(Future<User> answer) {
        JsonObject told;
        try {
            told = await(answer).principal();
        } catch (Unanswered failed) {
            String why = String.valueOf(failed.getMessage());
            return why.startsWith(REFUSED)
                    ? new TokenGrant.Refused(why)
                    : new TokenGrant.Unclear(why);
        }
        String access = told.getString("access_token");
        if (access == null || access.isEmpty()) {
            return new TokenGrant.Unclear("the answer holds no access token");
        }
        return new TokenGrant.Granted(
                Secret.of(access),
                Optional.ofNullable(told.getString("refresh_token")).map(Secret::of),
                Optional.ofNullable(told.getLong("expires_in")).map(Duration::ofSeconds),
                claim(told, "nonce"),
                claim(told, "sub"));
    }

    /** The id token came from the server itself over TLS, so its signature tells nothing new. */
    private static Optional<String> claim(JsonObject told, String name) {
        String token = told.getString("id_token");
        String[] parts = token == null ? new String[0] : token.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            byte[] claims = Base64.getUrlDecoder().decode(parts[1]);
            return Optional.ofNullable(new JsonObject(Buffer.buffer(claims)).getValue(name))
                    .map(String::valueOf);
        } catch (IllegalArgumentException | DecodeException malformed) {
            return Optional.empty();
        }
    }

    private static <T> T await(Future<T> answer) throws Unanswered {
        try {
            return answer.toCompletionStage()
                    .toCompletableFuture()
                    .get(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Unanswered("interrupted");
        } catch (TimeoutException late) {
            throw new Unanswered("no answer within " + ANSWER_MAX.toSeconds() + " s");
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            throw new Unanswered(String.valueOf(cause.getMessage()));
        }
    }

    private static OAuth2Options options(ConsentServer server) {
        URI token = server.token();
        OAuth2Options options =
                new OAuth2Options()
                        .setClientId(server.clientId())
                        .setSite(token.getScheme() + "://" + token.getAuthority())
                        .setAuthorizationPath(server.authorize().toString())
                        .setTokenPath(token.toString())
                        .setHttpClientOptions(
                                new HttpClientOptions()
                                        .setConnectTimeout((int) ANSWER_MAX.toMillis())
                                        .setVerifyHost(true));
        server.clientSecret().ifPresent(secret -> options.setClientSecret(secret.reveal()));
        server.revoke().ifPresent(revoke -> options.setRevocationPath(revoke.toString()));
        return options;
    }
}
