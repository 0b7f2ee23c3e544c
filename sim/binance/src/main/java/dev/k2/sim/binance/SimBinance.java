package dev.k2.sim.binance;

import dev.k2.sim.AggregateTrades;
import dev.k2.sim.Floor;
import dev.k2.sim.Recording;
import dev.k2.sim.SimClock;
import dev.k2.sim.SimVenue;
import dev.k2.sim.SimVenueFactory;
import dev.k2.sim.VenueSetup;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The door: opens a simulated Binance Spot, with a market of its own or with recorded ones. */
public final class SimBinance implements SimVenueFactory {
    private static final long CONNECTION_WEIGHT = 2;

    @Override
    public String exchange() {
        return BinanceFloor.EXCHANGE;
    }

    @Override
    public int portOffset() {
        return 1;
    }

    @Override
    public Future<SimVenue> open(VenueSetup setup) {
        Path replayDir = setup.replayDir();
        List<Recording> recordings =
                replayDir == null ? List.of() : Recording.all(replayDir, BinanceFloor.EXCHANGE);
        return recordings.isEmpty() ? generated(setup).open() : replayed(setup, recordings).open();
    }

    private static BinanceVenue generated(VenueSetup setup) {
        BinanceListings listings = new BinanceListings(setup.seed());
        SimClock clock = new SimClock(setup.clock());
        Floor floor =
                Floor.open(
                        BinanceFloor.EXCHANGE,
                        setup.seed(),
                        clock,
                        listings.listings(),
                        setup.stateDir());
        BinanceFloor inside = new BinanceFloor(floor, listings.rules(), setup.faults());
        Settings settings = Settings.spot();
        Limits limits = new Limits(settings);
        AggregateTrades aggregates = new AggregateTrades();
        TradeCalls trades =
                new TradeCalls(inside, limits, new ClientIds(setup.seed(), inside.micros()));
        Calls calls =
                new Calls(
                        new MarketCalls(inside, limits, aggregates),
                        trades,
                        new AccountCalls(inside, limits));
        StreamHub hub = new StreamHub(inside);
        MarketStreams streams = new MarketStreams(inside, hub, aggregates);
        floor.engine().addListener(streams);
        floor.step();
        Runnable tick =
                () -> {
                    floor.step();
                    streams.tick();
                };
        return venue(setup, floor, inside, settings, limits, calls, hub, tick);
    }

    /** A replay keeps nothing: what was recorded is the same next time. */
    private static BinanceVenue replayed(VenueSetup setup, List<Recording> recordings) {
        SimClock clock = new SimClock(setup.clock());
        Floor floor = Floor.open(BinanceFloor.EXCHANGE, setup.seed(), clock, List.of(), null);
        BinanceFloor inside = new BinanceFloor(floor, Map.of(), setup.faults());
        Settings settings = Settings.spot();
        Limits limits = new Limits(settings);
        ReplayMarkets replay = new ReplayMarkets(recordings, inside, limits);
        Calls calls =
                Calls.ofReplay(
                        new MarketCalls(inside, limits, new AggregateTrades()),
                        replay,
                        new AccountCalls(inside, limits));
        StreamSource streams = new ReplayStreams(replay.tracks(), setup.scheduler(), settings);
        return venue(setup, floor, inside, settings, limits, calls, streams, () -> {});
    }

    private static BinanceVenue venue(
            VenueSetup setup,
            Floor floor,
            BinanceFloor inside,
            Settings settings,
            Limits limits,
            CallTable calls,
            StreamSource streams,
            Runnable tick) {
        UserHub users = new UserHub(inside, setup.scheduler());
        floor.engine().addListener(new UserStreams(inside, limits, users));
        Wiring wiring =
                new Wiring(
                        calls,
                        "/ws-api/v3",
                        CONNECTION_WEIGHT,
                        true,
                        users,
                        UserSessions.NONE,
                        (path, query) -> StreamRoutes.below("", path, query, streams),
                        tick);
        return new BinanceVenue(setup, floor, inside, settings, limits, wiring);
    }
}
