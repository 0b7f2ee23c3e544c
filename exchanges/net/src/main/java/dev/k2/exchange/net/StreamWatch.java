package dev.k2.exchange.net;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Notices that one subscription tells nothing although its connection lives. Used on the link's
 * loop; times are those that messages come with.
 *
 * @param <S> what the adapter calls a subscription
 */
public final class StreamWatch<S> {
    private final Map<S, Mark> marks = new LinkedHashMap<>();

    /** A subscription's last sign of life. Kept by the adapter beside the subscription. */
    public static final class Mark {
        private final long silenceMaxMillis;
        private long heardMillis;
        private long countedFromMillis;
        private int silentInARow;

        private Mark(long silenceMaxMillis, long nowMillis) {
            this.silenceMaxMillis = silenceMaxMillis;
            heard(nowMillis);
        }

        /** A message of this subscription came. */
        public void heard(long nowMillis) {
            heardMillis = nowMillis;
            countedFromMillis = nowMillis;
            silentInARow = 0;
        }

        /** When something was heard last, or the watch began. */
        public long heardMillis() {
            return heardMillis;
        }
    }

    /**
     * A subscription that was silent for longer than it may.
     *
     * @param silentMillis since its last message, or the beginning
     * @param inARow how often it was told without a message in between: the first time, ask whether
     *     there is something to tell; later, subscribe anew
     */
    public record Silent<S>(S stream, long silentMillis, int inARow) {}

    /**
     * Begins to watch a subscription, once the exchange said yes to it. Watching it again begins
     * anew.
     *
     * @param silenceMax as long as this kind of stream of this market can be expected to be quiet
     */
    public Mark watch(S stream, Duration silenceMax, long nowMillis) {
        var mark = new Mark(silenceMax.toMillis(), nowMillis);
        marks.put(stream, mark);
        return mark;
    }

    public void forget(S stream) {
        marks.remove(stream);
    }

    /** The connection is a new one: every subscription has its whole time again. */
    public void startOver(long nowMillis) {
        marks.values().forEach(mark -> mark.heard(nowMillis));
    }

    /**
     * The subscriptions that are silent for too long, each once for every stretch of its limit.
     * Called from time to time, a few times in the shortest limit.
     */
    public List<Silent<S>> silent(long nowMillis) {
        List<Silent<S>> silent = new ArrayList<>();
        marks.forEach(
                (stream, mark) -> {
                    if (nowMillis - mark.countedFromMillis > mark.silenceMaxMillis) {
                        mark.countedFromMillis = nowMillis;
                        mark.silentInARow++;
                        silent.add(
                                new Silent<>(
                                        stream, nowMillis - mark.heardMillis, mark.silentInARow));
                    }
                });
        return silent;
    }
}
