package dev.k2.exchange.kalshi;

import dev.k2.exchange.Answer;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.OrderReport;
import dev.k2.exchange.net.Reply;
import dev.k2.model.Balance;
import dev.k2.model.Position;
import dev.k2.model.Settlement;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What an account holds, and what ends of contracts paid it. */
final class KalshiAccountState {
    private static final BigDecimal HALF = new BigDecimal("0.5");

    private final KalshiAccountRest rest;
    private final KalshiHistory history;
    private final InstantSource clock;

    KalshiAccountState(KalshiAccountRest rest, KalshiHistory history, InstantSource clock) {
        this.rest = rest;
        this.history = history;
        this.clock = clock;
    }

    /** What resting orders hold is a sum of its own, which Kalshi does not tell every account. */
    Answer<List<Balance>> balances() {
        return switch (rest.balance()) {
            case Reply.Failed<KalshiAccountWire.Balance> failed ->
                    new Answer.Failed<>(failed.error());
            case Reply.Ok<KalshiAccountWire.Balance>(KalshiAccountWire.Balance wire) ->
                    held().map(
                                    held -> {
                                        Balance dollars =
                                                KalshiOrderParse.balance(
                                                        wire.balanceDollars(), held);
                                        return dollars.total().signum() == 0
                                                ? List.of()
                                                : List.of(dollars);
                                    });
        };
    }

    private Answer<BigDecimal> held() {
        return switch (rest.resting()) {
            case Reply.Ok<KalshiAccountWire.Resting>(KalshiAccountWire.Resting wire) ->
                    new Answer.Ok<>(KalshiOrderParse.resting(wire));
            case Reply.Failed<KalshiAccountWire.Resting> failed ->
                    failed.certainty() == Reply.Certainty.REFUSED && isNotForUs(failed.error())
                            ? history.open(Optional.empty()).map(KalshiAccountState::atMost)
                            : new Answer.Failed<>(failed.error());
        };
    }

    private static boolean isNotForUs(ExchangeError error) {
        return switch (error.category()) {
            case PERMISSION, ORDER_NOT_FOUND, VALIDATION -> true;
            case NETWORK,
                    TIMEOUT,
                    RATE_LIMIT,
                    AUTHENTICATION,
                    INSUFFICIENT_FUNDS,
                    DUPLICATE_ORDER,
                    MARKET_STATUS,
                    EXCHANGE_MAINTENANCE,
                    EXCHANGE_ERROR,
                    UNKNOWN_OUTCOME ->
                    false;
        };
    }

    private static BigDecimal atMost(List<OrderReport> open) {
        return KalshiOrderParse.resting(open);
    }

    Answer<List<Position>> positions() {
        return rest.positions()
                .map(
                        rows ->
                                rows.stream()
                                        .filter(row -> row.position().signum() != 0)
                                        .map(row -> KalshiOrderParse.position(row, clock.instant()))
                                        .toList());
    }

    Answer<List<Settlement>> settlements(Instant from) {
        return switch (rest.settlements(from)) {
            case Answer.Failed<List<KalshiAccountWire.Settlement>>(ExchangeError error) ->
                    new Answer.Failed<>(error);
            case Answer.Ok<List<KalshiAccountWire.Settlement>>(
                            List<KalshiAccountWire.Settlement> rows) -> {
                List<Settlement> paid = new ArrayList<>();
                for (KalshiAccountWire.Settlement row : rows) {
                    try {
                        paid.add(KalshiOrderParse.settlement(row));
                    } catch (UnknownWord unknown) {
                        yield KalshiMarket.unreadable("ask for settlements", unknown);
                    }
                }
                yield new Answer.Ok<>(
                        paid.stream()
                                .filter(one -> !one.settledAt().isBefore(from))
                                .sorted(Comparator.comparing(Settlement::settledAt))
                                .toList());
            }
        };
    }

    /** The last price of a market, or the middle of all prices before its first trade. */
    static BigDecimal price(KalshiRestWire.Market wire) {
        BigDecimal last = wire.lastPrice();
        return last == null || last.signum() <= 0 || last.compareTo(BigDecimal.ONE) >= 0
                ? HALF
                : last;
    }
}
