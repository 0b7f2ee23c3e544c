package dev.k2.soak;

import dev.k2.model.Balance;
import dev.k2.sim.Account;
import dev.k2.trading.Links;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One customer's account at an exchange, the key that opens it, and who listens to it. */
final class Seat {
    private Links.Link link;
    private final Account account;
    private final List<SoakStream> streams = new ArrayList<>();
    private final Map<Brakes.Brake, Instant> stops = new HashMap<>();
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

    void revoke() {
        revoked = true;
    }

    /** Its owner gave another key; nobody doubts here that it is of the same account. */
    void mend() {
        revoked = false;
        link =
                new Links.Link(
                        link.id(),
                        link.user(),
                        link.exchange(),
                        link.generation() + 1,
                        link.since(),
                        link.mayTrade());
    }

    /** A kill switch over it is on since then. */
    void stopped(Brakes.Brake brake, Instant since) {
        stops.put(brake, since);
    }

    void loosened(Brakes.Brake brake) {
        stops.remove(brake);
    }

    /** Whether no order may leave for it any more: a second is what a switch has to be heard of. */
    boolean isStopped(Instant now) {
        return stops.values().stream().anyMatch(since -> now.isAfter(since.plusSeconds(1)));
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
