package dev.k2.gateway;

import dev.k2.accounts.IdentityAnswer;
import dev.k2.accounts.IdentityProvider;
import dev.k2.accounts.IdentityService;
import dev.k2.accounts.IdentityTerms;
import dev.k2.platform.Secret;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Speaks OpenID Connect with the providers that are configured. Calls wait for 10 s at most; redirects are not followed. */
public final class IdentityServers implements IdentityService, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IdentityServers.class);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(10);
    private static final long BYTES_MAX = 256L * 1024;

    private final Map<IdentityProvider, IdentityServer> servers =
            new EnumMap<>(IdentityProvider.class);
    private final InstantSource clock;
    private final HttpClient client =
            HttpClient.newBuilder()
                    .connectTimeout(ANSWER_MAX)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();

    private IdentityServers(List<IdentityServer> configured, InstantSource clock) {
        configured.forEach(server -> servers.put(server.provider(), server));
        this.clock = clock;
    }

    public static IdentityServers open(List<IdentityServer> configured, InstantSource clock) {
        return new IdentityServers(configured, clock);
    }

    @Override
    public Set<IdentityProvider> providers() {
        return Set.copyOf(servers.keySet());
    }

    @Override
    public IdentityTerms terms(IdentityProvider provider) {
        return server(provider).terms();
    }

    @Override
    public String address(IdentityProvider provider, String state, String challenge, String nonce) {
        IdentityServer server = server(provider);
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", server.terms().clientId());
        query.put("redirect_uri", server.redirect().toString());
        switch (provider) {
            case GOOGLE -> query.put("scope", "openid email");
            case APPLE -> {
                // Apple tells the address only to those who take the answer as a form.
                query.put("scope", "email");
                query.put("response_mode", "form_post");
            }
        }
        query.put("state", state);
        query.put("nonce", nonce);
        query.put("code_challenge", challenge);
        query.put("code_challenge_method", "S256");
        String mark = server.authorize().getRawQuery() == null ? "?" : "&";
        return server.authorize() + mark + form(query);
    }

    @Override
    public IdentityAnswer redeem(IdentityProvider provider, Secret code, Secret verifier) {
        IdentityServer server = server(provider);
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("grant_type", "authorization_code");
        fields.put("code", code.reveal());
        fields.put("code_verifier", verifier.reveal());
        fields.put("redirect_uri", server.redirect().toString());
        fields.put("client_id", server.terms().clientId());
        fields.put(
                "client_secret",
                switch (server.proof()) {
                    case IdentityServer.ClientProof.Shared(Secret secret) -> secret.reveal();
                    case IdentityServer.ClientProof.Signed(AppleKey key) ->
                            key.sign(clock.instant()).reveal();
                });
        HttpRequest request =
                HttpRequest.newBuilder(server.token())
                        .timeout(ANSWER_MAX)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Accept", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(form(fields)))
                        .build();
        try {
            return answer(send(request));
        } catch (IOException | DecodeException | ClassCastException failure) {
            return new IdentityAnswer.Unclear(failure.getClass().getSimpleName());
        }
    }

    private static IdentityAnswer answer(HttpResponse<String> response) {
        int status = response.statusCode();
        if (status == 400 || status == 401 || status == 403) {
            return new IdentityAnswer.Refused("the provider does not take the code");
        }
        if (status != 200) {
            return new IdentityAnswer.Unclear("the provider answered with status " + status);
        }
        String token = new JsonObject(response.body()).getString("id_token");
        return token == null
                ? new IdentityAnswer.Unclear("the answer holds no id token")
                : new IdentityAnswer.Told(Secret.of(token));
    }

    @Override
    public Optional<String> keys(IdentityProvider provider) {
        URI address = server(provider).keys();
        try {
            HttpResponse<String> response =
                    send(HttpRequest.newBuilder(address).timeout(ANSWER_MAX).GET().build());
            return Optional.of(response)
                    .filter(found -> found.statusCode() == 200)
                    .map(HttpResponse::body);
        } catch (IOException failure) {
            LOG.atWarn()
                    .addKeyValue("provider", provider.text())
                    .addKeyValue("cause", failure.toString())
                    .log("the keys of a provider could not be fetched");
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException {
        try {
            return client.send(
                    request,
                    BodyHandlers.limiting(
                            BodyHandlers.ofString(StandardCharsets.UTF_8), BYTES_MAX));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    private IdentityServer server(IdentityProvider provider) {
        IdentityServer server = servers.get(provider);
        if (server == null) {
            throw new IllegalArgumentException(provider + " is not configured");
        }
        return server;
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(
                        field ->
                                field.getKey()
                                        + "="
                                        + URLEncoder.encode(
                                                field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
