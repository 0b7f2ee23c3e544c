package dev.k2.accounts;

import dev.k2.model.UserId;

/** Says whether a person has something under way that must end before they leave. Blocks. */
@FunctionalInterface
public interface OpenAffairs {
    /** How many orders are open, or their outcome is not known yet. */
    int orders(UserId user);
}
