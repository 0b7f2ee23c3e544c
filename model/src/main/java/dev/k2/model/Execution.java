package dev.k2.model;

import java.util.Optional;
import java.util.UUID;

/**
 * A fill in K2's mirror.
 *
 * @param id K2's own id of it
 * @param order the order that it filled
 * @param outcome which outcome of an event contract the fill's side and price speak of here; empty
 *     for all else
 * @param fill what the exchange told
 */
public record Execution(
        UUID id, OrderId order, ExchangeId exchange, Optional<Outcome> outcome, Fill fill) {}
