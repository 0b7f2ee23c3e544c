package dev.k2.trading;

import dev.k2.model.InstrumentId;
import dev.k2.model.LinkId;
import dev.k2.model.OrderId;
import dev.k2.model.OrderType;
import dev.k2.model.Outcome;
import dev.k2.model.Side;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What one user's open orders may still cost, in dollars. An order holds its worth from the gate
 * on, in proportion to what is not filled yet, and lets go of it when it ends. Guarded by the
 * user's lock.
 */
final class Exposure {
    private final Map<OrderId, Open> open = new HashMap<>();
    private final Map<LimitScope, BigDecimal> totals = new HashMap<>();

    /** What an open order means for the next one. Side and price are those of YES. */
    record Open(
            LinkId link,
            InstrumentId instrument,
            Side side,
            OrderType type,
            Optional<BigDecimal> price,
            BigDecimal held,
            Optional<Selling> selling) {}

    /** Contracts of an outcome that an open order gives away. */
    record Selling(Outcome outcome, BigDecimal quantity) {}

    /** What the open orders of a scope hold together. */
    BigDecimal total(LimitScope scope) {
        return totals.getOrDefault(scope, BigDecimal.ZERO);
    }

    /** The same without one order that counts into it and is about to be judged again. */
    BigDecimal totalBeside(LimitScope scope, OrderId id) {
        BigDecimal all = total(scope);
        Open own = open.get(id);
        return own == null ? all : all.subtract(own.held());
    }

    void hold(OrderId id, Open order) {
        letGo(id);
        open.put(id, order);
        add(order, order.held());
    }

    void letGo(OrderId id) {
        Open gone = open.remove(id);
        if (gone != null) {
            add(gone, gone.held().negate());
        }
    }

    /** Lets go of every order of an account. */
    void letGo(LinkId link) {
        open.entrySet().stream()
                .filter(entry -> entry.getValue().link().equals(link))
                .map(Map.Entry::getKey)
                .toList()
                .forEach(this::letGo);
    }

    /** How many orders hold something. */
    int count() {
        return open.size();
    }

    private void add(Open order, BigDecimal worth) {
        add(LimitScope.user(), worth);
        add(new LimitScope.OfLink(order.link()), worth);
        add(new LimitScope.OfInstrument(order.instrument()), worth);
    }

    private void add(LimitScope scope, BigDecimal worth) {
        BigDecimal sum = total(scope).add(worth);
        if (sum.signum() == 0) {
            totals.remove(scope);
        } else {
            totals.put(scope, sum);
        }
    }

    /** Follows an order as it stands now. */
    void follow(OrderRow row) {
        if (row.isLetGo()) {
            letGo(row.id());
            return;
        }
        Intent intent = row.intent();
        Outcome outcome = intent.outcome().orElse(Outcome.YES);
        Optional<BigDecimal> price = row.terms().price();
        if (row.amends().wish().isPresent()) {
            // Nobody knows which of the two holds, so the keener one does.
            price = keener(intent.side(), price, row.amends().wish().get().terms().price());
        }
        Optional<BigDecimal> limit = price.map(known -> yes(intent.outcome(), known));
        BigDecimal leaves = row.whole().subtract(row.standing().filled()).max(BigDecimal.ZERO);
        hold(
                row.id(),
                new Open(
                        intent.link(),
                        intent.instrument(),
                        outcome.mirror(intent.side()),
                        row.isHeld() ? intent.type() : intent.sentType(),
                        limit,
                        row.reserved(),
                        selling(intent.outcome(), intent.side(), leaves)));
    }

    /** What an order counts for; nothing where it holds nothing. */
    Optional<Open> held(OrderId id) {
        return Optional.ofNullable(open.get(id));
    }

    private static Optional<BigDecimal> keener(
            Side side, Optional<BigDecimal> one, Optional<BigDecimal> other) {
        return one.flatMap(
                first ->
                        other.map(
                                second ->
                                        side == Side.BUY ? first.max(second) : first.min(second)));
    }

    /** A resting order of the same account that an order would trade with up to a price. */
    Optional<OrderId> crossing(Draft draft, BigDecimal worst) {
        Side side = draft.outcome().mirror(draft.ticket().side());
        BigDecimal reach = yes(draft.noted(), worst);
        for (Map.Entry<OrderId, Open> entry : open.entrySet()) {
            Open other = entry.getValue();
            boolean meets =
                    other.link().equals(draft.link().id())
                            && other.instrument().equals(draft.instrument().id())
                            && other.side() == side.opposite()
                            && !other.type().isTriggered()
                            && other.price().isPresent();
            if (meets && reaches(side, reach, other.price().orElseThrow())) {
                return Optional.of(entry.getKey());
            }
        }
        return Optional.empty();
    }

    /** Contracts of the draft's outcome that open orders of its account sell. */
    BigDecimal selling(Draft draft) {
        return open.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(draft.id()))
                .map(Map.Entry::getValue)
                .filter(
                        other ->
                                other.link().equals(draft.link().id())
                                        && other.instrument().equals(draft.instrument().id()))
                .flatMap(other -> other.selling().stream())
                .filter(selling -> selling.outcome() == draft.outcome())
                .map(Selling::quantity)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    static Optional<Selling> selling(Optional<Outcome> outcome, Side side, BigDecimal quantity) {
        return side == Side.SELL
                ? outcome.map(known -> new Selling(known, quantity))
                : Optional.empty();
    }

    /** A price of an order as one of YES; of anything but an event contract it stays as it is. */
    static BigDecimal yes(Optional<Outcome> outcome, BigDecimal price) {
        return outcome.map(known -> known.mirror(price)).orElse(price);
    }

    private static boolean reaches(Side side, BigDecimal worst, BigDecimal resting) {
        return side == Side.BUY ? worst.compareTo(resting) >= 0 : worst.compareTo(resting) <= 0;
    }
}
