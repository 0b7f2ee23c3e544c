package dev.k2.exchange.okx;

/** OKX's three kinds of sockets; a stream comes over one of them only. */
enum OkxSocket {
    PUBLIC("/ws/v5/public"),
    /** Candles, single trades, and orders that wait. */
    BUSINESS("/ws/v5/business"),
    PRIVATE("/ws/v5/private");

    private final String path;

    OkxSocket(String path) {
        this.path = path;
    }

    String path() {
        return path;
    }
}
