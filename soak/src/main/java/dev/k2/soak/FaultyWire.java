package dev.k2.soak;

import dev.k2.exchange.Account;
import dev.k2.exchange.Amendment;
import dev.k2.exchange.Answer;
import dev.k2.exchange.Cancellation;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.FeeRates;
import dev.k2.exchange.Lookup;
import dev.k2.exchange.NewOrder;
import dev.k2.exchange.OrderChange;
import dev.k2.exchange.OrderEntry;
import dev.k2.exchange.OrderRef;
import dev.k2.exchange.OrderReport;
import dev.k2.exchange.Placement;
import dev.k2.exchange.UserStream;
import dev.k2.exchange.UserStreamListener;
import dev.k2.model.Balance;
import dev.k2.model.ExchangeId;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Fill;
import dev.k2.model.Instrument;
import dev.k2.model.Position;
import dev.k2.model.Settlement;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The way from the program to an account at a simulated exchange. Each request takes its time, and
 * anything may happen to it and to its answer, as chance and the exchange's troubles will.
 */
final class FaultyWire implements Account, OrderEntry {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final FeeRates FEES =
            new FeeRates(new BigDecimal("0.001"), new BigDecimal("0.001"));

    private final VirtualTime time;
    private final Life life;
    private final Venue venue;
    private final Seat seat;
    private final Chance chance;
    private final Diary diary;
    private final List<SoakStream> streams = new ArrayList<>();

    FaultyWire(VirtualTime time, Life life, Venue venue, Seat seat, Chance chance, Diary diary) {
        this.time = time;
        this.life = life;
        this.venue = venue;
        this.seat = seat;
        this.chance = chance;
        this.diary = diary;
    }

    /** What becomes of one request. */
    private enum Fate {
        ARRIVES,
        /** Turned away before the first byte. */
        REFUSED,
        /** It arrives, and its answer does not. */
        ANSWER_LOST,
        /** It does not arrive, and nobody can tell. */
        LOST,
        /** It arrives after everybody stopped waiting for it. */
        LATE,
        /** It takes effect, and the answer is an error of the exchange's own. */
        FAILS,
        BANNED,
        /** It takes effect, and whoever reads the answer breaks. */
        BREAKS
    }

    private static final class Box<T> {
        private @Nullable T value;
    }

    private Fate fate() {
        if (venue.has(Trouble.UNREACHABLE) || venue.has(Trouble.UNREACHABLE_LONG)) {
            return Fate.REFUSED;
        }
        if (venue.has(Trouble.BANS)) {
            return Fate.BANNED;
        }
        if (venue.has(Trouble.SWALLOWS)) {
            return chance.of(List.of(Fate.ANSWER_LOST, Fate.LOST, Fate.LATE, Fate.ARRIVES));
        }
        if (venue.has(Trouble.FAILS) && chance.permille(600)) {
            return Fate.FAILS;
        }
        if (venue.isCalm()) {
            return Fate.ARRIVES;
        }
        int roll = chance.below(1000);
        if (roll < 8) {
            return Fate.REFUSED;
        }
        if (roll < 20) {
            return Fate.ANSWER_LOST;
        }
        if (roll < 28) {
            return Fate.LOST;
        }
        if (roll < 34) {
            return Fate.LATE;
        }
        if (roll < 42) {
            return Fate.FAILS;
        }
        return roll < 44 ? Fate.BREAKS : Fate.ARRIVES;
    }

    /**
     * One request.
     *
     * @param clear what it means when the exchange certainly did nothing
     * @param unclear what it means when nobody can tell
     */
    private <T> T call(
            String operation,
            Supplier<T> effect,
            Function<ExchangeError, T> clear,
            Function<ExchangeError, T> unclear) {
        Optional<Instant> silent = venue.silence().until();
        if (silent.isPresent()) {
            return clear.apply(venue.banned(operation, silent.get()));
        }
        venue.asked();
        Fate fate = fate();
        diary.note("call", life.number(), venue.manners().id(), operation, fate);
        diary.count("requests");
        if (fate != Fate.ARRIVES) {
            diary.count("requests that met " + fate);
        }
        Duration out = chance.millis(3, 150);
        Duration back = chance.millis(3, 150);
        Box<T> box = new Box<>();
        return switch (fate) {
            case ARRIVES -> {
                time.later(out, () -> box.value = effect.get());
                yield answer(out.plus(back), box);
            }
            case REFUSED -> {
                time.sleep(out);
                yield clear.apply(venue.error(ErrorCategory.NETWORK, operation));
            }
            case BANNED -> {
                time.sleep(out.plus(back));
                Duration length = chance.seconds(20, 90);
                yield clear.apply(venue.ban(operation, length));
            }
            case LOST -> {
                time.sleep(PATIENCE);
                yield unclear.apply(venue.error(ErrorCategory.TIMEOUT, operation));
            }
            case ANSWER_LOST -> {
                time.later(out, () -> box.value = effect.get());
                time.sleep(PATIENCE);
                yield unclear.apply(venue.error(ErrorCategory.TIMEOUT, operation));
            }
            case LATE -> {
                time.later(chance.seconds(8, 25), () -> box.value = effect.get());
                time.sleep(PATIENCE);
                yield unclear.apply(venue.error(ErrorCategory.TIMEOUT, operation));
            }
            case FAILS -> {
                if (chance.permille(700)) {
                    time.later(out, () -> box.value = effect.get());
                }
                time.sleep(out.plus(back));
                yield unclear.apply(venue.error(ErrorCategory.EXCHANGE_ERROR, operation));
            }
            case BREAKS -> {
                time.later(out, () -> box.value = effect.get());
                time.sleep(out.plus(back));
                throw new IllegalStateException("the adapter breaks over an answer");
            }
        };
    }

