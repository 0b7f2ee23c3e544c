package dev.k2.model;

import java.time.Instant;
import java.util.Optional;

/**
 * A step in the life of an event contract.
 *
 * @param closesAt when trading ends now; empty where that did not change
 * @param result where it is known
 */
public record ContractChange(
        ContractState state,
        Optional<Instant> closesAt,
        Optional<ContractResult> result,
        Instant changedAt) {}
