package dev.k2.signals;

import dev.k2.model.OrderId;
import java.time.Instant;
import java.util.Optional;

/**
 * A signal that a template received.
 *
 * @param number rises with every signal of anybody
 * @param reason why it became no order, for its owner
 */
public record ReceivedSignal(
        long number,
        Instant at,
        ReceivedOutcome outcome,
        Optional<OrderId> order,
        Optional<String> reason) {}
