package dev.k2.sim.binance;

/** Where market streams come from. */
interface StreamSource {
    void join(String stream, StreamSocket socket);

    void leave(String stream, StreamSocket socket);
}
