package dev.k2.sim.binance;

import dev.k2.sim.AggregateTrades;
import dev.k2.sim.Fees;
import dev.k2.sim.Floor;
import dev.k2.sim.Recording;
import dev.k2.sim.SimClock;
import dev.k2.sim.SimVenue;
import dev.k2.sim.SimVenueFactory;
import dev.k2.sim.VenueSetup;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The door: opens the simulated USD-M Futures, with a market of their own or with recorded ones. */
public final class SimBinanceFutures implements SimVenueFactory {
    private static final String EXCHANGE = "binance-futures";
    private static final long CONNECTION_WEIGHT = 5;
    private static final Fees FEES = new Fees(new BigDecimal("0.0002"), new BigDecimal("0.0005"));
    private static final Floor.Purse PURSE =
            new Floor.Purse(
                    Map.of("USDT", new BigDecimal("100000"), "USDC", new BigDecimal("50000")),
                    Map.of("USDT", new BigDecimal("25")));

    @Override
    public String exchange() {
        return EXCHANGE;
    }

    @Override
    public int portOffset() {
        return 2;
    }

    @Override
    public Future<SimVenue> open(VenueSetup setup) {
        Path replayDir = setup.replayDir();
        List<Recording> recordings =
                replayDir == null ? List.of() : Recording.all(replayDir, EXCHANGE);
        return recordings.isEmpty() ? generated(setup).open() : replayed(setup, recordings).open();
    }

    /** A replay keeps nothing: what was recorded is the same next time. */
    private static BinanceVenue replayed(VenueSetup setup, List<Recording> recordings) {
        Floor floor =
                Floor.open(
                        EXCHANGE,
                        setup.seed(),
                        new SimClock(setup.clock()),
                        List.of(),
                        null,
                        FEES,
                        PURSE);
        BinanceFloor inside = new BinanceFloor(floor, Map.of(), setup.faults());
        Settings settings = Settings.futures();
        Limits limits = new Limits(settings);
        ReplayMarkets replay = new ReplayMarkets(recordings, inside, limits);
        UserHub users = new UserHub(inside, setup.scheduler());
        floor.engine().addListener(new FuturesUserStreams(inside, users));
        ListenKeys keys = new ListenKeys(inside, setup.seed());
        FuturesCalls calls =
                FuturesCalls.ofReplay(
                        new FuturesMarketCalls(inside, limits, new AggregateTrades()),
                        replay,
                        new FuturesAccountCalls(inside, limits),
                        new FuturesMarginCalls(inside),
                        keys);
        StreamSource streams = new ReplayStreams(replay.tracks(), setup.scheduler(), settings);
        return venue(
                setup, floor, inside, settings, limits, calls, streams, users, keys, keys::tick);
    }

    private static BinanceVenue generated(VenueSetup setup) {
        FuturesListings listings = new FuturesListings(setup.seed());
        Floor floor =
                Floor.open(
                        EXCHANGE,
                        setup.seed(),
                        new SimClock(setup.clock()),
                        listings.listings(),
                        setup.stateDir(),
                        FEES,
                        PURSE);
        BinanceFloor inside = new BinanceFloor(floor, listings.rules(), setup.faults());
        Settings settings = Settings.futures();
        Limits limits = new Limits(settings);
        AggregateTrades aggregates = new AggregateTrades();
        StreamHub hub = new StreamHub(inside);
        FuturesStreams streams = new FuturesStreams(inside, hub, aggregates);
        floor.engine().addListener(streams);
        UserHub users = new UserHub(inside, setup.scheduler());
        floor.engine().addListener(new FuturesUserStreams(inside, users));
        ListenKeys keys = new ListenKeys(inside, setup.seed());
        ClientIds clientIds = new ClientIds(setup.seed(), inside.micros());
        FuturesTradeCalls trades = new FuturesTradeCalls(inside, limits, clientIds);
        FuturesAlgoCalls algos = new FuturesAlgoCalls(inside, limits, clientIds);
        FuturesCalls calls =
                new FuturesCalls(
                        new FuturesMarketCalls(inside, limits, aggregates),
                        trades,
                        algos,
                        new FuturesAccountCalls(inside, limits),
                        new FuturesMarginCalls(inside),
                        keys,
                        new Countdowns(inside, trades, setup.scheduler()));
        floor.step();
        Runnable tick =
                () -> {
                    floor.step();
                    trades.expire();
                    algos.expire();
                    keys.tick();
                    streams.tick();
                };
        return venue(setup, floor, inside, settings, limits, calls, hub, users, keys, tick);
    }

    private static BinanceVenue venue(
            VenueSetup setup,
            Floor floor,
            BinanceFloor inside,
            Settings settings,
            Limits limits,
            FuturesCalls calls,
            StreamSource streams,
            UserHub users,
            ListenKeys keys,
            Runnable tick) {
        Wiring wiring =
                new Wiring(
                        calls,
                        "/ws-fapi/v1",
                        CONNECTION_WEIGHT,
                        false,
                        users,
                        keys::expire,
                        new FuturesRoutes(streams, new PrivateStreams(keys, users, inside)),
                        tick);
        return new BinanceVenue(setup, floor, inside, settings, limits, wiring);
    }
}
