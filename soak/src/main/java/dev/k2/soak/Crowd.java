package dev.k2.soak;

import dev.k2.model.IdempotencyKey;
import dev.k2.model.Order;
import dev.k2.model.OrderId;
import dev.k2.model.UserId;
import dev.k2.trading.OcoOutcome;
import dev.k2.trading.OcoTicket;
import dev.k2.trading.OrderAmend;
import dev.k2.trading.OrderTicket;
import dev.k2.trading.PlaceOutcome;
import dev.k2.trading.Refusal;
import dev.k2.trading.Trading;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** People and their programs: they place, cancel, ask again, and never get tired. */
final class Crowd {
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final int RECENT = 40;

    /** Of a hundred steps, so many place orders that K2 holds, and pairs. */
    private static final int HELD = 9;

    private static final int PAIRS = 5;

    private final VirtualTime time;
    private final Town town;
    private final Chance chance;
    private final Diary diary;
    private final Host host;
    private final Tickets tickets;
    private final List<Wish> wishes = new ArrayList<>();
    private int placed;
    private boolean home;

    /** Where the API answers. */
    interface Host {
        /** One of the servers that answer; empty while none does. */
        Optional<Open> server();
    }

    /** A server that answers. */
    record Open(Trading trading, Life life) {}

    Crowd(VirtualTime time, Town town, Chance chance, Diary diary, Host host) {
        this.time = time;
        this.town = town;
        this.chance = chance;
        this.diary = diary;
        this.host = host;
        this.tickets = new Tickets(chance);
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
        host.server().ifPresent(this::act);
        come();
    }

    private void act(Open server) {
        int roll = chance.below(100);
        if (roll < 60 || wishes.isEmpty()) {
            Wish wish = wish(roll);
            wishes.add(wish);
            place(server, wish);
        } else if (roll < 69) {
            amend(server, recent());
        } else if (roll < 84) {
            cancel(server, recent());
        } else if (roll < 92) {
            placeAgain(server, recent());
        } else if (roll < 95) {
            change(server, recent());
        } else {
            cancel(server, chance.of(wishes));
        }
    }

    private Wish recent() {
        int from = Math.max(0, wishes.size() - RECENT);
        return wishes.get(from + chance.below(wishes.size() - from));
    }

    private Wish wish(int roll) {
        Seat seat = chance.of(town.seats());
        Venue venue = town.venue(seat.link().exchange());
        IdempotencyKey key = new IdempotencyKey("wish-" + wishes.size());
        Wish.Wanted wanted =
                roll < HELD
                        ? new Wish.Wanted.One(tickets.held(seat, venue, key))
                        : roll < HELD + PAIRS
                                ? new Wish.Wanted.Pair(tickets.pair(seat, venue, key))
                                : new Wish.Wanted.One(tickets.plain(seat, venue, key));
        return new Wish(seat.link().user(), wanted);
    }

    private void place(Open server, Wish wish) {
        if (wish.isBusy()) {
            return;
        }
        wish.busy(true);
        wish.unsure(true);
        time.strand(
                Duration.ZERO,
                server.life(),
                () -> {
                    try {
                        switch (wish.wanted()) {
                            case Wish.Wanted.One(OrderTicket ticket) ->
                                    heard(wish, server.trading().place(wish.user(), ticket));
                            case Wish.Wanted.Pair(OcoTicket ticket) ->
                                    heard(wish, server.trading().placeOco(wish.user(), ticket));
                        }
                        wish.unsure(false);
                    } catch (RuntimeException failure) {
                        // What the API answers with 503: nobody knows whether the order is there.
                        diary.note("failed", wish.key(), failure.getClass().getSimpleName());
                        diary.count("calls that failed");
                        diary.failure(failure);
                    } finally {
                        wish.busy(false);
                    }
                });
        time.later(Duration.ofMinutes(2), () -> wish.busy(false));
    }

    private void placeAgain(Open server, Wish wish) {
        if (wish.order().isPresent() || wish.isUnsure() || chance.isOneIn(10)) {
            diary.count("keys repeated");
            place(server, wish);
        }
    }

    /** The same key with another order in it. */
    private void change(Open server, Wish wish) {
        if (wish.isBusy() || wish.single().isEmpty()) {
            return;
        }
        OrderTicket other = Tickets.more(wish.single().get());
        time.strand(
                Duration.ZERO,
                server.life(),
                () -> {
                    PlaceOutcome outcome = server.trading().place(wish.user(), other);
                    diary.count("keys repeated with another order");
                    if (!(outcome instanceof PlaceOutcome.KeyConflict)) {
                        diary.finding("a key took another order: " + wish.key() + " " + outcome);
                    }
                });
    }

