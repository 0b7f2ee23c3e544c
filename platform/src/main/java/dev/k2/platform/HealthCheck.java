package dev.k2.platform;

import java.util.List;
import java.util.Map;

/** Asks one component how it does. It may block; the caller's limit interrupts it. */
@FunctionalInterface
public interface HealthCheck {
    /** Looks, and says what it saw. An exception counts as unhealthy. */
    Finding look() throws Exception;

    /**
     * What was seen.
     *
     * @param state how well it does
     * @param note one sentence for a person; blank when there is nothing to say
     * @param figures what else is worth knowing, such as counts; no secrets
     * @param parts what it is made of, each with its own state
     */
    record Finding(HealthState state, String note, Map<String, String> figures, List<Part> parts) {
        /** Figures and parts are copied. */
        public Finding {
            figures = Map.copyOf(figures);
            parts = List.copyOf(parts);
        }

        /** Something that has no parts. */
        public Finding(HealthState state, String note, Map<String, String> figures) {
            this(state, note, figures, List.of());
        }

        /** It works, nothing else to say. */
        public static Finding healthy() {
            return new Finding(HealthState.HEALTHY, "", Map.of());
        }

        /** A state and a sentence about it. */
        public static Finding of(HealthState state, String note) {
            return new Finding(state, note, Map.of());
        }
    }

    /**
     * One part of a component.
     *
     * @param name what a person calls it, such as {@code market streams}
     * @param figures as those of the whole
     */
    record Part(String name, HealthState state, Map<String, String> figures, List<Part> parts) {
        /** Figures and parts are copied. */
        public Part {
            figures = Map.copyOf(figures);
            parts = List.copyOf(parts);
        }
    }
}
