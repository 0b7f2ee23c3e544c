package dev.k2.trading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.FeeRates;
import dev.k2.model.Balance;
import dev.k2.model.ExchangeId;
import dev.k2.model.Order;
import dev.k2.model.RouteCandidate;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RouterTest {
    private final World world = new World();
    private FakeAccount okx = world.account;

    @BeforeEach
    void linkTwo() {
        okx = world.linkOther(ExchangeId.OKX);
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void buysWhereTheBookAndTheFeeTogetherCostLeast() {
        // Binance: 50,001 and 0.2 %. OKX is dearer by 50 and takes 0.05 %.
        book(ExchangeId.OKX, "50049", "50051");
        okx.rates = rates("0.0002", "0.0005");

        Order order = world.placed(world.market(Side.BUY, "1"));

        assertThat(order.exchange()).isEqualTo(ExchangeId.OKX);
        assertThat(candidate(order, ExchangeId.OKX).chosen()).isTrue();
        assertThat(candidate(order, ExchangeId.OKX).price()).contains(new BigDecimal("50051"));
        assertThat(candidate(order, ExchangeId.OKX).effectivePrice().orElseThrow())
                .isEqualByComparingTo("50076.0255");
        assertThat(candidate(order, ExchangeId.BINANCE).chosen()).isFalse();
        assertThat(candidate(order, ExchangeId.BINANCE).effectivePrice().orElseThrow())
                .isEqualByComparingTo("50101.002");
        assertThat(world.now(order).handling().routing()).isEqualTo(order.handling().routing());
        assertThat(world.now(order).metadata()).isEmpty();
    }

    @Test
    void sellsWhereMostIsBrought() {
        book(ExchangeId.OKX, "50020", "50022");
        okx.rates = rates("0.001", "0.002");

        Order order = world.placed(world.market(Side.SELL, "1"));

        assertThat(order.exchange()).isEqualTo(ExchangeId.OKX);
    }

    @Test
    void countsEveryLevelThatALargeOrderMeets() {
        // 3 at Binance: 2 at 50,001 and 1 at 50,010; at OKX all at 50,003.
        book(ExchangeId.OKX, "49999", "50003");
        world.limits("1000000", "10000000", 200);

        Order order = world.placed(world.market(Side.BUY, "1.9"));
        Order large = world.placed(world.market(Side.BUY, "4"));

        assertThat(order.exchange()).isEqualTo(ExchangeId.BINANCE);
        assertThat(large.exchange()).isEqualTo(ExchangeId.OKX);
    }

    @Test
    void restsWhereTheMakersFeeIsLower() {
        okx.rates = rates("0.0009", "0.009");

        Order order = world.placed(World.limit("a", Side.BUY, "0.01", "49000"));

        assertThat(order.exchange()).isEqualTo(ExchangeId.OKX);
        assertThat(candidate(order, ExchangeId.OKX).feeRate().orElseThrow())
                .isEqualByComparingTo("0.0009");
    }

    @Test
    void waitsForAPriceWhereTheTakersFeeIsLower() {
        okx.rates = rates("0.0009", "0.0005");

        Order stop = world.placed(Waiters.stop("stop", Side.SELL, "0.1", "49000"));
        Order trailing = world.placed(Waiters.trailing("trailing", Side.SELL, "0.1", "500"));

        assertThat(candidate(stop, ExchangeId.OKX).price()).contains(new BigDecimal("49000"));
        assertThat(stop.exchange()).isEqualTo(ExchangeId.OKX);
        assertThat(candidate(trailing, ExchangeId.OKX).price()).contains(new BigDecimal("49999"));
        assertThat(trailing.exchange()).isEqualTo(ExchangeId.OKX);
    }

    @Test
    void prefersTheFirstExchangeWhereNothingElseDecides() {
        Order order = world.placed(World.limit("a", Side.BUY, "0.01", "49000"));

        assertThat(order.exchange()).isEqualTo(ExchangeId.BINANCE);
    }

    /** Half of it for a little less is not what an order wants that is for all or none. */
    @Test
    void sendsWhatMustFillAtOnceWhereItFills() {
        // Binance asks 50,001 for 2; OKX asks 50,000 for 1.
        world.books.put(ExchangeId.OKX, Optional.of(World.book("49999", "10", "50000", "1")));
        okx.rates = rates("0", "0");
        world.limits("1000000", "10000000", 200);

        Order whole = world.placed(limit("fok", TimeInForce.FOK, "2", "50001"));
        Order part = world.placed(limit("ioc", TimeInForce.IOC, "2", "50001"));
        Order little = world.placed(limit("one", TimeInForce.IOC, "1", "50001"));
        Refusal none = world.refused(limit("none", TimeInForce.IOC, "1", "49000"));

        assertThat(whole.exchange()).isEqualTo(ExchangeId.BINANCE);
        assertThat(candidate(whole, ExchangeId.OKX).leftOut()).contains("PRICE_COLLAR");
        assertThat(part.exchange()).isEqualTo(ExchangeId.BINANCE);
        assertThat(candidate(part, ExchangeId.OKX).price()).contains(new BigDecimal("50000"));
        assertThat(little.exchange()).isEqualTo(ExchangeId.OKX);
        assertThat(none.code()).isEqualTo(RefusalCode.NO_ROUTE);
    }

    @Test
    void sendsWhatMustNotTradeWhereItRests() {
        // At OKX it would meet the other side, which is nearer there.
        book(ExchangeId.OKX, "49990", "49995");

        Order order = world.placed(limit("maker", TimeInForce.POST_ONLY, "0.01", "49996"));

        assertThat(order.exchange()).isEqualTo(ExchangeId.BINANCE);
        assertThat(candidate(order, ExchangeId.OKX).leftOut()).contains("POST_ONLY_WOULD_TRADE");
    }

    @Test
    void goesPastAnExchangeThatAKillSwitchStops() {
        book(ExchangeId.OKX, "49990", "49992");
        world.trading.turnKillSwitchOn(world.user, Optional.of(ExchangeId.OKX), "okx is odd");

        Order order = world.placed(world.market(Side.BUY, "1"));
        world.trading.turnKillSwitchOn(world.user, "enough");
        Refusal refusal = world.refused(world.market(Side.BUY, "1"));

        assertThat(order.exchange()).isEqualTo(ExchangeId.BINANCE);
        assertThat(candidate(order, ExchangeId.OKX).leftOut()).contains("KILL_SWITCH_ON");
        assertThat(refusal.code()).isEqualTo(RefusalCode.KILL_SWITCH_ON);
    }

    @Test
    void leavesOutExchangesWithoutALiveBookOrEnoughBalance() {
        book(ExchangeId.OKX, "49990", "49992");
        holds("10");

        Order poor = world.placed(world.market(Side.BUY, "1"));
        holds("1000000");
        Order rich = world.placed(world.market(Side.BUY, "1"));
        world.books.put(ExchangeId.OKX, Optional.empty());
        Order blind = world.placed(world.market(Side.BUY, "1"));

        assertThat(poor.exchange()).isEqualTo(ExchangeId.BINANCE);
        assertThat(candidate(poor, ExchangeId.OKX).leftOut()).contains("INSUFFICIENT_BALANCE");
        assertThat(rich.exchange()).isEqualTo(ExchangeId.OKX);
        assertThat(blind.exchange()).isEqualTo(ExchangeId.BINANCE);
        assertThat(candidate(blind, ExchangeId.OKX).leftOut()).contains("PRICE_STALE");
    }

    @Test
    void leavesOutExchangesWhereTheSameFigureIsAnotherOrder() {
        // A hundredth of it looks a hundred times cheaper.
        book(ExchangeId.OKX, "499.90", "499.92");
        world.contractSizes.put(ExchangeId.OKX, new BigDecimal("0.01"));

        Order order = world.placed(world.market(Side.BUY, "1"));

        assertThat(order.exchange()).isEqualTo(ExchangeId.BINANCE);
        assertThat(candidate(order, ExchangeId.OKX).leftOut()).contains("CONTRACT_SIZE_DIFFERS");
        assertThat(candidate(order, ExchangeId.OKX).why().orElseThrow()).contains("0.01 BTC");
    }

    @Test
    void asksForThePricesOfAllExchangesBeforeItComparesThem() {
        world.placed(world.market(Side.BUY, "1"));

        assertThat(world.expected).containsExactly(ExchangeId.BINANCE, ExchangeId.OKX);
    }

    @Test
    void namesEveryReasonWhereNoExchangeIsLeft() {
        world.books.put(ExchangeId.OKX, Optional.empty());
        world.books.put(ExchangeId.BINANCE, Optional.empty());

        Refusal refusal = world.refused(world.market(Side.BUY, "1"));
        Preview preview = world.trading.preview(world.user, world.market(Side.BUY, "1"));

        assertThat(refusal.code()).isEqualTo(RefusalCode.NO_ROUTE_NOW);
        assertThat(refusal.code().kind()).isEqualTo(RefusalCode.Kind.UNAVAILABLE);
        assertThat(refusal.details()).containsOnlyKeys("binance", "okx");
        assertThat(refusal.details().get("okx")).startsWith("PRICE_STALE");
        assertThat(preview.routing()).hasSize(2);
        assertThat(preview.refusals()).extracting(Refusal::code).contains(RefusalCode.NO_ROUTE_NOW);
    }

    @Test
    void givesTheSameOrderForTheSameKeyThoughItWouldNowChooseAnother() {
        OrderTicket ticket = World.limit("a", Side.BUY, "0.01", "49000");
        Order first = world.placed(ticket);
        okx.rates = rates("0", "0");

        PlaceOutcome again = world.trading.place(world.user, ticket);

        assertThat(again).isEqualTo(new PlaceOutcome.Known(first));
        assertThat(okx.sent).isEmpty();
    }

    @Test
    void saysInAPreviewWhatItWouldCompare() {
        book(ExchangeId.OKX, "49990", "49992");

        Preview preview = world.trading.preview(world.user, world.market(Side.BUY, "1"));

        assertThat(preview.exchange()).contains(ExchangeId.OKX);
        assertThat(preview.routing())
                .extracting(RouteCandidate::exchange)
                .containsExactly(ExchangeId.BINANCE, ExchangeId.OKX);
    }

    @Test
    void refusesNotesUnderTheRoutersName() {
        OrderTicket plain = World.limit("a", Side.BUY, "0.01", "49000");
        var named =
                new OrderTicket(
                        plain.key(),
                        Optional.of(ExchangeId.BINANCE),
                        plain.instrument(),
                        plain.side(),
                        plain.type(),
                        plain.timeInForce(),
                        plain.quantity(),
                        plain.price(),
                        plain.stopPrice(),
                        false,
                        true,
                        Map.of("routing", "mine"));

        assertThat(world.refused(named).code()).isEqualTo(RefusalCode.METADATA_INVALID);
    }

    private static OrderTicket limit(String key, TimeInForce time, String quantity, String price) {
        return Waiters.inForce(World.limit(key, Side.BUY, quantity, price), time, Optional.empty());
    }

    private void holds(String dollars) {
        Balance balance = new Balance("USDT", new BigDecimal(dollars), BigDecimal.ZERO);
        okx.balances.put("USDT", balance);
        okx.listener.orElseThrow().onBalances(List.of(balance));
        world.settle();
    }

    private void book(ExchangeId exchange, String bid, String ask) {
        world.books.put(exchange, Optional.of(World.book(bid, "10", ask, "10")));
    }

    private static FeeRates rates(String maker, String taker) {
        return new FeeRates(new BigDecimal(maker), new BigDecimal(taker));
    }

    private static RouteCandidate candidate(Order order, ExchangeId exchange) {
        return order.handling().routing().stream()
                .filter(one -> one.exchange() == exchange)
                .findFirst()
                .orElseThrow();
    }
}
