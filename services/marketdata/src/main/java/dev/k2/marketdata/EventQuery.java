package dev.k2.marketdata;

import dev.k2.model.EventContract;
import dev.k2.model.EventGroup;
import dev.k2.model.ExchangeId;
import java.util.Locale;
import java.util.Optional;

/**
 * Which events are wanted; empty means any.
 *
 * @param category as the exchange calls it, whatever its case
 * @param text found anywhere in the title, the tickers or the contracts' words, whatever its case
 */
public record EventQuery(
        Optional<ExchangeId> exchange,
        Optional<String> category,
        Optional<EventStatus> status,
        Optional<String> text) {
    /** Everything. */
    public static final EventQuery ALL =
            new EventQuery(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    boolean matches(EventGroup group) {
        return exchange.map(e -> e == group.exchange()).orElse(true)
                && category.map(c -> c.equalsIgnoreCase(group.category())).orElse(true)
                && status.map(s -> s == EventStatus.of(group)).orElse(true)
                && text.map(t -> isIn(group, t.toUpperCase(Locale.ROOT))).orElse(true);
    }

    private static boolean isIn(EventGroup group, String wanted) {
        return has(group.title(), wanted)
                || has(group.subtitle(), wanted)
                || has(group.ticker(), wanted)
                || has(group.series(), wanted)
                || group.contracts().stream().anyMatch(contract -> isIn(contract, wanted));
    }

    private static boolean isIn(EventContract contract, String wanted) {
        return has(contract.title(), wanted)
                || has(contract.yes(), wanted)
                || has(contract.instrument().text(), wanted);
    }

    private static boolean has(String text, String wanted) {
        return text.toUpperCase(Locale.ROOT).contains(wanted);
    }
}
