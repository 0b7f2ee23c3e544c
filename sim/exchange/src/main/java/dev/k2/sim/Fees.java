package dev.k2.sim;

import java.math.BigDecimal;

/** What an exchange takes of each trade, as a part of its value: from who rested, and from who came. */
public record Fees(BigDecimal maker, BigDecimal taker) {
    /** A tenth of a percent from both. */
    public static final Fees USUAL = new Fees(new BigDecimal("0.001"), new BigDecimal("0.001"));
}
