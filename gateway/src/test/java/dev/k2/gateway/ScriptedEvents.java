package dev.k2.gateway;

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
import java.util.List;
import java.util.Optional;

/** Three events: one that closes soon, one that is traded more, and one that is paid. */
final class ScriptedEvents implements EventQueries {
    static final String CONTRACT = "KXBTC-26JAN06-T65000";
    private static final Instant CLOSE = Instant.parse("2026-01-06T00:00:00Z");

    @Override
    public Answer<List<EventGroup>> events() {
        return new Answer.Ok<>(
                List.of(
                        group("KXBTC-26JAN06", "Crypto", contract(CONTRACT, 100, CLOSE, false)),
                        group(
                                "KXRAIN-26FEB",
                                "Weather",
                                contract(
                                        "KXRAIN-26FEB-NYC",
                                        5000,
                                        CLOSE.plus(Duration.ofDays(30)),
                                        false)),
                        group(
                                "KXFED-25DEC",
                                "Economics",
                                contract("KXFED-25DEC-CUT", 0, CLOSE, true))));
    }

    @Override
    public Answer<EventGroup> event(String ticker) {
        return new Answer.Failed<>(
                ExchangeError.of(
                        ErrorCategory.VALIDATION,
                        ErrorFacts.of(ExchangeId.KALSHI, "ask for an event", "no such event")));
    }

    private static EventGroup group(String ticker, String category, EventContract contract) {
        return new EventGroup(
                ExchangeId.KALSHI,
                ticker,
                ticker.substring(0, ticker.indexOf('-')),
                "About " + category,
                "",
                category,
                true,
                List.of(new EventGroup.Source("A source", "https://example.org/source")),
                List.of(contract));
    }

    private static EventContract contract(
            String ticker, long volume, Instant closesAt, boolean settled) {
        return new EventContract(
                new InstrumentId(ticker),
                "Will it be so?",
                "65,000 or above",
                "below 65,000",
                settled ? ContractState.SETTLED : ContractState.OPEN,
                closesAt.minus(Duration.ofDays(7)),
                closesAt,
                Optional.of(closesAt.plus(Duration.ofHours(1))),
                true,
                "By the average of the last minute.",
                BigDecimal.valueOf(volume),
                BigDecimal.TEN,
                settled
                        ? Optional.of(
                                new ContractResult(
                                        ContractResult.Ruling.PARTLY, new BigDecimal("0.5")))
                        : Optional.empty(),
                settled ? Optional.of(closesAt) : Optional.empty());
    }
}
