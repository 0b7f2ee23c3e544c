package dev.k2.gateway;

import dev.k2.model.ExchangeId;
import dev.k2.platform.Secret;
import dev.k2.platform.Settings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The authorisation server of an exchange, and who K2 is to it.
 *
 * @param clientSecret empty for a public client
 * @param authorize where a person gives consent
 * @param token where tokens are given
 * @param revoke where tokens are ended; empty where the server has no such thing
 * @param scopes what is asked for
 * @param redirect the page of the web app to which people return
 */
public record ConsentServer(
        ExchangeId exchange,
        String clientId,
        Optional<Secret> clientSecret,
        URI authorize,
        URI token,
        Optional<URI> revoke,
        List<String> scopes,
        URI redirect) {
    public ConsentServer {
        scopes = List.copyOf(scopes);
    }

    /**
     * Reads the keys under {@code links.oauth.<exchange>}; an exchange without a client id is linked
     * by key. Addresses are those of TLS, but for this machine's own.
     */
    public static List<ConsentServer> from(Settings settings) {
        List<ConsentServer> servers = new ArrayList<>();
        for (ExchangeId exchange : ExchangeId.values()) {
            String key = "links.oauth." + exchange.text() + ".";
            Optional<String> client = settings.text(key + "client-id");
            Optional<Secret> secret = settings.secret(key + "client-secret");
            Optional<URI> authorize = address(settings, key + "authorize-url");
            Optional<URI> token = address(settings, key + "token-url");
            Optional<URI> revoke = address(settings, key + "revoke-url");
            Optional<URI> redirect = address(settings, key + "redirect-url");
            String scopes = settings.text(key + "scopes", "");
            if (client.isEmpty()) {
                continue;
            }
            if (authorize.isEmpty() || token.isEmpty() || redirect.isEmpty()) {
                settings.reject(
                        key + "client-id",
                        "Give authorize-url, token-url and redirect-url beside it.");
                continue;
            }
            servers.add(
                    new ConsentServer(
                            exchange,
                            client.get(),
                            secret,
                            authorize.get(),
                            token.get(),
                            revoke,
                            scopes.isBlank()
                                    ? List.of()
                                    : List.of(scopes.strip().split("\\s+", -1)),
                            redirect.get()));
        }
        return servers;
    }

    private static Optional<URI> address(Settings settings, String key) {
        Optional<String> text = settings.text(key);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<URI> address = text.flatMap(ConsentServer::parse);
        if (address.isEmpty()) {
            settings.reject(key, "Give an address that begins with https://.");
        }
        return address;
    }

    static Optional<URI> parse(String text) {
        try {
            URI address = URI.create(text);
            boolean here = "127.0.0.1".equals(address.getHost());
            return "https".equals(address.getScheme())
                            || (here && "http".equals(address.getScheme()))
                    ? Optional.of(address)
                    : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
