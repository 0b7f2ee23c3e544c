package dev.k2.sim.binance;

/** Milliseconds and microseconds, which Binance both takes and both gives. Pure. */
final class BinanceTime {
    /** A time in microseconds is above this, one in milliseconds below, for some thousand years. */
    private static final long MICROS_FROM = 100_000_000_000_000L;

    private BinanceTime() {}

    static long millis(long sent) {
        return sent >= MICROS_FROM ? sent / 1000 : sent;
    }

    static long micros(long sent) {
        return sent >= MICROS_FROM ? sent : sent * 1000;
    }

    /** A time as this connection or request wants it. */
    static long shown(long micros, boolean inMicros) {
        return inMicros ? micros : micros / 1000;
    }
}
