package dev.k2.accounts;

import java.util.List;
import java.util.Optional;

/**
 * Some of everybody.
 *
 * @param next what the next page is asked for with; empty at the end
 */
public record PeoplePage(List<Person> people, Optional<String> next) {
    /** The list is copied. */
    public PeoplePage {
        people = List.copyOf(people);
    }
}
