package dev.k2.trading;

import dev.k2.model.InstrumentId;
import dev.k2.model.LinkId;
import java.util.Optional;

/** Which of a user's orders a limit speaks of. */
public sealed interface LimitScope {
    /** All of them. */
    record Everything() implements LimitScope {}

    /** Those of one linked account. */
    record OfLink(LinkId link) implements LimitScope {}

    /** Those for one instrument, at whichever exchange. */
    record OfInstrument(InstrumentId instrument) implements LimitScope {}

    /** All orders of a user. */
    static LimitScope user() {
        return new Everything();
    }

    /** How it is written in the database and in refusals: user, link:… or instrument:…. */
    default String text() {
        return switch (this) {
            case Everything ignored -> "user";
            case OfLink(LinkId link) -> "link:" + link;
            case OfInstrument(InstrumentId instrument) -> "instrument:" + instrument;
        };
    }

    /** The scope of this spelling, or empty where it is none. */
    static Optional<LimitScope> parse(String text) {
        String name = text.substring(text.indexOf(':') + 1);
        if (text.startsWith("link:")) {
            return LinkId.parse(name).map(OfLink::new);
        }
        if (text.startsWith("instrument:")) {
            return Optional.of(name)
                    .filter(InstrumentId::isValid)
                    .map(InstrumentId::new)
                    .map(OfInstrument::new);
        }
        return text.equals("user") ? Optional.of(user()) : Optional.empty();
    }

    /** Whether an order of this link and instrument is among them. */
    default boolean covers(LinkId of, InstrumentId in) {
        return switch (this) {
            case Everything ignored -> true;
            case OfLink(LinkId link) -> link.equals(of);
            case OfInstrument(InstrumentId instrument) -> instrument.equals(in);
        };
    }

    /** For sentences: "your limit for …". */
    default String spoken() {
        return switch (this) {
            case Everything ignored -> "your limit";
            case OfLink ignored -> "your limit for this account";
            case OfInstrument(InstrumentId instrument) -> "your limit for " + instrument;
        };
    }
}
