package dev.k2.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.trading.TradingConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryFaultTest {
    private static final int LOTS = 20;
    private static final int INTENTS = 520;
    private static final int HALVES = 2;

    private Playground playground;

    @BeforeAll
    void open() {
        playground = Playground.open();
    }

    @AfterAll
    void close() {
        playground.close();
    }

    @Test
    void doesTheSameTwiceOfOneSeed() {
        List<String> first = new ArrayList<>();
        List<String> second = new ArrayList<>();

        String one = playground.run(77, 150, first::add).hash();
        String two = playground.run(77, 150, second::add).hash();

        assertThat(second).isEqualTo(first);
        assertThat(two).isEqualTo(one);
    }

    @Test
    void findsWhatIsLostWhereOneDenialCountsAsProof() {
        TradingConfig usual = TradingConfig.USUAL;
        TradingConfig gullible =
                new TradingConfig(
                        1,
                        Duration.ZERO,
                        usual.attentionAfter(),
                        usual.pollPause(),
                        usual.fillPatience(),
                        usual.overlap(),
                        usual.linkSyncPause(),
                        usual.inFlightMax(),
                        usual.streamPatience(),
                        usual.settlementPause(),
                        usual.healthPause(),
                        usual.leases());

        List<String> findings = new ArrayList<>();
        for (int seed = 1; seed <= 10 && findings.isEmpty(); seed++) {
            findings.addAll(playground.run(gullible, seed, 200, line -> {}).findings());
        }

        assertThat(findings).isNotEmpty();
    }

    @Test
    void agreesWithEveryExchangeAfterTenThousandIntents() throws Exception {
        try (var halves = Executors.newFixedThreadPool(HALVES)) {
            List<Future<Half>> running = new ArrayList<>();
            for (int half = 0; half < HALVES; half++) {
                int first = 1 + half * LOTS / HALVES;
                running.add(halves.submit(() -> half(first, first + LOTS / HALVES)));
            }

            int intents = 0;
            long payments = 0;
            List<String> findings = new ArrayList<>();
            for (Future<Half> half : running) {
                intents += half.get().intents();
                payments += half.get().payments();
                findings.addAll(half.get().findings());
            }

            assertThat(findings).isEmpty();
            assertThat(intents).isGreaterThanOrEqualTo(10_000);
            assertThat(payments).isPositive();
        }
    }

    /**
     * What a half came to.
     *
     * @param payments of event contracts that ended
     */
    private record Half(int intents, long payments, List<String> findings) {}

    private static Half half(int from, int to) {
        int intents = 0;
        long payments = 0;
        List<String> findings = new ArrayList<>();
        try (Playground own = Playground.open()) {
            for (int seed = from; seed < to; seed++) {
                Lot.Result result = own.run(seed, INTENTS, line -> {});
                intents += result.intents();
                payments += result.counts().getOrDefault("payments", 0L);
                for (String finding : result.findings()) {
                    findings.add(
                            "./k2 soak --seed %d --intents %d --lot %d: %s"
                                    .formatted(seed, INTENTS, INTENTS, finding));
                }
            }
        }
        return new Half(intents, payments, findings);
    }
}
