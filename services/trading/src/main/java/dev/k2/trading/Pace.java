package dev.k2.trading;

import dev.k2.model.ExchangeId;
import dev.k2.model.InstrumentId;
import dev.k2.model.LinkId;
import dev.k2.model.OrderId;
import dev.k2.model.OrderType;
import dev.k2.model.Side;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One user's orders of the last minute. Guarded by the user's lock. */
final class Pace {
    private static final Duration KEPT = Duration.ofMinutes(1);

    /** In the order of their times, so that a stretch of them is found by halving. */
    private final List<Seen> recent = new ArrayList<>();

    /** What makes two orders look like one order placed twice. */
    record Shape(
            ExchangeId exchange,
            InstrumentId instrument,
            Side side,
            OrderType type,
            BigDecimal quantity,
            Optional<BigDecimal> price,
            Optional<BigDecimal> stopPrice) {
        static Shape of(Draft draft) {
            OrderTicket ticket = draft.ticket();
            return new Shape(
                    draft.exchange(),
                    draft.instrument().id(),
                    ticket.side(),
                    ticket.type(),
                    ticket.quantity().stripTrailingZeros(),
                    ticket.price().map(BigDecimal::stripTrailingZeros),
                    ticket.stopPrice().map(BigDecimal::stripTrailingZeros));
        }
    }

    private record Seen(Instant at, OrderId id, LinkId link, Shape shape) {}

    void note(Instant at, Draft draft) {
        int gone = firstAfter(at.minus(KEPT));
        // Moving the rest to the front costs as much as the rest, so it waits for as many to go.
        if (gone > recent.size() / 2) {
            recent.subList(0, gone).clear();
        }
        // Whoever came first may have looked at the clock last.
        Instant noted =
                recent.isEmpty() || recent.getLast().at().isBefore(at) ? at : recent.getLast().at();
        recent.add(new Seen(noted, draft.id(), draft.link().id(), Shape.of(draft)));
    }

    /** An order turned out to be one that was placed before. */
    void forget(OrderId id) {
        for (int i = recent.size() - 1; i >= 0; i--) {
            if (recent.get(i).id().equals(id)) {
                recent.remove(i);
                return;
            }
        }
    }

    /** How many orders of a scope were placed in the stretch that ends now. */
    int within(Duration stretch, LimitScope scope, Instant now) {
        int first = firstAfter(now.minus(stretch));
        if (scope.equals(LimitScope.user())) {
            return recent.size() - first;
        }
        int count = 0;
        for (Seen seen : recent.subList(first, recent.size())) {
            if (scope.covers(seen.link(), seen.shape().instrument())) {
                count++;
            }
        }
        return count;
    }

    boolean has(Shape shape, Duration window, Instant now) {
        return recent.subList(firstAfter(now.minus(window)), recent.size()).stream()
                .anyMatch(seen -> seen.shape().equals(shape));
    }

    /** The place of the first order that is younger. */
    private int firstAfter(Instant time) {
        int from = 0;
        int to = recent.size();
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (recent.get(middle).at().isAfter(time)) {
                to = middle;
            } else {
                from = middle + 1;
            }
        }
        return from;
    }
}
