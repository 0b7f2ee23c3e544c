package dev.k2.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SoakTest {
    private static final int LOTS = 40;
    private static final int INTENTS = 250;

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
    void agreesWithEveryExchangeAfterTenThousandIntents() {
        int intents = 0;
        List<String> findings = new ArrayList<>();

        for (int seed = 1; seed <= LOTS; seed++) {
            Lot.Result result = playground.run(seed, INTENTS, line -> {});
            intents += result.intents();
            for (String finding : result.findings()) {
                findings.add("--seed " + seed + " --intents 250 --lot 250: " + finding);
            }
        }

        assertThat(findings).isEmpty();
        assertThat(intents).isGreaterThanOrEqualTo(LOTS * INTENTS);
    }
}
