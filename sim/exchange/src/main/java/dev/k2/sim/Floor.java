package dev.k2.sim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The inside of one simulated exchange, whatever wire it speaks: the engine, its markets with their makers, its
 * accounts, its journal.
 */
public final class Floor implements AutoCloseable {
    /** What the usual accounts begin with where things themselves are traded. */
    public static final Map<String, BigDecimal> RICH =
            Map.of(
                    "USDT", new BigDecimal("100000"),
                    "BTC", new BigDecimal("2"),
                    "ETH", new BigDecimal("20"),
                    "SOL", new BigDecimal("200"),
                    "BNB", new BigDecimal("25"),
                    "XRP", new BigDecimal("10000"),
                    "DOGE", new BigDecimal("50000"),
                    "PEPE", new BigDecimal("500000000"),
                    "SHIB", new BigDecimal("250000000"),
                    "BONK", new BigDecimal("200000000"));

    private final String exchange;
    private final long seed;
    private final MatchingEngine engine;
    private final @Nullable Journal journal;
    private final Purse purse;
    private final Map<Market, Maker> makers = new HashMap<>();

    private Floor(
            String exchange,
            long seed,
            MatchingEngine engine,
            @Nullable Journal journal,
            Purse purse) {
        this.purse = purse;
        this.exchange = exchange;
        this.seed = seed;
        this.engine = engine;
        this.journal = journal;
    }

    /**
     * What an exchange's usual accounts begin with.
     *
     * @param rich what most of them have
     * @param poor what the one has that cannot buy much
     * @param edward what kind of key Edward has, whose kind differs from the others' where the exchange knows another
     * @param usual what kind of key the others have, and new accounts that want the usual one
     */
    public record Purse(
            Map<String, BigDecimal> rich,
            Map<String, BigDecimal> poor,
            ApiKey.Kind edward,
            ApiKey.Kind usual,
            ApiKey.Naming naming) {
        /** With shared secrets for everybody but Edward. */
        public Purse(
                Map<String, BigDecimal> rich, Map<String, BigDecimal> poor, ApiKey.Kind edward) {
            this(rich, poor, edward, ApiKey.Kind.HMAC, ApiKey.Naming.LETTERS);
        }

        /** With an Ed25519 key for Edward. */
        public Purse(Map<String, BigDecimal> rich, Map<String, BigDecimal> poor) {
            this(rich, poor, ApiKey.Kind.ED25519);
        }
    }

    /** Opens an exchange of things with the usual fees and accounts. */
    public static Floor open(
            String exchange,
            long seed,
            SimClock clock,
            List<Listing> listings,
            @Nullable Path stateDir) {
        Purse purse = new Purse(RICH, Map.of("USDT", new BigDecimal("25")));
        return open(exchange, seed, clock, listings, stateDir, Fees.USUAL, purse);
    }

    /** Opens the markets, restores what the state directory holds, and makes sure of the usual accounts. */
    public static Floor open(
            String exchange,
            long seed,
            SimClock clock,
            List<Listing> listings,
            @Nullable Path stateDir,
            Fees fees,
            Purse purse) {
        return open(exchange, seed, clock, listings, stateDir, fees, purse, Diary.NONE);
    }

    /** The same, for an exchange that keeps more than its engine does. */
    public static Floor open(
            String exchange,
            long seed,
            SimClock clock,
            List<Listing> listings,
            @Nullable Path stateDir,
            Fees fees,
            Purse purse,
            Diary diary) {
        MatchingEngine engine = new MatchingEngine(clock, fees);
        listings.forEach(engine::open);
        Journal journal =
                stateDir == null
                        ? null
                        : Journal.open(stateDir.resolve(exchange + ".journal"), engine, diary);
        Floor floor = new Floor(exchange, seed, engine, journal, purse);
        floor.usualAccounts();
        for (Market market : engine.everyMarket()) {
            if (market.listing().event() == null) {
                floor.makers.put(market, new MarketMaker(engine, market, seed));
            }
        }
        return floor;
    }

    public String exchange() {
        return exchange;
    }

    public MatchingEngine engine() {
        return engine;
    }

