package dev.k2.watchlists;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * What a person says of a list, as a whole.
 *
 * @param name 1 to {@value #NAME_MAX} characters, without spaces around it
 * @param instruments at most {@value #INSTRUMENTS_MAX}, each once, in the order in which they are shown
 */
public record WatchlistTerms(String name, List<WatchedInstrument> instruments) {
    /** How long a name may be. */
    public static final int NAME_MAX = 60;

    /** How many instruments a list may have. */
    public static final int INSTRUMENTS_MAX = 100;

    public WatchlistTerms {
        name = name.strip();
        instruments = List.copyOf(instruments);
    }

    /** What is wrong, by the name of its field; empty where they are fit. */
    public Optional<Unfit> unfit() {
        if (name.isEmpty() || name.length() > NAME_MAX) {
            return Optional.of(new Unfit("name", "text of 1 to " + NAME_MAX + " characters"));
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            return Optional.of(new Unfit("name", "text without control characters"));
        }
        if (instruments.size() > INSTRUMENTS_MAX) {
            return Optional.of(new Unfit("instruments", "at most " + INSTRUMENTS_MAX));
        }
        return new HashSet<>(instruments).size() < instruments.size()
                ? Optional.of(new Unfit("instruments", "each instrument of an exchange once"))
                : Optional.empty();
    }

    /** What is wrong with one field, and what was expected there. */
    public record Unfit(String field, String expected) {}
}
