package dev.k2.sim.kalshi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Account;
import dev.k2.sim.Ending;
import dev.k2.sim.Market;
import dev.k2.sim.MatchingEngine;
import dev.k2.sim.Order;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Lets markets open, pause, close, be determined and settle, by the clock or by a script. */
final class Lifecycle {
    private static final int SETTLED_EVENTS_MAX = 400;
    private static final long LOOK_MILLIS = 1000;

    private final KalshiFloor floor;
    private final Board board;
    private final MatchingEngine engine;
    private final long seed;
    private final List<Watcher> watchers = new ArrayList<>();
    private String reason = "";
    private long lookedMillis;

    Lifecycle(KalshiFloor floor, long seed) {
        this.floor = floor;
        this.board = floor.board();
        this.engine = floor.engine();
        this.seed = seed;
    }

    /** Somebody who is told what becomes of markets. */
    interface Watcher {
        /** An event came to be. */
        void listed(KalshiEvent event);

        /** Something was done to a market; the name is one of {@link Deeds}. */
        void done(KalshiMarket market, String deed);
    }

    void addWatcher(Watcher watcher) {
        watchers.add(watcher);
    }

    /** Why the exchange ends the orders that it ends now. */
    String reason() {
        return reason;
    }

    /** Begins: what the journal spoke of goes on, and what the calendar has is listed as it would be by now. */
    void start() {
        board.attach(engine);
        board.markets().forEach(this::make);
        long now = floor.millis();
        for (EventSpec spec : board.catalogue().around(now)) {
            if (board.event(spec.ticker()) == null) {
                KalshiEvent event = board.list(engine, spec, now);
                event.markets().forEach(this::asByNow);
                event.markets().forEach(this::make);
            }
        }
        tick();
    }

    /** Nobody had anything in it: it is put where the clock would have brought it. */
    private void asByNow(KalshiMarket market) {
        EventSpec spec = market.event().spec();
        long now = floor.millis();
        long known = market.closeMillis() + spec.knownAfterMillis();
        long paid = known + spec.settlementTimerSeconds() * 1000;
        if (market.openMillis() <= now) {
            put(market, Deeds.note(Deeds.OPEN, market, market.openMillis() * 1000));
        }
        if (market.closeMillis() <= now) {
            put(market, Deeds.note(Deeds.CLOSE, market, market.closeMillis() * 1000));
        }
        if (spec.knownAfterMillis() >= 0 && known <= now) {
            put(market, outcome(market, known * 1000));
        }
        if (spec.knownAfterMillis() >= 0 && paid <= now) {
            put(market, Deeds.note(Deeds.SETTLE, market, paid * 1000).put("value", market.value()));
        }
        if (market.status() == Status.INITIALIZED) {
            engine.setStatus(market.market(), Market.Status.HALT);
        }
    }

    private void put(KalshiMarket market, ObjectNode note) {
        Deeds.apply(engine, market, note);
    }

    private void make(KalshiMarket market) {
        floor.floor().make(market.market(), new EventMaker(engine, market, seed));
    }

    /** Does what the clock says. */
    void tick() {
        long now = floor.millis();
        if (Math.abs(now - lookedMillis) >= LOOK_MILLIS) {
            lookedMillis = now;
            for (EventSpec spec : board.catalogue().around(now)) {
                if (board.event(spec.ticker()) == null) {
                    list(spec);
                }
            }
            forgetOldest();
        }
        for (KalshiMarket market : List.copyOf(board.markets())) {
            step(market, now);
        }
    }

    private void step(KalshiMarket market, long now) {
        EventSpec spec = market.event().spec();
        Status status = market.status();
        if (status == Status.INITIALIZED && market.openMillis() <= now) {
            open(market);
        }
        boolean trades = market.status() == Status.ACTIVE || market.status() == Status.INACTIVE;
        if (trades && market.closeMillis() <= now) {
            close(market);
        }
        if (market.status() == Status.CLOSED
                && spec.knownAfterMillis() >= 0
                && market.closeMillis() + spec.knownAfterMillis() <= now) {
            run(market, outcome(market, floor.micros()));
        }
        boolean waited = market.determinedMillis() + spec.settlementTimerSeconds() * 1000 <= now;
        if (market.status() != Status.DISPUTED && market.status().awaitsPayment() && waited) {
            settle(market, market.value());
        }
    }

    private static ObjectNode outcome(KalshiMarket market, long micros) {
        Chance chance = market.event().spec().chance();
        return Deeds.note(Deeds.DETERMINE, market, micros)
                .put("value", chance.came(market.place()) ? Dollars.ONE : 0)
                .put("measured", chance.measured());
    }

    KalshiEvent list(EventSpec spec) {
        long now = floor.millis();
        KalshiEvent event = board.list(engine, spec, now);
        for (KalshiMarket market : event.markets()) {
            engine.setStatus(market.market(), Market.Status.HALT);
            make(market);
        }
        watchers.forEach(watcher -> watcher.listed(event));
        return event;
    }

    void open(KalshiMarket market) {
        run(market, note(Deeds.OPEN, market));
    }

