package dev.k2.trading;

import dev.k2.exchange.Answer;
import dev.k2.model.InstrumentId;
import dev.k2.model.Outcome;
import dev.k2.model.Position;
import dev.k2.model.PositionSide;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The positions of an account, kept for a moment. A fill makes them unknown. */
final class Holdings {
    private static final Duration KEPT = Duration.ofSeconds(5);

    private final Map<InstrumentId, List<Position>> positions = new TreeMap<>();
    private Instant at = Instant.MIN;
    private long fills;

    /** How many fills there were; handed back with what was asked for meanwhile. */
    synchronized long fills() {
        return fills;
    }

    /** Takes a whole list, unless a fill came while it was on its way. */
    synchronized void replace(List<Position> whole, Instant now, long fillsBefore) {
        positions.clear();
        for (Position position : whole) {
            positions.merge(
                    position.instrument(),
                    List.of(position),
                    (one, other) ->
                            java.util.stream.Stream.concat(one.stream(), other.stream()).toList());
        }
        at = fills == fillsBefore ? now : Instant.MIN;
    }

    /** What is kept is no longer so. */
    synchronized void filled() {
        fills++;
        at = Instant.MIN;
    }

    synchronized Optional<Answer<List<Position>>> known(Instant now) {
        return at.equals(Instant.MIN) || Duration.between(at, now).compareTo(KEPT) > 0
                ? Optional.empty()
                : Optional.of(
                        new Answer.Ok<>(
                                positions.values().stream().flatMap(List::stream).toList()));
    }

    /** How many contracts of an outcome are in a list of positions. */
    static BigDecimal held(List<Position> positions, InstrumentId instrument, Outcome outcome) {
        PositionSide side = outcome == Outcome.YES ? PositionSide.LONG : PositionSide.SHORT;
        return positions.stream()
                .filter(one -> one.instrument().equals(instrument) && one.side() == side)
                .map(Position::quantity)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
