package dev.k2.model;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * What the end of an event contract paid an account. An exchange that takes back a result tells
 * another settlement of the same instrument with a later time.
 *
 * @param yesQuantity contracts for YES that were held
 * @param noQuantity contracts for NO that were held
 * @param cost what the contracts had cost, fees left out
 * @param revenue what was paid for them
 * @param fee what was charged for settling
 */
public record Settlement(
        InstrumentId instrument,
        ContractResult result,
        BigDecimal yesQuantity,
        BigDecimal noQuantity,
        BigDecimal cost,
        BigDecimal revenue,
        BigDecimal fee,
        Instant settledAt) {
    public Settlement {
        if (yesQuantity.signum() < 0 || noQuantity.signum() < 0) {
            throw new IllegalArgumentException(
                    "contracts that were held are 0 or more, found "
                            + yesQuantity
                            + " and "
                            + noQuantity);
        }
    }

    /** What was gained, negative for a loss. */
    public BigDecimal profit() {
        return revenue.subtract(cost).subtract(fee);
    }
}
