package dev.k2.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;

/**
 * Makes one market lively with the house's endless money: a ladder of resting orders about a wandering price, and takers
 * that trade against whatever rests there, customers' orders included. Everything follows from the seed and the clock.
 */
public final class MarketMaker implements Maker {
    /** How often {@link #step} wants to be called. */
    public static final Duration PERIOD = Duration.ofMillis(100);

    private static final int LEVELS = 60;
    private static final int NEAR_LEVELS = 14;
    private static final int LEVELS_BACK_PER_STEP = 3;
    private static final int HOLE_GAPS = 4;
    private static final double PRESSURE_HALF_LIFE_MILLIS = 45_000;
    private static final double LARGE_TRADE_CHANCE = 0.02;

    private final MatchingEngine engine;
    private final Market market;
    private final Listing listing;
    private final MarketShape shape;
    private final Random random;
    private final TreeMap<Long, Order> bids = new TreeMap<>(Comparator.reverseOrder());
    private final TreeMap<Long, Order> asks = new TreeMap<>();
    private final double unit;
    private double pressure;
    private long pinnedUntilMillis;
    private long lastMillis;
    private double lastMiddle;
    private long spreadTicks = 1;

    public MarketMaker(MatchingEngine engine, Market market, long seed) {
        this.engine = engine;
        this.market = market;
        this.listing = market.listing();
        this.shape = listing.shape();
        this.random = new Random(seed ^ listing.symbol().hashCode());
        this.unit = Math.pow(10, listing.priceScale());
        this.lastMillis = engine.clock().millis();
        this.lastMiddle = middle(lastMillis);
    }

    @Override
    public void step() {
        if (market.status() != Market.Status.TRADING) {
            return;
        }
        engine.together(
                () -> {
                    long now = engine.clock().millis();
                    double elapsed = Math.clamp(now - lastMillis, 0L, 1000L);
                    if (now > pinnedUntilMillis) {
                        pressure *= Math.pow(0.5, elapsed / PRESSURE_HALF_LIFE_MILLIS);
                    }
                    double middle = middle(now);
                    quote(middle);
                    take(middle, elapsed, shape.walk().activity(now));
                    lastMillis = now;
                    lastMiddle = middle;
                    return market;
                });
    }

    @Override
    public void moveTo(long price, Duration hold) {
        long now = engine.clock().millis();
        pressure = Math.log(price / unit / shape.walk().at(now));
        pinnedUntilMillis = now + hold.toMillis();
        if (market.status() == Market.Status.TRADING) {
            // Levels grow at the far end only: those of the old price would leave a hole before
            // them.
            engine.together(
                    () -> {
                        takeBack(bids);
                        takeBack(asks);
                        return market;
                    });
        }
        step();
    }

    @Override
    public Outcome trade(Side side, long quantity) {
        return engine.place(engine.house(), market, OrderRequest.market("", side, quantity));
    }

    @Override
    public double middle(long now) {
        return shape.walk().at(now) * Math.exp(pressure);
    }

    private void quote(double middle) {
        if (random.nextInt(20) == 0) {
            spreadTicks = 1L + random.nextInt(random.nextInt(4) == 0 ? 4 : 2);
        }
        History history = market.candles().history();
        long tick = listing.tick();
        long bestBid = Math.max(tick, history.onTick(middle) - (spreadTicks / 2) * tick);
        long bestAsk = bestBid + spreadTicks * tick;
        drop(bids, bestBid);
        drop(asks, bestAsk);
        rest(Side.BUY, bestBid, 0);
        rest(Side.SELL, bestAsk, 0);
        comeBack(Side.BUY);
        comeBack(Side.SELL);
        fillUp(Side.BUY);
        fillUp(Side.SELL);
        thin(bids);
        thin(asks);
        for (int i = random.nextInt(3); i > 0; i--) {
            refresh(random.nextBoolean() ? Side.BUY : Side.SELL);
        }
    }

    /** Takes back the house's orders that lie beyond the price it wants to show. */
    private void drop(NavigableMap<Long, Order> side, long best) {
        while (!side.isEmpty()) {
            long price = side.firstKey();
            Order first = side.firstEntry().getValue();
            boolean beyond = side.comparator() == null ? price < best : price > best;
            if (first.status().open() && !beyond) {
                return;
            }
            side.remove(price);
            if (first.status().open()) {
                engine.cancel(first, null);
            }
        }
    }

    private void takeBack(NavigableMap<Long, Order> side) {
        for (Order order : side.values()) {
            if (order.status().open()) {
                engine.cancel(order, null);
            }
        }
        side.clear();
    }

    private void rest(Side side, long price, int depth) {
        NavigableMap<Long, Order> own = own(side);
        Order there = own.get(price);
        if (there != null && there.status().open()) {
            return;
        }
        own.remove(price);
        Outcome outcome =
                engine.place(
                        engine.house(),
                        market,
                        OrderRequest.limit("", side, price, size(price, depth), TimeInForce.GTC));
        if (outcome instanceof Outcome.Done(Order order) && order.status().open()) {
            own.put(price, order);
        }
    }

