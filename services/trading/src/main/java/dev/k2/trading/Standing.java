package dev.k2.trading;

import dev.k2.model.ExchangeOrderId;
import dev.k2.model.OrderStatus;
import dev.k2.model.Resolution;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * Where an order stands: everything about it that changes. A pure state machine, in which states
 * move forward only, the filled quantity is the sum of the fills and nothing else, and an end that
 * the exchange tells waits until every fill that it counted is here.
 *
 * @param told what the exchange said; empty while it said nothing
 */
record Standing(
        Optional<ExchangeOrderId> exchangeOrderId,
        OrderStatus status,
        Optional<Resolution> resolution,
        boolean stale,
        boolean cancelRequested,
        BigDecimal filled,
        Optional<BigDecimal> average,
        Optional<Told> told,
        Optional<String> error) {
    /** An order that is on its way, or may be. */
    static final Standing SENDING =
            new Standing(
                    Optional.empty(),
                    OrderStatus.SUBMITTED,
                    Optional.empty(),
                    false,
                    false,
                    BigDecimal.ZERO,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    /** An order that K2 keeps to itself until its price is reached. */
    static final Standing HELD =
            new Standing(
                    Optional.empty(),
                    OrderStatus.PENDING,
                    Optional.empty(),
                    false,
                    false,
                    BigDecimal.ZERO,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    /** Whether the exchange counts more fills than are here. */
    boolean isBehind() {
        return told.isPresent() && told.get().filled().compareTo(filled) > 0;
    }

    /** Whether the order may have been sent, and the exchange has never confirmed that it has it. */
    boolean isUnconfirmed() {
        return told.isEmpty()
                && filled.signum() == 0
                && !status.isFinal()
                && status != OrderStatus.PENDING;
    }

    /** Whether nobody but a person can find out more. */
    boolean needsPerson() {
        return resolution.equals(Optional.of(Resolution.ATTENTION));
    }

    /** Whether its account was unlinked, and nobody here looks after it any more. */
    boolean isLeft() {
        return resolution.equals(Optional.of(Resolution.LEFT));
    }

    /** The exchange told a state. */
    Standing hear(ExchangeOrderId id, Told news, BigDecimal quantity) {
        Told joined = told.map(before -> before.join(news)).orElse(news);
        boolean saysNo = news.status() == OrderStatus.REJECTED && news.filled().signum() == 0;
        return with(
                        exchangeOrderId.or(() -> Optional.of(id)),
                        status,
                        saysNo ? Optional.empty() : seen(),
                        filled,
                        average,
                        Optional.of(joined),
                        error)
                .settle(quantity);
    }

    /** Fills came; the sum is over all of the order's fills that there are. */
    Standing fill(
            ExchangeOrderId id, BigDecimal sum, BigDecimal averagePrice, BigDecimal quantity) {
        return with(
                        exchangeOrderId.or(() -> Optional.of(id)),
                        status,
                        seen(),
                        sum,
                        Optional.of(averagePrice),
                        told,
                        error)
                .settle(quantity);
    }

    /** The exchange said no, or the order is known never to have reached it. */
    Standing refuse(String reason) {
        return status.canBecome(OrderStatus.REJECTED) && filled.signum() == 0
                ? with(
                        exchangeOrderId,
                        OrderStatus.REJECTED,
                        Optional.empty(),
                        filled,
                        average,
                        told,
                        Optional.of(reason))
                : this;
    }

    /** Somebody has to find out. Evidence that is here already is not thrown away. */
    Standing question(Resolution next) {
        return status.isFinal() || isLeft() || told.isPresent() || filled.signum() > 0
                ? this
                : with(
                        exchangeOrderId,
                        OrderStatus.SUBMITTED,
                        Optional.of(next),
                        filled,
                        average,
                        told,
                        error);
    }

    /** The exchange confirmed the order before and does not know it any more: a person must look. */
    Standing attention() {
        return status.isFinal() || isLeft()
                ? this
                : with(
                        exchangeOrderId,
                        status,
                        Optional.of(Resolution.ATTENTION),
                        filled,
                        average,
                        told,
                        error);
    }

    /** Its account was unlinked. What becomes of it is not known here, so it does not end. */
    Standing leave() {
        return status.isFinal()
                ? this
                : with(
                        exchangeOrderId,
                        status,
                        Optional.of(Resolution.LEFT),
                        filled,
                        average,
                        told,
                        Optional.of("the account was unlinked while the order was open"));
    }

    /** An exchange made another order of this one; what it told of the old one still counts. */
    Standing movedTo(ExchangeOrderId id) {
        return with(Optional.of(id), status, resolution, filled, average, told, error);
    }

    /** The order is for another quantity than before. */
    Standing resized(BigDecimal quantity) {
        return settle(quantity);
    }

    /** Something of an order that has ended is alive at its exchange: a person must look. */
    Standing contradicted() {
        return with(
                exchangeOrderId,
                status,
                Optional.of(Resolution.ATTENTION),
                filled,
                average,
                told,
                error);
    }

    Standing markStale(boolean now) {
        return status.isFinal()
                ? this
                : new Standing(
                        exchangeOrderId,
                        status,
                        resolution,
                        now,
                        cancelRequested,
                        filled,
                        average,
                        told,
                        error);
    }

    Standing requestCancel(boolean now) {
        return status.isFinal()
                ? this
                : new Standing(
                        exchangeOrderId,
                        status,
                        resolution,
                        stale,
                        now,
                        filled,
                        average,
                        told,
                        error);
    }

    /** News about an order that was given up as never sent contradict it: a person must look. */
    private Optional<Resolution> seen() {
        if (isLeft()) {
            return resolution;
        }
        boolean givenUp = status == OrderStatus.REJECTED && (told.isEmpty() || needsPerson());
        return givenUp ? Optional.of(Resolution.ATTENTION) : Optional.empty();
    }

    private Standing settle(BigDecimal quantity) {
        OrderStatus next = next(quantity);
        if (!status.canBecome(next)) {
            return this;
        }
        Optional<String> why =
                next == OrderStatus.REJECTED || next == OrderStatus.EXPIRED
                        ? told.flatMap(Told::reason)
                        : error;
        Standing moved = with(exchangeOrderId, next, resolution, filled, average, told, why);
        return next.isFinal() ? moved.rest() : moved;
    }

    private OrderStatus next(BigDecimal quantity) {
        boolean everyFillIsHere = !isBehind();
        if (told.isPresent() && told.get().status().isFinal() && everyFillIsHere) {
            boolean whole = filled.compareTo(quantity) >= 0;
            return whole ? OrderStatus.FILLED : told.get().status();
        }
        if (filled.compareTo(quantity) >= 0) {
            return OrderStatus.FILLED;
        }
        if (filled.signum() > 0) {
            return OrderStatus.PARTIAL;
        }
        return told.map(Standing::unfilled).orElse(status);
    }

    /** A fill or an end that the exchange told, and that waits for its fills, shows as open. */
    private static OrderStatus unfilled(Told told) {
        return told.status().rank() > OrderStatus.OPEN.rank() ? OrderStatus.OPEN : told.status();
    }

    /** Nothing is awaited of an order that has ended. */
    private Standing rest() {
        return new Standing(
                exchangeOrderId,
                status,
                isLeft() ? Optional.empty() : resolution,
                false,
                false,
                filled,
                average,
                told,
                error);
    }

    private Standing with(
            Optional<ExchangeOrderId> nextId,
            OrderStatus nextStatus,
            Optional<Resolution> nextResolution,
            BigDecimal nextFilled,
            Optional<BigDecimal> nextAverage,
            Optional<Told> nextTold,
            Optional<String> nextError) {
        return new Standing(
                nextId,
                nextStatus,
                nextResolution,
                stale,
                cancelRequested,
                nextFilled,
                nextAverage,
                nextTold,
                nextError);
    }
}
