package dev.k2.marketdata;

import dev.k2.model.EventContract;
import dev.k2.model.EventGroup;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Finds instruments by what a person types: the symbol with or without its separators, what it is
 * made of, or words of an event's title. Everything is in memory and looked through each time.
 */
final class InstrumentSearch {
    /** How many places of rank there are between two ways to fit: one for each kind. */
    private static final int KINDS = 10;

    private static final Comparator<RankedInstrument> ORDER =
            Comparator.comparingInt(RankedInstrument::rank)
                    .thenComparing(found -> found.instrument().id().text())
                    .thenComparing(found -> found.instrument().exchange().text());

    private final EventBoard events;
    private final String whole;
    private final String compact;
    private final List<String> words;

    private InstrumentSearch(EventBoard events, String text) {
        this.events = events;
        whole = text.strip().toUpperCase(Locale.ROOT);
        compact = compact(whole);
        words = Arrays.stream(whole.split("[\\s,]+", -1)).filter(word -> !word.isEmpty()).toList();
    }

    /** What fits a text, best first. An empty text fits everything. */
    static List<RankedInstrument> of(List<Instrument> all, EventBoard events, String text) {
        var search = new InstrumentSearch(events, text);
        List<RankedInstrument> found = new ArrayList<>();
        for (Instrument instrument : all) {
            search.rank(instrument)
                    .ifPresent(rank -> found.add(new RankedInstrument(instrument, rank)));
        }
        found.sort(ORDER);
        return found;
    }

    /** Empty where it does not fit. */
    private OptionalInt rank(Instrument instrument) {
        if (words.isEmpty()) {
            return OptionalInt.of(0);
        }
        int fit = fit(instrument);
        return fit < 0
                ? OptionalInt.empty()
                : OptionalInt.of(fit * KINDS + place(instrument.kind()));
    }

    private static int place(InstrumentKind kind) {
        return switch (kind) {
            case SPOT -> 0;
            case PERPETUAL -> 1;
            case EVENT -> 2;
        };
    }

    private int fit(Instrument instrument) {
        String id = instrument.id().text().toUpperCase(Locale.ROOT);
        String name = compact(id);
        String base = instrument.base().toUpperCase(Locale.ROOT);
        if (!compact.isEmpty() && name.equals(compact)) {
            return 0;
        }
        if (base.equals(whole)) {
            return 1;
        }
        if (!compact.isEmpty() && name.startsWith(compact)) {
            return 2;
        }
        if (!compact.isEmpty() && name.contains(compact)) {
            return 3;
        }
        String quote = instrument.quote().toUpperCase(Locale.ROOT);
        String told = id + " " + base + " " + quote + " " + title(instrument);
        return words.stream().allMatch(told::contains) ? 4 : -1;
    }

    /** The words of an event contract; none for anything else. */
    private String title(Instrument instrument) {
        Optional<EventGroup> group = events.groupOf(instrument.exchange(), instrument.id());
        if (group.isEmpty()) {
            return "";
        }
        EventGroup event = group.get();
        String contract =
                event.contract(instrument.id())
                        .map((EventContract c) -> c.title() + " " + c.yes())
                        .orElse("");
        return (event.title() + " " + event.subtitle() + " " + contract).toUpperCase(Locale.ROOT);
    }

    private static String compact(String text) {
        return text.replaceAll("[-_/:.\\s]", "");
    }
}
