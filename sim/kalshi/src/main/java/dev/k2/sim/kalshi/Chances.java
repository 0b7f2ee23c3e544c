package dev.k2.sim.kalshi;

import dev.k2.sim.PriceWalk;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The kinds of uncertainty that listed events have. */
final class Chances {
    private static final double DAY = 86_400_000;
    private static final double SURE = 0.002;

    private Chances() {}

    /** A thing that is measured at the end: each market asks whether it lies between two bounds, either of them open. */
    record Measured(
            PriceWalk walk,
            double deviationPerDay,
            long closeMillis,
            int digits,
            List<Bounds> bounds)
            implements Chance {
        @Override
        public double yes(int place, long millis) {
            double now = walk.at(Math.min(millis, closeMillis));
            double days = Math.max(closeMillis - millis, 500) / DAY;
            double deviation = deviationPerDay * Math.sqrt(days);
            Bounds of = bounds.get(place);
            double above =
                    of.cap() == null ? 1 : normal((of.cap().doubleValue() - now) / deviation);
            double below =
                    of.floor() == null ? 0 : normal((of.floor().doubleValue() - now) / deviation);
            return Math.clamp(above - below, SURE, 1 - SURE);
        }

        @Override
        public boolean came(int place) {
            BigDecimal value = value();
            Bounds of = bounds.get(place);
            return (of.floor() == null || value.compareTo(of.floor()) >= 0)
                    && (of.cap() == null || value.compareTo(of.cap()) < 0);
        }

        @Override
        public String measured() {
            return value().toPlainString();
        }

        private BigDecimal value() {
            return BigDecimal.valueOf(walk.at(closeMillis)).setScale(digits, RoundingMode.HALF_UP);
        }
    }

    /**
     * What a market asks for.
     *
     * @param floor the least that counts, null when there is none
     * @param cap what is too much already, null when there is none
     */
    record Bounds(@Nullable BigDecimal floor, @Nullable BigDecimal cap) {}

    /** Several who run, of whom the strongest at the end wins. */
    record Race(List<PriceWalk> strengths, List<String> names, long closeMillis) implements Chance {
        @Override
        public double yes(int place, long millis) {
            long at = Math.min(millis, closeMillis);
            double sum = 0;
            for (PriceWalk one : strengths) {
                sum += one.at(at);
            }
            return Math.clamp(strengths.get(place).at(at) / sum, SURE, 1 - SURE);
        }

        @Override
        public boolean came(int place) {
            return place == winner();
        }

        @Override
        public String measured() {
            return names.get(winner());
        }

        private int winner() {
            int best = 0;
            for (int i = 1; i < strengths.size(); i++) {
                if (strengths.get(i).at(closeMillis) > strengths.get(best).at(closeMillis)) {
                    best = i;
                }
            }
            return best;
        }
    }

    /** Chances that somebody gave, which never move by themselves. */
    record Given(List<Double> chances) implements Chance {
        @Override
        public double yes(int place, long millis) {
            return chances.get(place);
        }

        @Override
        public boolean came(int place) {
            return chances.get(place) >= 0.5;
        }

        @Override
        public String measured() {
            return "";
        }
    }

    /** How much of a normal distribution lies below, within a thousandth. */
    private static double normal(double x) {
        double t = 1 / (1 + 0.231_641_9 * Math.abs(x));
        double tail =
                Math.exp(-x * x / 2)
                        * 0.398_942_3
                        * t
                        * (0.319_381_5
                                + t
                                        * (-0.356_563_8
                                                + t
                                                        * (1.781_478
                                                                + t
                                                                        * (-1.821_256
                                                                                + t * 1.330_274))));
        return x > 0 ? 1 - tail : tail;
    }
}
