package dev.k2.soak;

import dev.k2.model.Balance;
import dev.k2.sim.Account;
import dev.k2.trading.Links;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One customer's account at an exchange, the key that opens it, and who listens to it. */
final class Seat {
    private final Links.Link link;
    private final Account account;
    private final List<SoakStream> streams = new ArrayList<>();
    private boolean revoked;

    Seat(Links.Link link, Account account) {
        this.link = link;
        this.account = account;
    }

    Links.Link link() {
        return link;
    }

    Account account() {
        return account;
    }

    List<SoakStream> streams() {
        return streams;
    }

    boolean isRevoked() {
        return revoked;
    }

    void revoked(boolean now) {
        revoked = now;
    }

    List<Balance> balances() {
        List<Balance> all = new ArrayList<>();
        for (Map.Entry<String, dev.k2.sim.Balance> entry : account.balances().entrySet()) {
            dev.k2.sim.Balance balance = entry.getValue();
            if (balance.total().signum() != 0) {
                all.add(new Balance(entry.getKey(), balance.free(), balance.held()));
            }
        }
        return all;
    }
}
