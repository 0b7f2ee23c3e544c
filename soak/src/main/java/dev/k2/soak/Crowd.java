package dev.k2.soak;

import dev.k2.model.IdempotencyKey;
import dev.k2.model.OrderId;
import dev.k2.model.OrderType;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import dev.k2.model.UserId;
import dev.k2.trading.OrderAmend;
import dev.k2.trading.OrderTicket;
import dev.k2.trading.PlaceOutcome;
import dev.k2.trading.Trading;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** People and their programs: they place, cancel, ask again, and never get tired. */
final class Crowd {
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final int RECENT = 40;

    private final VirtualTime time;
    private final Town town;
    private final Chance chance;
    private final Diary diary;
    private final Host host;
    private final List<Wish> wishes = new ArrayList<>();
    private int placed;
    private boolean home;

    /** Where the API answers. */
    interface Host {
        /** Empty while the process is down. */
        Optional<Trading> trading();

        Life life();
    }

    /** An order that somebody wants, and what the API said to it. */
    static final class Wish {
        private final UserId user;
        private final OrderTicket ticket;
        private Optional<OrderId> order = Optional.empty();
        private boolean busy;
        private boolean unsure;

        private Wish(UserId user, OrderTicket ticket) {
            this.user = user;
            this.ticket = ticket;
        }

        UserId user() {
            return user;
        }

        String key() {
            return ticket.key().text();
        }

        Optional<OrderId> order() {
            return order;
        }
    }

    Crowd(VirtualTime time, Town town, Chance chance, Diary diary, Host host) {
        this.time = time;
        this.town = town;
        this.chance = chance;
        this.diary = diary;
        this.host = host;
    }

    /** How many orders the API said it placed. */
    int placed() {
        return placed;
    }

    List<Wish> wishes() {
        return wishes;
    }

    void come() {
        time.later(chance.about(PAUSE), this::next);
    }

    void goHome() {
        home = true;
    }

    private void next() {
        if (home) {
            return;
        }
        int roll = chance.below(100);
        Optional<Trading> trading = host.trading();
        if (trading.isPresent()) {
            if (roll < 60 || wishes.isEmpty()) {
                Wish wish = wish();
                wishes.add(wish);
                place(trading.get(), wish);
            } else if (roll < 68) {
                amend(trading.get(), recent());
            } else if (roll < 84) {
                cancel(trading.get(), recent());
            } else if (roll < 92) {
                placeAgain(trading.get(), recent());
            } else if (roll < 95) {
                change(trading.get(), recent());
            } else {
                cancel(trading.get(), chance.of(wishes));
            }
        }
        come();
    }

    private Wish recent() {
        int from = Math.max(0, wishes.size() - RECENT);
        return wishes.get(from + chance.below(wishes.size() - from));
    }

    private Wish wish() {
        Seat seat = chance.of(town.seats());
        Venue venue = town.venue(seat.link().exchange());
        Side side = chance.isOneIn(2) ? Side.BUY : Side.SELL;
        BigDecimal quantity =
                BigDecimal.valueOf(100 + chance.below(40_000), Listings.QUANTITY_SCALE);
        int kind = chance.below(100);
        boolean market = kind < 15;
        long touch =
                side == Side.BUY
                        ? venue.market().book().bestAsk()
                        : venue.market().book().bestBid();
        long away = chance.below(60_000) - 15_000L;
        long price =
                Math.max(1, touch == 0 ? 5_000_000 : touch + (side == Side.BUY ? -away : away));
        TimeInForce inForce =
                kind < 30
                        ? TimeInForce.IOC
                        : kind < 36
                                ? TimeInForce.FOK
                                : kind < 46 ? TimeInForce.POST_ONLY : TimeInForce.GTC;
        return new Wish(
                seat.link().user(),
                new OrderTicket(
                        new IdempotencyKey("wish-" + wishes.size()),
                        chance.isOneIn(8) ? Optional.empty() : Optional.of(seat.link().exchange()),
                        Listings.BTC,
                        side,
                        market ? OrderType.MARKET : OrderType.LIMIT,
                        market ? Optional.empty() : Optional.of(inForce),
                        quantity,
                        market
                                ? Optional.empty()
                                : Optional.of(BigDecimal.valueOf(price, Listings.PRICE_SCALE)),
                        Optional.empty(),
                        false,
                        true,
                        Map.of()));
    }

