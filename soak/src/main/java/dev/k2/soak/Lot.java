package dev.k2.soak;

import dev.k2.model.LinkChanged;
import dev.k2.model.LinkId;
import dev.k2.model.UserId;
import dev.k2.platform.Database;
import dev.k2.platform.Metrics;
import dev.k2.trading.CrashPoint;
import dev.k2.trading.LeaseTerms;
import dev.k2.trading.Names;
import dev.k2.trading.Trading;
import dev.k2.trading.TradingConfig;
import dev.k2.trading.TradingParts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** One run of one seed: a town, troubles, deaths, and the proof at the end. */
final class Lot implements Crowd.Host, Town.Program {
    private static final Duration SLICE = Duration.ofSeconds(5);
    private static final Duration QUIET = Duration.ofMinutes(3);
    private static final Duration LONGEST = Duration.ofHours(12);
    private static final int CLOSINGS = 5;

    private final long seed;
    private final int intents;
    private final Database database;
    private final SoakStore store;
    private final Metrics metrics;
    private final TradingConfig config;
    private final VirtualTime time = new VirtualTime();
    private final Diary diary;
    private final Chance chance;
    private final Names names;
    private final Town town;
    private final Crowd crowd;
    private final Weather weather;
    private final List<Street> streets = new ArrayList<>();
    private Life life;
    private Optional<Trading> trading = Optional.empty();
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
            Metrics metrics,
            TradingConfig config,
            long seed,
            int intents,
            Consumer<String> listener) {
        this.database = database;
        this.store = store;
        this.metrics = metrics;
        this.config = config;
        this.seed = seed;
        this.intents = intents;
        this.diary = new Diary(time, listener);
        this.chance = new Chance(seed);
        this.names = new SeededNames(~seed);
        this.town = new Town(time, diary, chance);
        this.crowd = new Crowd(time, town, chance, diary, this);
        this.weather = new Weather(time, town, chance, diary, this::mended);
        this.life = new Life(time, diary, 0, () -> {});
    }

    Result run() {
        store.empty();
        populate();
        begin();
        time.advance(Duration.ofSeconds(10));
        weather.begin();
        crowd.come();
        scheduleOutage();
        scheduleKill();
        var end = time.instant().plus(LONGEST);
        while (crowd.placed() < intents && time.instant().isBefore(end)) {
            time.advance(SLICE);
        }
        settle();
        new Proof(town, store, diary).hold(crowd.wishes());
        life.kill("the end");
        time.drain();
        return new Result(
                seed,
                crowd.placed(),
                diary.hash(),
                diary.findings(),
                diary.counts(),
                diary.failures());
    }

    private void populate() {
        List<Venue> venues = new ArrayList<>();
        for (Manners manners : List.of(Manners.ONE, Manners.TWO, Manners.THREE, Manners.FOUR)) {
            Venue venue = new Venue(time, chance, diary, manners);
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

    /** The program starts. */
    private void begin() {
        Life fresh = new Life(time, diary, ++lives, this::died);
        if (!calm && chance.permille(650)) {
            fresh.diesAt(chance.of(List.of(CrashPoint.values())), 1 + chance.below(25));
        }
        life = fresh;
        diary.note("start", lives);
        time.strand(Duration.ZERO, fresh, () -> open(fresh));
    }

    private void open(Life fresh) {
        Town.Surroundings around = town.seenBy(fresh, this);
        try {
            Trading opened =
                    Trading.open(
                            new TradingParts(
                                    database, time, fresh, metrics, around, around, town, around,
                                    names, fresh),
                            // Terms run by the database's clock, which is not virtual.
                            config.holding(
                                    new LeaseTerms(
                                            Duration.ofDays(1),
                                            Duration.ofSeconds(5),
                                            Duration.ofSeconds(1))));
            trading = Optional.of(opened);
        } catch (RuntimeException failure) {
            // Its database did not let it: whoever watches over it starts it again.
            diary.failure(failure);
            fresh.kill("could not start");
        }
    }

    private void died() {
        trading = Optional.empty();
        time.later(chance.millis(200, 6000), this::begin);
    }

    private void scheduleKill() {
        time.later(
                chance.about(Duration.ofSeconds(60)),
                () -> {
                    if (!calm) {
                        if (trading.isPresent()) {
                            diary.count("killed at any time");
                            life.kill("killed");
                        }
                        scheduleKill();
                    }
                });
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
        life.isSpared();
        time.advance(QUIET);
        for (int i = 0; i < CLOSINGS && isAnyOpen(); i++) {
            crowd.cancelAll();
            time.advance(QUIET);
        }
        streets.forEach(Street::close);
    }

    private boolean isAnyOpen() {
        return store.orders().stream().anyMatch(row -> !row.status().isFinal());
    }

    private void mended(Seat seat) {
        linkChanged(
                new LinkChanged(
                        seat.link().user(), seat.link().id(), seat.link().exchange(), true));
    }

    @Override
    public void linkChanged(LinkChanged change) {
        trading.ifPresent(open -> time.strand(Duration.ZERO, life, () -> open.linkChanged(change)));
    }

    @Override
    public Optional<Trading> trading() {
        return trading;
    }

    @Override
    public Life life() {
        return life;
    }
}
