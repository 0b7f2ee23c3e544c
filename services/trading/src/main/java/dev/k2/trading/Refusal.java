package dev.k2.trading;

import java.util.Map;
import java.util.Optional;

/**
 * Why K2 does not do what it was asked for.
 *
 * @param field of the ticket that is wrong, in the API's spelling; empty where none is
 * @param message for a person: what was expected and what was found
 * @param details the figures that a person needs, such as {@code limit}, {@code value}, {@code
 *     nearest}
 */
public record Refusal(
        RefusalCode code, Optional<String> field, String message, Map<String, String> details) {
    public Refusal {
        details = Map.copyOf(details);
    }
}
