package dev.k2.accounts;

import dev.k2.model.UserId;

/** Event: a person's account was deleted. Whoever keeps something personal of them forgets it. */
public record PersonLeft(UserId user) {}
