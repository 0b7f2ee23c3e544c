package dev.k2.sim.okx;

import dev.k2.sim.AccountHub;
import dev.k2.sim.ApiKey;
import dev.k2.sim.Fees;
import dev.k2.sim.Floor;
import dev.k2.sim.Listing;
import dev.k2.sim.Recording;
import dev.k2.sim.RestDesk;
import dev.k2.sim.SimClock;
import dev.k2.sim.SimVenue;
import dev.k2.sim.SimVenueFactory;
import dev.k2.sim.TopicHub;
import dev.k2.sim.VenueFaults;
import dev.k2.sim.VenueSetup;
import dev.k2.sim.WireVenue;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The door: opens the simulated OKX, spot and swaps in one account. */
public final class SimOkx implements SimVenueFactory {
    private static final String EXCHANGE = "okx";
    private static final Fees FEES = new Fees(new BigDecimal("0.0008"), new BigDecimal("0.001"));
    private static final Floor.Purse PURSE =
            new Floor.Purse(Floor.RICH, Map.of("USDT", new BigDecimal("25")), ApiKey.Kind.HMAC);

    @Override
    public String exchange() {
        return EXCHANGE;
    }

    @Override
    public int portOffset() {
        return 4;
    }

    @Override
    public Future<SimVenue> open(VenueSetup setup) {
        Path replayDir = setup.replayDir();
        List<Recording> recordings =
                replayDir == null ? List.of() : Recording.all(replayDir, EXCHANGE);
        OkxListings listings = new OkxListings(setup.seed());
        List<Listing> listed = recordings.isEmpty() ? listings.listings() : List.of();
        // A replay keeps nothing: what was recorded is the same next time.
        Path stateDir = recordings.isEmpty() ? setup.stateDir() : null;
        SimClock clock = new SimClock(setup.clock());
        Floor floor = Floor.open(EXCHANGE, setup.seed(), clock, listed, stateDir, FEES, PURSE);
        floor.engine().takeFirst();
        VenueFaults faults = new VenueFaults(floor, setup.faults());
        OkxFloor inside = new OkxFloor(floor, faults, listings.instruments());
        return new WireVenue(setup, floor, faults, wire(setup, inside, recordings)).open();
    }

    private static OkxVenue wire(VenueSetup setup, OkxFloor inside, List<Recording> recordings) {
        Settings settings = new Settings();
        Limits limits = new Limits(settings);
        Gate gate = new Gate(inside, limits, settings);
        Amendments amendments = new Amendments();
        Pairs pairs = new Pairs(inside.engine().algos());
        OrderWords orderWords = new OrderWords(inside, pairs);
        AccountWords accountWords = new AccountWords(inside);
        AlgoWords algoWords = new AlgoWords(inside, pairs);
        TradeCalls trades = new TradeCalls(inside, limits, amendments);
        AlgoCalls algoCalls = new AlgoCalls(inside, trades, limits, algoWords, pairs);
        PublicCalls open = new PublicCalls(inside);
        Routes routes =
                new Routes(
                        open,
                        new MarketCalls(inside),
                        trades,
                        new OrderCalls(inside, trades, orderWords),
                        algoCalls,
                        new AccountCalls(inside, open, accountWords, new BillWords(inside)),
                        new DeadMan(inside, trades, setup.scheduler()));
        AccountHub<UserMessage> users = new AccountHub<>(inside.faults(), setup.scheduler());
        Feeds feeds =
                recordings.isEmpty()
                        ? live(inside, settings)
                        : recorded(recordings, routes, setup, settings);
        UserChannels userChannels =
                new UserChannels(inside, users, orderWords, accountWords, algoWords, amendments);
        inside.engine().addListener(userChannels);
        // The last to hear of a command, as it begins others.
        inside.engine().addListener(new AttachedOrders(inside, algoCalls));
        inside.floor().step();
        OkxSocket.Shared shared =
                new OkxSocket.Shared(
                        inside,
                        gate,
                        settings,
                        setup.scheduler(),
                        users,
                        feeds,
                        userChannels,
                        pairs,
                        new SocketOrders(inside, routes, gate, setup.scheduler()),
                        new ChannelCounts());
        RestDesk<Envelope> rest =
                new RestDesk<>(
                        new OkxRest(inside, routes, gate, limits),
                        inside.faults(),
                        setup.scheduler());
        return new OkxVenue(rest, shared, limits);
    }

    private static Feeds live(OkxFloor inside, Settings settings) {
        MarketChannels markets =
                new MarketChannels(inside, new TopicHub(inside.faults()), settings);
        inside.engine().addListener(markets);
        return markets;
    }

    private static Feeds recorded(
            List<Recording> recordings, Routes routes, VenueSetup setup, Settings settings) {
        ReplayFeeds feeds = new ReplayFeeds(recordings, setup.scheduler(), settings);
        routes.replay(new ReplayCalls(recordings, feeds));
        return feeds;
    }
}
