package dev.k2.accounts;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;

/** One thing that a person can set. */
sealed interface DocumentField {
    String name();

    /** What it is where it was never set. */
    Object usual();

    /** What it can be, for a person. */
    String expected();

    boolean fits(Object value);

    /** One of some words. */
    record Choice(String name, List<String> words) implements DocumentField {
        /** The list is copied. */
        public Choice {
            words = List.copyOf(words);
        }

        @Override
        public Object usual() {
            return words.getFirst();
        }

        @Override
        public String expected() {
            return "one of " + String.join(", ", words);
        }

        @Override
        public boolean fits(Object value) {
            return value instanceof String word && words.contains(word);
        }
    }

    /** Yes or no. */
    record Flag(String name, boolean usually) implements DocumentField {
        @Override
        public Object usual() {
            return usually;
        }

        @Override
        public String expected() {
            return "true or false";
        }

        @Override
        public boolean fits(Object value) {
            return value instanceof Boolean;
        }
    }

    /** A time zone that this machine knows. */
    record Zone(String name) implements DocumentField {
        @Override
        public Object usual() {
            return "UTC";
        }

        @Override
        public String expected() {
            return "a time zone such as Europe/Berlin, or UTC";
        }

        @Override
        public boolean fits(Object value) {
            try {
                return value instanceof String zone && ZoneId.of(zone).getId().equals(zone);
            } catch (DateTimeException unknown) {
                return false;
            }
        }
    }
}
