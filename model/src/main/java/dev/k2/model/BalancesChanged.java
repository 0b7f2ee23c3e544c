package dev.k2.model;

import java.util.List;

/** An account's balances changed at its exchange; only the changed currencies are listed. */
public record BalancesChanged(
        UserId user, LinkId link, ExchangeId exchange, List<Balance> changed) {
    public BalancesChanged {
        changed = List.copyOf(changed);
    }
}
