package dev.k2.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What mode paper does where the exchanges' test networks cannot be reached. */
class PaperModeTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    @Test
    void namesEveryMissingPartAndLeavesNothingRunning() {
        try (Folder folder = new Folder();
                Child k2 = paper(folder, Map.of("K2_EXCHANGES", "kalshi,okx"))) {
            int status = k2.exit(LIMIT);

            assertThat(status).as(k2.output()).isNotZero();
            assertThat(k2.standard()).isEmpty();
            assertThat(said(k2))
                    .contains("missing: credentials of kalshi", "missing: credentials\n")
                    .contains("Nothing falls back to simulation.")
                    .doesNotContain("exchange client of binance", "\tat ");
            if (!hasNetwork()) {
                assertThat(said(k2))
                        .contains("missing: exchange client of okx")
                        .contains("missing: exchange client of kalshi")
                        .contains("www.okx.com", "demo.kalshi.co");
            }
            assertThat(folder.databases()).isEmpty();
            assertThat(Files.exists(folder.path().resolve("sim"))).isFalse();
        }
    }

    @Test
    void showsNoKeyThatItWasGiven() {
        try (Folder folder = new Folder();
                Child k2 =
                        paper(
                                folder,
                                Map.of(
                                        "K2_EXCHANGES", "kalshi",
                                        "K2_PAPER_KALSHI_API_KEY", "canary-key",
                                        "K2_PAPER_KALSHI_PRIVATE_KEY", "canary-pem"))) {
            assertThat(k2.exit(LIMIT)).as(k2.output()).isNotZero();
            assertThat(k2.output()).contains("missing: ").doesNotContain("canary");
        }
    }

    @Test
    void modeLiveDoesNotStart() {
        try (Folder folder = new Folder();
                Child k2 =
                        Program.start(
                                Map.of("K2_MODE", "live"),
                                "up",
                                "--data",
                                folder.path().toString())) {
            assertThat(k2.exit(LIMIT)).isNotZero();
            assertThat(k2.output())
                    .contains("Mode live does not start", "in simulation only")
                    .doesNotContain("Exception");
        }
    }

    private static Child paper(Folder folder, Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("K2_MODE", "paper");
        return Program.start(
                environment,
                "up",
                "--port",
                Integer.toString(Machine.freePort()),
                "--data",
                folder.path().toString());
    }

    /** What is for the person: log lines are JSON. */
    private static String said(Child k2) {
        List<String> lines = k2.errors().stream().filter(line -> !line.startsWith("{")).toList();
        return String.join("\n", lines) + "\n";
    }

    /** Tests run on machines with and without a way out. */
    private static boolean hasNetwork() {
        try {
            return InetAddress.getAllByName("www.okx.com").length > 0;
        } catch (UnknownHostException none) {
            return false;
        }
    }
}
