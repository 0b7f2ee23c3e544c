package dev.k2.trading;

import dev.k2.model.Decimals;
import dev.k2.model.Instrument;
import dev.k2.model.LinkId;
import dev.k2.model.OrderType;
import dev.k2.model.TimeInForce;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Sends an order that K2 held, once: it passes the rules and the whole gate anew, its leaving is
 * committed, and from there on it goes the way of every order. What the gate refuses for good ends
 * it; what is only amiss at the moment is tried again.
 */
final class Release {
    /**
     * What forbids an order to whoever places it, and only the moment to one that waited: a book
     * that is thin while prices fall must not take the stop away that is there for the fall.
     */
    private static final Set<RefusalCode> OF_THE_MOMENT =
            EnumSet.of(RefusalCode.PRICE_COLLAR, RefusalCode.INSTRUMENT_NOT_TRADING);

    private static final Duration FREED_WITHIN = Duration.ofSeconds(10);

    private final HeldLedger held;
    private final Ledger ledger;
    private final Routing routing;
    private final RiskGate gate;
    private final Desk desk;
    private final Sessions sessions;
    private final CrashPoints crashPoints;

    Release(
            HeldLedger held,
            Ledger ledger,
            Routing routing,
            RiskGate gate,
            Desk desk,
            Sessions sessions,
            CrashPoints crashPoints) {
        this.held = held;
        this.ledger = ledger;
        this.routing = routing;
        this.gate = gate;
        this.desk = desk;
        this.sessions = sessions;
        this.crashPoints = crashPoints;
    }

    /** Whether anything can be sent to an account now. */
    boolean isPossible(LinkId link) {
        return sessions.of(link).filter(open -> desk.refusal(open).isEmpty()).isPresent();
    }

    /**
     * Sends an order, or as much of it as is left to trade.
     *
     * @param why the price that it waited for
     */
    void send(OrderRow row, Instrument instrument, BigDecimal quantity, OrderEvent why) {
        Optional<LinkSession> session = sessions.of(row.intent().link());
        if (session.isEmpty()) {
            return;
        }
        Draft draft =
                routing.settled(
                        row.id(),
                        row.user(),
                        session.get(),
                        instrument,
                        ticket(row.intent(), quantity));
        List<Refusal> wrong = routing.validate(draft);
        if (wrong.isEmpty()) {
            judge(row, draft, session.get(), why);
        } else {
            refuse(row, wrong.getFirst(), why);
        }
    }

    private void judge(OrderRow row, Draft draft, LinkSession session, OrderEvent why) {
        switch (gate.judge(draft, desk.refusal(session))) {
            case RiskGate.Stopped(Refusal refusal) -> refuse(row, refusal, why);
            case RiskGate.Pass pass -> {
                Optional<Refusal> poor = routing.takeFunds(draft, pass.estimate(), session);
                if (poor.isPresent()) {
                    followAgain(row, pass);
                    refuse(row, poor.get(), why);
                } else {
                    commit(row, pass, session, why);
                }
            }
        }
    }

    private void commit(OrderRow row, RiskGate.Pass pass, LinkSession session, OrderEvent why) {
        crashPoints.reached(CrashPoint.HELD_ORDER_JUDGED);
        Optional<OrderStore.Committed> committed = Optional.empty();
        try {
            committed = held.released(row, pass, why);
            committed.ifPresentOrElse(
                    order -> desk.send(pass, order, session),
                    () -> routing.giveBackFunds(pass.draft(), pass.estimate(), session));
        } catch (RuntimeException lost) {
            desk.perhapsWritten(row.id());
            throw lost;
        } finally {
            if (committed.isEmpty()) {
                followAgain(row, pass);
            }
        }
    }

    /** The price of one order of an OCO was reached. */
    Optional<OrderRow> trigger(OrderRow row, OrderEvent why) {
        Optional<OrderRow> triggered = held.triggered(row, why);
        crashPoints.reached(CrashPoint.OCO_TRIGGERED);
        return triggered;
    }

    /** The order counts as it did before it was judged anew, or no more if it ended meanwhile. */
    private void followAgain(OrderRow row, RiskGate.Pass pass) {
        gate.release(pass);
        // As it was known, lest it count for nothing where it cannot be read.
        gate.follow(row);
        gate.follow(ledger.read(row));
    }

    private void refuse(OrderRow row, Refusal refusal, OrderEvent why) {
        if (mayBeFreedYet(row, refusal)) {
            return;
        }
        if (OF_THE_MOMENT.contains(refusal.code())) {
            held.delayed(row, refusal, refused("delayed", refusal, why));
            return;
        }
        switch (refusal.code().kind()) {
            case UNAVAILABLE, TOO_MANY ->
                    held.delayed(row, refusal, refused("delayed", refusal, why));
            case INVALID, FORBIDDEN, CONFLICT ->
                    held.end(
                            row,
                            HeldLedger.Ending.REJECTED,
                            "%s: %s".formatted(refusal.code(), refusal.message()),
                            refused("refused", refusal, why));
        }
    }

    private static OrderEvent refused(String what, Refusal refusal, OrderEvent why) {
        Map<String, String> evidence = new TreeMap<>(why.evidence());
        evidence.put("refused", refusal.code().name());
        return new OrderEvent(what, evidence);
    }

    /** What the other order of a pair held is free a moment after its end at some exchanges. */
    private boolean mayBeFreedYet(OrderRow row, Refusal refusal) {
        return refusal.code() == RefusalCode.INSUFFICIENT_BALANCE
                && row.intent().conditions().pair().isPresent()
                && row.intent()
                        .conditions()
                        .triggeredAt()
                        .filter(at -> at.plus(FREED_WITHIN).isAfter(ledger.now()))
                        .isPresent();
    }

    /** What is left of the order now that its price is reached. */
    private static OrderTicket ticket(Intent intent, BigDecimal quantity) {
        OrderType type = intent.sentType();
        TimeInForce timeInForce = intent.sentTimeInForce();
        return new OrderTicket(
                intent.key(),
                Optional.of(intent.exchange()),
                intent.instrument(),
                intent.side(),
                type,
                Optional.of(timeInForce),
                quantity,
                intent.price(),
                Optional.empty(),
                intent.reduceOnly(),
                true,
                intent.outcome(),
                intent.metadata(),
                Waiting.AT_EXCHANGE.until(
                        timeInForce == TimeInForce.GTD
                                ? intent.conditions().goodTill()
                                : Optional.empty()));
    }

    /** The evidence of a price that was reached. */
    static OrderEvent reached(WatchedPrices.Seen seen, BigDecimal trigger) {
        return new OrderEvent(
                "triggered",
                Map.of(
                        "trigger", Decimals.plain(trigger),
                        "price", Decimals.plain(seen.price()),
                        "bid", Decimals.plain(seen.quote().bid()),
                        "ask", Decimals.plain(seen.quote().ask()),
                        "quoted_at", seen.quote().at().toString()));
    }
}