    private void place(Trading trading, Wish wish) {
        if (wish.busy) {
            return;
        }
        wish.busy = true;
        wish.unsure = true;
        time.strand(
                Duration.ZERO,
                host.life(),
                () -> {
                    try {
                        heard(wish, trading.place(wish.user, wish.ticket));
                        wish.unsure = false;
                    } catch (RuntimeException failure) {
                        // What the API answers with 503: nobody knows whether the order is there.
                        diary.note("failed", wish.key(), failure.getClass().getSimpleName());
                        diary.count("calls that failed");
                        diary.failure(failure);
                    } finally {
                        wish.busy = false;
                    }
                });
        time.later(Duration.ofMinutes(2), () -> wish.busy = false);
    }

    private void placeAgain(Trading trading, Wish wish) {
        if (wish.order.isPresent() || wish.unsure || chance.isOneIn(10)) {
            diary.count("keys repeated");
            place(trading, wish);
        }
    }

    /** The same key with another order in it. */
    private void change(Trading trading, Wish wish) {
        if (wish.busy || wish.order.isEmpty()) {
            return;
        }
        OrderTicket ticket = wish.ticket;
        OrderTicket other =
                new OrderTicket(
                        ticket.key(),
                        ticket.exchange(),
                        ticket.instrument(),
                        ticket.side(),
                        ticket.type(),
                        ticket.timeInForce(),
                        ticket.quantity().add(new BigDecimal("0.00001")),
                        ticket.price(),
                        ticket.stopPrice(),
                        false,
                        true,
                        Map.of());
        time.strand(
                Duration.ZERO,
                host.life(),
                () -> {
                    PlaceOutcome outcome = trading.place(wish.user, other);
                    diary.count("keys repeated with another order");
                    if (!(outcome instanceof PlaceOutcome.KeyConflict)) {
                        diary.finding("a key took another order: " + wish.key() + " " + outcome);
                    }
                });
    }

    private void heard(Wish wish, PlaceOutcome outcome) {
        switch (outcome) {
            case PlaceOutcome.Placed(dev.k2.model.Order order) -> {
                placed++;
                diary.note("placed", wish.key(), order.clientOrderId(), order.status());
                diary.count("orders placed");
                if (wish.order.isPresent()) {
                    diary.finding(wish.key() + " was placed twice");
                }
                wish.order = Optional.of(order.id());
            }
            case PlaceOutcome.Known(dev.k2.model.Order order) -> {
                diary.note("known", wish.key(), order.status());
                if (wish.order.isPresent() && !wish.order.get().equals(order.id())) {
                    diary.finding(wish.key() + " has two orders");
                }
                wish.order = Optional.of(order.id());
            }
            case PlaceOutcome.KeyConflict conflict ->
                    diary.finding(wish.key() + " met another order: " + conflict);
            case PlaceOutcome.Refused(dev.k2.trading.Refusal refusal) -> {
                diary.note("refused", wish.key(), refusal.code());
                diary.count("refused " + refusal.code());
                if (wish.order.isPresent()) {
                    diary.finding(wish.key() + " was acknowledged and is not known any more");
                }
            }
        }
    }

    private void cancel(Trading trading, Wish wish) {
        if (wish.order.isEmpty()) {
            return;
        }
        OrderId id = wish.order.get();
        diary.count("cancels asked for");
        time.strand(
                Duration.ZERO,
                host.life(),
                () ->
                        diary.note(
                                "cancelled",
                                wish.key(),
                                trading.cancel(wish.user, id).getClass().getSimpleName()));
    }

    private void amend(Trading trading, Wish wish) {
        if (wish.order.isEmpty() || wish.ticket.price().isEmpty()) {
            return;
        }
        OrderId id = wish.order.get();
        BigDecimal price =
                wish.ticket
                        .price()
                        .get()
                        .add(BigDecimal.valueOf(chance.below(4001) - 2000, Listings.PRICE_SCALE));
        BigDecimal quantity =
                wish.ticket
                        .quantity()
                        .add(BigDecimal.valueOf(chance.below(2000), Listings.QUANTITY_SCALE));
        OrderAmend other =
                new OrderAmend(
                        chance.isOneIn(2) ? Optional.of(quantity) : Optional.empty(),
                        Optional.of(price),
                        Optional.empty());
        diary.count("amends asked for");
        time.strand(
                Duration.ZERO,
                host.life(),
                () ->
                        diary.note(
                                "amended",
                                wish.key(),
                                trading.amend(wish.user, id, other).getClass().getSimpleName()));
    }

    /** Asks once for the end of everything that was ever acknowledged. */
    void cancelAll() {
        Optional<Trading> trading = host.trading();
        if (trading.isPresent()) {
            wishes.forEach(wish -> cancel(trading.get(), wish));
        }
    }
}
