package dev.k2.trading;

import dev.k2.exchange.Answer;
import dev.k2.model.Balance;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What an account holds, kept for a moment: the exchange told it, its stream keeps it. */
final class Funds {
    private static final Duration KEPT = Duration.ofSeconds(5);
    private static final Duration KEPT_BY_STREAM = Duration.ofSeconds(60);

    private final Map<String, Balance> byCurrency = new TreeMap<>();
    private Instant at = Instant.MIN;

    /** Takes a whole list from the exchange. Gives what is new in it. */
    synchronized List<Balance> replace(List<Balance> whole, Instant now) {
        List<Balance> changed = new ArrayList<>();
        Map<String, Balance> before = new TreeMap<>(byCurrency);
        byCurrency.clear();
        for (Balance balance : whole) {
            byCurrency.put(balance.currency(), balance);
            Balance old = before.remove(balance.currency());
            if (old == null || !isSame(old, balance)) {
                changed.add(balance);
            }
        }
        for (String gone : before.keySet()) {
            changed.add(new Balance(gone, BigDecimal.ZERO, BigDecimal.ZERO));
        }
        at = now;
        return changed;
    }

    /** Takes changed currencies from the stream. */
    synchronized void update(List<Balance> changed) {
        for (Balance balance : changed) {
            byCurrency.put(balance.currency(), balance);
        }
    }

    /** What is known and young enough to be shown. */
    synchronized Optional<Answer<List<Balance>>> known(Instant now, boolean streamLive) {
        Duration kept = streamLive ? KEPT_BY_STREAM : KEPT;
        return at.equals(Instant.MIN) || Duration.between(at, now).compareTo(kept) > 0
                ? Optional.empty()
                : Optional.of(new Answer.Ok<>(List.copyOf(byCurrency.values())));
    }

    /** What is free of a currency by what is known, however old; empty before anything is. */
    synchronized Optional<BigDecimal> free(String currency) {
        if (at.equals(Instant.MIN)) {
            return Optional.empty();
        }
        Balance balance = byCurrency.get(currency);
        return Optional.of(balance == null ? BigDecimal.ZERO : balance.free());
    }

    synchronized Instant at() {
        return at;
    }

    private static boolean isSame(Balance one, Balance other) {
        return one.free().compareTo(other.free()) == 0 && one.held().compareTo(other.held()) == 0;
    }
}
