package dev.k2.trading;

import dev.k2.model.ExchangeId;
import dev.k2.model.Order;
import dev.k2.platform.Database;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The kill switch of everybody, for whoever runs K2. It speaks to the database alone, so that it
 * works beside running servers and without one; they follow within a second.
 */
public final class InstallationSwitch {
    private final RiskStore risks;
    private final OrderStore orders;
    private final InstantSource clock;

    private InstallationSwitch(RiskStore risks, OrderStore orders, InstantSource clock) {
        this.risks = risks;
        this.orders = orders;
        this.clock = clock;
    }

    /**
     * Brings trading's tables up to date and opens the switch. The database is not closed by it.
     */
    public static InstallationSwitch open(Database database, InstantSource clock) {
        database.migrate("trading");
        ExecutionStore executions = new ExecutionStore(database, Names.RANDOM);
        // It only reads orders, so it holds no account and keeps none from a server.
        LinkLeases none = LinkLeases.none(database, clock);
        return new InstallationSwitch(
                new RiskStore(database), new OrderStore(database, executions, none), clock);
    }

    /**
     * Turns it on or off.
     *
     * @param exchange empty for every exchange
     */
    public KillSwitch turn(boolean on, Optional<ExchangeId> exchange, Optional<String> reason) {
        KillSwitch next =
                new KillSwitch(
                        KillSwitch.Whose.INSTALLATION,
                        exchange,
                        on,
                        Optional.of(clock.instant()),
                        on ? reason : Optional.empty());
        risks.putSwitch(Cover.everybody(exchange), next);
        return next;
    }

    /** The installation's switches that are on. */
    public List<KillSwitch> on() {
        return risks.switchesOn().values().stream()
                .filter(one -> one.whose() == KillSwitch.Whose.INSTALLATION)
                .toList();
    }

    /**
     * Orders that are open although such a switch covers them: their cancels are not confirmed yet.
     */
    public List<Order> unconfirmed() {
        List<KillSwitch> on = on();
        return orders.allOpen().stream()
                .map(OrderRow::order)
                .filter(
                        order ->
                                on.stream()
                                        .anyMatch(
                                                one ->
                                                        one.exchange()
                                                                .map(e -> e == order.exchange())
                                                                .orElse(true)))
                .toList();
    }
}
