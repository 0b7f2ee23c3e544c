package dev.k2.marketdata;

import dev.k2.model.ExchangeId;
import dev.k2.model.MarkPrice;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The newest mark price of one derivative. The feed's thread writes, any thread reads.
 *
 * <p>A mark price that does not move is repeated seldom (OKX: every 10 s), so it stays live longer
 * than a quote.
 */
final class MarkState {
    private static final int TIMES_LONGER = 3;

    private final ExchangeId exchange;
    private final long staleAfterMillis;
    private @Nullable MarkPrice newest;
    private long receivedMillis;
    private boolean confirmed;
    private boolean connected;
    private long seq;
    private long toldSeq;
    private Freshness told = Freshness.STALE;

    /**
     * @param staleAfter of a quote
     */
    MarkState(ExchangeId exchange, Duration staleAfter) {
        this.exchange = exchange;
        staleAfterMillis = staleAfter.multipliedBy(TIMES_LONGER).toMillis();
    }

    /** Takes what the feed told; a mark price that is none makes the one before stale. */
    synchronized void heard(MarkPrice mark, long atMillis) {
        seq++;
        confirmed = mark.mark().signum() > 0;
        if (confirmed) {
            newest = mark;
            receivedMillis = atMillis;
        }
    }

    synchronized void connection(boolean live) {
        connected = live;
        confirmed = false;
    }

    /** The newest, or null before the first. */
    synchronized @Nullable MarkPriceView view(long nowMillis) {
        MarkPrice mark = newest;
        return mark == null
                ? null
                : new MarkPriceView(
                        exchange,
                        mark,
                        Duration.ofMillis(Math.max(0, nowMillis - receivedMillis)),
                        state(nowMillis),
                        seq);
    }

    /** What changed since this was last called, or null where nothing did. */
    synchronized @Nullable MarkPriceView take(long nowMillis) {
        Freshness now = state(nowMillis);
        if (seq == toldSeq && now == told) {
            return null;
        }
        if (seq == toldSeq) {
            seq++;
        }
        toldSeq = seq;
        told = now;
        return view(nowMillis);
    }

    private Freshness state(long nowMillis) {
        boolean young = nowMillis - receivedMillis <= staleAfterMillis;
        return connected && confirmed && young ? Freshness.LIVE : Freshness.STALE;
    }
}
