package dev.k2.sim;

import java.math.BigDecimal;

/**
 * What traded in a stretch of time. Prices are in price units, volumes in quantity units.
 *
 * @param openMillis when it begins, in milliseconds since 1970
 * @param quoteVolume the value of everything traded
 * @param takerVolume the volume that buyers took
 * @param takerQuoteVolume its value
 * @param firstId the first trade's id, -1 when there was none
 */
public record Candle(
        long openMillis,
        long open,
        long high,
        long low,
        long close,
        long volume,
        BigDecimal quoteVolume,
        long takerVolume,
        BigDecimal takerQuoteVolume,
        long firstId,
        long lastId,
        long trades) {

    static Candle empty(long openMillis, long price) {
        return new Candle(
                openMillis,
                price,
                price,
                price,
                price,
                0,
                BigDecimal.ZERO,
                0,
                BigDecimal.ZERO,
                -1,
                -1,
                0);
    }

    /** This candle and a later one as one. */
    Candle and(Candle later) {
        if (later.trades == 0) {
            return this;
        }
        if (trades == 0) {
            return later.from(openMillis);
        }
        return new Candle(
                openMillis,
                open,
                Math.max(high, later.high),
                Math.min(low, later.low),
                later.close,
                Math.addExact(volume, later.volume),
                quoteVolume.add(later.quoteVolume),
                Math.addExact(takerVolume, later.takerVolume),
                takerQuoteVolume.add(later.takerQuoteVolume),
                firstId,
                later.lastId,
                trades + later.trades);
    }

    Candle from(long start) {
        return new Candle(
                start,
                open,
                high,
                low,
                close,
                volume,
                quoteVolume,
                takerVolume,
                takerQuoteVolume,
                firstId,
                lastId,
                trades);
    }

    Candle and(Listing listing, Trade trade) {
        BigDecimal value = listing.quoteAmount(Math.multiplyExact(trade.price(), trade.quantity()));
        boolean bought = !trade.buyerIsMaker();
        Candle one =
                new Candle(
                        openMillis,
                        trade.price(),
                        trade.price(),
                        trade.price(),
                        trade.price(),
                        trade.quantity(),
                        value,
                        bought ? trade.quantity() : 0,
                        bought ? value : BigDecimal.ZERO,
                        trade.id(),
                        trade.id(),
                        1);
        return and(one);
    }
}
