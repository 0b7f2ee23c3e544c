package dev.k2.sim;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** An engine with one market, two customers and virtual time. */
final class TestFloor {
    static final Instant START = Instant.parse("2026-03-01T12:00:17.250Z");

    final VirtualTime time = new VirtualTime(START);
    final MatchingEngine engine = new MatchingEngine(new SimClock(time));
    final Market market = engine.open(listing());
    final Account ann = engine.openAccount("ann", key("ann"));
    final Account ben = engine.openAccount("ben", key("ben"));
    final List<EngineEvent> events = new ArrayList<>();

    TestFloor() {
        for (Account account : List.of(ann, ben)) {
            engine.deposit(account, "BTC", new BigDecimal("10"));
            engine.deposit(account, "USDT", new BigDecimal("10000"));
        }
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
    }

    /** Prices in cents, quantities in thousandths. */
    static Listing listing() {
        PriceWalk walk = new PriceWalk(7, 100, 0.02);
        return new Listing(
                "BTCUSDT",
                "BTC",
                "USDT",
                2,
                3,
                1,
                1,
                new MarketShape(walk, 120, 200, 3000, 0.0005));
    }

    static ApiKey key(String name) {
        return ApiKeys.make(ApiKey.Kind.HMAC, ApiKey.Naming.LETTERS, 1, "test", name);
    }

    Outcome place(Account account, OrderRequest request) {
        return engine.place(account, market, request);
    }

    Order placed(Account account, OrderRequest request) {
        if (place(account, request) instanceof Outcome.Done(Order order)) {
            return order;
        }
        throw new AssertionError("refused: " + request);
    }

    Order sell(Account account, String id, long price, long quantity) {
        return placed(account, OrderRequest.limit(id, Side.SELL, price, quantity, TimeInForce.GTC));
    }

    Order buy(Account account, String id, long price, long quantity) {
        return placed(account, OrderRequest.limit(id, Side.BUY, price, quantity, TimeInForce.GTC));
    }

    BigDecimal total(String asset) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Account account : everybody()) {
            Balance balance = account.balances().get(asset);
            sum = sum.add(balance == null ? BigDecimal.ZERO : balance.total());
        }
        return sum;
    }

    BigDecimal held(Account account, String asset) {
        return account.balance(asset).held();
    }

    BigDecimal needs(Account account, String asset) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Order order : engine.archive().open(account)) {
            sum = sum.add(order.holdAsset().equals(asset) ? order.hold() : BigDecimal.ZERO);
        }
        return sum;
    }

    List<Account> everybody() {
        List<Account> all = new ArrayList<>(engine.accounts());
        all.add(engine.house());
        all.add(engine.fees());
        return all;
    }
}
