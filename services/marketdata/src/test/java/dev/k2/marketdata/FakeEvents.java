package dev.k2.marketdata;

import dev.k2.exchange.Answer;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ErrorFacts;
import dev.k2.exchange.EventQueries;
import dev.k2.exchange.ExchangeError;
import dev.k2.model.ContractResult;
import dev.k2.model.ContractState;
import dev.k2.model.EventContract;
import dev.k2.model.EventGroup;
import dev.k2.model.ExchangeId;
import dev.k2.model.InstrumentId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Events in memory; a test may do something while the list is on its way. */
final class FakeEvents implements EventQueries {
    static final Instant CLOSE = Instant.parse("2026-01-06T00:00:00Z");

    final List<EventGroup> groups = new ArrayList<>();
    final List<EventGroup> old = new ArrayList<>();
    boolean failing;
    int asked;
    Runnable meanwhile = () -> {};

    static EventContract contract(String ticker, ContractState state) {
        return new EventContract(
                new InstrumentId(ticker),
                "Is it " + ticker + "?",
                ticker + " or above",
                "below " + ticker,
                state,
                CLOSE.minus(Duration.ofDays(1)),
                CLOSE,
                Optional.of(CLOSE.plus(Duration.ofHours(1))),
                true,
                "It is so if it is.",
                new BigDecimal("1200"),
                new BigDecimal("500"),
                state.status() == dev.k2.model.InstrumentStatus.CLOSED
                                && state != ContractState.CLOSED
                        ? Optional.of(new ContractResult(ContractResult.Ruling.YES, BigDecimal.ONE))
                        : Optional.empty(),
                Optional.empty());
    }

    static EventGroup group(String ticker, String category, EventContract... contracts) {
        return new EventGroup(
                ExchangeId.KALSHI,
                ticker,
                "KXBTC",
                "Bitcoin price of " + ticker,
                "at noon",
                category,
                true,
                List.of(new EventGroup.Source("CF Benchmarks", "")),
                List.of(contracts));
    }

    @Override
    public Answer<List<EventGroup>> events() {
        asked++;
        List<EventGroup> told = List.copyOf(groups);
        meanwhile.run();
        return failing
                ? new Answer.Failed<>(
                        ExchangeError.of(
                                ErrorCategory.NETWORK,
                                ErrorFacts.of(ExchangeId.KALSHI, "ask", "the fake fails")))
                : new Answer.Ok<>(told);
    }

    @Override
    public Answer<EventGroup> event(String ticker) {
        return old.stream()
                .filter(group -> group.ticker().equals(ticker))
                .findFirst()
                .<Answer<EventGroup>>map(Answer.Ok::new)
                .orElseGet(
                        () ->
                                new Answer.Failed<>(
                                        ExchangeError.of(
                                                ErrorCategory.VALIDATION,
                                                ErrorFacts.of(
                                                        ExchangeId.KALSHI,
                                                        "ask",
                                                        "no such event"))));
    }
}
