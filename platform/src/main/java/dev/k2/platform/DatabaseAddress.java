package dev.k2.platform;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where PostgreSQL is and who we are there.
 *
 * @param jdbcUrl without user and password
 * @param user the role
 * @param password its password, empty where the server asks for none
 */
public record DatabaseAddress(String jdbcUrl, String user, Secret password) {
    private static final String REMEDY =
            "Write it as postgresql://user:password@host:5432/database, with special characters of"
                    + " the password percent-encoded.";

    /**
     * Reads {@code postgresql://user:password@host:port/database?options}, or the same with {@code jdbc:} before it and user and
     * password as options.
     *
     * @throws StartFailure when it is neither; the message does not repeat it, as it may hold a password
     */
    public static DatabaseAddress parse(Secret url) {
        var text = url.reveal().strip();
        var plain = text.startsWith("jdbc:") ? text.substring("jdbc:".length()) : text;
        try {
            var uri = new URI(plain);
            var scheme = uri.getScheme() == null ? "" : uri.getScheme();
            var path = uri.getPath() == null ? "" : uri.getPath();
            if (!(scheme.equals("postgresql") || scheme.equals("postgres"))
                    || uri.getHost() == null
                    || path.length() < 2) {
                throw refused();
            }
            return read(uri, path);
        } catch (URISyntaxException | IllegalArgumentException broken) {
            throw refused();
        }
    }

    private static DatabaseAddress read(URI uri, String path) {
        var options = new ArrayList<String>();
        Optional<String> user = Optional.empty();
        Optional<String> password = Optional.empty();
        for (var option : options(uri)) {
            if (option.startsWith("user=")) {
                user = Optional.of(decode(option.substring("user=".length())));
            } else if (option.startsWith("password=")) {
                password = Optional.of(decode(option.substring("password=".length())));
            } else {
                options.add(option);
            }
        }
        if (uri.getRawUserInfo() != null) {
            var named = uri.getRawUserInfo().split(":", 2);
            user = Optional.of(decode(named[0]));
            password = named.length == 2 ? Optional.of(decode(named[1])) : password;
        }
        var port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        var query = options.isEmpty() ? "" : "?" + String.join("&", options);
        return new DatabaseAddress(
                "jdbc:postgresql://" + uri.getHost() + port + path + query,
                user.orElse(System.getProperty("user.name")),
                Secret.of(password.orElse("")));
    }

    private static List<String> options(URI uri) {
        return uri.getRawQuery() == null ? List.of() : List.of(uri.getRawQuery().split("&"));
    }

    private static String decode(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static StartFailure refused() {
        return new StartFailure(
                "The setting database.url (K2_DATABASE_URL) is no address of a PostgreSQL"
                        + " database.",
                REMEDY);
    }
}