    public List<SimAccount> accounts() {
        return engine.accounts().stream().map(account -> SimAccount.of(exchange, account)).toList();
    }

    /**
     * Lists a market that the exchange knows, or changes the status of one that is listed. It outlives a restart.
     *
     * @throws IllegalArgumentException when the exchange knows no such market
     */
    public Market list(String symbol, Market.Status status) {
        Market market = ever(symbol);
        Market listed =
                engine.together(
                        () -> {
                            engine.show(market);
                            engine.setStatus(market, status);
                            note(symbol, status.name());
                            return market;
                        });
        Maker maker = makers.get(listed);
        if (maker != null) {
            maker.step();
        }
        return listed;
    }

    /**
     * Takes a market off the exchange. It outlives a restart.
     *
     * @throws IllegalArgumentException when the exchange knows no such market
     */
    public void delist(String symbol) {
        Market market = ever(symbol);
        if (!engine.lists(market)) {
            return;
        }
        Market _ =
                engine.together(
                        () -> {
                            engine.delist(market);
                            note(symbol, JournalWords.DELISTED);
                            return market;
                        });
    }

    private Market ever(String symbol) {
        Market market = engine.marketEver(symbol);
        if (market == null) {
            throw new IllegalArgumentException(exchange + " knows no market " + symbol);
        }
        return market;
    }

    private void note(String symbol, String state) {
        if (journal != null) {
            journal.note(JournalWords.market(symbol, state));
        }
    }

    /** Lets somebody make a market, in place of who did. */
    public void make(Market market, Maker maker) {
        makers.put(market, maker);
    }

    /** Lets nobody make a market any more. */
    public void unmake(Market market) {
        makers.remove(market);
    }

    /** Keeps something with the command that is running, or else with the next one. */
    public void keep(ObjectNode note) {
        if (journal != null) {
            journal.note(JournalWords.note(note));
        }
    }

    /** Lets all markets live until now. */
    public void step() {
        makers.forEach(
                (market, maker) -> {
                    if (engine.lists(market)) {
                        maker.step();
                    }
                });
        long now = engine.clock().millis();
        engine.margin().step(now, market -> index(market, now));
    }

    private double index(Market market, long now) {
        Maker maker = makers.get(market);
        return maker == null ? market.listing().shape().walk().at(now) : maker.middle(now);
    }

    public @Nullable Maker maker(Market market) {
        return makers.get(market);
    }

    /** Opens an account with a fresh key, or for a public key that the client brings. */
    public Account openAccount(
            String name,
            ApiKey.Kind kind,
            @Nullable String publicKeyPem,
            Map<String, BigDecimal> balances) {
        return openAccount(name, kind, publicKeyPem, true, false, balances);
    }

    /** The same, saying what the key may do. */
    public Account openAccount(
            String name,
            ApiKey.Kind kind,
            @Nullable String publicKeyPem,
            boolean trades,
            boolean withdraws,
            Map<String, BigDecimal> balances) {
        ApiKey.Kind used = kind == ApiKey.Kind.HMAC ? purse.usual() : kind;
        ApiKey.Naming naming = purse.naming();
        ApiKey made =
                publicKeyPem == null
                        ? ApiKeys.make(used, naming, seed, exchange, name)
                        : ApiKeys.registered(used, naming, seed, exchange, name, publicKeyPem);
        ApiKey key = made.withRights(trades, withdraws);
        return engine.together(
                () -> {
                    Account account = engine.openAccount(name, key);
                    balances.forEach((asset, amount) -> engine.deposit(account, asset, amount));
                    return account;
                });
    }

    @Override
    public void close() {
        if (journal != null) {
            journal.close();
        }
    }

    private void usualAccounts() {
        open("demo", ApiKey.Kind.HMAC, purse.rich());
        open("alice", ApiKey.Kind.HMAC, purse.rich());
        open("bob", ApiKey.Kind.HMAC, purse.rich());
        open("edward", purse.edward(), purse.rich());
        open("poor", ApiKey.Kind.HMAC, purse.poor());
    }

    private void open(String name, ApiKey.Kind kind, Map<String, BigDecimal> balances) {
        if (engine.account(name) == null) {
            openAccount(name, kind, null, balances);
        }
    }
}
