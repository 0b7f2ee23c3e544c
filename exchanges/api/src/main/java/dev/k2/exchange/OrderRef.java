package dev.k2.exchange;

import dev.k2.model.ClientOrderId;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Instrument;
import java.util.Optional;
import java.util.function.Function;

/**
 * Names an order at an exchange. Every exchange wants the instrument beside an id: ours, which
 * finds an order even when its own answer was lost, or the exchange's, which is all that an order
 * placed elsewhere has.
 *
 * @param clientOrderId the id that we gave it; empty for orders placed elsewhere
 * @param exchangeOrderId used first where it is known; one of the two always is
 */
public record OrderRef(
        Instrument instrument,
        Optional<ClientOrderId> clientOrderId,
        Optional<ExchangeOrderId> exchangeOrderId) {
    public OrderRef {
        if (clientOrderId.isEmpty() && exchangeOrderId.isEmpty()) {
            throw new IllegalArgumentException(
                    "an order is named by our id or the exchange's, found neither");
        }
    }

    /** An order of ours, whether or not its answer arrived. */
    public static OrderRef of(Instrument instrument, ClientOrderId id) {
        return new OrderRef(instrument, Optional.of(id), Optional.empty());
    }

    /** An order of ours whose id at the exchange may be known already. */
    public static OrderRef of(
            Instrument instrument, ClientOrderId id, Optional<ExchangeOrderId> theirs) {
        return new OrderRef(instrument, Optional.of(id), theirs);
    }

    /** An order by the exchange's id, wherever it was placed. */
    public static OrderRef of(Instrument instrument, ExchangeOrderId id) {
        return new OrderRef(instrument, Optional.empty(), Optional.of(id));
    }

    /** What an exchange is asked by: its own id where that is known, which never names two. */
    public <T> T byOneId(Function<ExchangeOrderId, T> theirs, Function<ClientOrderId, T> ours) {
        return exchangeOrderId
                .map(theirs)
                .or(() -> clientOrderId.map(ours))
                .orElseThrow(() -> new IllegalStateException("an order without an id"));
    }
}
