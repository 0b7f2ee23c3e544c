package dev.k2.sim.kalshi;

import dev.k2.sim.ApiKey;
import dev.k2.sim.Fees;
import dev.k2.sim.Floor;
import dev.k2.sim.RestDesk;
import dev.k2.sim.SimClock;
import dev.k2.sim.SimVenue;
import dev.k2.sim.SimVenueFactory;
import dev.k2.sim.VenueFaults;
import dev.k2.sim.VenueSetup;
import dev.k2.sim.WireVenue;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** The door: opens the simulated Kalshi. */
public final class SimKalshi implements SimVenueFactory {
    private static final String EXCHANGE = "kalshi";
    private static final Floor.Purse PURSE =
            new Floor.Purse(
                    Map.of(PortfolioCalls.CASH, new BigDecimal("25000")),
                    Map.of(PortfolioCalls.CASH, new BigDecimal("25")),
                    ApiKey.Kind.RSA,
                    ApiKey.Kind.RSA,
                    ApiKey.Naming.UUID);

    @Override
    public String exchange() {
        return EXCHANGE;
    }

    @Override
    public int portOffset() {
        return 6;
    }

    @Override
    public Future<SimVenue> open(VenueSetup setup) {
        SimClock clock = new SimClock(setup.clock());
        Board board = new Board(new Catalogue(setup.seed()), clock.millis());
        Floor floor =
                Floor.open(
                        EXCHANGE,
                        setup.seed(),
                        clock,
                        List.of(),
                        setup.stateDir(),
                        Fees.USUAL,
                        PURSE,
                        board);
        floor.engine().takeFirst();
        VenueFaults faults = new VenueFaults(floor, setup.faults());
        KalshiFloor inside = new KalshiFloor(floor, faults, board);
        return new WireVenue(setup, floor, faults, wire(setup, inside)).open();
    }

    private static KalshiVenue wire(VenueSetup setup, KalshiFloor inside) {
        Settings settings = new Settings();
        Gate gate = new Gate(inside, settings);
        Lifecycle lifecycle = new Lifecycle(inside, setup.seed());
        lifecycle.start();
        OrderWrites writes = new OrderWrites(inside, settings, new Names(inside.engine()));
        MarketWords words = new MarketWords(inside);
        Routes routes =
                new Routes(
                        new ExchangeCalls(inside, settings),
                        new EventCalls(inside, words),
                        new MarketCalls(inside, words),
                        writes,
                        new PortfolioCalls(inside),
                        new AccountCalls(settings));
        Channels channels = new Channels(inside, setup.scheduler());
        News news = new News(inside, channels, lifecycle, writes);
        inside.engine().addListener(news);
        lifecycle.addWatcher(news);
        inside.floor().step();
        RestDesk<Answer> rest =
                new RestDesk<>(
                        new KalshiRest(inside, routes, gate), inside.faults(), setup.scheduler());
        return new KalshiVenue(
                rest,
                new KalshiSocket.Shared(inside, settings, channels, news),
                gate,
                lifecycle,
                new Scripts(inside, lifecycle),
                writes);
    }
}
