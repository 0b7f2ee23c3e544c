package dev.k2.bench;

/** The messages of Binance Spot's combined streams that are read in benchmarks. */
enum Kind {
    QUOTE("bookTicker", 0),
    TRADE("trade", 0),
    DEPTH_10("depthUpdate, 10 levels", 5),
    DEPTH_100("depthUpdate, 100 levels", 50);

    private final String text;
    private final int levelsPerSide;

    Kind(String text, int levelsPerSide) {
        this.text = text;
        this.levelsPerSide = levelsPerSide;
    }

    String text() {
        return text;
    }

    int levelsPerSide() {
        return levelsPerSide;
    }
}
