package dev.k2.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * What an account is long or short of a derivative.
 *
 * @param quantity 0 or more, in units of the instrument; 0 is a position that is closed
 * @param entryPrice the average price at which it was opened; 0 when it is closed
 * @param markPrice what the exchange values it at, where it told
 * @param unrealisedProfit in the quote currency, negative for a loss
 * @param liquidationPrice where the exchange would close it by force; empty where it would not or
 *     nothing is told
 * @param leverage how many times its margin it may be worth, where told
 * @param updatedAt the exchange's own time of this state
 */
public record Position(
        InstrumentId instrument,
        PositionSide side,
        BigDecimal quantity,
        BigDecimal entryPrice,
        Optional<BigDecimal> markPrice,
        BigDecimal unrealisedProfit,
        Optional<BigDecimal> liquidationPrice,
        Optional<Integer> leverage,
        MarginMode marginMode,
        Instant updatedAt) {
    public Position {
        if (quantity.signum() < 0) {
            throw new IllegalArgumentException(
                    "a position's quantity is 0 or more and its side says which way, found "
                            + quantity);
        }
    }
}
