package dev.k2.trading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.Answer;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.NewOrder;
import dev.k2.model.Balance;
import dev.k2.model.ContractResult;
import dev.k2.model.ExchangeId;
import dev.k2.model.Execution;
import dev.k2.model.IdempotencyKey;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.InstrumentKind;
import dev.k2.model.InstrumentStatus;
import dev.k2.model.MarginMode;
import dev.k2.model.Order;
import dev.k2.model.OrderStatus;
import dev.k2.model.OrderType;
import dev.k2.model.Outcome;
import dev.k2.model.Position;
import dev.k2.model.PositionSettled;
import dev.k2.model.PositionSide;
import dev.k2.model.PriceBand;
import dev.k2.model.PriceRange;
import dev.k2.model.QuantityRange;
import dev.k2.model.Settlement;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import dev.k2.model.TradingRules;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Orders for YES and NO, and what the end of a contract pays. YES is quoted 0.61 to 0.63. */
final class EventOrdersTest {
    private static final InstrumentId CONTRACT = new InstrumentId("KXBTC-A");

    private final World world = new World();

    @BeforeEach
    void listTheContract() {
        BigDecimal cent = new BigDecimal("0.01");
        BigDecimal none = BigDecimal.ZERO;
        var quantity = new QuantityRange(cent, none, cent);
        world.instruments.put(
                CONTRACT,
                new Instrument(
                        ExchangeId.BINANCE,
                        CONTRACT,
                        "KXBTC-A",
                        InstrumentKind.EVENT,
                        "KXBTC-A",
                        "USD",
                        BigDecimal.ONE,
                        InstrumentStatus.TRADING,
                        new TradingRules(
                                List.of(new PriceRange(cent, new BigDecimal("0.99"), cent)),
                                quantity,
                                quantity,
                                none,
                                none,
                                false,
                                PriceBand.NONE,
                                PriceBand.NONE,
                                Set.of(OrderType.LIMIT),
                                Set.of(TimeInForce.GTC, TimeInForce.IOC, TimeInForce.FOK)),
                        2,
                        2));
        quote("0.61", "0.63");
        holdDollars("100");
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void sendsNoUnderItsNameAndReadsItsFillsInItsOwnPrices() {
        Order order = world.placed(ticket("a", Side.BUY, Outcome.NO, "10", "0.38"));

        NewOrder sent = world.account.sent.getFirst();
        assertThat(sent.terms().outcome()).isEqualTo(Outcome.NO);
        assertThat(sent.side()).isEqualTo(Side.BUY);
        assertThat(sent.price()).contains(new BigDecimal("0.38"));

        world.account.fill(order.clientOrderId(), "10", "0.62");
        world.settle();

        Order filled = world.now(order);
        assertThat(filled.status()).isEqualTo(OrderStatus.FILLED);
        assertThat(filled.outcome()).contains(Outcome.NO);
        assertThat(filled.averagePrice()).contains(new BigDecimal("0.38"));
        Execution execution =
                world.trading.executions(world.user, order.id()).orElseThrow().getFirst();
        assertThat(execution.outcome()).contains(Outcome.NO);
        assertThat(execution.fill().side()).isEqualTo(Side.BUY);
        assertThat(execution.fill().price()).isEqualByComparingTo("0.38");
    }

    @Test
    void keepsTheOutcomeOverACrash() {
        world.account.mood = FakeAccount.Mood.LOSES_ANSWERS;
        Order order = world.placed(ticket("a", Side.BUY, Outcome.NO, "10", "0.38"));

        world.crash();
        world.account.fill(order.clientOrderId(), "10", "0.62");
        world.connect();
        world.pass(Duration.ofSeconds(30));

        assertThat(world.now(order).outcome()).contains(Outcome.NO);
        assertThat(world.now(order).averagePrice()).contains(new BigDecimal("0.38"));
        assertThat(world.account.sent).hasSize(1);
    }

    @Test
    void yesIsMeantWhereNothingIsSaidAndNothingElseHasAnOutcome() {
        Order order = world.placed(ticket("a", Side.BUY, null, "10", "0.62"));
        Refusal refusal = world.refused(onBitcoin(Outcome.YES));

        assertThat(order.outcome()).contains(Outcome.YES);
        assertThat(refusal.code()).isEqualTo(RefusalCode.OUTCOME_NOT_OFFERED);
        assertThat(refusal.field()).contains("outcome");
        assertThat(world.placed(world.ticket()).outcome()).isEmpty();
    }

    @Test
    void theSameKeyForTheOtherOutcomeIsAnotherOrder() {
        world.placed(ticket("a", Side.BUY, Outcome.YES, "10", "0.38"));

        PlaceOutcome other =
                world.trading.place(world.user, ticket("a", Side.BUY, Outcome.NO, "10", "0.38"));

        assertThat(other).isInstanceOf(PlaceOutcome.KeyConflict.class);
    }

    @Test
    void speaksOfTicksInThePricesOfTheOutcome() {
        Refusal refusal = world.refused(ticket("a", Side.BUY, Outcome.NO, "10", "0.385"));

        assertThat(refusal.code()).isEqualTo(RefusalCode.PRICE_OFF_TICK);
        assertThat(refusal.details())
                .containsEntry("nearest", "0.38")
                .containsEntry("found", "0.385");
        assertThat(world.refused(ticket("b", Side.BUY, Outcome.NO, "10", "1.2")).code())
                .isEqualTo(RefusalCode.PRICE_OUT_OF_RANGE);
    }

    @Test
    void refusesAMarketOrderWithoutAWorstPriceAndSendsNothingThatRestsWithOne() {
        Refusal refusal = world.refused(market("a", Optional.empty()));
        Order order = world.placed(market("b", Optional.of(new BigDecimal("0.64"))));

        assertThat(refusal.code()).isEqualTo(RefusalCode.PRICE_REQUIRED);
        assertThat(refusal.field()).contains("price");
        NewOrder sent = world.account.sent.getFirst();
        assertThat(sent.type()).isEqualTo(OrderType.LIMIT);
        assertThat(sent.timeInForce()).isEqualTo(TimeInForce.IOC);
        assertThat(order.price()).contains(new BigDecimal("0.64"));
    }

    @Test
    void buyingCostsThePriceOfTheOutcome() {
        holdDollars("3.80");

        world.placed(ticket("a", Side.BUY, Outcome.NO, "10", "0.38"));
        holdDollars("3.79");
        Refusal refusal = world.refused(ticket("b", Side.BUY, Outcome.NO, "10", "0.38"));

        assertThat(refusal.code()).isEqualTo(RefusalCode.INSUFFICIENT_BALANCE);
        assertThat(refusal.details()).containsEntry("required", "3.8");
    }

    @Test
    void sellingWhatIsNotHeldCostsTheRestOfOneAndWhatIsHeldNothing() {
        holdDollars("0");
        hold(PositionSide.LONG, "10");

        world.placed(ticket("a", Side.SELL, Outcome.YES, "6", "0.62"));
        Refusal refusal = world.refused(ticket("b", Side.SELL, Outcome.YES, "6", "0.62"));

        // Six of ten are spoken for: of the next six four are held, and two cost 0.38 each.
        assertThat(refusal.code()).isEqualTo(RefusalCode.INSUFFICIENT_BALANCE);
        assertThat(refusal.details()).containsEntry("required", "0.76");
        assertThat(world.refused(ticket("c", Side.SELL, Outcome.NO, "1", "0.40")).details())
                .containsEntry("required", "0.6");
    }

    @Test
    void theCollarCountsInShareOfWhatAContractPays() {
        world.placed(ticket("a", Side.BUY, Outcome.YES, "1", "0.68"));
        Refusal yes = world.refused(ticket("b", Side.BUY, Outcome.YES, "1", "0.69"));
        Refusal no = world.refused(ticket("c", Side.BUY, Outcome.NO, "1", "0.45"));

        assertThat(yes.code()).isEqualTo(RefusalCode.PRICE_COLLAR);
        assertThat(no.code()).isEqualTo(RefusalCode.PRICE_COLLAR);
        assertThat(no.details()).containsEntry("current", "0.39");
    }

    @Test
    void previewsTheCostAndTheFeeWhichIsAShareOfThePriceOfYes() {
        Preview preview =
                world.trading.preview(world.user, ticket("a", Side.BUY, Outcome.NO, "10", "0.38"));

        assertThat(preview.refusals()).isEmpty();
        assertThat(preview.notional().orElseThrow()).isEqualByComparingTo("3.8");
        assertThat(preview.fee().orElseThrow()).isEqualByComparingTo("0.0124");
    }

    @Test
    void tradesWhereNobodyStandsOnTheOtherSide() {
        quote("0", "1");

        Order order = world.placed(ticket("a", Side.BUY, Outcome.YES, "1", "0.05"));

        assertThat(order.status()).isEqualTo(OrderStatus.OPEN);
    }

    @Test
    void buyingBothOutcomesOfOneContractMeetsItself() {
        world.placed(ticket("a", Side.BUY, Outcome.YES, "1", "0.62"));
        Refusal refusal = world.refused(ticket("b", Side.BUY, Outcome.NO, "1", "0.39"));

        assertThat(refusal.code()).isEqualTo(RefusalCode.SELF_TRADE);
        assertThat(world.placed(ticket("c", Side.BUY, Outcome.NO, "1", "0.37")).status())
                .isEqualTo(OrderStatus.OPEN);
    }

    @Test
    void booksTheEndOfAContractOnceHoweverOftenItIsTold() {
        world.account.settlements.add(settlement("1", "10", "0", "6.2", "10", at(1)));
        world.trading.contractEnded(ExchangeId.BINANCE);
        world.pass(Duration.ofSeconds(90));

        PositionSettled booked = onlySettled();
        assertThat(booked.booked()).isEqualByComparingTo("3.7");
        assertThat(booked.correction()).isFalse();

        world.crash();
        world.connect();
        world.pass(Duration.ofSeconds(90));

        assertThat(world.trading.settlements(world.user, 10)).hasSize(1);
        // It is told again after a restart, under the same id.
        assertThat(world.settled).extracting(PositionSettled::id).containsOnly(booked.id());
    }

    @Test
    void asksAgainWhereAQuestionForPaymentsWasRefused() {
        world.account.failure = Optional.of(FakeAccount.error(ErrorCategory.VALIDATION));
        world.trading.contractEnded(ExchangeId.BINANCE);
        world.pass(Duration.ofSeconds(2));
        world.account.failure = Optional.empty();

        world.account.settlements.add(settlement("1", "10", "0", "6.2", "10", at(1)));
        world.trading.contractEnded(ExchangeId.BINANCE);
        world.pass(Duration.ofSeconds(90));

        assertThat(onlySettled().booked()).isEqualByComparingTo("3.7");
    }

    @Test
    void saysSoWhereAnAccountDoesNotTellItsPositions() {
        world.account.failure = Optional.of(FakeAccount.error(ErrorCategory.VALIDATION));

        List<AccountPositions> all = world.trading.positions(world.user);

        assertThat(all).extracting(AccountPositions::link).containsExactly(world.link.id());
        assertThat(all.getFirst().positions()).isInstanceOf(Answer.Failed.class);
    }

    @Test
    void findsAtTheStartWhatWasPaidWhileNobodyLooked() {
        world.account.settlements.add(settlement("1", "10", "0", "6.2", "10", at(1)));
        world.pass(Duration.ofSeconds(90));
        world.account.settlements.add(settlement("0", "0", "5", "2", "5", at(3)));

        world.crash();
        world.connect();

        assertThat(world.trading.settlements(world.user, 10)).hasSize(2);
        assertThat(world.account.settlementsAsked.getLast())
                .isEqualTo(at(1).minus(TradingConfig.USUAL.overlap()));
    }

    @Test
    void aVoidContractGivesBackWhatWasPaid() {
        world.account.settlements.add(settlement("0.62", "10", "0", "6.2", "6.2", at(1)));
        world.pass(Duration.ofSeconds(90));

        // What is left is the fee of settling.
        assertThat(onlySettled().booked()).isEqualByComparingTo("-0.1");
        assertThat(onlySettled().settlement().result().ruling())
                .isEqualTo(ContractResult.Ruling.PARTLY);
    }

    @Test
    void halfAndHalfPaysBothSides() {
        world.account.settlements.add(settlement("0.5", "10", "4", "8", "7", at(1)));
        world.pass(Duration.ofSeconds(90));

        assertThat(onlySettled().booked()).isEqualByComparingTo("-1.1");
        assertThat(onlySettled().settlement().noQuantity()).isEqualByComparingTo("4");
    }

    @Test
    void aReversedEndIsARowOfItsOwnThatBooksTheDifference() {
        world.account.settlements.add(settlement("1", "10", "0", "6.2", "10", at(1)));
        world.pass(Duration.ofSeconds(90));
        world.account.settlements.add(settlement("0", "10", "0", "6.2", "0", at(60)));
        world.pass(Duration.ofSeconds(90));

        List<PositionSettled> rows = world.trading.settlements(world.user, 10);
        assertThat(rows).hasSize(2);
        assertThat(rows.getFirst().correction()).isTrue();
        assertThat(rows.getFirst().booked()).isEqualByComparingTo("-10");
        BigDecimal sum =
                rows.stream().map(PositionSettled::booked).reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(sum).isEqualByComparingTo(rows.getFirst().settlement().profit());
    }

    @Test
    void aCorrectionThatIsToldAsADifferenceAddsUpToTheSame() {
        world.account.settlements.add(settlement("1", "10", "0", "6.2", "10", at(1)));
        world.pass(Duration.ofSeconds(90));
        world.account.settlements.add(
                new Settlement(
                        CONTRACT,
                        new ContractResult(ContractResult.Ruling.NO, BigDecimal.ZERO),
                        BigDecimal.TEN,
                        BigDecimal.ZERO,
                        BigDecimal.ZERO,
                        BigDecimal.TEN.negate(),
                        BigDecimal.ZERO,
                        at(60)));
        world.pass(Duration.ofSeconds(90));

        List<PositionSettled> rows = world.trading.settlements(world.user, 10);
        assertThat(rows).hasSize(2);
        assertThat(rows.getFirst().booked()).isEqualByComparingTo("-10");
        assertThat(rows.getFirst().settlement().revenue()).isEqualByComparingTo("0");
        assertThat(rows.getFirst().settlement().profit()).isEqualByComparingTo("-6.3");
    }

    @Test
    void anEndAndItsCorrectionAreBookedInTheirOrderHoweverTheyAreTold() {
        world.account.settlements.add(settlement("0", "10", "0", "6.2", "0", at(60)));
        world.account.settlements.add(settlement("1", "10", "0", "6.2", "10", at(1)));
        world.pass(Duration.ofSeconds(90));

        assertThat(world.trading.settlements(world.user, 10))
                .extracting(PositionSettled::correction)
                .containsExactly(true, false);
        assertThat(world.trading.settlements(world.user, 10))
                .extracting(row -> row.booked().toPlainString())
                .containsExactly("-10", "3.7");
    }

    @Test
    void booksNothingAgainOfAnAccountThatIsLinkedAnew() {
        world.account.settlements.add(settlement("1", "10", "0", "6.2", "10", at(1)));
        world.pass(Duration.ofSeconds(90));
        PositionSettled before = onlySettled();

        world.relink();
        world.pass(Duration.ofSeconds(90));
        PositionSettled after = onlySettled();
        world.account.settlements.add(settlement("0", "10", "0", "6.2", "0", at(60)));
        world.pass(Duration.ofSeconds(90));

        assertThat(after.id()).isEqualTo(before.id());
        assertThat(world.trading.settlements(world.user, 10))
                .extracting(row -> row.booked().toPlainString())
                .containsExactly("-10", "3.7");
    }

    /** Who held something else at the same end is somebody else. */
    @Test
    void booksWhatAnotherAccountWasPaidForTheSameContract() {
        world.account.settlements.add(settlement("1", "10", "0", "6.2", "10", at(1)));
        world.pass(Duration.ofSeconds(90));
        world.account.settlements.clear();
        world.account.settlements.add(settlement("1", "4", "0", "2", "4", at(1)));

        world.relink();
        world.pass(Duration.ofSeconds(90));

        assertThat(world.trading.settlements(world.user, 10))
                .extracting(PositionSettled::correction)
                .containsExactly(false, false);
    }

    @Test
    void showsPositionsOfBothSidesAsTheExchangeTellsThem() {
        hold(PositionSide.SHORT, "10");

        AccountPositions account = world.trading.positions(world.user).getFirst();

        assertThat(account.positions().orThrow())
                .extracting(Position::side)
                .containsExactly(PositionSide.SHORT);
    }

    private PositionSettled onlySettled() {
        List<PositionSettled> rows = world.trading.settlements(world.user, 10);
        assertThat(rows).hasSize(1);
        return rows.getFirst();
    }

    private Instant at(int seconds) {
        return Instant.parse("2026-01-01T00:00:00Z").plusSeconds(seconds);
    }

    /** The result in prices of YES, contracts of both sides, their cost and what was paid; 0.1 fee. */
    private Settlement settlement(
            String value, String yes, String no, String cost, String revenue, Instant at) {
        BigDecimal paid = new BigDecimal(value);
        ContractResult.Ruling ruling =
                paid.compareTo(BigDecimal.ONE) == 0
                        ? ContractResult.Ruling.YES
                        : paid.signum() == 0
                                ? ContractResult.Ruling.NO
                                : ContractResult.Ruling.PARTLY;
        return new Settlement(
                CONTRACT,
                new ContractResult(ruling, paid),
                new BigDecimal(yes),
                new BigDecimal(no),
                new BigDecimal(cost),
                new BigDecimal(revenue),
                new BigDecimal("0.1"),
                at);
    }

    private void hold(PositionSide side, String quantity) {
        world.account.positions.add(
                new Position(
                        CONTRACT,
                        side,
                        new BigDecimal(quantity),
                        new BigDecimal("0.62"),
                        Optional.empty(),
                        BigDecimal.ZERO,
                        Optional.empty(),
                        Optional.empty(),
                        MarginMode.ISOLATED,
                        world.clock.instant()));
    }

    private void holdDollars(String free) {
        world.account.balances.put(
                "USD", new Balance("USD", new BigDecimal(free), BigDecimal.ZERO));
        world.account
                .listener
                .orElseThrow()
                .onBalances(List.of(new Balance("USD", new BigDecimal(free), BigDecimal.ZERO)));
        world.settle();
    }

    private void quote(String bid, String ask) {
        world.quotes.put(
                CONTRACT,
                new Market.Quote(
                        new BigDecimal(bid), new BigDecimal(ask), world.clock.instant(), true));
    }

    private OrderTicket onBitcoin(Outcome outcome) {
        OrderTicket usual = world.ticket();
        return ticketOf(
                usual.key().text(),
                World.BTC,
                usual.side(),
                usual.type(),
                Optional.of(outcome),
                usual.quantity(),
                usual.price());
    }

    private static OrderTicket market(String key, Optional<BigDecimal> worst) {
        return ticketOf(
                key, CONTRACT, Side.BUY, OrderType.MARKET, Optional.empty(), BigDecimal.ONE, worst);
    }

    private static OrderTicket ticket(
            String key,
            Side side,
            @org.jspecify.annotations.Nullable Outcome outcome,
            String quantity,
            String price) {
        return ticketOf(
                key,
                CONTRACT,
                side,
                OrderType.LIMIT,
                Optional.ofNullable(outcome),
                new BigDecimal(quantity),
                Optional.of(new BigDecimal(price)));
    }

    private static OrderTicket ticketOf(
            String key,
            InstrumentId instrument,
            Side side,
            OrderType type,
            Optional<Outcome> outcome,
            BigDecimal quantity,
            Optional<BigDecimal> price) {
        return new OrderTicket(
                new IdempotencyKey(key),
                Optional.empty(),
                instrument,
                side,
                type,
                Optional.empty(),
                quantity,
                price,
                Optional.empty(),
                false,
                true,
                outcome,
                Map.of());
    }
}
