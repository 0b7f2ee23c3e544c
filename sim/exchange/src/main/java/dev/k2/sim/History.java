package dev.k2.sim;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Trades and candles of the time before the exchange ran, made from the price's path. Asked twice, it answers the same. */
final class History {
    /** When the market began: 2023-01-01. Nothing is older. */
    static final long LISTED_MILLIS = 1_672_531_200_000L;

    static final long MINUTE = 60_000;
    private static final int SAMPLES = 3;

    private final Listing listing;
    private final PriceWalk walk;
    private final int perMinute;

    History(Listing listing) {
        this.listing = listing;
        this.walk = listing.shape().walk();
        this.perMinute = listing.shape().tradesPerMinute();
    }

    /** The price at a moment, on a whole tick and above zero. */
    long price(long millis) {
        return onTick(walk.at(millis));
    }

    long onTick(double price) {
        long ticks = Math.round(price * Math.pow(10, listing.priceScale()) / listing.tick());
        return Math.max(1, ticks) * listing.tick();
    }

    /** The id of a minute's first trade. Ids grow with time and leave no gap. */
    long firstTradeId(long minuteMillis) {
        long minute = (minuteMillis - LISTED_MILLIS) / MINUTE;
        return minute * perMinute + Math.round(walk.chance(minute, 1) * perMinute * 0.45) + 1;
    }

    Candle minute(long openMillis) {
        long open = price(openMillis);
        long close = price(openMillis + MINUTE);
        long high = Math.max(open, close);
        long low = Math.min(open, close);
        for (int i = 1; i < SAMPLES; i++) {
            long between = price(openMillis + i * MINUTE / SAMPLES);
            high = Math.max(high, between);
            low = Math.min(low, between);
        }
        long firstId = firstTradeId(openMillis);
        long lastId = firstTradeId(openMillis + MINUTE) - 1;
        long trades = lastId - firstId + 1;
        long volume = volume(openMillis, trades, (open + close) / 2);
        double bought =
                0.5 + 0.2 * (walk.chance(openMillis, 3) - 0.5) + (close > open ? 0.08 : -0.08);
        long takerVolume = Math.min(volume, listing.wholeSteps((long) (volume * bought)));
        long middle = (high + low) / 2;
        return new Candle(
                openMillis,
                open,
                high,
                low,
                close,
                volume,
                listing.quoteAmount(Math.multiplyExact(middle, volume)),
                takerVolume,
                listing.quoteAmount(Math.multiplyExact(middle, takerVolume)),
                firstId,
                lastId,
                trades);
    }

    /** The trades of a minute, oldest first, made up to agree with its price path. */
    List<Trade> trades(long minuteMillis) {
        Candle minute = minute(minuteMillis);
        List<Trade> trades = new ArrayList<>((int) minute.trades());
        long count = minute.trades();
        for (long i = 0; i < count; i++) {
            long id = minute.firstId() + i;
            long millis = minuteMillis + i * MINUTE / count;
            long usual = Math.max(listing.step(), minute.volume() / count);
            long lots = listing.wholeSteps((long) (usual * (0.05 + 2 * walk.chance(id, 5))));
            trades.add(
                    new Trade(
                            id,
                            price(millis),
                            Math.max(listing.step(), lots),
                            0,
                            0,
                            walk.chance(id, 6) < 0.5,
                            millis * 1000 + (long) (walk.chance(id, 7) * 1000)));
        }
        return trades;
    }

    /** The minute whose trades include this id. */
    long minuteOf(long tradeId) {
        long minute = Math.max(0, tradeId / perMinute - 1);
        long millis = LISTED_MILLIS + minute * MINUTE;
        while (firstTradeId(millis + MINUTE) <= tradeId) {
            millis += MINUTE;
        }
        return millis;
    }

    /** What is needed to begin a live market in mid-minute: the part of the minute that has passed. */
    Candle begunMinute(long nowMillis) {
        long openMillis = nowMillis - Math.floorMod(nowMillis, MINUTE);
        long passed = nowMillis - openMillis;
        Candle whole = minute(openMillis);
        long trades = whole.trades() * passed / MINUTE;
        if (trades == 0) {
            return Candle.empty(openMillis, whole.open());
        }
        long now = price(nowMillis);
        return new Candle(
                openMillis,
                whole.open(),
                Math.max(whole.open(), now),
                Math.min(whole.open(), now),
                now,
                part(whole.volume(), passed),
                part(whole.quoteVolume(), passed),
                part(whole.takerVolume(), passed),
                part(whole.takerQuoteVolume(), passed),
                whole.firstId(),
                whole.firstId() + trades - 1,
                trades);
    }

    private long part(long volume, long passed) {
        return listing.wholeSteps((long) (volume * (passed / (double) MINUTE)));
    }

    private BigDecimal part(BigDecimal value, long passed) {
        return value.multiply(BigDecimal.valueOf(passed))
                .divide(
                        BigDecimal.valueOf(MINUTE),
                        listing.quoteScale(),
                        java.math.RoundingMode.DOWN);
    }

    private long volume(long openMillis, long trades, long price) {
        MarketShape shape = listing.shape();
        double busy = walk.activity(openMillis) * (0.4 + 1.2 * walk.chance(openMillis, 2));
        double value = trades * shape.tradeValue() * 2.2 * busy;
        double unitPrice = price / Math.pow(10, listing.priceScale());
        double lots = value / unitPrice * Math.pow(10, listing.quantityScale());
        return Math.max(listing.step(), listing.wholeSteps((long) lots));
    }
}
