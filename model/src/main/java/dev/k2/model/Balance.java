package dev.k2.model;

import java.math.BigDecimal;

/**
 * What an account holds of one currency.
 *
 * @param free what new orders can use
 * @param held what open orders hold
 */
public record Balance(String currency, BigDecimal free, BigDecimal held) {
    public BigDecimal total() {
        return free.add(held);
    }
}
