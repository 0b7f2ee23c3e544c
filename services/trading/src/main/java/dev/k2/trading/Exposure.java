package dev.k2.trading;

import dev.k2.model.InstrumentId;
import dev.k2.model.LinkId;
import dev.k2.model.OrderId;
import dev.k2.model.OrderType;
import dev.k2.model.Side;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What one user's open orders may still cost, in dollars. An order holds its worth from the gate
 * on, in proportion to what is not filled yet, and lets go of it when it ends. Guarded by the
 * user's lock.
 */
final class Exposure {
    private static final int SCALE = 18;

    private final Map<OrderId, Open> open = new HashMap<>();
    private BigDecimal total = BigDecimal.ZERO;

    /** What an open order means for the next one. */
    record Open(
            LinkId link,
            InstrumentId instrument,
            Side side,
            OrderType type,
            Optional<BigDecimal> price,
            BigDecimal held) {}

    BigDecimal total() {
        return total;
    }

    void hold(OrderId id, Open order) {
        letGo(id);
        open.put(id, order);
        total = total.add(order.held());
    }

    void letGo(OrderId id) {
        Open gone = open.remove(id);
        if (gone != null) {
            total = total.subtract(gone.held());
        }
    }

    /** Follows an order as it stands now. */
    void follow(OrderRow row) {
        if (row.isFinal()) {
            letGo(row.id());
            return;
        }
        Intent intent = row.intent();
        BigDecimal leaves =
                intent.quantity().subtract(row.standing().filled()).max(BigDecimal.ZERO);
        BigDecimal held =
                intent.reserved()
                        .multiply(leaves)
                        .divide(intent.quantity(), SCALE, RoundingMode.CEILING);
        hold(
                row.id(),
                new Open(
                        intent.link(),
                        intent.instrument(),
                        intent.side(),
                        intent.type(),
                        intent.price(),
                        held));
    }

    /** A resting order of the same account that an order would trade with up to a price. */
    Optional<OrderId> crossing(Draft draft, BigDecimal worst) {
        Side side = draft.ticket().side();
        for (Map.Entry<OrderId, Open> entry : open.entrySet()) {
            Open other = entry.getValue();
            boolean meets =
                    other.link().equals(draft.link().id())
                            && other.instrument().equals(draft.instrument().id())
                            && other.side() == side.opposite()
                            && !other.type().isTriggered()
                            && other.price().isPresent();
            if (meets && reaches(side, worst, other.price().orElseThrow())) {
                return Optional.of(entry.getKey());
            }
        }
        return Optional.empty();
    }

    private static boolean reaches(Side side, BigDecimal worst, BigDecimal resting) {
        return side == Side.BUY ? worst.compareTo(resting) >= 0 : worst.compareTo(resting) <= 0;
    }
}