    private <T> T answer(Duration wait, Box<T> box) {
        time.sleep(wait);
        T value = box.value;
        if (value == null) {
            throw new IllegalStateException("an answer before the request arrived");
        }
        return value;
    }

    private <T> Answer<T> ask(String operation, Supplier<T> question) {
        return call(
                operation,
                () ->
                        venue.hindrance(seat, operation)
                                .<Answer<T>>map(Answer.Failed::new)
                                .orElseGet(() -> new Answer.Ok<>(question.get())),
                Answer.Failed::new,
                Answer.Failed::new);
    }

    @Override
    public OrderEntry orders() {
        return this;
    }

    @Override
    public ExchangeId exchange() {
        return venue.manners().id();
    }

    @Override
    public Placement place(NewOrder order) {
        diary.note("place", order.clientOrderId(), order.side(), order.quantity(), order.price());
        if (seat.isStopped(time.instant())) {
            diary.finding("an order leaves under a kill switch: " + order.clientOrderId());
        }
        return call(
                "place order",
                () -> venue.place(seat, order),
                Placement.Rejected::new,
                Placement.Unknown::new);
    }

    @Override
    public Cancellation cancel(OrderRef order) {
        diary.note("cancel", order.clientOrderId(), order.exchangeOrderId());
        return call(
                "cancel order",
                () -> venue.cancel(seat, order, chance.millis(5, 900)),
                Cancellation.Refused::new,
                Cancellation.Unknown::new);
    }

    @Override
    public Amendment amend(OrderChange change) {
        if (venue.manners().amends() == Manners.Amends.NONE) {
            return OrderEntry.super.amend(change);
        }
        diary.note("amend", change.order().clientOrderId(), change.wanted().quantity());
        return call(
                "amend order",
                () -> venue.amend(seat, change),
                Amendment.Refused::new,
                Amendment.Unknown::new);
    }

    @Override
    public Lookup find(OrderRef order) {
        return call(
                "find order",
                () -> venue.look(seat, order),
                Lookup.Failed::new,
                Lookup.Failed::new);
    }

    @Override
    public Answer<List<OrderReport>> open(Optional<Instrument> instrument) {
        return ask("open orders", () -> venue.openOrders(seat));
    }

    @Override
    public Answer<List<OrderReport>> history(Instrument instrument, Instant from, Instant to) {
        return ask("history", () -> venue.history(seat, instrument.id(), from, to));
    }

    @Override
    public Answer<List<Fill>> fills(Instrument instrument, Instant since) {
        return ask("fills", () -> venue.fills(seat, instrument.id(), since, Optional.empty()));
    }

    @Override
    public Answer<List<Fill>> fillsOf(Instrument instrument, ExchangeOrderId order) {
        return ask(
                "fills of order",
                () -> venue.fills(seat, instrument.id(), Instant.MIN, Optional.of(order)));
    }

    @Override
    public Answer<List<Balance>> balances() {
        return ask("balances", seat::balances);
    }

    @Override
    public Answer<List<Position>> positions() {
        return venue.manners().goods() == Goods.CONTRACT
                ? ask("positions", () -> venue.positions(seat))
                : Account.super.positions();
    }

    @Override
    public Answer<List<Settlement>> settlements(Instant from) {
        Contracts contracts = venue.contracts().orElse(null);
        return contracts == null
                ? Account.super.settlements(from)
                : ask("settlements", () -> contracts.settlements(seat, from, venue.shown()));
    }

    @Override
    public Answer<FeeRates> fees(Instrument instrument) {
        return new Answer.Ok<>(FEES);
    }

    @Override
    public UserStream stream(UserStreamListener listener) {
        SoakStream stream = new SoakStream(time, life, venue, seat, chance, listener);
        streams.add(stream);
        stream.connect(chance.millis(50, 800));
        return stream;
    }

    @Override
    public void close() {
        streams.forEach(SoakStream::close);
    }
}
