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

    /** What orders took since the exchange last told of a currency. */
    private final Map<String, BigDecimal> taken = new TreeMap<>();

    private Instant at = Instant.MIN;

    /** Takes a whole list from the exchange. Gives what is new in it. */
    synchronized List<Balance> replace(List<Balance> whole, Instant now) {
        List<Balance> changed = new ArrayList<>();
        Map<String, Balance> before = new TreeMap<>(byCurrency);
        byCurrency.clear();
        taken.clear();
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
            taken.remove(balance.currency());
        }
    }

    /** What is known and young enough to be shown. */
    synchronized Optional<Answer<List<Balance>>> known(Instant now, boolean streamLive) {
        Duration kept = streamLive ? KEPT_BY_STREAM : KEPT;
        return at.equals(Instant.MIN) || Duration.between(at, now).compareTo(kept) > 0
                ? Optional.empty()
                : Optional.of(new Answer.Ok<>(List.copyOf(byCurrency.values())));
    }

    /** Whether there is enough of a currency by what is known, however old. */
    synchronized boolean has(String currency, BigDecimal amount) {
        return !at.equals(Instant.MIN) && free(currency).compareTo(amount) >= 0;
    }

    /**
     * Takes an amount for an order where there is enough, so that the next order does not count on
     * it before the exchange has told what is left.
     */
    synchronized boolean take(String currency, BigDecimal amount) {
        if (!has(currency, amount)) {
            return false;
        }
        taken.merge(currency, amount, BigDecimal::add);
        return true;
    }

    /** Takes an amount back of an order that came to nothing; the exchange may have told of it since. */
    synchronized void giveBack(String currency, BigDecimal amount) {
        taken.computeIfPresent(currency, (name, all) -> all.subtract(amount).max(BigDecimal.ZERO));
    }

    /** What is free of a currency by what is known; nothing before anything is. */
    synchronized BigDecimal free(String currency) {
        Balance balance = byCurrency.get(currency);
        return balance == null
                ? BigDecimal.ZERO
                : balance.free().subtract(taken.getOrDefault(currency, BigDecimal.ZERO));
    }

    synchronized Instant at() {
        return at;
    }

    private static boolean isSame(Balance one, Balance other) {
        return one.free().compareTo(other.free()) == 0 && one.held().compareTo(other.held()) == 0;
    }
}
