package dev.k2.trading;

import dev.k2.model.Decimals;
import dev.k2.model.ExchangeId;
import dev.k2.model.RouteCandidate;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Keeps what the router compared among an order's notes, under a key that no caller may use: a line
 * for each exchange, its fields apart by tabs.
 */
final class RouteNotes {
    static final String KEY = "routing";

    private static final int FIELDS = 7;

    private RouteNotes() {}

    /** The notes as they are written down. */
    static Map<String, String> with(Map<String, String> notes, List<RouteCandidate> routing) {
        if (routing.isEmpty()) {
            return notes;
        }
        Map<String, String> all = new TreeMap<>(notes);
        all.put(KEY, String.join("\n", routing.stream().map(RouteNotes::line).toList()));
        return all;
    }

    /** The caller's own notes. */
    static Map<String, String> without(Map<String, String> kept) {
        if (read(kept).isEmpty()) {
            return kept;
        }
        Map<String, String> notes = new TreeMap<>(kept);
        notes.remove(KEY);
        return notes;
    }

    /** What was compared; nothing where the order named its exchange. */
    static List<RouteCandidate> read(Map<String, String> kept) {
        List<RouteCandidate> candidates = new ArrayList<>();
        for (String line : kept.getOrDefault(KEY, "").split("\n", -1)) {
            String[] fields = line.split("\t", -1);
            Optional<ExchangeId> exchange = ExchangeId.parse(fields[0]);
            if (fields.length != FIELDS || exchange.isEmpty()) {
                // A note that a caller wrote before the key was taken.
                return List.of();
            }
            candidates.add(
                    new RouteCandidate(
                            exchange.get(),
                            number(fields[1]),
                            number(fields[2]),
                            number(fields[3]),
                            Boolean.parseBoolean(fields[4]),
                            word(fields[5]),
                            word(fields[6])));
        }
        return candidates;
    }

    private static String line(RouteCandidate candidate) {
        return String.join(
                "\t",
                candidate.exchange().text(),
                candidate.price().map(Decimals::plain).orElse(""),
                candidate.feeRate().map(Decimals::plain).orElse(""),
                candidate.effectivePrice().map(Decimals::plain).orElse(""),
                Boolean.toString(candidate.chosen()),
                candidate.leftOut().orElse(""),
                candidate.why().map(text -> text.replaceAll("[\t\n]", " ")).orElse(""));
    }

    private static Optional<BigDecimal> number(String text) {
        return word(text).map(BigDecimal::new);
    }

    private static Optional<String> word(String text) {
        return Optional.of(text).filter(known -> !known.isEmpty());
    }
}
