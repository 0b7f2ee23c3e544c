package dev.k2.trading;

import dev.k2.model.ExchangeId;
import dev.k2.model.InstrumentId;
import dev.k2.model.Side;
import java.util.Optional;

/** Which open orders are to be cancelled; what is empty lets everything through. */
public record CancelFilter(
        Optional<ExchangeId> exchange, Optional<InstrumentId> instrument, Optional<Side> side) {
    /** Every open order. */
    public static final CancelFilter ALL =
            new CancelFilter(Optional.empty(), Optional.empty(), Optional.empty());
}
