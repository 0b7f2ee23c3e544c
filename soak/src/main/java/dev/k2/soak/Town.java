package dev.k2.soak;

import dev.k2.exchange.Account;
import dev.k2.exchange.Capabilities;
import dev.k2.exchange.ExchangeError;
import dev.k2.model.BalancesChanged;
import dev.k2.model.BookLevel;
import dev.k2.model.BookSnapshot;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.LinkChanged;
import dev.k2.model.LinkId;
import dev.k2.model.OrderUpdated;
import dev.k2.model.PositionSettled;
import dev.k2.model.UserId;
import dev.k2.sim.Market;
import dev.k2.sim.OrderBook;
import dev.k2.sim.Side;
import dev.k2.trading.Accounts;
import dev.k2.trading.Announcements;
import dev.k2.trading.Links;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Everything around trading: users, their links, the exchanges, and what is known of prices. */
final class Town implements dev.k2.trading.Market {
    private static final int LEVELS = 20;

    private final VirtualTime time;
    private final Diary diary;
    private final Chance chance;
    private final Map<ExchangeId, Venue> venues = new EnumMap<>(ExchangeId.class);
    private final Map<LinkId, Seat> seats = new LinkedHashMap<>();
    private final List<LinkId> expired = new ArrayList<>();
    private final Set<LinkId> unlinked = new HashSet<>();
    private long linkChanges;

    Town(VirtualTime time, Diary diary, Chance chance) {
        this.time = time;
        this.diary = diary;
        this.chance = chance;
    }

    void settle(Venue venue) {
        venues.put(venue.manners().id(), venue);
    }

    Seat link(UserId user, Venue venue, LinkId id) {
        Seat seat = venue.open(new Links.Link(id, user, venue.manners().id()));
        seats.put(id, seat);
        linkChanges++;
        return seat;
    }

    List<Venue> venues() {
        return List.copyOf(venues.values());
    }

    Venue venue(ExchangeId exchange) {
        Venue venue = venues.get(exchange);
        if (venue == null) {
            throw new IllegalStateException("there is no " + exchange + " in this town");
        }
        return venue;
    }

    List<Seat> seats() {
        return List.copyOf(seats.values());
    }

    void mend(Seat seat) {
        seat.mend();
        expired.remove(seat.link().id());
        linkChanges++;
    }

    /** Its owner is rid of it for good. */
    void unlink(Seat seat) {
        seats.remove(seat.link().id());
        unlinked.add(seat.link().id());
        linkChanges++;
    }

    boolean isUnlinked(LinkId link) {
        return unlinked.contains(link);
    }

    /** What one process sees of it. */
    Surroundings seenBy(Life life, Program program) {
        return new Surroundings(life, program);
    }

    /** Who runs trading now. */
    interface Program {
        void linkChanged(LinkChanged change);
    }

    /** Links, accounts and ears of one process. */
    final class Surroundings implements Links, Accounts, Announcements {
        private final Life life;
        private final Program program;

        private Surroundings(Life life, Program program) {
            this.life = life;
            this.program = program;
        }

        @Override
        public List<Link> active() {
            return seats.values().stream()
                    .map(Seat::link)
                    .filter(link -> !expired.contains(link.id()))
                    .toList();
        }

        @Override
        public Set<LinkId> gone(Collection<LinkId> links) {
            return links.stream().filter(unlinked::contains).collect(Collectors.toSet());
        }

        @Override
        public long changes() {
            return linkChanges;
        }

        @Override
        public boolean refused(Link refused, ExchangeError cause) {
            LinkId link = refused.id();
            Seat seat = seats.get(link);
            if (seat == null || !seat.link().equals(refused) || expired.contains(link)) {
                return false;
            }
            expired.add(link);
            linkChanges++;
            diary.note("link refused", link);
            diary.count("links refused");
            time.strand(
                    Duration.ofMillis(5),
                    life,
                    () ->
                            program.linkChanged(
                                    new LinkChanged(
                                            seat.link().user(),
                                            link,
                                            seat.link().exchange(),
                                            false)));
            return true;
        }

        @Override
        public Optional<Account> open(LinkId link) {
            Seat seat = seats.get(link);
            return seat == null
                    ? Optional.empty()
                    : Optional.of(
                            new FaultyWire(
                                    time,
                                    life,
                                    venue(seat.link().exchange()),
                                    seat,
                                    chance,
                                    diary));
        }

        @Override
        public void orderUpdated(OrderUpdated event) {
            if (life.isAlive()) {
                diary.note(
                        "told",
                        event.order().clientOrderId(),
                        event.order().status(),
                        event.order().filledQuantity(),
                        event.sequence());
            }
        }

        @Override
        public void balancesChanged(BalancesChanged event) {}

        @Override
        public void positionSettled(PositionSettled event) {}
    }

    /** All of them can list what was placed; one that changes no orders refuses that by itself. */
    @Override
    public boolean offers(ExchangeId exchange, Capabilities.Feature feature) {
        return switch (feature) {
            case POSITIONS, SETTLEMENT -> venue(exchange).manners().goods() == Goods.CONTRACT;
            default -> true;
        };
    }

    @Override
    public Optional<Instrument> instrument(ExchangeId exchange, InstrumentId instrument) {
        return Optional.ofNullable(venues.get(exchange))
                .flatMap(venue -> venue.listed(instrument))
                .map(Listed::now);
    }

    @Override
    public Optional<Quote> quote(ExchangeId exchange, InstrumentId instrument) {
        Optional<Listed> priced = priced(exchange, instrument);
        if (priced.isEmpty()) {
            return Optional.empty();
        }
        Market market = priced.get().market();
        OrderBook book = market.book();
        if (book.bestBid() == 0 || book.bestAsk() == 0) {
            return Optional.empty();
        }
        Venue venue = venue(exchange);
        Duration age = venue.has(Trouble.OLD_PRICES) ? Duration.ofSeconds(30) : Duration.ZERO;
        return Optional.of(
                new Quote(
                        market.listing().price(book.bestBid()),
                        market.listing().price(book.bestAsk()),
                        time.instant().minus(age),
                        true));
    }

    @Override
    public Optional<BookSnapshot> book(ExchangeId exchange, InstrumentId instrument) {
        return priced(exchange, instrument)
                .map(Listed::market)
                .map(
                        market ->
                                new BookSnapshot(
                                        instrument,
                                        levels(market, Side.BUY),
                                        levels(market, Side.SELL),
                                        1));
    }

    /** What has prices now. */
    private Optional<Listed> priced(ExchangeId exchange, InstrumentId instrument) {
        return Optional.ofNullable(venues.get(exchange))
                .filter(venue -> !venue.has(Trouble.NO_PRICES))
                .flatMap(venue -> venue.listed(instrument))
                .filter(Listed::trades);
    }

    private static List<BookLevel> levels(Market market, Side side) {
        return market.book().levels(side, LEVELS).stream()
                .map(
                        level ->
                                new BookLevel(
                                        market.listing().price(level.price()),
                                        market.listing().quantity(level.quantity())))
                .toList();
    }
}
