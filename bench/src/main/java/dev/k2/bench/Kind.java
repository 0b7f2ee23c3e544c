package dev.k2.bench;

/** The messages that are read in benchmarks: of Binance Spot's combined streams, of OKX, Bybit, Kalshi. */
enum Kind {
    QUOTE("bookTicker", 0, 500),
    TRADE("trade", 0, 500),
    AGGREGATE_TRADE("aggTrade", 0, 500),
    DEPTH_10("depthUpdate, 10 levels", 5, 200),
    DEPTH_100("depthUpdate, 100 levels", 50, 40),
    OKX_BOOK("OKX books, 20 levels", 10, 100),
    BYBIT_BOOK("Bybit orderbook.50, 20 levels", 10, 100),
    KALSHI_DELTA("Kalshi delta", 0, 500);

    private final String text;
    private final int levelsPerSide;
    private final int perBatch;

    Kind(String text, int levelsPerSide, int perBatch) {
        this.text = text;
        this.levelsPerSide = levelsPerSide;
        this.perBatch = perBatch;
    }

    String text() {
        return text;
    }

    int levelsPerSide() {
        return levelsPerSide;
    }

    /** How many are read between two looks at the clock; together they fit the nearest caches. */
    int perBatch() {
        return perBatch;
    }
}
