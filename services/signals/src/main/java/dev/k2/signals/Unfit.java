package dev.k2.signals;

import java.util.Optional;

/**
 * What is wrong with a template or a message.
 *
 * @param field its name in the template or in the message
 * @param expected what it must be, for a person; never what was found, which may be a secret
 */
public record Unfit(String field, String expected) {
    static Optional<Unfit> some(String field, String expected) {
        return Optional.of(new Unfit(field, expected));
    }
}
