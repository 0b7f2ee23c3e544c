package dev.k2.sim;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What makes a listing a perpetual contract: nothing is delivered, profit and margin are in the quote asset.
 *
 * @param brackets how much leverage which size may have, smallest first
 * @param fees what trades in it cost, null when they cost what all trades of the account do
 */
public record Contract(List<Bracket> brackets, @Nullable Fees fees) {
    /** One whose trades cost what all trades of the account do. */
    public Contract(List<Bracket> brackets) {
        this(brackets, null);
    }

    public Contract {
        brackets = List.copyOf(brackets);
        if (brackets.isEmpty()) {
            throw new IllegalArgumentException("a contract has at least one bracket");
        }
    }

    /** The bracket for a position of this notional value. */
    public Bracket bracket(BigDecimal notional) {
        for (Bracket bracket : brackets) {
            if (notional.compareTo(bracket.cap()) <= 0) {
                return bracket;
            }
        }
        return brackets.getLast();
    }

    public int maxLeverage() {
        return brackets.getFirst().maxLeverage();
    }

    /** The largest position that may be opened at a leverage. */
    public BigDecimal maxNotional(int leverage) {
        BigDecimal most = brackets.getFirst().cap();
        for (Bracket bracket : brackets) {
            if (bracket.maxLeverage() >= leverage) {
                most = bracket.cap();
            }
        }
        return most;
    }

    BigDecimal maintenance(BigDecimal notional) {
        Bracket bracket = bracket(notional);
        return notional.multiply(bracket.maintenanceRate())
                .subtract(bracket.deduction())
                .max(BigDecimal.ZERO);
    }
}
