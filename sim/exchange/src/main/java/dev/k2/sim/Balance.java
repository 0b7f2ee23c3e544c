package dev.k2.sim;

import java.math.BigDecimal;

/** What an account has of one asset: free to use, and held for its open orders. */
public final class Balance {
    private BigDecimal free = BigDecimal.ZERO;
    private BigDecimal held = BigDecimal.ZERO;

    Balance() {}

    public BigDecimal free() {
        return free;
    }

    public BigDecimal held() {
        return held;
    }

    public BigDecimal total() {
        return free.add(held);
    }

    void add(BigDecimal amount) {
        free = free.add(amount);
    }

    void hold(BigDecimal amount) {
        free = free.subtract(amount);
        held = held.add(amount);
        check(amount);
        if (free.signum() < 0) {
            throw new IllegalStateException(
                    "holding " + amount.toPlainString() + " leaves free " + free);
        }
    }

    /** Losses of positions can have eaten more than was free, and what comes back need not make up for it. */
    void release(BigDecimal amount) {
        held = held.subtract(amount);
        free = free.add(amount);
        check(amount);
    }

    void spendHeld(BigDecimal amount) {
        held = held.subtract(amount);
        check(amount);
    }

    private void check(BigDecimal amount) {
        if (held.signum() < 0) {
            throw new IllegalStateException(
                    "moving "
                            + amount.toPlainString()
                            + " leaves free "
                            + free
                            + " and held "
                            + held);
        }
    }
}
