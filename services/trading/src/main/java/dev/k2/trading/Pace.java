package dev.k2.trading;

import dev.k2.model.ExchangeId;
import dev.k2.model.InstrumentId;
import dev.k2.model.LinkId;
import dev.k2.model.OrderType;
import dev.k2.model.Side;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** One user's orders of the last minute. Guarded by the user's lock. */
final class Pace {
    private static final Duration KEPT = Duration.ofMinutes(1);

    private final Deque<Seen> recent = new ArrayDeque<>();

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

    private record Seen(Instant at, LinkId link, Shape shape) {}

    void note(Instant at, Draft draft) {
        while (!recent.isEmpty() && recent.getFirst().at().isBefore(at.minus(KEPT))) {
            recent.removeFirst();
        }
        recent.addLast(new Seen(at, draft.link().id(), Shape.of(draft)));
    }

    /** How many orders of a scope were placed in the stretch that ends now. */
    int within(Duration stretch, LimitScope scope, Instant now) {
        Instant from = now.minus(stretch);
        int count = 0;
        for (var newestFirst = recent.descendingIterator(); newestFirst.hasNext(); ) {
            Seen seen = newestFirst.next();
            if (!seen.at().isAfter(from)) {
                break;
            }
            if (scope.covers(seen.link(), seen.shape().instrument())) {
                count++;
            }
        }
        return count;
    }

    boolean has(Shape shape, Duration window, Instant now) {
        Instant from = now.minus(window);
        for (var newestFirst = recent.descendingIterator(); newestFirst.hasNext(); ) {
            Seen seen = newestFirst.next();
            if (!seen.at().isAfter(from)) {
                return false;
            }
            if (seen.shape().equals(shape)) {
                return true;
            }
        }
        return false;
    }
}
