package dev.k2.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The faults as one exchange meets them: at its own clock, in its own markets. */
public final class VenueFaults {
    private final Floor floor;
    private final FaultTable faults;

    public VenueFaults(Floor floor, FaultTable faults) {
        this.floor = floor;
        this.faults = faults;
    }

    /** Asks whether a fault strikes now, and counts it. */
    public Optional<Fault> strikes(Fault.Kind kind, Target target) {
        return faults.strike(kind, occasion(target));
    }

    /** Asks whether a fault stands, without counting. */
    public Optional<Fault> stands(Fault.Kind kind, Target target) {
        return faults.standing(kind, occasion(target));
    }

    /** True when the account's key shall be refused. */
    public boolean revoked(Account account) {
        return stands(Fault.Kind.REVOKE_KEY, new Target("*", account.name(), null)).isPresent();
    }

    /** Reads may lag behind writes: a fault can keep fresh orders out of sight for a while. */
    public boolean hides(Account account, Market market, long acceptedMicros, String operation) {
        Optional<Fault> lag =
                stands(Fault.Kind.NOT_FOUND_LAG, new Target(operation, account.name(), market));
        return lag.isPresent()
                && floor.engine().clock().micros() - acceptedMicros
                        < lag.get().number("seconds", 3) * 1_000_000;
    }

    public boolean hides(Order order, String operation) {
        return hides(order.account(), order.market(), order.acceptedMicros(), operation);
    }

    /** Those of an account's orders that a read may show already. */
    public List<Order> visible(List<Order> orders, String operation) {
        List<Order> shown = new ArrayList<>(orders);
        shown.removeIf(order -> hides(order, operation));
        return shown;
    }

    /** What a call aims at, told by its key and its market as far as they are known. */
    public Target target(String operation, @Nullable String key, @Nullable Market market) {
        Account account = key == null ? null : floor.engine().accountOfKey(key);
        return new Target(operation, account == null ? "" : account.name(), market);
    }

    private Occasion occasion(Target target) {
        Market market = target.market();
        String symbol = market == null ? "" : market.listing().symbol();
        return new Occasion(
                floor.exchange(),
                target.operation(),
                target.account(),
                symbol,
                floor.engine().clock().sourceMillis());
    }
}
