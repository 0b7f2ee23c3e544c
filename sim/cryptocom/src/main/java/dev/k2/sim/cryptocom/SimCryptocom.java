package dev.k2.sim.cryptocom;

import dev.k2.sim.AccountHub;
import dev.k2.sim.ApiKey;
import dev.k2.sim.Fees;
import dev.k2.sim.Floor;
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
import java.util.Map;

/** The door: opens the simulated Crypto.com Exchange, pairs and perpetuals in one account. */
public final class SimCryptocom implements SimVenueFactory {
    private static final String EXCHANGE = "cryptocom";
    private static final Fees FEES = new Fees(new BigDecimal("0.00065"), new BigDecimal("0.00069"));
    private static final Map<String, BigDecimal> RICH =
            Map.of(
                    "USD", new BigDecimal("100000"),
                    "USDT", new BigDecimal("100000"),
                    "BTC", new BigDecimal("2"),
                    "ETH", new BigDecimal("20"),
                    "SOL", new BigDecimal("200"),
                    "XRP", new BigDecimal("10000"),
                    "DOGE", new BigDecimal("50000"),
                    "CRO", new BigDecimal("100000"));
    private static final Floor.Purse PURSE =
            new Floor.Purse(
                    RICH,
                    Map.of("USD", new BigDecimal("25"), "USDT", new BigDecimal("25")),
                    ApiKey.Kind.HMAC);

    @Override
    public String exchange() {
        return EXCHANGE;
    }

    @Override
    public int portOffset() {
        return 5;
    }

    @Override
    public Future<SimVenue> open(VenueSetup setup) {
        CryptocomListings listings = new CryptocomListings(setup.seed());
        SimClock clock = new SimClock(setup.clock());
        Floor floor =
                Floor.open(
                        EXCHANGE,
                        setup.seed(),
                        clock,
                        listings.listings(),
                        setup.stateDir(),
                        FEES,
                        PURSE);
        floor.engine().takeFirst();
        VenueFaults faults = new VenueFaults(floor, setup.faults());
        CryptocomFloor inside = new CryptocomFloor(floor, faults, listings.instruments());
        return new WireVenue(setup, floor, faults, wire(setup, inside)).open();
    }

    private static CryptocomVenue wire(VenueSetup setup, CryptocomFloor inside) {
        Settings settings = new Settings();
        Limits limits = new Limits(settings);
        Gate gate = new Gate(inside, limits, settings);
        Choices choices = new Choices();
        OrderIndex index = new OrderIndex(inside.engine());
        OrderWords orderWords = new OrderWords(inside);
        AccountWords accountWords = new AccountWords(inside);
        AccountHub<UserMessage> users = new AccountHub<>(inside.faults(), setup.scheduler());
        UserChannels userChannels =
                new UserChannels(inside, users, index, orderWords, accountWords);
        TradeCalls trades = new TradeCalls(inside, index, choices, settings, userChannels);
        Methods methods =
                new Methods(
                        new MarketCalls(inside),
                        trades,
                        new OrderCalls(inside, trades, index, orderWords),
                        new AdvancedCalls(inside, trades, index, orderWords),
                        new AccountCalls(inside, accountWords, choices),
                        new FundsCalls(inside));
        // Before the channels, which tell orders' ids.
        inside.engine().addListener(index);
        inside.engine().addListener(userChannels);
        MarketChannels markets =
                new MarketChannels(inside, new TopicHub(inside.faults()), settings);
        inside.engine().addListener(markets);
        inside.floor().step();
        CryptocomSocket.Shared shared =
                new CryptocomSocket.Shared(
                        inside,
                        gate,
                        settings,
                        setup.scheduler(),
                        users,
                        markets,
                        userChannels,
                        new SocketCalls(inside, methods, gate, setup.scheduler()));
        RestDesk<CryptocomRest.Answer> rest =
                new RestDesk<>(
                        new CryptocomRest(inside, methods, gate, limits, settings),
                        inside.faults(),
                        setup.scheduler());
        return new CryptocomVenue(rest, shared, limits);
    }
}
