package dev.k2.trading;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** Where tests let the process die. Nobody dies of it otherwise. */
@FunctionalInterface
public interface CrashPoints {
    /** The process goes on. */
    CrashPoints NONE = point -> {};

    /** Called each time an order comes by; returns, or takes the process with it. */
    void reached(CrashPoint point);

    /**
     * Halts the process, as kill -9 does, when a point is reached for the nth time.
     *
     * @param text a point's name in lower case with hyphens, and from which time on, such as {@code
     *     intent-committed:3}; empty for never
     * @throws IllegalArgumentException where there is no such point
     */
    static CrashPoints parse(String text) {
        if (text.isEmpty()) {
            return NONE;
        }
        List<String> words = Arrays.asList(text.split(":", 2));
        CrashPoint fatal =
                CrashPoint.valueOf(words.getFirst().replace('-', '_').toUpperCase(Locale.ROOT));
        AtomicInteger left =
                new AtomicInteger(words.size() == 1 ? 1 : Integer.parseInt(words.getLast()));
        return point -> {
            if (point == fatal && left.decrementAndGet() == 0) {
                Runtime.getRuntime().halt(137);
            }
        };
    }
}
