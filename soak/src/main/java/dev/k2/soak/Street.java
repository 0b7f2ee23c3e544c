package dev.k2.soak;

import dev.k2.sim.MatchingEngine;
import dev.k2.sim.Order;
import dev.k2.sim.OrderRequest;
import dev.k2.sim.Outcome;
import dev.k2.sim.Side;
import dev.k2.sim.TimeInForce;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Everybody else at an exchange: they make its price wander, and fill what rests in its book. */
final class Street {
    private static final Duration PAUSE = Duration.ofMillis(2500);
    private static final int LEVELS = 6;

    private final VirtualTime time;
    private final Venue venue;
    private final Chance chance;
    private final List<Order> resting = new ArrayList<>();
    private final Goods goods;
    private long middle;
    private long names;
    private boolean closed;

    Street(VirtualTime time, Venue venue, Chance chance) {
        this.time = time;
        this.venue = venue;
        this.chance = chance;
        this.goods = venue.manners().goods();
        this.middle = goods.usual();
    }

    void open() {
        walk();
    }

    void close() {
        closed = true;
    }

    private void walk() {
        if (closed) {
            return;
        }
        MatchingEngine engine = venue.engine();
        middle = goods.bounded(middle + (chance.below(2001) - 1000L) * goods.pace() / 200);
        for (Order order : resting) {
            if (order.status().open()) {
                engine.cancel(order, null);
            }
        }
        resting.clear();
        for (int i = 1; i <= LEVELS; i++) {
            rest(Side.BUY, middle - i * step());
            rest(Side.SELL, middle + i * step());
        }
        if (chance.permille(400)) {
            Side side = chance.isOneIn(2) ? Side.BUY : Side.SELL;
            engine.place(
                    engine.house(),
                    venue.listed().market(),
                    OrderRequest.market("h" + ++names, side, 1_000 + chance.below(60_000)));
        }
        if (chance.isOneIn(60)) {
            venue.ledger().stream()
                    .filter(known -> known.order().status().open())
                    .findFirst()
                    .ifPresent(venue::expire);
        }
        time.later(chance.about(PAUSE), this::walk);
    }

    /** Between two prices in the book. */
    private long step() {
        return goods.pace() * 2L / 5;
    }

    private void rest(Side side, long price) {
        Outcome outcome =
                venue.engine()
                        .place(
                                venue.engine().house(),
                                venue.listed().market(),
                                OrderRequest.limit(
                                        "h" + ++names,
                                        side,
                                        goods.bounded(price),
                                        20_000 + chance.below(200_000),
                                        TimeInForce.GTC));
        if (outcome instanceof Outcome.Done(Order order)) {
            resting.add(order);
        }
    }
}
