package dev.k2.soak;

import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Chance that a seed decides. Nothing here is money. */
final class Chance {
    private final Random random;

    Chance(long seed) {
        // Neighbouring seeds begin alike otherwise.
        random = new Random(seed * 0x9E3779B97F4A7C15L + 0x632BE59BD9B4E019L);
    }

    boolean isOneIn(int count) {
        return random.nextInt(count) == 0;
    }

    /** True so many times in a thousand. */
    boolean permille(int share) {
        return random.nextInt(1000) < share;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    long number() {
        return random.nextLong();
    }

    void bytes(byte[] into) {
        random.nextBytes(into);
    }

    <T> T of(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    Duration millis(int from, int to) {
        return Duration.ofMillis(from + random.nextInt(to - from + 1));
    }

    Duration seconds(int from, int to) {
        return millis(from * 1000, to * 1000);
    }

    /** Waits as between things that happen by themselves, so long in the mean. */
    Duration about(Duration mean) {
        double share = -StrictMath.log(1 - random.nextDouble());
        return Duration.ofMillis(1 + Math.round(Math.min(share, 6.0) * mean.toMillis()));
    }
}