    /** Where a large order ate a hole, the levels next to the touch are the first to be back. */
    private void comeBack(Side side) {
        NavigableMap<Long, Order> own = own(side);
        for (int back = 0; back < LEVELS_BACK_PER_STEP && !own.isEmpty(); back++) {
            int depth = 0;
            long before = own.firstKey();
            for (long price : own.tailMap(before, false).keySet()) {
                depth++;
                if (Math.abs(price - before) > HOLE_GAPS * widestGap(before, depth)) {
                    break;
                }
                before = price;
            }
            if (before == own.lastKey()) {
                return;
            }
            rest(side, beyond(side, before, depth), depth);
        }
    }

    private long widestGap(long price, int depth) {
        return (long) Math.ceil(usualGap(price, depth) + 1) * listing.tick();
    }

    private void fillUp(Side side) {
        NavigableMap<Long, Order> own = own(side);
        int guard = LEVELS;
        while (own.size() < LEVELS && guard-- > 0) {
            long last = own.isEmpty() ? market.book().best(side) : own.lastKey();
            long price = beyond(side, last, own.size());
            if (price < listing.tick()) {
                return;
            }
            rest(side, price, own.size());
        }
        while (own.size() > LEVELS) {
            engine.cancel(own.pollLastEntry().getValue(), null);
        }
    }

    /** Levels crowd where the price dwelt; far from the touch some of them go again. */
    private void thin(NavigableMap<Long, Order> own) {
        List<Long> crowded = new ArrayList<>();
        long previous = -1;
        int depth = 0;
        for (long price : own.keySet()) {
            if (depth > 1 && depth < NEAR_LEVELS) {
                long usual = Math.max(1, (long) (price * shape.levelGap() / listing.tick()));
                long gap = Math.abs(price - previous) / listing.tick();
                if (usual >= 4 && gap * 6 < usual && random.nextInt(3) == 0) {
                    crowded.add(price);
                    continue;
                }
            }
            previous = price;
            depth++;
        }
        for (long price : crowded) {
            Order order = own.remove(price);
            if (order != null && order.status().open()) {
                engine.cancel(order, null);
            }
        }
    }

    private void refresh(Side side) {
        NavigableMap<Long, Order> own = own(side);
        int at = (int) Math.min(Math.abs(random.nextGaussian()) * 8, own.size() - 1);
        long chosen = -1;
        for (long price : own.keySet()) {
            if (at-- == 0) {
                chosen = price;
                break;
            }
        }
        Order order = chosen < 0 ? null : own.remove(chosen);
        if (order != null && order.status().open()) {
            engine.cancel(order, null);
            rest(side, chosen, 3);
        }
    }

    private void take(double middle, double elapsedMillis, double activity) {
        double expected = shape.tradesPerMinute() * activity * elapsedMillis / History.MINUTE * 0.7;
        int count = poisson(Math.min(expected, 20));
        double drift = Math.signum(middle - lastMiddle) * 0.18;
        long fair = market.candles().history().onTick(middle);
        for (int i = 0; i < count; i++) {
            Side side = random.nextDouble() < 0.5 + drift ? Side.BUY : Side.SELL;
            long best = market.book().best(side.opposite());
            if (best == 0) {
                continue;
            }
            double value = shape.tradeValue() * Math.exp(random.nextGaussian() * 1.25);
            if (random.nextDouble() < LARGE_TRADE_CHANCE) {
                value *= 25;
            }
            long reach = gapTicks(best, 6) * 6 * listing.tick();
            // Who trades before him may have left a hole, which is no reason to give anything away.
            long limit =
                    side == Side.BUY
                            ? Math.min(best, fair) + reach
                            : Math.max(listing.tick(), Math.max(best, fair) - reach);
            engine.place(
                    engine.house(),
                    market,
                    OrderRequest.limit("", side, limit, lots(value, best), TimeInForce.IOC));
        }
    }

    private long beyond(Side side, long price, int depth) {
        long gap = gapTicks(price, depth) * listing.tick();
        return side == Side.BUY ? price - gap : price + gap;
    }

    private long gapTicks(long price, int depth) {
        return 1 + (long) (usualGap(price, depth) * (0.3 + 1.4 * random.nextDouble()));
    }

    /** How far the next level usually is, in ticks. */
    private double usualGap(long price, int depth) {
        return price * shape.levelGap() / listing.tick() * (0.4 + depth * 0.09);
    }

    private long size(long price, int depth) {
        double value =
                shape.levelValue()
                        * (0.15 + Math.min(depth, 30) * 0.05)
                        * Math.exp(random.nextGaussian() * 0.9);
        long lots = lots(value, price);
        return random.nextInt(6) == 0 ? round(lots) : lots;
    }

    private long lots(double value, long price) {
        double lots = value / (price / unit) * Math.pow(10, listing.quantityScale());
        return Math.max(listing.step(), listing.wholeSteps((long) lots));
    }

    /** People like round numbers. */
    private long round(long lots) {
        long magnitude = 1;
        while (magnitude * 100 <= lots) {
            magnitude *= 10;
        }
        return Math.max(listing.step(), listing.wholeSteps(lots / magnitude * magnitude));
    }

    private int poisson(double mean) {
        double limit = Math.exp(-mean);
        double product = random.nextDouble();
        int count = 0;
        while (product > limit) {
            product *= random.nextDouble();
            count++;
        }
        return count;
    }

    private NavigableMap<Long, Order> own(Side side) {
        return side == Side.BUY ? bids : asks;
    }
}
