package dev.k2.exchange.cryptocom;

import dev.k2.exchange.Amendment;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.Lookup;
import dev.k2.exchange.NewOrder;
import dev.k2.exchange.OrderChange;
import dev.k2.exchange.OrderRef;
import dev.k2.exchange.OrderReport;
import dev.k2.exchange.net.Backoff;
import dev.k2.exchange.net.ExchangeErrors;
import dev.k2.exchange.net.Reply;
import dev.k2.exchange.net.Reply.Certainty;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Instrument;
import dev.k2.model.OrderStatus;
import java.time.Duration;
import java.util.Optional;

/**
 * Changes of orders. Crypto.com cancels the order and makes another, and says at once only that it
 * took the change; so what became of both is asked for before anything is said of it.
 */
final class CryptocomAmends {
    private static final String AMEND = "amend an order";

    /** The waits between questions double, up to a second; it is over within some seconds. */
    private static final int TRIES_MAX = 9;

    private static final Backoff BETWEEN_TRIES =
            new Backoff(Duration.ofMillis(20), Duration.ofSeconds(1));

    private final CryptocomAccountRest rest;
    private final CryptocomHistory history;

    CryptocomAmends(CryptocomAccountRest rest, CryptocomHistory history) {
        this.rest = rest;
        this.history = history;
    }

    Amendment amend(OrderChange change) {
        NewOrder wanted = change.wanted();
        return switch (history.find(change.order())) {
            case Lookup.Absent(ExchangeError reason) -> new Amendment.Refused(reason);
            case Lookup.Failed(ExchangeError error) -> new Amendment.Refused(error);
            case Lookup.Found(OrderReport present) ->
                    hindrance(present, wanted)
                            .<Amendment>map(Amendment.Refused::new)
                            .orElseGet(() -> amend(change, present));
        };
    }

    private static Optional<ExchangeError> hindrance(OrderReport present, NewOrder wanted) {
        if (present.status().isFinal()) {
            return Optional.of(
                    CryptocomErrors.refused(
                            AMEND, "the order is " + present.status() + " already"));
        }
        if (present.side() != wanted.side() || present.type() != wanted.type()) {
            return Optional.of(
                    CryptocomErrors.refused(
                            AMEND, "Crypto.com changes an order's quantity and prices only"));
        }
        return Optional.empty();
    }

    private Amendment amend(OrderChange change, OrderReport present) {
        Instrument instrument = change.order().instrument();
        var named =
                new OrderChange(
                        new OrderRef(
                                instrument, present.clientOrderId(), Optional.of(present.id())),
                        change.wanted());
        boolean waits = CryptocomOrderForm.waits(change.wanted());
        return switch (rest.amend(CryptocomOrderForm.of(named), waits).about(instrument.id())) {
            case Reply.Failed<CryptocomAccountWire.Taken>(
                            Certainty certainty,
                            ExchangeError error) ->
                    certainty == Certainty.UNCLEAR
                            ? new Amendment.Unknown(CryptocomErrors.ALL.unknownOutcome(error))
                            : refused(instrument, present, error);
            case Reply.Ok<CryptocomAccountWire.Taken>(CryptocomAccountWire.Taken taken) ->
                    settled(instrument, present, change.wanted(), taken);
        };
    }

    /** A refusal can come after the old order went, so whether it did is asked. */
    private Amendment refused(Instrument instrument, OrderReport present, ExchangeError error) {
        return switch (history.find(OrderRef.of(instrument, present.id()))) {
            case Lookup.Found(OrderReport now) ->
                    now.status() == OrderStatus.CANCELLED
                            ? new Amendment.CancelledOnly(error)
                            : new Amendment.Refused(error);
            case Lookup.Absent _, Lookup.Failed _ ->
                    new Amendment.Unknown(CryptocomErrors.ALL.unknownOutcome(error));
        };
    }

    /** Asks until the new order is as it was wanted, or is not to be. */
    private Amendment settled(
            Instrument instrument,
            OrderReport present,
            NewOrder wanted,
            CryptocomAccountWire.Taken taken) {
        String told = taken.orderId();
        ExchangeOrderId id =
                told == null || told.isEmpty() ? present.id() : new ExchangeOrderId(told);
        for (int tries = 1; tries <= TRIES_MAX; tries++) {
            Lookup found = history.find(OrderRef.of(instrument, id));
            if (found instanceof Lookup.Found(OrderReport now)) {
                if (isAsWanted(now, wanted) && isGood(now.status())) {
                    return new Amendment.Amended(id, now.clientOrderId(), Optional.of(now));
                }
                if (now.status() == OrderStatus.REJECTED) {
                    return refused(
                            instrument,
                            present,
                            ExchangeErrors.about(
                                    CryptocomOrderParse.rejection(AMEND, now), instrument.id()));
                }
                if (now.status().isFinal()) {
                    return new Amendment.CancelledOnly(CryptocomOrderParse.rejection(AMEND, now));
                }
            }
            if (!pause(tries)) {
                break;
            }
        }
        return new Amendment.Unknown(
                CryptocomErrors.ALL.unknownOutcome(
                        CryptocomErrors.ALL.unreadable(
                                AMEND, "the change was taken and nothing came of it yet")));
    }

    private static boolean pause(int tries) {
        try {
            Thread.sleep(BETWEEN_TRIES.bound(tries));
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean isGood(OrderStatus status) {
        return switch (status) {
            case OPEN, PARTIAL, FILLED -> true;
            case PENDING, SUBMITTED, CANCELLED, REJECTED, EXPIRED -> false;
        };
    }

    private static boolean isAsWanted(OrderReport now, NewOrder wanted) {
        return now.quantity().compareTo(wanted.quantity()) == 0
                && now.price().isPresent() == wanted.price().isPresent()
                && now.price()
                        .flatMap(price -> wanted.price().map(price::compareTo))
                        .orElse(0)
                        .equals(0);
    }
}
