package dev.k2.sim.kalshi;

import org.jspecify.annotations.Nullable;

/**
 * A stretch of a market's time. Prices in price units, counts in count units.
 *
 * @param price null when nothing traded
 * @param notional price times count of all trades
 * @param openInterest at its end
 */
record Bar(
        long openMillis,
        Span bid,
        Span ask,
        @Nullable Span price,
        long volume,
        long notional,
        long openInterest) {

    /** How something went. */
    record Span(long open, long low, long high, long close) {
        static Span of(long value) {
            return new Span(value, value, value, value);
        }

        Span and(long value) {
            return new Span(open, Math.min(low, value), Math.max(high, value), value);
        }

        Span and(Span later) {
            return new Span(
                    open, Math.min(low, later.low), Math.max(high, later.high), later.close);
        }
    }

    Bar quoted(long bestBid, long bestAsk) {
        return new Bar(
                openMillis,
                bid.and(bestBid),
                ask.and(bestAsk),
                price,
                volume,
                notional,
                openInterest);
    }

    Bar traded(long at, long lots, long interest) {
        return new Bar(
                openMillis,
                bid,
                ask,
                price == null ? Span.of(at) : price.and(at),
                volume + lots,
                notional + at * lots,
                interest);
    }

    /** This and a later one as one. */
    Bar and(Bar later) {
        Span both = price == null ? later.price : price;
        if (price != null && later.price != null) {
            both = price.and(later.price);
        }
        return new Bar(
                openMillis,
                bid.and(later.bid),
                ask.and(later.ask),
                both,
                volume + later.volume,
                notional + later.notional,
                later.openInterest);
    }

    Bar from(long millis) {
        return new Bar(millis, bid, ask, price, volume, notional, openInterest);
    }

    /** The mean price of all trades, rounded half up. */
    long mean() {
        return volume == 0 ? 0 : (notional + volume / 2) / volume;
    }
}
