package dev.k2.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FaultTableTest {
    private final FaultTable table = new FaultTable(1);

    @Test
    void strikesAfterTheSkippedAndUpToTheCount() {
        table.put(fault("a", "order.*", 1, 2, 3, 0));

        StringBuilder struck = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            struck.append(strikes("order.place", 0) ? 'x' : '.');
        }

        assertThat(struck).hasToString("..xxx...");
    }

    @Test
    void leavesOthersAlone() {
        table.put(fault("a", "order.*", 1, 0, 0, 0));

        assertThat(strikes("depth", 0)).isFalse();
        assertThat(
                        table.strike(
                                Fault.Kind.DELAY,
                                new Occasion("binance", "order.place", "", "", 0)))
                .isEmpty();
        assertThat(
                        table.strike(
                                Fault.Kind.ERROR_BEFORE,
                                new Occasion("okx", "order.place", "", "", 0)))
                .isEmpty();
    }

    @Test
    void endsByItselfAndWhenRemoved() {
        table.put(fault("a", "*", 1, 0, 0, 1000));

        assertThat(strikes("x", 999)).isTrue();
        assertThat(strikes("x", 1000)).isFalse();
        table.put(fault("a", "*", 1, 0, 0, 0));
        assertThat(strikes("x", 5000)).isTrue();
        assertThat(table.remove("a")).isTrue();
        assertThat(strikes("x", 5000)).isFalse();
        assertThat(table.remove("a")).isFalse();
    }

    @Test
    void strikesAboutAsOftenAsItsProbability() {
        table.put(fault("a", "*", 0.3, 0, 0, 0));

        int struck = 0;
        for (int i = 0; i < 1000; i++) {
            struck += strikes("x", 0) ? 1 : 0;
        }

        assertThat(struck).isBetween(240, 360);
        assertThat(table.standing().getFirst().struck()).isEqualTo(struck);
    }

    private boolean strikes(String operation, long now) {
        return table.strike(
                        Fault.Kind.ERROR_BEFORE, new Occasion("binance", operation, "", "", now))
                .isPresent();
    }

    private static Fault fault(
            String id, String operation, double probability, long skip, long count, long until) {
        return new Fault(
                id,
                Fault.Kind.ERROR_BEFORE,
                "binance",
                operation,
                "*",
                "*",
                probability,
                skip,
                count,
                until,
                Map.of());
    }
}