    /** Stops trading for a while; orders that asked for it end. */
    void pause(KalshiMarket market) {
        expect(market, Status.ACTIVE);
        together(
                "HaltCancel",
                () -> {
                    run(market, note(Deeds.PAUSE, market));
                    end(market, true);
                });
    }

    void unpause(KalshiMarket market) {
        expect(market, Status.INACTIVE);
        run(market, note(Deeds.UNPAUSE, market));
    }

    /** Ends trading; every order ends. */
    void close(KalshiMarket market) {
        if (market.status() != Status.ACTIVE && market.status() != Status.INACTIVE) {
            throw wrong(market);
        }
        together(
                "CloseCancel",
                () -> {
                    run(market, note(Deeds.CLOSE, market));
                    end(market, false);
                    if (floor.floor().maker(market.market()) instanceof EventMaker maker) {
                        maker.takeBack();
                    }
                });
    }

    /** Says what came of it; trading ends when it has not yet. */
    void determine(KalshiMarket market, long value, String measured) {
        if (market.status() == Status.ACTIVE || market.status() == Status.INACTIVE) {
            close(market);
        }
        expect(market, Status.CLOSED);
        run(market, note(Deeds.DETERMINE, market).put("value", value).put("measured", measured));
    }

    void dispute(KalshiMarket market) {
        if (market.status() != Status.DETERMINED && market.status() != Status.AMENDED) {
            throw wrong(market);
        }
        run(market, note(Deeds.DISPUTE, market));
    }

    /** Another outcome than was said, before it is paid. */
    void amend(KalshiMarket market, long value, String measured) {
        if (!market.status().awaitsPayment()) {
            throw wrong(market);
        }
        run(market, note(Deeds.AMEND, market).put("value", value).put("measured", measured));
    }

    /** Pays the outcome. When it was paid before as another, the difference is paid or taken back. */
    void settle(KalshiMarket market, long value) {
        if (!market.status().awaitsPayment() && market.status() != Status.FINALIZED) {
            throw wrong(market);
        }
        if (market.status() == Status.FINALIZED && market.value() == value) {
            throw new IllegalArgumentException(market.ticker() + " is settled so already");
        }
        run(market, note(Deeds.SETTLE, market).put("value", value));
    }

    /** Trading will end at another time. */
    void until(KalshiMarket market, long closeMillis) {
        run(market, note(Deeds.REOPEN_UNTIL, market).put("close", closeMillis));
    }

    void regrid(KalshiMarket market, JsonNode grid) {
        PriceGrid wanted = PriceGrid.of(grid);
        ObjectNode note = note(Deeds.REGRID, market);
        note.putObject("grid").put("label", wanted.label()).set("ranges", wanted.json());
        run(market, note);
    }

    private ObjectNode note(String deed, KalshiMarket market) {
        return Deeds.note(deed, market, floor.micros());
    }

    private void run(KalshiMarket market, ObjectNode note) {
        engine.together(
                () -> {
                    Deeds.apply(engine, market, note);
                    floor.floor().keep(note);
                    watchers.forEach(one -> one.done(market, note.path("what").asText()));
                    return market;
                });
    }

    private void together(String why, Runnable work) {
        reason = why;
        try {
            engine.together(
                    () -> {
                        work.run();
                        return why;
                    });
        } finally {
            reason = "";
        }
    }

    private void end(KalshiMarket market, boolean onlyThoseThatAsked) {
        for (Account account : engine.accounts()) {
            for (Order order : engine.archive().open(account, market.market())) {
                boolean asked = OrderTerms.cancelsOnPause(order);
                if (order.status().open() && (asked || !onlyThoseThatAsked)) {
                    engine.expire(order, Ending.CANCELED_BY_EXCHANGE);
                }
            }
        }
    }

    private void forgetOldest() {
        int settled = 0;
        for (KalshiEvent event : new ArrayList<>(board.events()).reversed()) {
            boolean over = event.filter().equals("settled");
            settled += over ? 1 : 0;
            if (over && settled > SETTLED_EVENTS_MAX && untouched(event)) {
                event.markets().forEach(one -> floor.floor().unmake(one.market()));
                event.markets().forEach(one -> engine.forget(one.market()));
                board.forget(event);
            }
        }
    }

    private boolean untouched(KalshiEvent event) {
        for (KalshiMarket market : event.markets()) {
            for (Account account : engine.accounts()) {
                if (!engine.archive().orders(account, market.market()).isEmpty()) {
                    return false;
                }
            }
        }
        return true;
    }

    private static void expect(KalshiMarket market, Status status) {
        if (market.status() != status) {
            throw wrong(market);
        }
    }

    private static IllegalArgumentException wrong(KalshiMarket market) {
        return new IllegalArgumentException(
                market.ticker() + " is " + market.status().word() + " now");
    }

    /** The worth of a yes that somebody wrote: yes, no, or dollars. */
    static long value(String text) {
        return switch (text) {
            case "yes" -> Dollars.ONE;
            case "no" -> 0;
            default -> new BigDecimal(text).movePointRight(Dollars.PRICE_SCALE).longValueExact();
        };
    }
}
