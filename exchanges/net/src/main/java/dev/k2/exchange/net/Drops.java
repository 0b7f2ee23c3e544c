package dev.k2.exchange.net;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.ObjLongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a bounded buffer had to leave out: how much of which stream. Safe for several threads; the
 * counts only grow.
 */
public final class Drops {
    private static final Logger LOG = LoggerFactory.getLogger(Drops.class);

    /** Streams beyond so many are counted together. */
    private static final int STREAMS_MAX = 10_000;

    private static final String OTHERS = "others";

    private final String buffer;
    private final ObjLongConsumer<String> listener;
    private final Map<String, Long> counts = new TreeMap<>();
    private long total;

    /**
     * Begins to count.
     *
     * @param buffer whose, for logs
     * @param listener hears the stream and its count at each drop, on the thread that dropped
     */
    public Drops(String buffer, ObjLongConsumer<String> listener) {
        this.buffer = buffer;
        this.listener = listener;
    }

    /** Counts something that was left out. */
    public void add(String stream) {
        String counted;
        long count;
        boolean shown;
        synchronized (this) {
            boolean known = counts.size() < STREAMS_MAX || counts.containsKey(stream);
            counted = known ? stream : OTHERS;
            count = counts.merge(counted, 1L, Long::sum);
            total++;
            // The first and each doubling: a flood of drops must not become a flood of lines.
            shown = Long.bitCount(total) == 1;
        }
        if (shown) {
            LOG.warn("{}: dropped {} of {}", buffer, count, counted);
        }
        listener.accept(counted, count);
    }

    /** How much of each stream was left out so far; streams of which nothing was are absent. */
    public synchronized Map<String, Long> counts() {
        return Map.copyOf(counts);
    }

    /** How much was left out of all streams. */
    public synchronized long total() {
        return total;
    }
}
