package dev.k2.gateway;

import dev.k2.platform.Settings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Who may come in, from where and how fast.
 *
 * @param allowedOrigins pages of other origins that may call, such as {@code https://desk.example}
 * @param trustedProxies whose word on where a request came from is believed
 * @param allowed the only addresses that are served; empty for all
 * @param denied addresses that are not served, whatever else
 * @param countryHeader the header by which a trusted proxy names the country of a request
 * @param deniedCountries countries, in two letters, that are not served
 * @param address how fast one address may ask
 * @param person how fast one person may ask, from wherever
 * @param credentials how fast one address may try each single call that takes credentials
 * @param behindTls whether clients reach K2 by TLS that somebody else ends
 * @param tls the certificate where K2 ends TLS itself
 */
public record EdgeSettings(
        Set<String> allowedOrigins,
        List<AddressRange> trustedProxies,
        List<AddressRange> allowed,
        List<AddressRange> denied,
        Optional<String> countryHeader,
        Set<String> deniedCountries,
        Pace address,
        Pace person,
        Pace credentials,
        boolean behindTls,
        Optional<TlsFiles> tls) {
    /** What holds unless it was set otherwise: it hinders no person, and no single flood stops the others. */
    public static final EdgeSettings USUAL =
            new EdgeSettings(
                    Set.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    Set.of(),
                    new Pace(100, 400),
                    new Pace(100, 400),
                    new Pace(5, 60),
                    false,
                    Optional.empty());

    private static final int FASTEST = 1_000_000;
    private static final Pattern HEADER = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,60}");
    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");
    private static final String RANGES =
            "Give addresses or ranges such as 10.0.0.0/8, 2001:db8::/32, with commas between them.";

    /** Sets and lists are copied. */
    public EdgeSettings {
        allowedOrigins = Set.copyOf(allowedOrigins);
        trustedProxies = List.copyOf(trustedProxies);
        allowed = List.copyOf(allowed);
        denied = List.copyOf(denied);
        deniedCountries = Set.copyOf(deniedCountries);
    }

    /**
     * A pace of requests.
     *
     * @param perSecond in the long run
     * @param atOnce in one burst
     */
    public record Pace(int perSecond, int atOnce) {}

    /** A certificate with its chain, and its private key, both in PEM; read again when they change. */
    public record TlsFiles(Path certificate, Path key) {}

    /** Reads the keys under {@code edge} and {@code tls}. */
    public static EdgeSettings from(Settings settings) {
        List<AddressRange> proxies =
                list(settings, "edge.trusted-proxies", RANGES, AddressRange::parse);
        Optional<String> country = settings.text("edge.country-header");
        if (country.isPresent() && !HEADER.matcher(country.get()).matches()) {
            settings.reject(
                    "edge.country-header", "Give the name of a header, such as CF-IPCountry.");
        }
        if (country.isPresent() && proxies.isEmpty()) {
            settings.reject(
                    "edge.country-header",
                    "Name the proxies that set it in edge.trusted-proxies; anybody could set it"
                            + " otherwise.");
        }
        Set<String> countries =
                new HashSet<>(
                        list(
                                settings,
                                "edge.denied-countries",
                                "Give countries in two letters, such as KP, IR.",
                                EdgeSettings::country));
        if (!countries.isEmpty() && country.isEmpty()) {
            settings.reject(
                    "edge.denied-countries",
                    "Name the header that says the country in edge.country-header.");
        }
        return new EdgeSettings(
                new HashSet<>(
                        list(
                                settings,
                                "edge.allowed-origins",
                                "Give origins such as https://desk.example, without a path.",
                                EdgeSettings::origin)),
                proxies,
                list(settings, "edge.allowed-addresses", RANGES, AddressRange::parse),
                list(settings, "edge.denied-addresses", RANGES, AddressRange::parse),
                country,
                countries,
                pace(settings, "edge.address", USUAL.address),
                pace(settings, "edge.person", USUAL.person),
                pace(settings, "edge.credentials", USUAL.credentials),
                settings.flag("edge.behind-tls", USUAL.behindTls),
                tls(settings));
    }

    /** The same with one pace for everything. */
    public EdgeSettings withPace(int perSecond, int atOnce) {
        Pace pace = new Pace(perSecond, atOnce);
        return new EdgeSettings(
                allowedOrigins,
                trustedProxies,
                allowed,
                denied,
                countryHeader,
                deniedCountries,
                pace,
                pace,
                pace,
                behindTls,
                tls);
    }

    /** Whether clients reach K2 by TLS, whoever ends it. */
    boolean isTls() {
        return behindTls || tls.isPresent();
    }

    private static Pace pace(Settings settings, String key, Pace usual) {
        return new Pace(
                settings.number(key + "-per-second", usual.perSecond(), 1, FASTEST),
                settings.number(key + "-at-once", usual.atOnce(), 1, FASTEST));
    }

    private static Optional<TlsFiles> tls(Settings settings) {
        Optional<Path> certificate = settings.path("tls.cert");
        Optional<Path> key = settings.path("tls.key");
        certificate.ifPresent(file -> readable(settings, "tls.cert", file));
        key.ifPresent(file -> readable(settings, "tls.key", file));
        if (certificate.isPresent() != key.isPresent()) {
            settings.reject(
                    certificate.isPresent() ? "tls.key" : "tls.cert",
                    "Give both --tls-cert and --tls-key, or neither.");
        }
        return certificate.flatMap(chain -> key.map(secret -> new TlsFiles(chain, secret)));
    }

    private static void readable(Settings settings, String key, Path file) {
        if (!Files.isReadable(file)) {
            settings.reject(key, "Give a file in PEM that K2 may read.");
        }
    }

    private static <T> List<T> list(
            Settings settings, String key, String remedy, Function<String, Optional<T>> read) {
        List<Optional<T>> found =
                settings.text(key).stream()
                        .flatMap(text -> Arrays.stream(text.split(",")))
                        .map(String::strip)
                        .filter(one -> !one.isEmpty())
                        .map(read)
                        .toList();
        if (found.stream().anyMatch(Optional::isEmpty)) {
            settings.reject(key, remedy);
        }
        return found.stream().flatMap(Optional::stream).collect(Collectors.toList());
    }

    private static Optional<String> country(String text) {
        String letters = text.toUpperCase(Locale.ROOT);
        return COUNTRY.matcher(letters).matches() ? Optional.of(letters) : Optional.empty();
    }

    private static Optional<String> origin(String text) {
        try {
            URI uri = URI.create(text);
            boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            return web
                            && uri.getHost() != null
                            && text.equals(uri.getScheme() + "://" + uri.getAuthority())
                            && uri.getUserInfo() == null
                    ? Optional.of(text.toLowerCase(Locale.ROOT))
                    : Optional.empty();
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}
