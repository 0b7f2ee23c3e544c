package dev.k2.sim.binance;

import dev.k2.sim.Line;
import java.util.function.Consumer;

/**
 * A line to a client of Binance.
 *
 * @param micros true when the client asked for times in microseconds
 */
record Connection(Line line, boolean micros) {
    String address() {
        return line.address();
    }

    /** Begins to listen. What comes in faster than the limit ends the connection. */
    void open(
            boolean limitMessages,
            Consumer<String> onText,
            Runnable onClosed,
            Runnable onShutdown) {
        line.open(limitMessages, onText, onClosed, onShutdown);
    }

    void send(String text) {
        line.send(text);
    }

    void close(short code, String reason) {
        line.close(code, reason);
    }

    /** Ends the connection without a word, as a broken line does. */
    void cut() {
        line.cut();
    }
}
