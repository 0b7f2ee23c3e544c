package dev.k2.sim.kalshi;

import dev.k2.sim.Maker;
import dev.k2.sim.Market;
import dev.k2.sim.MatchingEngine;
import dev.k2.sim.Order;
import dev.k2.sim.OrderRequest;
import dev.k2.sim.Outcome;
import dev.k2.sim.Side;
import dev.k2.sim.TimeInForce;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;

/** Makes one market about its chance with the house's money: a dozen prices on each side, and takers now and then. */
final class EventMaker implements Maker {
    private static final int LEVELS = 12;
    private static final int LEVELS_MAX = 18;
    private static final double REFRESHED = 0.35;
    private static final double TAKEN = 0.3;

    private final MatchingEngine engine;
    private final KalshiMarket of;
    private final Market market;
    private final Random random;
    private final TreeMap<Long, Order> bids = new TreeMap<>(Comparator.reverseOrder());
    private final TreeMap<Long, Order> asks = new TreeMap<>();
    private long dueMillis;
    private long pinned;
    private long pinnedUntilMillis;

    EventMaker(MatchingEngine engine, KalshiMarket of, long seed) {
        this.engine = engine;
        this.of = of;
        this.market = of.market();
        this.random = new Random(seed ^ of.ticker().hashCode());
    }

    @Override
    public void step() {
        long now = engine.clock().millis();
        if (!of.status().tradable()
                || market.status() != Market.Status.TRADING
                || now < dueMillis) {
            return;
        }
        dueMillis = now + 250 + random.nextInt(900);
        engine.together(
                () -> {
                    quote(Math.round(middle(now) * Dollars.ONE));
                    if (random.nextDouble() < TAKEN) {
                        take();
                    }
                    return market;
                });
    }

    @Override
    public void moveTo(long price, Duration hold) {
        long now = engine.clock().millis();
        pinned = price;
        pinnedUntilMillis = now + hold.toMillis();
        dueMillis = now;
        takeBack();
        step();
    }

    /** Takes its orders out of the book. */
    void takeBack() {
        engine.together(
                () -> {
                    bids.values().forEach(this::end);
                    asks.values().forEach(this::end);
                    return market;
                });
        bids.clear();
        asks.clear();
    }

    /** What was taken is there again at the next look. */
    @Override
    public Outcome trade(Side side, long quantity) {
        dueMillis = 0;
        return engine.place(engine.house(), market, OrderRequest.market("", side, quantity));
    }

    @Override
    public double middle(long nowMillis) {
        if (nowMillis <= pinnedUntilMillis) {
            return pinned / (double) Dollars.ONE;
        }
        return of.event().spec().chance().yes(of.place(), nowMillis);
    }

    private void quote(long middle) {
        PriceGrid grid = of.grid();
        long bid = grid.below(Math.clamp(middle, 1, Dollars.ONE));
        long ask = grid.above(Math.clamp(middle, 0, Dollars.ONE - 1));
        if (random.nextInt(4) == 0) {
            ask = grid.above(ask);
        }
        drop(Side.BUY, bid);
        drop(Side.SELL, ask);
        fill(Side.BUY, bid);
        fill(Side.SELL, ask);
        if (random.nextDouble() < REFRESHED) {
            refresh(random.nextBoolean() ? Side.BUY : Side.SELL);
        }
    }

    private void drop(Side side, long best) {
        NavigableMap<Long, Order> own = own(side);
        own.values().removeIf(order -> !order.status().open());
        while (!own.isEmpty()
                && (side == Side.BUY ? own.firstKey() > best : own.firstKey() < best)) {
            end(own.pollFirstEntry().getValue());
        }
        while (own.size() > LEVELS_MAX) {
            end(own.pollLastEntry().getValue());
        }
    }

    private NavigableMap<Long, Order> own(Side side) {
        return side == Side.BUY ? bids : asks;
    }

    private void fill(Side side, long best) {
        NavigableMap<Long, Order> own = own(side);
        long price = best;
        for (int depth = 0; depth < LEVELS && of.grid().takes(price); depth++) {
            if (!own.containsKey(price)) {
                rest(side, price, depth);
            }
            price = side == Side.BUY ? of.grid().below(price) : of.grid().above(price);
        }
    }

    private void rest(Side side, long price, int depth) {
        Outcome outcome =
                engine.place(
                        engine.house(),
                        market,
                        OrderRequest.limit("", side, price, size(depth), TimeInForce.GTC));
        if (outcome instanceof Outcome.Done(Order order) && order.status().open()) {
            own(side).put(price, order);
        }
    }

    private void refresh(Side side) {
        NavigableMap<Long, Order> own = own(side);
        int at = random.nextInt(LEVELS);
        for (Order order : List.copyOf(own.values())) {
            if (at-- == 0) {
                long price = order.request().price();
                own.remove(price);
                end(order);
                rest(side, price, 3);
                return;
            }
        }
    }

    private void take() {
        Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
        long best = market.book().best(side.opposite());
        if (best > 0) {
            long lots = 100L * (1 + random.nextInt(40));
            engine.place(
                    engine.house(),
                    market,
                    OrderRequest.limit("", side, best, lots, TimeInForce.IOC));
        }
    }

    /** Mostly whole contracts, but not always. */
    private long size(int depth) {
        long whole = (long) ((60 + 90 * depth) * Math.exp(random.nextGaussian() * 0.7)) + 1;
        return whole * 100 + (random.nextInt(6) == 0 ? random.nextInt(100) : 0);
    }

    private void end(Order order) {
        if (order.status().open()) {
            engine.cancel(order, null);
        }
    }
}
