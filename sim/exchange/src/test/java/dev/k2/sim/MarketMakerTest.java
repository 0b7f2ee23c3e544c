package dev.k2.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MarketMakerTest {
    private static final long NOW = TestFloor.START.toEpochMilli();

    private final VirtualTime time = new VirtualTime(TestFloor.START);
    private final MatchingEngine engine = new MatchingEngine(new SimClock(time));

    @Test
    void makesALivelyUncrossedMarket() {
        Market market = engine.open(TestFloor.listing());
        MarketMaker maker = new MarketMaker(engine, market, 3);
        List<Trade> trades = trades();

        for (int i = 0; i < 3_000; i++) {
            time.advance(MarketMaker.PERIOD);
            maker.step();
            assertThat(market.book().bestBid()).isPositive().isLessThan(market.book().bestAsk());
        }

        assertThat(market.book().levels(Side.BUY, 1000)).hasSizeBetween(40, 70);
        assertThat(market.book().levels(Side.SELL, 1000)).hasSizeBetween(40, 70);
        assertThat(trades).hasSizeGreaterThan(150);
        assertThat(trades).extracting(Trade::buyerIsMaker).contains(true, false);
        Set<Long> sizes = new HashSet<>();
        trades.forEach(trade -> sizes.add(trade.quantity()));
        assertThat(sizes).hasSizeGreaterThan(50);
    }

    @Test
    void keepsCloseToItsPriceAndToATightSpread() {
        Market market = engine.open(TestFloor.listing());
        MarketMaker maker = new MarketMaker(engine, market, 3);
        History history = new History(market.listing());
        long wide = 0;

        for (int i = 0; i < 1_000; i++) {
            time.advance(MarketMaker.PERIOD);
            maker.step();
            long middle = history.price(time.instant().toEpochMilli());
            assertThat(Math.abs(market.book().bestBid() - middle)).isLessThan(middle / 50);
            wide += market.book().bestAsk() - market.book().bestBid() > 12 ? 1 : 0;
        }

        assertThat(wide).isLessThan(150);
    }

    @Test
    void repeatsItselfWithTheSameSeedAndTime() {
        assertThat(run(9)).isEqualTo(run(9)).isNotEqualTo(run(10));
    }

    @Test
    void fillsACustomersOrderWhenThePriceComesBy() {
        Market market = engine.open(TestFloor.listing());
        MarketMaker maker = new MarketMaker(engine, market, 3);
        Account ann = engine.openAccount("ann", TestFloor.key("ann"));
        engine.deposit(ann, "BTC", new BigDecimal("5"));
        maker.step();
        long price = market.book().bestAsk() + market.lastPrice() / 20;
        Outcome outcome =
                engine.place(
                        ann,
                        market,
                        OrderRequest.limit("a", Side.SELL, price, 5_000, TimeInForce.GTC));
        Order order = ((Outcome.Done) outcome).order();

        maker.moveTo(price + price / 100, Duration.ofMinutes(1));
        for (int i = 0; i < 100 && order.status().open(); i++) {
            time.advance(MarketMaker.PERIOD);
            maker.step();
        }

        assertThat(order.status()).isEqualTo(OrderStatus.FILLED);
        assertThat(order.fills()).allMatch(Fill::maker).allMatch(fill -> fill.price() == price);
    }

    @Test
    void takesItsWholeBookAlongWhenItIsMoved() {
        Market market = engine.open(TestFloor.listing());
        MarketMaker maker = new MarketMaker(engine, market, 3);
        maker.step();
        long before = market.book().bestAsk();

        maker.moveTo(before - before / 10, Duration.ofMinutes(1));

        assertThat(market.book().levels(Side.SELL, 10))
                .hasSize(10)
                .allMatch(level -> level.price() < before - before / 20);
        assertThat(market.book().levels(Side.BUY, 10)).hasSize(10);
    }

    @Test
    void nobodyTradesFarFromThePriceAfterTheBookWasEmptied() {
        Market market = engine.open(TestFloor.listing());
        MarketMaker maker = new MarketMaker(engine, market, 3);
        Account ann = engine.openAccount("ann", TestFloor.key("ann"));
        engine.deposit(ann, "USDT", new BigDecimal("1000000"));
        maker.step();
        for (int i = 0; i < 400; i++) {
            long all =
                    market.book().levels(Side.BUY, 30).stream()
                            .mapToLong(OrderBook.Level::quantity)
                            .sum();
            maker.trade(Side.SELL, all);
            time.advance(MarketMaker.PERIOD);
            maker.step();
        }
        long price = market.book().bestBid() - market.book().bestBid() / 50;
        Outcome outcome =
                engine.place(
                        ann,
                        market,
                        OrderRequest.limit("a", Side.BUY, price, 5_000, TimeInForce.GTC));
        Order order = ((Outcome.Done) outcome).order();
        List<Trade> trades = trades();

        for (int i = 0; i < 600; i++) {
            time.advance(MarketMaker.PERIOD);
            maker.step();
        }

        assertThat(trades).isNotEmpty().allMatch(trade -> trade.price() > price);
        assertThat(order.status()).isEqualTo(OrderStatus.NEW);
        List<OrderBook.Level> bids = market.book().levels(Side.BUY, 20);
        assertThat(bids.getFirst().price() - bids.getLast().price())
                .isLessThan(bids.getFirst().price() / 100);
    }

    @Test
    void joinsHistoryAndLiveCandlesWithoutAHole() {
        Market market = engine.open(TestFloor.listing());
        MarketMaker maker = new MarketMaker(engine, market, 3);
        for (int i = 0; i < 1_800; i++) {
            time.advance(MarketMaker.PERIOD);
            maker.step();
        }
        long now = time.instant().toEpochMilli();
        long minute = now - Math.floorMod(now, Candles.MINUTE);

        List<Candle> candles = new ArrayList<>();
        for (long at = minute - 20 * Candles.MINUTE; at <= minute; at += Candles.MINUTE) {
            candles.add(market.candles().between(at, at + Candles.MINUTE, now));
        }

        for (int i = 1; i < candles.size(); i++) {
            Candle before = candles.get(i - 1);
            Candle candle = candles.get(i);
            assertThat(candle.openMillis()).isEqualTo(before.openMillis() + Candles.MINUTE);
            assertThat(candle.firstId()).isEqualTo(before.lastId() + 1);
            assertThat(Math.abs(candle.open() - before.close())).isLessThan(before.close() / 100);
            assertThat(candle.high())
                    .isGreaterThanOrEqualTo(Math.max(candle.open(), candle.close()));
            assertThat(candle.low()).isLessThanOrEqualTo(Math.min(candle.open(), candle.close()));
            assertThat(candle.trades()).isEqualTo(candle.lastId() - candle.firstId() + 1);
        }
        assertThat(market.candles().between(minute, minute + Candles.MINUTE, now).close())
                .isEqualTo(market.lastPrice());
    }

    @Test
    void sumsLongCandlesFromShortOnes() {
        Market market = engine.open(TestFloor.listing());
        long hour = NOW - Math.floorMod(NOW, 60 * Candles.MINUTE) - 3 * 60 * Candles.MINUTE;

        Candle whole = market.candles().between(hour, hour + 60 * Candles.MINUTE, NOW);
        Candle sum = null;
        for (long at = hour; at < hour + 60 * Candles.MINUTE; at += Candles.MINUTE) {
            Candle one = market.candles().between(at, at + Candles.MINUTE, NOW);
            sum = sum == null ? one : sum.and(one);
        }

        assertThat(sum).isEqualTo(whole);
    }

    @Test
    void agreesWithItselfAboutTheLastDay() {
        Market market = engine.open(TestFloor.listing());

        Candle day = market.candles().lastDay(NOW);

        assertThat(day.trades()).isEqualTo(day.lastId() - day.firstId() + 1);
        assertThat(day.lastId() + 1).isEqualTo(market.nextTradeId());
        assertThat(day.high()).isGreaterThanOrEqualTo(day.low());
    }

    @Test
    void theLastDayMovesWithEachTradeAndEachMinute() {
        Candles candles = new Candles(TestFloor.listing(), NOW);
        long id = candles.firstLiveTradeId();
        for (long at : new long[] {1_000, 1_500, 70_000, 70_000, 200_000, 2_000_000}) {
            long now = NOW + at;
            long quiet = now + 90_000;
            candles.add(new Trade(id, 9_000 + id % 7 * 500, 3, 1, 2, id % 2 == 0, now * 1000));
            id++;

            assertThat(candles.lastDay(now)).isEqualTo(dayInMinutes(candles, now));
            assertThat(candles.lastDay(quiet)).isEqualTo(dayInMinutes(candles, quiet));
        }
        long muchLater = NOW + 2 * Candles.DAY;
        assertThat(candles.lastDay(muchLater)).isEqualTo(dayInMinutes(candles, muchLater));
    }

    private static Candle dayInMinutes(Candles candles, long now) {
        long until = now - Math.floorMod(now, Candles.MINUTE) + Candles.MINUTE;
        return candles.between(until - Candles.DAY, until, now);
    }

    @Test
    void remembersTradesOfHistoryById() {
        Market market = engine.open(TestFloor.listing());
        TradeTape tape = new TradeTape(market);

        List<Trade> latest = tape.latest(500);
        List<Trade> again = tape.from(latest.getFirst().id(), 500);

        assertThat(latest).hasSize(500).isEqualTo(again);
        assertThat(latest.getLast().id()).isEqualTo(market.nextTradeId() - 1);
        assertThat(latest).extracting(Trade::id).isSorted().doesNotHaveDuplicates();
        assertThat(latest).extracting(Trade::micros).isSorted();
        assertThat(latest.getLast().micros() / 1000).isLessThanOrEqualTo(NOW);
    }

    @Test
    void showsTheSamePastAfterALaterStart() {
        Market market = engine.open(TestFloor.listing());
        long hour = NOW - Math.floorMod(NOW, 60 * Candles.MINUTE) - 60 * Candles.MINUTE;
        Candle before = market.candles().between(hour, hour + 60 * Candles.MINUTE, NOW);
        VirtualTime later = new VirtualTime(TestFloor.START.plus(Duration.ofDays(3)));
        Market restarted = new MatchingEngine(new SimClock(later)).open(TestFloor.listing());

        Candle after =
                restarted
                        .candles()
                        .between(hour, hour + 60 * Candles.MINUTE, later.instant().toEpochMilli());

        assertThat(after).isEqualTo(before);
        assertThat(restarted.nextTradeId()).isGreaterThan(market.nextTradeId());
    }

    private List<Trade> trades() {
        List<Trade> trades = new ArrayList<>();
        engine.addListener(
                new EngineListener() {
                    @Override
                    public void on(EngineEvent event) {
                        if (event instanceof EngineEvent.TradePrinted(Market _, Trade trade)) {
                            trades.add(trade);
                        }
                    }

                    @Override
                    public void commandDone(List<Market> touched) {
                        // Trades are all that is wanted.
                    }
                });
        return trades;
    }

    private static List<OrderBook.Level> run(long seed) {
        VirtualTime clock = new VirtualTime(TestFloor.START);
        MatchingEngine engine = new MatchingEngine(new SimClock(clock));
        Market market = engine.open(TestFloor.listing());
        MarketMaker maker = new MarketMaker(engine, market, seed);
        for (int i = 0; i < 300; i++) {
            clock.advance(MarketMaker.PERIOD);
            maker.step();
        }
        return market.book().levels(Side.BUY, 100);
    }
}
