package dev.k2.app;

import dev.k2.accounts.Accounts;
import dev.k2.accounts.ExchangeLink;
import dev.k2.gateway.ConsentServers;
import dev.k2.model.ExchangeId;
import dev.k2.platform.DataDirectory;
import dev.k2.platform.Database;
import dev.k2.platform.DatabaseAddress;
import dev.k2.platform.EventBus;
import dev.k2.platform.Metrics;
import dev.k2.trading.Trading;
import java.time.InstantSource;
import java.util.Set;
import java.util.stream.Collectors;

/** What the database keeps from runs before, opened for the check alone. */
record PaperKept(
        Metrics metrics,
        EventBus events,
        Database database,
        ConsentServers consent,
        Accounts accounts)
        implements PaperCheck.Kept {
    private static final int CONNECTIONS = 2;

    static PaperKept open(
            DatabaseAddress address, AppSettings all, DataDirectory data, InstantSource clock) {
        Metrics metrics = new Metrics();
        Database database = Database.open(address, CONNECTIONS, metrics);
        EventBus events = new EventBus(metrics);
        ConsentServers consent = ConsentServers.open(all.consentServers());
        Accounts accounts =
                Accounts.open(
                        database,
                        all.keys().open(data),
                        events,
                        clock,
                        metrics,
                        consent,
                        all.accounts());
        return new PaperKept(metrics, events, database, consent, accounts);
    }

    @Override
    public Set<ExchangeId> linked() {
        return accounts.links().allActive().stream()
                .map(ExchangeLink::exchange)
                .collect(Collectors.toSet());
    }

    @Override
    public void readLimits() {
        Trading.readLimits(database);
    }

    @Override
    public void close() {
        consent.close();
        events.close();
        database.close();
        metrics.close();
    }
}
