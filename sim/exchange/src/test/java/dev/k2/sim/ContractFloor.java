package dev.k2.sim;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** An engine with one contract, three customers and virtual time; what happens is kept as the journal keeps it. */
final class ContractFloor {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final BigDecimal BEGINNING = new BigDecimal("10000");

    final VirtualTime time = new VirtualTime(Instant.parse("2026-03-01T07:59:50Z"));
    final MatchingEngine engine = new MatchingEngine(new SimClock(time));
    final Market market = engine.open(listing());
    final List<EngineEvent> events = new ArrayList<>();
    final List<String> lines = new ArrayList<>();
    final Account ann;
    final Account ben;
    final Account cat;

    ContractFloor() {
        engine.addListener(new WrittenDown(lines));
        engine.addListener(
                new EngineListener() {
                    @Override
                    public void on(EngineEvent event) {
                        events.add(event);
                    }

                    @Override
                    public void commandDone(List<Market> touched) {
                        // The events are what the tests look at.
                    }
                });
        ann = opened("ann");
        ben = opened("ben");
        cat = opened("cat");
        mark(100);
    }

    /** Prices in cents, quantities in thousandths; half of its value must stay at most, a tenth at least. */
    static Listing listing() {
        PriceWalk walk = new PriceWalk(7, 100, 0.02);
        Bracket small =
                new Bracket(
                        1,
                        50,
                        BigDecimal.ZERO,
                        new BigDecimal("100000"),
                        new BigDecimal("0.01"),
                        BigDecimal.ZERO);
        Bracket large =
                new Bracket(
                        2,
                        10,
                        new BigDecimal("100000"),
                        new BigDecimal("10000000"),
                        new BigDecimal("0.05"),
                        new BigDecimal("4000"));
        return new Listing(
                "BTCUSDT",
                "BTC",
                "USDT",
                2,
                3,
                1,
                1,
                new MarketShape(walk, 120, 200, 3000, 0.0005),
                new Contract(List.of(small, large)));
    }

    private Account opened(String name) {
        Account account = engine.openAccount(name, TestFloor.key(name));
        engine.deposit(account, "USDT", BEGINNING);
        return account;
    }

    /** Sets the mark price, which follows the index at once when enough time has gone by. */
    void mark(double price) {
        for (int i = 0; i < 3; i++) {
            time.advance(Duration.ofMinutes(2));
            engine.margin().step(time.instant().toEpochMilli(), m -> price);
        }
    }

    Outcome place(Account account, OrderRequest request) {
        return engine.place(account, market, request);
    }

    Order limit(Account account, String id, Side side, long price, long quantity) {
        return done(place(account, OrderRequest.limit(id, side, price, quantity, TimeInForce.GTC)));
    }

    /** Two customers trade with one another. */
    void trade(Account buyer, Account seller, long price, long quantity) {
        limit(seller, "s" + events.size(), Side.SELL, price, quantity);
        limit(buyer, "b" + events.size(), Side.BUY, price, quantity);
    }

    Position position(Account account) {
        return account.margin().position(market, PositionSide.BOTH);
    }

    BigDecimal wallet(Account account) {
        return account.balance("USDT").total();
    }

    static Order done(Outcome outcome) {
        if (outcome instanceof Outcome.Done(Order order)) {
            return order;
        }
        throw new AssertionError(outcome.toString());
    }

    List<Account> everybody() {
        List<Account> all = new ArrayList<>(engine.accounts());
        all.add(engine.house());
        all.add(engine.fees());
        return all;
    }

    /** Everybody's money less what their positions cost: nothing that happens inside changes it. */
    BigDecimal worth() {
        BigDecimal sum = BigDecimal.ZERO;
        for (Account account : everybody()) {
            sum = sum.add(wallet(account));
            for (Position position : account.margin().open()) {
                sum = sum.subtract(position.cost());
            }
        }
        return sum;
    }

    /** An engine made of what was written down. */
    MatchingEngine again() {
        MatchingEngine restored = new MatchingEngine(engine.clock());
        restored.open(market.listing());
        Restoration restoration = restored.restoration();
        try {
            for (String line : lines) {
                JournalWords.read(JSON.readTree(line), restoration);
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        restoration.finish();
        return restored;
    }
}
