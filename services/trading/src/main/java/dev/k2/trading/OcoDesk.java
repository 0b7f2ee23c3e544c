package dev.k2.trading;

import dev.k2.model.Decimals;
import dev.k2.model.Order;
import dev.k2.model.OrderId;
import dev.k2.model.Side;
import dev.k2.model.UserId;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * Places a limit order and a stop beside it: both pass the rules and the gate, both are committed
 * together, then the limit order is sent and the stop is held.
 */
final class OcoDesk {
    private final Desk desk;
    private final Routing routing;
    private final RiskGate gate;
    private final Ledger ledger;
    private final Sessions sessions;
    private final Names names;
    private final HeldOrders held;

    OcoDesk(
            Desk desk,
            Routing routing,
            RiskGate gate,
            Ledger ledger,
            Sessions sessions,
            Names names,
            HeldOrders held) {
        this.desk = desk;
        this.routing = routing;
        this.gate = gate;
        this.ledger = ledger;
        this.sessions = sessions;
        this.names = names;
        this.held = held;
    }

    OcoOutcome place(UserId user, OcoTicket ticket) {
        String hash = Desk.hash(ticket.body());
        return switch (desk.once(user, ticket.key(), hash, () -> placeNew(user, ticket, hash))) {
            case PlaceOutcome.Placed(Order limit) -> both(limit, true);
            case PlaceOutcome.Known(Order limit) -> both(limit, false);
            case PlaceOutcome.KeyConflict(Order existing) -> new OcoOutcome.KeyConflict(existing);
            case PlaceOutcome.Refused(Refusal refusal) -> new OcoOutcome.Refused(refusal);
        };
    }

    private OcoOutcome both(Order limit, boolean fresh) {
        Order stop =
                limit.conditions()
                        .pair()
                        .flatMap(ledger::read)
                        .map(OrderRow::order)
                        .orElseThrow(
                                () -> new IllegalStateException("no pair of order " + limit.id()));
        return new OcoOutcome.Placed(limit, stop, fresh);
    }

    private PlaceOutcome placeNew(UserId user, OcoTicket ticket, String hash) {
        Optional<Refusal> crossed = crossed(ticket);
        if (crossed.isPresent()) {
            return Desk.refused(crossed.get());
        }
        return switch (routing.route(new OrderId(names.id()), user, ticket.limit())) {
            case Routing.Nowhere nowhere -> Desk.refused(nowhere.refusal());
            case Routing.To(Draft limit) -> {
                Draft stop =
                        new Draft(
                                new OrderId(names.id()),
                                user,
                                limit.link(),
                                limit.instrument(),
                                ticket.stop(),
                                limit.held(),
                                limit.routing());
                List<Refusal> wrong = routing.validate(limit);
                List<Refusal> alsoWrong = wrong.isEmpty() ? routing.validate(stop) : wrong;
                yield alsoWrong.isEmpty()
                        ? judge(limit, stop, hash)
                        : Desk.refused(alsoWrong.getFirst());
            }
        };
    }

    private PlaceOutcome judge(Draft limit, Draft stop, String hash) {
        Optional<LinkSession> session = sessions.of(limit.link().id());
        Optional<Refusal> link = desk.refusal(limit, session);
        return switch (gate.judge(limit, link)) {
            case RiskGate.Stopped(Refusal refusal) -> Desk.refused(refusal);
            case RiskGate.Pass sent ->
                    switch (gate.judge(stop, link)) {
                        case RiskGate.Stopped(Refusal refusal) -> {
                            gate.release(sent);
                            yield Desk.refused(refusal);
                        }
                        case RiskGate.Pass kept -> fund(sent, kept, session.orElseThrow(), hash);
                    };
        };
    }

    private PlaceOutcome fund(
            RiskGate.Pass sent, RiskGate.Pass kept, LinkSession session, String hash) {
        Optional<Refusal> poor = routing.takeFunds(sent.draft(), sent.estimate(), session);
        if (poor.isPresent()) {
            gate.release(sent);
            gate.release(kept);
            return Desk.refused(poor.get());
        }
        PlaceOutcome outcome = commit(sent, kept, session, hash);
        if (!(outcome instanceof PlaceOutcome.Placed)) {
            routing.giveBackFunds(sent.draft(), sent.estimate(), session);
        }
        return outcome;
    }

    private PlaceOutcome commit(
            RiskGate.Pass sent, RiskGate.Pass kept, LinkSession session, String hash) {
        Intent limit = desk.intent(sent, hash).pairedWith(kept.draft().id());
        Intent stop = desk.intent(kept, hash).pairedWith(sent.draft().id());
        boolean taken = false;
        try {
            OrderStore.Written written = ledger.open(limit, sent.claims(), stop, kept.claims());
            taken = written instanceof OrderStore.Committed;
            return switch (written) {
                case OrderStore.Committed row -> {
                    ledger.read(stop.id()).ifPresent(held::keep);
                    yield new PlaceOutcome.Placed(desk.send(sent, row, session).order());
                }
                // Either key was used in the meantime.
                case OrderStore.KeyTaken ignored ->
                        desk.known(limit.user(), limit.key(), hash)
                                .or(() -> desk.known(stop.user(), stop.key(), ""))
                                .orElseThrow();
                case OrderStore.NotHeld ignored ->
                        desk.known(limit.user(), limit.key(), hash)
                                .orElseGet(() -> desk.lost(sent.draft()));
                case OrderStore.TooMuch(Refusal refusal) -> Desk.refused(refusal);
            };
        } catch (RuntimeException lost) {
            // The stop, which waits, is found by whoever reads what waits.
            desk.perhapsWritten(limit.id());
            throw lost;
        } finally {
            if (!taken) {
                gate.release(sent);
                gate.release(kept);
            }
        }
    }

    /** The limit order of a sell lies above its stop, of a buy below. */
    private static Optional<Refusal> crossed(OcoTicket ticket) {
        BigDecimal price = ticket.price();
        BigDecimal stop = ticket.stopPrice();
        boolean apart =
                ticket.side() == Side.SELL ? price.compareTo(stop) > 0 : price.compareTo(stop) < 0;
        if (apart || !Decimals.isSane(price) || !Decimals.isSane(stop)) {
            return Optional.empty();
        }
        return Optional.of(
                Refusals.field(
                        RefusalCode.OCO_PRICES_CROSSED,
                        "stop_price",
                        "the stop of %s must lie %s its price, found price %s and stop price %s"
                                .formatted(
                                        ticket.side() == Side.SELL ? "a sell" : "a buy",
                                        ticket.side() == Side.SELL ? "below" : "above",
                                        Decimals.plain(price),
                                        Decimals.plain(stop)),
                        "found",
                        stop,
                        "price",
                        price));
    }
}
