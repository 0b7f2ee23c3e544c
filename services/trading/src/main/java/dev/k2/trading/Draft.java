package dev.k2.trading;

import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentKind;
import dev.k2.model.OrderConditions;
import dev.k2.model.OrderId;
import dev.k2.model.Outcome;
import dev.k2.model.RouteCandidate;
import dev.k2.model.Side;
import dev.k2.model.UserId;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * A ticket of which it is settled where it would go and what its rules are.
 *
 * @param held contracts of the ticket's outcome that the account holds; 0 where that plays no part
 * @param routing the exchanges that were compared; empty where one was named
 */
record Draft(
        OrderId id,
        UserId user,
        Links.Link link,
        Instrument instrument,
        OrderTicket ticket,
        BigDecimal held,
        List<RouteCandidate> routing) {
    Draft {
        routing = List.copyOf(routing);
    }

    Draft(OrderId id, UserId user, Links.Link link, Instrument instrument, OrderTicket ticket) {
        this(id, user, link, instrument, ticket, BigDecimal.ZERO, List.of());
    }

    Draft holding(BigDecimal quantity) {
        return new Draft(id, user, link, instrument, ticket, quantity, routing);
    }

    Draft after(List<RouteCandidate> compared) {
        return new Draft(id, user, link, instrument, ticket, held, compared);
    }

    /** Whether K2 waits for the price, because the exchange does not and the ticket allows it. */
    boolean isHeld() {
        return ticket.waiting().mayHold()
                && ticket.type().isTriggered()
                && !Validation.isOffered(ticket, instrument);
    }

    /** What is written down about the waiting. */
    OrderConditions conditions() {
        return ticket.waiting().conditions(isHeld());
    }

    ExchangeId exchange() {
        return link.exchange();
    }

    boolean isEvent() {
        return instrument.kind() == InstrumentKind.EVENT;
    }

    /** Which outcome side and price speak of; YES where there are none. */
    Outcome outcome() {
        return ticket.outcome().orElse(Outcome.YES);
    }

    /** The outcome as it is written down: only event contracts have one. */
    Optional<Outcome> noted() {
        return isEvent() ? Optional.of(outcome()) : Optional.empty();
    }

    /** Whether what is sold may not be held, and then costs what the other outcome costs. */
    boolean sellsContracts() {
        return isEvent() && ticket.side() == Side.SELL;
    }
}
