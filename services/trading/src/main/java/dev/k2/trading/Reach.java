package dev.k2.trading;

import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import java.util.Optional;

/** Whether an account's exchange can be reached, learnt from its answers. */
final class Reach {
    private static final int FAILURES_MAX = 3;
    private static final int REFUSALS_MAX = 2;

    private int failures;
    private int refusals;
    private Optional<ExchangeError> maintenance = Optional.empty();
    private Optional<ExchangeError> last = Optional.empty();

    /** An answer came. */
    synchronized void answered() {
        failures = 0;
        refusals = 0;
        maintenance = Optional.empty();
        last = Optional.empty();
    }

    /**
     * A call failed.
     *
     * @return whether the credentials have been refused often enough to give up on them
     */
    synchronized boolean failed(ExchangeError error) {
        if (error.category() == ErrorCategory.EXCHANGE_MAINTENANCE) {
            maintenance = Optional.of(error);
        }
        if (error.category() == ErrorCategory.AUTHENTICATION) {
            refusals++;
            return refusals >= REFUSALS_MAX;
        }
        if (error.category() == ErrorCategory.RATE_LIMIT) {
            return false;
        }
        if (isUnreachable(error)) {
            failures++;
            last = Optional.of(error);
        } else {
            answered();
        }
        return false;
    }

    synchronized boolean isUp() {
        return maintenance.isEmpty() && failures < FAILURES_MAX;
    }

    /** Whether the exchange said that it is under maintenance. */
    synchronized boolean isMaintained() {
        return maintenance.isPresent();
    }

    /** Whether the last word was that the credentials are no good. */
    synchronized boolean isRefusing() {
        return refusals > 0;
    }

    /** Why no order can be sent; empty where one can. */
    synchronized Optional<Refusal> refusal() {
        if (maintenance.isPresent()) {
            ExchangeError error = maintenance.get();
            return Optional.of(
                    Refusals.of(
                            RefusalCode.EXCHANGE_MAINTENANCE,
                            error.exchange() + " is under maintenance: " + error.message(),
                            "exchange",
                            error.exchange()));
        }
        return failures < FAILURES_MAX
                ? Optional.empty()
                : last.map(
                        error ->
                                Refusals.of(
                                        RefusalCode.EXCHANGE_UNAVAILABLE,
                                        error.exchange() + " does not answer: " + error.message(),
                                        "exchange",
                                        error.exchange(),
                                        "failures_in_a_row",
                                        failures));
    }

    /** Whether the exchange did not get to answer: no word about anything that was asked. */
    static boolean isUnreachable(ExchangeError error) {
        return switch (error.category()) {
            case NETWORK, TIMEOUT, RATE_LIMIT, EXCHANGE_MAINTENANCE, UNKNOWN_OUTCOME -> true;
            case AUTHENTICATION,
                    PERMISSION,
                    VALIDATION,
                    INSUFFICIENT_FUNDS,
                    ORDER_NOT_FOUND,
                    DUPLICATE_ORDER,
                    MARKET_STATUS,
                    EXCHANGE_ERROR ->
                    false;
        };
    }
}
