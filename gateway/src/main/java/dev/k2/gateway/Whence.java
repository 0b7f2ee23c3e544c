package dev.k2.gateway;

import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where requests come from. What a header says of it counts only where a trusted proxy has sent it,
 * and of a list of hops only down to the nearest one that is no trusted proxy: whatever lies before
 * that one anybody could have written.
 */
final class Whence {
    private static final int HOPS_MAX = 32;

    private final EdgeSettings edge;

    Whence(EdgeSettings edge) {
        this.edge = edge;
    }

    /**
     * Where one request comes from.
     *
     * @param address of the client, in one form
     * @param secure whether the client speaks TLS
     */
    record Client(String address, boolean secure) {}

    Client of(HttpServerRequest request) {
        String peer = peer(request);
        if (!isTrusted(peer)) {
            return new Client(peer, request.isSSL() || edge.isTls());
        }
        List<Hop> hops = hops(request);
        String client = peer;
        Optional<String> scheme = Optional.empty();
        for (Hop hop : hops.reversed()) {
            Optional<String> address = AddressRange.plain(hop.address());
            if (address.isEmpty()) {
                break;
            }
            client = address.get();
            scheme = hop.scheme();
            if (!isTrusted(client)) {
                break;
            }
        }
        boolean secure = scheme.map("https"::equalsIgnoreCase).orElse(edge.isTls());
        return new Client(client, secure || request.isSSL());
    }

    /** Why this request is not served at all; empty where it is. */
    Optional<Problem> refusal(HttpServerRequest request, Client client) {
        boolean listed =
                edge.allowed().isEmpty() || AddressRange.anyHas(edge.allowed(), client.address());
        if (!listed || AddressRange.anyHas(edge.denied(), client.address())) {
            return Optional.of(
                    new Problem(403, "ADDRESS_NOT_SERVED", "K2 does not serve this address."));
        }
        return edge.deniedCountries().isEmpty() || mayComeFrom(request)
                ? Optional.empty()
                : Optional.of(
                        new Problem(403, "COUNTRY_NOT_SERVED", "K2 does not serve this country."));
    }

    /** Who goes around the edge that knows countries is let in only from this very machine. */
    private boolean mayComeFrom(HttpServerRequest request) {
        String peer = peer(request);
        if (!isTrusted(peer)) {
            return peer.equals("127.0.0.1") || peer.equals("0:0:0:0:0:0:0:1");
        }
        String country =
                edge.countryHeader()
                        .map(request::getHeader)
                        .orElse("")
                        .strip()
                        .toUpperCase(Locale.ROOT);
        return !country.isEmpty() && !edge.deniedCountries().contains(country);
    }

    private record Hop(String address, Optional<String> scheme) {}

    /** As the standard header has them, else as the usual one has. */
    private static List<Hop> hops(HttpServerRequest request) {
        @Nullable String standard = joined(request, "Forwarded");
        if (standard != null) {
            return Arrays.stream(standard.split(",", -1))
                    .limit(HOPS_MAX)
                    .map(Whence::forwarded)
                    .toList();
        }
        @Nullable String usual = joined(request, "X-Forwarded-For");
        if (usual == null) {
            return List.of();
        }
        @Nullable String told = joined(request, "X-Forwarded-Proto");
        String[] addresses = usual.split(",", -1);
        String[] schemes = told == null ? new String[0] : told.split(",", -1);
        List<Hop> hops = new ArrayList<>();
        for (int at = Math.max(0, addresses.length - HOPS_MAX); at < addresses.length; at++) {
            // A proxy that sets one scheme speaks of its own client.
            int of = schemes.length == addresses.length ? at : schemes.length - 1;
            hops.add(
                    new Hop(
                            bare(addresses[at].strip()),
                            of < 0 ? Optional.empty() : Optional.of(schemes[of].strip())));
        }
        return hops;
    }

    private static Hop forwarded(String element) {
        String address = "";
        Optional<String> scheme = Optional.empty();
        for (String pair : element.split(";", -1)) {
            String[] parts = pair.strip().split("=", 2);
            if (parts.length == 2 && parts[0].equalsIgnoreCase("for")) {
                address = bare(parts[1].replace("\"", ""));
            } else if (parts.length == 2 && parts[0].equalsIgnoreCase("proto")) {
                scheme = Optional.of(parts[1].replace("\"", ""));
            }
        }
        return new Hop(address, scheme);
    }

    /** Without brackets and port. */
    private static String bare(String text) {
        if (text.startsWith("[") && text.contains("]")) {
            return text.substring(1, text.indexOf(']'));
        }
        boolean hasPort = text.indexOf(':') >= 0 && text.indexOf(':') == text.lastIndexOf(':');
        return hasPort ? text.substring(0, text.indexOf(':')) : text;
    }

    private static @Nullable String joined(HttpServerRequest request, String name) {
        List<String> values = request.headers().getAll(name);
        return values.isEmpty() ? null : String.join(",", values);
    }

    private static String peer(HttpServerRequest request) {
        String told = request.remoteAddress().hostAddress();
        return AddressRange.plain(told).orElse(told);
    }

    private boolean isTrusted(String address) {
        return AddressRange.anyHas(edge.trustedProxies(), address);
    }
}
