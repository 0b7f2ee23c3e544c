package dev.k2.model;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * How K2 handled an order.
 *
 * @param pendingAmend an amend without a clear answer
 * @param arrival the market when it came in; empty where no price was known
 * @param slippage of the fills against the best price at arrival, in basis points; positive is worse
 *     for the owner; empty without fills
 * @param routing the exchanges that were compared; empty where the owner named one
 */
public record Handling(
        Optional<PendingAmend> pendingAmend,
        Optional<Arrival> arrival,
        Optional<BigDecimal> slippage,
        List<RouteCandidate> routing) {
    /** Nothing worth telling. */
    public static final Handling PLAIN =
            new Handling(Optional.empty(), Optional.empty(), Optional.empty(), List.of());

    public Handling {
        routing = List.copyOf(routing);
    }
}