    private void heard(Wish wish, OcoOutcome outcome) {
        switch (outcome) {
            case OcoOutcome.Placed(Order limit, Order stop, boolean fresh) -> {
                if (fresh) {
                    placed++;
                    diary.count("pairs placed");
                }
                diary.note("pair", wish.key(), limit.clientOrderId(), limit.status(), fresh);
                if (wish.order().isPresent()
                        && !(wish.order().get().equals(limit.id())
                                && wish.stop().equals(Optional.of(stop.id())))) {
                    diary.finding(wish.key() + " has two pairs");
                }
                wish.is(limit.id(), stop.id());
            }
            case OcoOutcome.KeyConflict conflict ->
                    diary.finding(wish.key() + " met another order: " + conflict);
            case OcoOutcome.Refused(Refusal refusal) -> refused(wish, refusal);
        }
    }

    private void heard(Wish wish, PlaceOutcome outcome) {
        switch (outcome) {
            case PlaceOutcome.Placed(Order order) -> {
                placed++;
                diary.note("placed", wish.key(), order.clientOrderId(), order.status());
                diary.count(order.conditions().held() ? "orders held" : "orders placed");
                if (wish.order().isPresent()) {
                    diary.finding(wish.key() + " was placed twice");
                }
                wish.is(order.id());
            }
            case PlaceOutcome.Known(Order order) -> {
                diary.note("known", wish.key(), order.status());
                if (wish.order().isPresent() && !wish.order().get().equals(order.id())) {
                    diary.finding(wish.key() + " has two orders");
                }
                wish.is(order.id());
            }
            case PlaceOutcome.KeyConflict conflict ->
                    diary.finding(wish.key() + " met another order: " + conflict);
            case PlaceOutcome.Refused(Refusal refusal) -> refused(wish, refusal);
        }
    }

    private void refused(Wish wish, Refusal refusal) {
        diary.note("refused", wish.key(), refusal.code());
        diary.count("refused " + refusal.code());
        if (wish.order().isPresent()) {
            diary.finding(wish.key() + " was acknowledged and is not known any more");
        }
    }

    private void cancel(Open server, Wish wish) {
        if (wish.order().isEmpty()) {
            return;
        }
        cancel(
                server,
                wish.key(),
                wish.user(),
                chance.isOneIn(2) ? wish.order().get() : wish.stop().orElse(wish.order().get()));
    }

    private void cancel(Open server, String key, UserId user, OrderId id) {
        diary.count("cancels asked for");
        time.strand(
                Duration.ZERO,
                server.life(),
                () ->
                        diary.note(
                                "cancelled",
                                key,
                                server.trading().cancel(user, id).getClass().getSimpleName()));
    }

    private void amend(Open server, Wish wish) {
        Optional<OrderTicket> ticket = wish.single();
        if (ticket.flatMap(OrderTicket::price).isEmpty()) {
            return;
        }
        OrderId id = wish.order().orElseThrow();
        Goods goods = Goods.of(ticket.get().instrument());
        int pace = goods.pace();
        BigDecimal price =
                ticket.get()
                        .price()
                        .orElseThrow()
                        .add(goods.distance(chance.below(4 * pace + 1) - 2L * pace));
        BigDecimal quantity = ticket.get().quantity().add(goods.quantity(chance.below(2000)));
        OrderAmend other =
                new OrderAmend(
                        chance.isOneIn(2) ? Optional.of(quantity) : Optional.empty(),
                        Optional.of(price),
                        Optional.empty());
        diary.count("amends asked for");
        time.strand(
                Duration.ZERO,
                server.life(),
                () ->
                        diary.note(
                                "amended",
                                wish.key(),
                                server.trading()
                                        .amend(wish.user(), id, other)
                                        .getClass()
                                        .getSimpleName()));
    }

    /** Asks once for the end of what works on, by the list that everybody has of their orders. */
    void cancelAll(List<SoakStore.Working> working) {
        for (SoakStore.Working open : working) {
            host.server()
                    .ifPresent(
                            server ->
                                    cancel(
                                            server,
                                            open.order().toString(),
                                            open.user(),
                                            open.order()));
        }
    }
}
