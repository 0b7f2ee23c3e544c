package dev.k2.sim;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** Event contracts: netting, what they cost, and payment. */
class EventContractTest {
    private static final long CONTRACT = 100;

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-08-05T12:00:00Z"));
    private final MatchingEngine engine = new MatchingEngine(new SimClock(time));
    private final Market market = engine.open(listing());
    private final List<Account> accounts = List.of(opened("ada"), opened("ben"), opened("cleo"));
    private int named;

    private static Listing listing() {
        MarketShape shape = new MarketShape(new PriceWalk(1, 0.5, 0.001), 1, 1, 1, 0.01);
        EventTerms terms = new EventTerms(new BigDecimal("0.07"), new BigDecimal("0.0175"));
        return new Listing("RAIN", "YES", "USD", 4, 2, 100, 1, shape, null, terms);
    }

    private Account opened(String name) {
        Account account =
                engine.openAccount(
                        name,
                        ApiKeys.make(ApiKey.Kind.HMAC, ApiKey.Naming.LETTERS, 1, "test", name));
        engine.deposit(account, "USD", new BigDecimal("100"));
        return account;
    }

    private Outcome place(Account account, Side side, long price, long contracts) {
        return engine.place(
                account,
                market,
                OrderRequest.limit(
                                "o" + named++, side, price, contracts * CONTRACT, TimeInForce.GTC)
                        .withSelfTrade(SelfTrade.EXPIRE_TAKER));
    }

    @Test
    void paysForTheNoWhenSellingWhatIsNotHeld() {
        Account seller = accounts.getFirst();

        place(seller, Side.SELL, 6000, 10);

        assertThat(engine.events().committed(seller, "USD")).isEqualByComparingTo("4.1680");
        place(accounts.getLast(), Side.BUY, 6000, 10);
        assertThat(seller.events().of(market).quantity()).isEqualTo(-10 * CONTRACT);
        assertThat(seller.events().of(market).cost()).isEqualByComparingTo("4");
        assertThat(engine.events().committed(seller, "USD")).isEqualByComparingTo("0");
    }

    @Test
    void takesNothingForAnOrderThatClosesWhatIsHeld() {
        Account holder = accounts.getFirst();
        place(accounts.getLast(), Side.SELL, 5000, 10);
        place(holder, Side.BUY, 5000, 10);

        place(holder, Side.SELL, 9000, 10);

        assertThat(engine.events().committed(holder, "USD")).isEqualByComparingTo("0");
    }

    @Test
    void paysADifferenceWhenAnOutcomeIsCorrected() {
        place(accounts.get(1), Side.SELL, 5000, 10);
        place(accounts.getFirst(), Side.BUY, 5000, 10);

        engine.events().pay(market, 10_000, 1);
        engine.events().pay(market, 2_500, 2);

        EventHolding holding = accounts.getFirst().events().of(market);
        assertThat(holding.payouts())
                .extracting(payout -> payout.revenue().stripTrailingZeros().toPlainString())
                .containsExactly("10", "-7.5");
        assertThat(holding.realised()).isEqualByComparingTo("-2.5");
    }

    @Property(tries = 60)
    void losesNoMoneyAndSpendsNoneThatIsNotThere(
            @ForAll long seed, @ForAll @LongRange(min = 0, max = 10_000) long value) {
        new EventContractTest().playAtRandom(new Random(seed), value);
    }

    private void playAtRandom(Random random, long value) {
        for (int i = 0; i < 80; i++) {
            Account account = accounts.get(random.nextInt(accounts.size()));
            List<Order> open = engine.archive().open(account);
            if (!open.isEmpty() && random.nextInt(4) == 0) {
                engine.cancel(open.get(random.nextInt(open.size())), null);
            } else {
                place(
                        account,
                        random.nextBoolean() ? Side.BUY : Side.SELL,
                        100L * (1 + random.nextInt(99)),
                        1 + random.nextInt(60));
            }
            long held = 0;
            for (Account each : accounts) {
                held += each.events().of(market).quantity();
                assertThat(each.balance("USD").free()).isGreaterThan(new BigDecimal("-0.05"));
            }
            assertThat(held).as("for every yes there is a no").isZero();
        }
        for (Account account : accounts) {
            engine.archive().open(account).forEach(order -> engine.cancel(order, null));
        }
        engine.events().pay(market, value, 1);

        BigDecimal sum = engine.fees().balance("USD").total();
        for (Account account : accounts) {
            sum = sum.add(account.balance("USD").total());
        }
        assertThat(sum).isEqualByComparingTo("300");
    }
}
