package dev.k2.sim;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** What an exchange keeps in its journal beside what the engine does, and knows how to put back. */
public interface Diary {
    /** Keeps nothing. */
    Diary NONE =
            new Diary() {
                @Override
                public @Nullable Listing listing(String symbol) {
                    return null;
                }

                @Override
                public void read(MatchingEngine engine, JsonNode note) {
                    throw new IllegalStateException("the journal has a note that nobody reads");
                }
            };

    /** What was listed under a symbol that the journal speaks of and that is not open now, null when nothing was. */
    @Nullable Listing listing(String symbol);

    /** Does again what a note tells, at its place between the engine's own entries. */
    void read(MatchingEngine engine, JsonNode note);
}
