package dev.k2.marketdata;

import dev.k2.model.Candle;
import dev.k2.model.CandleInterval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes candles of candles. */
final class CandleMath {
    private CandleMath() {}

    /** A candle as the beginning of a wider one. */
    static Candle widened(Candle first, CandleInterval interval, Instant open) {
        return new Candle(
                first.instrument(),
                interval,
                open,
                first.open(),
                first.high(),
                first.low(),
                first.close(),
                first.volume(),
                false);
    }

    /**
     * Candles, oldest first, as those of a wider interval; the last is as far as there are parts.
     */
    static List<Candle> widened(List<Candle> parts, CandleInterval interval) {
        List<Candle> wide = new ArrayList<>();
        for (Candle part : parts) {
            Instant open = CandleTimes.open(interval, part.openTime());
            boolean goesOn = !wide.isEmpty() && wide.getLast().openTime().equals(open);
            Candle grown = extended(goesOn ? wide.removeLast() : null, part, interval, open);
            wide.add(grown);
        }
        return wide;
    }

    /**
     * A wider candle with a later part added. A part in which nothing traded repeats the close
     * before it; it says nothing of where a candle that did trade opened or how far it went.
     */
    static Candle extended(
            @Nullable Candle wide, Candle part, CandleInterval interval, Instant open) {
        if (wide == null || wide.volume().signum() == 0) {
            return widened(part, interval, open);
        }
        if (part.volume().signum() == 0) {
            return wide;
        }
        return new Candle(
                wide.instrument(),
                interval,
                open,
                wide.open(),
                wide.high().max(part.high()),
                wide.low().min(part.low()),
                part.close(),
                wide.volume().add(part.volume()),
                false);
    }

    /**
     * What the exchange told of a candle that is open, and what was seen of it: the exchange knows
     * how it began, we may know how it goes on.
     *
     * @param seenLater whether a trade arrived after the exchange was asked
     */
    static Optional<Candle> joined(Optional<Candle> told, Candle seen, boolean seenLater) {
        if (told.isEmpty()) {
            return Optional.of(seen);
        }
        Candle theirs = told.get();
        return Optional.of(
                new Candle(
                        theirs.instrument(),
                        theirs.interval(),
                        theirs.openTime(),
                        theirs.open(),
                        theirs.high().max(seen.high()),
                        theirs.low().min(seen.low()),
                        seenLater ? seen.close() : theirs.close(),
                        theirs.volume().max(seen.volume()),
                        theirs.closed()));
    }

    static Candle closed(Candle candle) {
        return new Candle(
                candle.instrument(),
                candle.interval(),
                candle.openTime(),
                candle.open(),
                candle.high(),
                candle.low(),
                candle.close(),
                candle.volume(),
                true);
    }
}
