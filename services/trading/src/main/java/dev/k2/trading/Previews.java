package dev.k2.trading;

import dev.k2.exchange.FeeRates;
import dev.k2.model.OrderId;
import dev.k2.model.Outcome;
import dev.k2.model.RouteCandidate;
import dev.k2.model.Side;
import dev.k2.model.UserId;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Goes through an order's checks without sending it. */
final class Previews {
    private final Routing routing;
    private final RiskGate gate;
    private final Sessions sessions;
    private final InstantSource clock;
    private final Names names;

    Previews(Routing routing, RiskGate gate, Sessions sessions, InstantSource clock, Names names) {
        this.routing = routing;
        this.gate = gate;
        this.sessions = sessions;
        this.clock = clock;
        this.names = names;
    }

    Preview preview(UserId user, OrderTicket ticket) {
        return switch (routing.route(new OrderId(names.id()), user, ticket)) {
            case Routing.Nowhere nowhere -> nothing(ticket, nowhere.refusal(), nowhere.compared());
            case Routing.To(Draft draft) -> preview(draft);
        };
    }

    private Preview preview(Draft draft) {
        Optional<LinkSession> session = sessions.of(draft.link().id());
        List<Refusal> refusals = new ArrayList<>(routing.validate(draft));
        Optional<Pricing.Priced.Estimate> estimate = Optional.empty();
        // A malformed ticket has no price to judge it by.
        if (refusals.isEmpty()) {
            refusals.addAll(gate.inspect(draft, session.flatMap(LinkSession::refusal)));
            estimate = gate.estimate(draft);
        }
        // Nothing is taken from the account before the price is reached.
        boolean takes = !draft.isHeld();
        if (refusals.isEmpty() && takes && estimate.isPresent() && session.isPresent()) {
            routing.funds(draft, estimate.get(), session.get()).ifPresent(refusals::add);
        }
        Optional<FeeRates> rates =
                session.filter(open -> open.refusal().isEmpty())
                        .flatMap(open -> open.fees(draft.instrument(), clock.instant()));
        Optional<BigDecimal> notional = estimate.map(Pricing.Priced.Estimate::notional);
        Optional<BigDecimal> fee =
                estimate.flatMap(e -> rates.map(r -> charged(draft, e).multiply(r.taker())));
        return new Preview(
                Optional.of(draft.exchange()),
                draft.instrument().id(),
                estimate.map(Pricing.Priced.Estimate::average),
                estimate.map(Pricing.Priced.Estimate::worst),
                notional,
                Optional.of(draft.instrument().quote()),
                fee,
                rates.map(FeeRates::taker),
                fee.map(known -> draft.instrument().quote()),
                total(draft, notional, fee),
                refusals,
                draft.routing());
    }

    /** What the rates are a share of: of an event contract the worth in prices of YES. */
    private static BigDecimal charged(Draft draft, Pricing.Priced.Estimate estimate) {
        return draft.outcome() == Outcome.YES || !draft.isEvent()
                ? estimate.notional()
                : draft.outcome()
                        .mirror(estimate.average())
                        .multiply(draft.ticket().quantity())
                        .multiply(draft.instrument().contractSize());
    }

    private static Optional<BigDecimal> total(
            Draft draft, Optional<BigDecimal> notional, Optional<BigDecimal> fee) {
        return notional.flatMap(
                n -> fee.map(f -> draft.ticket().side() == Side.BUY ? n.add(f) : n.subtract(f)));
    }

    private static Preview nothing(
            OrderTicket ticket, Refusal refusal, List<RouteCandidate> compared) {
        return new Preview(
                ticket.exchange(),
                ticket.instrument(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(refusal),
                compared);
    }
}
