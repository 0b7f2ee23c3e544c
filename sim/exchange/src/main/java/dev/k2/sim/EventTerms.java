package dev.k2.sim;

import java.math.BigDecimal;

/**
 * What makes a listing an event contract: its price is the chance of a yes, from 0 to 1, and it pays what the outcome
 * says. A sale without holdings is a purchase of the no. Fees are a rate times the count times price times (1 - price).
 *
 * @param takerRate what who comes pays, such as 0.07
 * @param makerRate what who rested pays, 0 where that is free
 */
public record EventTerms(BigDecimal takerRate, BigDecimal makerRate) {
    public EventTerms {
        if (takerRate.signum() < 0 || makerRate.signum() < 0) {
            throw new IllegalArgumentException("rates of fees must not be negative");
        }
    }
}
