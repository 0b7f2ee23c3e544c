package dev.k2.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.model.BookLevel;
import dev.k2.model.BookSnapshot;
import dev.k2.model.ContractResult;
import dev.k2.model.ContractResult.Ruling;
import dev.k2.model.EventContract;
import dev.k2.model.Fill;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentKind;
import dev.k2.model.InstrumentStatus;
import dev.k2.model.Outcome;
import dev.k2.model.Settlement;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the cards of event contracts do. */
final class EventCards {
    static final ContractResult YES = new ContractResult(Ruling.YES, BigDecimal.ONE);

    private static final ContractResult NO = new ContractResult(Ruling.NO, BigDecimal.ZERO);
    private static final ContractResult VOID =
            new ContractResult(Ruling.PARTLY, new BigDecimal("0.5"));
    private static final BigDecimal COUNT = new BigDecimal("3");

    private EventCards() {}

    /** A contract that can be ended without harm to other cards, counted from the last. */
    static Instrument contract(Venue venue, Exchange exchange, int place) {
        List<Instrument> free =
                exchange.market().instruments().orThrow().stream()
                        .filter(i -> i.kind() == InstrumentKind.EVENT)
                        .filter(i -> i.status() == InstrumentStatus.TRADING)
                        .filter(i -> !i.id().equals(venue.instrument()))
                        .filter(i -> hasPrices(exchange, i))
                        .toList();
        if (free.size() <= place) {
            throw new CardNotShown("there are too few event contracts to end one");
        }
        return free.get(free.size() - 1 - place);
    }

    private static boolean hasPrices(Exchange exchange, Instrument contract) {
        BookSnapshot book = exchange.market().book(contract, 1).orThrow();
        return !book.asks().isEmpty() && !book.bids().isEmpty();
    }

    /** What the exchange says of a contract in its event. */
    static Optional<EventContract> told(Exchange exchange, Instrument contract) {
        return exchange.events().orElseThrow().events().orThrow().stream()
                .flatMap(event -> event.contracts().stream())
                .filter(one -> one.instrument().equals(contract.id()))
                .findFirst();
    }

    /** One contract held as YES and reversed, another held as NO and void: each is paid once. */
    static void settlesOnce(Venue venue, Trader trader) {
        Instrument held = contract(venue, trader.exchange(), 0);
        Instrument other = contract(venue, trader.exchange(), 1);
        BigDecimal yesCost = buy(trader, held, Outcome.YES);
        BigDecimal noCost = buy(trader, other, Outcome.NO);

        venue.settle(held, YES);
        venue.settle(other, VOID);

        Settlement won = paid(trader, held, 1).getFirst();
        assertThat(won.result()).isEqualTo(YES);
        assertThat(won.yesQuantity()).isEqualByComparingTo(COUNT);
        assertThat(won.cost()).isEqualByComparingTo(yesCost);
        assertThat(won.revenue()).isEqualByComparingTo(COUNT);
        Settlement half = paid(trader, other, 1).getFirst();
        assertThat(half.result().ruling()).isEqualTo(Ruling.PARTLY);
        assertThat(half.noQuantity()).isEqualByComparingTo(COUNT);
        assertThat(half.cost()).isEqualByComparingTo(noCost);
        assertThat(half.revenue()).isEqualByComparingTo(COUNT.multiply(new BigDecimal("0.5")));
        Until.so(
                "nothing of them is held any more",
                () ->
                        trader.account().positions().orThrow().stream()
                                .noneMatch(
                                        p ->
                                                p.instrument().equals(held.id())
                                                        || p.instrument().equals(other.id())));

        venue.settle(held, NO);

        List<Settlement> both = paid(trader, held, 2);
        assertThat(both.getFirst()).isEqualTo(won);
        assertThat(both.getLast().settledAt()).isAfter(won.settledAt());
        assertThat(both.getLast().result()).isEqualTo(NO);
        // A correction pays the difference, so that all of it together is what the result pays.
        assertThat(won.revenue().add(both.getLast().revenue()))
                .isEqualByComparingTo(BigDecimal.ZERO);
    }

    private static List<Settlement> paid(Trader trader, Instrument contract, int times) {
        return Until.found(
                "the settlement of " + contract.id() + " is told " + times + " times",
                () ->
                        trader.account().settlements(Instant.EPOCH).orThrow().stream()
                                .filter(one -> one.instrument().equals(contract.id()))
                                .toList(),
                told -> told.size() == times);
    }

    /** Buys at whatever is asked, and tells what that cost. */
    private static BigDecimal buy(Trader trader, Instrument contract, Outcome outcome) {
        BookSnapshot book = trader.exchange().market().book(contract, 1).orThrow();
        BookLevel best = (outcome == Outcome.YES ? book.asks() : book.bids()).getFirst();
        assertThat(best.quantity()).isGreaterThanOrEqualTo(COUNT);
        NewOrder order =
                NewOrder.limit(contract, Trader.id(), Side.BUY, COUNT, new BigDecimal("0.99"))
                        .inForce(TimeInForce.IOC)
                        .withTerms(OrderTerms.PLAIN.on(outcome));
        Placement.Accepted placed = trader.placed(order);
        return Until.found(
                        "the purchase is told",
                        () -> trader.orders().fillsOf(contract, placed.id()).orThrow(),
                        fills -> sum(fills).compareTo(COUNT) == 0)
                .stream()
                .map(fill -> outcome.mirror(fill.price()).multiply(fill.quantity()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal sum(List<Fill> fills) {
        return fills.stream().map(Fill::quantity).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
