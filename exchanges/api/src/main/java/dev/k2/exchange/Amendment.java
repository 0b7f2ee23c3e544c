package dev.k2.exchange;

import dev.k2.model.ClientOrderId;
import dev.k2.model.ExchangeOrderId;
import java.util.Optional;

/** What an exchange said to a changed order. */
public sealed interface Amendment {
    /**
     * The order is as it was wanted.
     *
     * @param id the exchange's id from now on; another one where it cancelled and created
     * @param clientOrderId our id that finds it from now on; empty for orders placed elsewhere
     * @param report the state that came with the answer, where one did
     */
    record Amended(
            ExchangeOrderId id, Optional<ClientOrderId> clientOrderId, Optional<OrderReport> report)
            implements Amendment {}

    /** The exchange refused; the order is as it was, or has ended meanwhile. Ask for it. */
    record Refused(ExchangeError reason) implements Amendment {}

    /** The old order is cancelled and the new one was refused: nothing rests any more. */
    record CancelledOnly(ExchangeError reason) implements Amendment {}

    /** No clear answer. Ask for both orders, never send it again. */
    record Unknown(ExchangeError cause) implements Amendment {}
}
