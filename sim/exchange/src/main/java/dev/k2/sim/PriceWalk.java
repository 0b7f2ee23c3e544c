package dev.k2.sim;

/**
 * A price's path as a function of time: the same seed gives the same price at the same moment, in every run, in the
 * past and in the future. So charts are full from the start, and a restart finds the market where it would have been.
 *
 * <p>It adds smooth noise of many periods, the longer the stronger, which wanders like a market; the short periods are
 * louder at some hours than at others. Doubles are fine here, since nothing here is money.
 */
public final class PriceWalk {
    private static final int OCTAVES = 22;
    private static final double SHORTEST_SECONDS = 2;
    private static final double CLUSTERED_BELOW_SECONDS = 3 * 3600;
    private static final double SECONDS_PER_DAY = 86_400;

    /** Makes the sum of all octaves move by the daily volatility in a day. */
    private static final double STRENGTH = 0.62;

    private final long seed;
    private final double start;
    private final double[] amplitudes = new double[OCTAVES];
    private final PriceWalk numerator;
    private final PriceWalk denominator;

    /**
     * @param start the price that the path wanders about
     * @param dailyVolatility how far a usual day goes, as a part of the price
     */
    public PriceWalk(long seed, double start, double dailyVolatility) {
        this.seed = mix(seed);
        this.start = start;
        this.numerator = this;
        this.denominator = this;
        for (int o = 0; o < OCTAVES; o++) {
            amplitudes[o] = STRENGTH * dailyVolatility * Math.sqrt(period(o) / SECONDS_PER_DAY) * 2;
        }
    }

    private PriceWalk(PriceWalk numerator, PriceWalk denominator) {
        this.seed = mix(numerator.seed ^ denominator.seed);
        this.start = 1;
        this.numerator = numerator;
        this.denominator = denominator;
    }

    /** The price of one thing in another, when both have a path of their own. */
    public static PriceWalk cross(PriceWalk base, PriceWalk quote) {
        return new PriceWalk(base, quote);
    }

    /** The price at a moment, in milliseconds since 1970. */
    public double at(long millis) {
        if (numerator != this) {
            return numerator.at(millis) / denominator.at(millis);
        }
        double seconds = millis / 1000.0;
        double loudness = activity(millis);
        double sum = 0;
        for (int o = 0; o < OCTAVES; o++) {
            double period = period(o);
            double part = amplitudes[o] * noise(o, seconds / period);
            sum += period < CLUSTERED_BELOW_SECONDS ? part * loudness : part;
        }
        return start * Math.exp(sum);
    }

    /** How busy the market is at a moment; 1 is usual. */
    public double activity(long millis) {
        double seconds = millis / 1000.0;
        double slow = noise(40, seconds / 21_600);
        double fast = noise(41, seconds / 2_400);
        return Math.exp(0.55 * slow + 0.45 * fast);
    }

    /** A number from 0 to 1 that belongs to a moment and a purpose. */
    double chance(long moment, int purpose) {
        return unit(seed ^ mix(moment * 31 + purpose)) * 0.5 + 0.5;
    }

    private static double period(int octave) {
        return SHORTEST_SECONDS * (1L << octave);
    }

    private double noise(int octave, double at) {
        double shifted = at + (octave * 0.618_033) % 1;
        // Moments are never before 1970, so that cutting off is rounding down.
        long cell = (long) shifted;
        double within = shifted - cell;
        double smooth = within * within * (3 - 2 * within);
        long key = seed + octave * 0x9E37_79B9_7F4A_7C15L;
        double left = unit(key ^ mix(cell));
        double right = unit(key ^ mix(cell + 1));
        return left + (right - left) * smooth;
    }

    private static double unit(long bits) {
        return (mix(bits) >> 11) * 0x1.0p-52;
    }

    private static long mix(long value) {
        long z = value + 0x9E37_79B9_7F4A_7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return z ^ (z >>> 31);
    }
}
