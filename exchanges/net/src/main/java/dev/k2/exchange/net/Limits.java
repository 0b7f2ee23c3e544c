package dev.k2.exchange.net;

import dev.k2.exchange.Budget;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What exchanges let us use, once for everyone who shares a {@link Net}: two objects that talk to
 * the same host draw from the same windows and keep the same silences.
 */
public final class Limits {
    /** Windows that nobody draws from are forgotten beyond so many: they would begin full again. */
    private static final int BUCKETS_MAX = 4_096;

    private final InstantSource clock;
    private final Map<Key, TokenBucket> buckets = new LinkedHashMap<>();
    private final Map<LimitHolder, Silence> silences = new HashMap<>();

    private record Key(LimitHolder holder, String name) {}

    Limits(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * A window of one holder. The first to ask for it says how large it is; {@link
     * TokenBucket#resize} tells everyone what the exchange said later.
     *
     * @param name such as {@code request weight}, {@code raw requests} or {@code orders a day}
     */
    public synchronized TokenBucket bucket(
            LimitHolder holder, String name, long capacity, Duration window) {
        makeRoom();
        return buckets.computeIfAbsent(
                new Key(holder, name), key -> TokenBucket.fixed(clock, name, capacity, window));
    }

    /**
     * Like {@link #bucket} where any stretch of the window's length counts, not one that begins at
     * fixed times.
     */
    public synchronized TokenBucket rolling(LimitHolder holder, String name, Rate rate) {
        return rolling(holder, name, rate, true);
    }

    /**
     * A window that rolls and counts the calls of one endpoint. Nothing of it is kept for what is
     * urgent, because an endpoint's calls are all urgent or all not.
     *
     * @param name such as {@code order/create linear}
     */
    public synchronized TokenBucket endpoint(LimitHolder holder, String name, Rate rate) {
        return rolling(holder, name, rate, false);
    }

    /**
     * The silence that an exchange wants of an address.
     *
     * @param folder where it is kept over a restart; the first to name one decides
     */
    public synchronized Silence silence(LimitHolder address, Optional<Path> folder) {
        Silence silence = silences.computeIfAbsent(address, absent -> new Silence(clock));
        folder.ifPresent(path -> silence.keepIn(SilenceFile.of(path, address)));
        return silence;
    }

    private TokenBucket rolling(LimitHolder holder, String name, Rate rate, boolean keepsAFifth) {
        makeRoom();
        return buckets.computeIfAbsent(
                new Key(holder, name), key -> TokenBucket.rolling(clock, name, rate, keepsAFifth));
    }

    private void makeRoom() {
        if (buckets.size() >= BUCKETS_MAX) {
            buckets.values().removeIf(TokenBucket::isUntouched);
        }
    }

    /** What is left of a holder's windows, in the order in which they were first asked for. */
    public synchronized List<Budget> budgets(LimitHolder holder) {
        List<Budget> budgets = new ArrayList<>();
        buckets.forEach(
                (key, bucket) -> {
                    if (key.holder().equals(holder)) {
                        budgets.add(bucket.budget(key.name()));
                    }
                });
        return budgets;
    }
}
