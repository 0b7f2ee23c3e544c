package dev.k2.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.platform.Settings;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is let in at all, and how fast: lists, proxies, countries, paces. */
class EdgeTest {

    private static Gateway open(Map<String, String> keys) {
        Settings settings = Settings.load(Optional.empty(), Map.of(), keys);
        EdgeSettings edge = EdgeSettings.from(settings);
        settings.check();
        return House.shared().open(House.shared().config(Optional.empty()).with(edge));
    }

    private static Map<String, String> wide(Map<String, String> keys) {
        Map<String, String> all = new HashMap<>(keys);
        for (String pace : new String[] {"address", "person", "credentials"}) {
            all.putIfAbsent("edge." + pace + "-per-second", "100000");
            all.putIfAbsent("edge." + pace + "-at-once", "100000");
        }
        return all;
    }

    @Test
    void keepsDeniedAddressesOut() {
        try (Gateway gateway =
                open(wide(Map.of("edge.denied-addresses", "10.0.0.0/8, 127.0.0.0/8")))) {
            Browser.Answered refused = Browser.of(gateway).get("/v1/system");

            ContractBook.assertError(refused);
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.code()).isEqualTo("ADDRESS_NOT_SERVED");
        }
    }

    @Test
    void letsInOnlyWhoIsOnTheListOfTheAllowed() {
        try (Gateway away = open(wide(Map.of("edge.allowed-addresses", "203.0.113.0/24")));
                Gateway here = open(wide(Map.of("edge.allowed-addresses", "::ffff:127.0.0.1")))) {
            assertThat(Browser.of(away).get("/").status()).isEqualTo(403);
            assertThat(Browser.of(here).get("/v1/system").status()).isEqualTo(200);
        }
    }

    /** The nearest hop that is no trusted proxy counts, and headers of others say nothing. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "127.0.0.1|X-Forwarded-For|203.0.113.9|403",
                "127.0.0.1|X-Forwarded-For|198.51.100.1|200",
                "127.0.0.1|X-Forwarded-For|203.0.113.9, 198.51.100.1|200",
                "127.0.0.1|X-Forwarded-For|198.51.100.1, 203.0.113.9|403",
                "127.0.0.1|X-Forwarded-For|::ffff:203.0.113.9|403",
                "127.0.0.1|X-Forwarded-For|203.0.113.9:4711|403",
                "127.0.0.1, 10.0.0.0/8|X-Forwarded-For|198.51.100.1, 203.0.113.9, 10.1.2.3|403",
                "127.0.0.1, 10.0.0.0/8|X-Forwarded-For|203.0.113.9, nonsense, 10.1.2.3|200",
                "127.0.0.1|Forwarded|for=198.51.100.1;proto=https, for=203.0.113.9|403",
                "127.0.0.1|Forwarded|for=\"[2001:db8::7]:4711\"|403",
                "127.0.0.1|Forwarded|for=unknown|200",
                "10.0.0.0/8|X-Forwarded-For|203.0.113.9|200",
                "-|X-Forwarded-For|203.0.113.9|200",
                "-|Forwarded|for=203.0.113.9|200"
            })
    void believesTrustedProxiesAndNobodyElse(
            String proxies, String header, String told, int status) {
        Map<String, String> keys = new HashMap<>();
        keys.put("edge.denied-addresses", "203.0.113.0/24, 2001:db8::/32");
        if (proxies != null) {
            keys.put("edge.trusted-proxies", proxies);
        }
        try (Gateway gateway = open(wide(keys))) {
            Browser.Answered answered = Browser.of(gateway).with(header, told).get("/v1/system");

            assertThat(answered.status()).isEqualTo(status);
        }
    }

    @Test
    void insistsOnTlsWhereATrustedProxySaysThatItWasSpoken() {
        try (Gateway trusting = open(wide(Map.of("edge.trusted-proxies", "127.0.0.1")));
                Gateway plain = open(wide(Map.of()))) {
            String https =
                    Browser.of(trusting)
                            .with("X-Forwarded-For", "198.51.100.1")
                            .with("X-Forwarded-Proto", "https")
                            .get("/v1/system")
                            .header("Strict-Transport-Security");
            String http =
                    Browser.of(trusting)
                            .with("X-Forwarded-For", "198.51.100.1")
                            .with("X-Forwarded-Proto", "http")
                            .get("/v1/system")
                            .header("Strict-Transport-Security");
            String forged =
                    Browser.of(plain)
                            .with("X-Forwarded-Proto", "https")
                            .get("/v1/system")
                            .header("Strict-Transport-Security");

            assertThat(https).startsWith("max-age=31536000");
            assertThat(http).isEmpty();
            assertThat(forged).isEmpty();
        }
    }

    @Test
    void blocksCountriesThatATrustedEdgeNames() {
        try (Gateway gateway =
                open(
                        wide(
                                Map.of(
                                        "edge.trusted-proxies", "127.0.0.1",
                                        "edge.country-header", "CF-IPCountry",
                                        "edge.denied-countries", "kp, IR")))) {
            Browser browser = Browser.of(gateway);
            Browser.Answered denied = browser.with("CF-IPCountry", "KP").get("/v1/system");
            Browser.Answered served = browser.with("CF-IPCountry", "CH").get("/v1/system");
            Browser.Answered unknown = browser.get("/v1/system");

            ContractBook.assertError(denied);
            assertThat(denied.code()).isEqualTo("COUNTRY_NOT_SERVED");
            assertThat(served.status()).isEqualTo(200);
            assertThat(unknown.status()).isEqualTo(403);
        }
    }

    @Test
    void takesNoCountryFromWhoIsNoTrustedEdge() {
        try (Gateway gateway =
                open(
                        wide(
                                Map.of(
                                        "edge.trusted-proxies", "203.0.113.1",
                                        "edge.country-header", "CF-IPCountry",
                                        "edge.denied-countries", "KP")))) {
            // This machine itself is served whatever a header says.
            assertThat(Browser.of(gateway).with("CF-IPCountry", "KP").get("/v1/system").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void holdsAPersonToTheirPaceFromWherever() {
        try (Gateway gateway =
                open(
                        wide(
                                Map.of(
                                        "edge.trusted-proxies", "127.0.0.1",
                                        "edge.person-per-second", "1",
                                        "edge.person-at-once", "2")))) {
            String token = House.shared().visitor().access().reveal();
            Browser.Answered last = untilRefused(at -> fromElsewhere(gateway, token, at));
            Browser.Answered another =
                    Browser.of(gateway)
                            .as(House.shared().visitor().access().reveal())
                            .get("/v1/users/me");

            ContractBook.assertFits("getMe", last);
            assertThat(last.status()).isEqualTo(429);
            assertThat(last.error().getJsonObject("details").getString("limit"))
                    .isEqualTo("person");
            assertThat(Integer.parseInt(last.header("Retry-After"))).isBetween(1, 3);
            assertThat(another.status()).isEqualTo(200);
            assertThat(another.headers().get("ratelimit"))
                    .anyMatch(said -> said.startsWith("\"person\";r=1;"));
        }
    }

    /** However slow the machine is, some calls follow each other fast enough. */
    private static Browser.Answered untilRefused(IntFunction<Browser.Answered> call) {
        for (int at = 1; at < 200; at++) {
            Browser.Answered answered = call.apply(at);
            if (answered.status() == 429) {
                return answered;
            }
        }
        throw new AssertionError("nothing was refused");
    }

    private static Browser.Answered fromElsewhere(Gateway gateway, String token, int host) {
        return Browser.of(gateway)
                .as(token)
                .with("X-Forwarded-For", "198.51.100." + host)
                .get("/v1/users/me");
    }

    @Test
    void slowsWhoGuessesLinksToSharedLists() {
        try (Gateway gateway =
                open(
                        wide(
                                Map.of(
                                        "edge.credentials-per-second", "1",
                                        "edge.credentials-at-once", "2")))) {
            Browser browser = Browser.of(gateway);

            Browser.Answered refused =
                    untilRefused(
                            at -> browser.get("/v1/shared/watchlists/" + "a".repeat(30 + at % 9)));

            ContractBook.assertFits("getSharedWatchlist", refused);
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.error().getJsonObject("details").getString("limit"))
                    .isEqualTo("call");
        }
    }

    @Test
    void slowsWhoTriesCredentialsAndNotWhoReads() {
        try (Gateway gateway =
                open(
                        wide(
                                Map.of(
                                        "edge.credentials-per-second", "1",
                                        "edge.credentials-at-once", "2")))) {
            Browser browser = Browser.of(gateway);
            Browser.Answered refused =
                    untilRefused(at -> browser.post("/v1/auth/login", new JsonObject()));

            ContractBook.assertFits("login", refused);
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.error().getJsonObject("details").getString("limit"))
                    .isEqualTo("call");
            assertThat(browser.get("/v1/system").status()).isEqualTo(200);
        }
    }

    @Test
    void countsTheAddressesOfOneNetworkTogether() {
        assertThat(AddressRange.network("2001:db8:1:2:3:4:5:6"))
                .isEqualTo(AddressRange.network("2001:db8:1:2::9"))
                .isNotEqualTo(AddressRange.network("2001:db8:1:3::9"));
        assertThat(AddressRange.network("203.0.113.9")).isEqualTo("203.0.113.9");
        assertThat(AddressRange.network("::ffff:203.0.113.9")).isEqualTo("::ffff:203.0.113.9");
    }

    @Test
    void namesEverySettingThatIsWrong() {
        Settings settings =
                Settings.load(
                        Optional.empty(),
                        Map.of(),
                        Map.of(
                                "edge.trusted-proxies", "10.0.0.0/33",
                                "edge.denied-addresses", "localhost",
                                "edge.allowed-origins", "desk.example",
                                "edge.denied-countries", "Switzerland",
                                "edge.country-header", "CF IPCountry",
                                "edge.person-per-second", "0",
                                "tls.cert", "/nowhere/cert.pem"));

        EdgeSettings.from(settings);

        assertThat(settings.problems())
                .allMatch(problem -> !problem.remedy().isBlank())
                .extracting(problem -> problem.key())
                .contains(
                        "edge.trusted-proxies",
                        "edge.denied-addresses",
                        "edge.allowed-origins",
                        "edge.denied-countries",
                        "edge.country-header",
                        "edge.person-per-second",
                        "tls.cert",
                        "tls.key");
    }
}
