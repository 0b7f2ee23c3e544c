package dev.k2.model;

import java.math.BigDecimal;

/**
 * How an event contract ended.
 *
 * @param ruling which outcome came about
 * @param value what a contract for YES pays, 0 to 1; one for NO pays the rest
 */
public record ContractResult(Ruling ruling, BigDecimal value) {
    /** Which outcome came about. */
    public enum Ruling {
        YES,
        NO,
        /** Neither: a void contract, half and half, or whatever lies between. */
        PARTLY
    }

    public ContractResult {
        if (value.signum() < 0 || value.compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException("a contract pays between 0 and 1, found " + value);
        }
    }

    /** What a contract for an outcome pays. */
    public BigDecimal pays(Outcome outcome) {
        return outcome.mirror(value);
    }
}
