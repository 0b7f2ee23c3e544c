package dev.k2.trading;

import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import dev.k2.model.OrderId;
import dev.k2.model.UserId;

/** A ticket of which it is settled where it would go and what its rules are. */
record Draft(OrderId id, UserId user, Links.Link link, Instrument instrument, OrderTicket ticket) {
    ExchangeId exchange() {
        return link.exchange();
    }
}
