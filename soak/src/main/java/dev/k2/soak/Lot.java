package dev.k2.soak;

import dev.k2.model.ExchangeId;
import dev.k2.model.LinkChanged;
import dev.k2.model.LinkId;
import dev.k2.model.UserId;
import dev.k2.platform.Database;
import dev.k2.platform.Metrics;
import dev.k2.trading.InstallationSwitch;
import dev.k2.trading.Links;
import dev.k2.trading.Names;
import dev.k2.trading.TradingConfig;
import dev.k2.trading.TradingParts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** One run of one seed: a town, one server or two, troubles, deaths, and the proof at the end. */
final class Lot implements Weather.Owners, Crowd.Host {
    private static final Duration SLICE = Duration.ofSeconds(5);
    private static final Duration QUIET = Duration.ofMinutes(3);
    private static final Duration LONGEST = Duration.ofHours(12);
    private static final int CLOSINGS = 5;

    /** From so many orders on PostgreSQL finds them best by their indexes. */
    private static final int ROWS_THAT_COUNT = 200;

    private final long seed;
    private final int intents;
    private final SoakStore store;
    private final VirtualTime time = new VirtualTime();
    private final Diary diary;
    private final Chance chance;
    private final Names names;
    private final Town town;
    private final Crowd crowd;
    private final Brakes brakes;
    private final Weather weather;
    private final List<Street> streets = new ArrayList<>();
    private final List<Server> servers = new ArrayList<>();
    private int lives;
    private boolean calm;

    /** What came of it. */
    record Result(
            long seed,
            int intents,
            String hash,
            List<String> findings,
            Map<String, Long> counts,
            Map<String, Long> failures) {}

    Lot(
            Database database,
            SoakStore store,
            TradingConfig config,
            long seed,
            int intents,
            Consumer<String> listener) {
        this.store = store;
        this.seed = seed;
        this.intents = intents;
        this.diary = new Diary(time, listener);
        this.chance = new Chance(seed);
        this.names = new SeededNames(~seed);
        this.town = new Town(time, diary, chance);
        this.crowd = new Crowd(time, town, chance, diary, this);
        this.brakes =
                new Brakes(
                        time, town, chance, diary, this, InstallationSwitch.open(database, time));
        this.weather = new Weather(time, town, chance, diary, this);
        Server.Ground ground =
                new Server.Ground(
                        config,
                        time,
                        diary,
                        chance,
                        town,
                        (life, around, node) ->
                                new TradingParts(
                                        database,
                                        time,
                                        life,
                                        new Metrics(),
                                        around,
                                        around,
                                        town,
                                        around,
                                        names,
                                        life,
                                        node),
                        () -> ++lives);
        // Each second seed has two servers, which take accounts from each other.
        boolean alone = Math.floorMod(seed, 2) == 1;
        servers.add(new Server("north", alone, ground));
        if (!alone) {
            servers.add(new Server("south", false, ground));
        }
    }

    Result run() {
        store.empty();
        tellTime();
        populate();
        servers.forEach(Server::begin);
        time.advance(Duration.ofSeconds(10));
        weather.begin();
        crowd.come();
        brakes.begin();
        scheduleOutage();
        servers.forEach(server -> server.suffer(Duration.ofSeconds(60)));
        var end = time.instant().plus(LONGEST);
        boolean counted = false;
        while (crowd.placed() < intents && time.instant().isBefore(end)) {
            time.advance(SLICE);
            if (!counted && crowd.placed() >= ROWS_THAT_COUNT) {
                store.analyze();
                counted = true;
            }
        }
        settle();
        new Proof(town, store, diary).hold(crowd.wishes());
        servers.forEach(this::holdGate);
        servers.forEach(Server::end);
        time.drain();
        return new Result(
                seed,
                crowd.placed(),
                diary.hash(),
                diary.findings(),
                diary.counts(),
                diary.failures());
    }

    /** Leases end by the database's clock, which follows ours from second to second. */
    private void tellTime() {
        store.clock(time.instant());
        time.later(Duration.ofSeconds(1), this::tellTime);
    }

    private void populate() {
        List<Venue> venues = new ArrayList<>();
        for (Manners manners : Manners.ALL) {
            Venue venue = new Venue(time, chance, diary, manners);
            venue.open(() -> contractEnded(manners.id()));
            town.settle(venue);
            venues.add(venue);
            Street street = new Street(time, venue, chance);
            street.open();
            streets.add(street);
        }
        for (int i = 0; i < 3; i++) {
            UserId user = new UserId(names.id());
            for (int j = 0; j < 2; j++) {
                town.link(user, venues.get((i + j) % venues.size()), new LinkId(names.id()));
            }
        }
        town.link(new UserId(names.id()), venues.getLast(), new LinkId(names.id()));
    }

    private void scheduleOutage() {
        time.later(
                chance.about(Duration.ofSeconds(50)),
                () -> {
                    if (!calm) {
                        diary.note("commits fail");
                        diary.count("outages of the database");
                        store.outage(true);
                        time.later(chance.seconds(1, 6), () -> store.outage(false));
                        scheduleOutage();
                    }
                });
    }

    private void settle() {
        calm = true;
        crowd.goHome();
        weather.clear();
        store.outage(false);
        servers.forEach(Server::calm);
        brakes.release();
        town.venues().forEach(venue -> venue.contracts().ifPresent(Contracts::close));
        time.advance(QUIET);
        for (int i = 0; i < CLOSINGS && !store.working().isEmpty(); i++) {
            crowd.cancelAll(store.working());
            time.advance(QUIET);
        }
        if (brakes.isAnyPulled()) {
            diary.finding("a kill switch cannot be turned off");
        }
        streets.forEach(Street::close);
    }

    /** Every order has ended, so none counts any more. */
    private void holdGate(Server server) {
        server.counted()
                .filter(count -> count > 0)
                .ifPresent(count -> diary.finding(count + " ended orders count at the gate"));
    }

    private void contractEnded(ExchangeId exchange) {
        servers.forEach(server -> server.contractEnded(exchange));
    }

    @Override
    public void mended(Seat seat) {
        tell(seat, true);
    }

    /** Whoever unlinks an account has another one at the same exchange. */
    @Override
    public void unlinked(Seat seat) {
        tell(seat, false);
        Links.Link link = seat.link();
        tell(town.link(link.user(), town.venue(link.exchange()), new LinkId(names.id())), true);
    }

    private void tell(Seat seat, boolean active) {
        LinkChanged change =
                new LinkChanged(
                        seat.link().user(), seat.link().id(), seat.link().exchange(), active);
        // One server hears of it at once, the other when it looks the next time.
        servers.stream()
                .filter(server -> server.trading().isPresent())
                .findFirst()
                .ifPresent(server -> server.linkChanged(change));
    }

    @Override
    public Optional<Crowd.Open> server() {
        List<Crowd.Open> open = new ArrayList<>();
        for (Server server : servers) {
            server.trading().ifPresent(trading -> open.add(new Crowd.Open(trading, server.life())));
        }
        return open.isEmpty() ? Optional.empty() : Optional.of(chance.of(open));
    }
}
