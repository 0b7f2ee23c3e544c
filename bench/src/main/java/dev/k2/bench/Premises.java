package dev.k2.bench;

import dev.k2.accounts.Accounts;
import dev.k2.accounts.AccountsSettings;
import dev.k2.audit.AuditLog;
import dev.k2.gateway.ConsentServers;
import dev.k2.gateway.Gateway;
import dev.k2.gateway.GatewayConfig;
import dev.k2.gateway.GatewayParts;
import dev.k2.marketdata.MarketData;
import dev.k2.model.BalancesChanged;
import dev.k2.model.OrderUpdated;
import dev.k2.model.PositionSettled;
import dev.k2.notifications.Notifications;
import dev.k2.platform.DataDirectory;
import dev.k2.platform.Database;
import dev.k2.platform.EmbeddedPostgres;
import dev.k2.platform.EventBus;
import dev.k2.platform.Health;
import dev.k2.platform.K2Clock;
import dev.k2.platform.Keyset;
import dev.k2.platform.Metrics;
import dev.k2.platform.SystemTimers;
import dev.k2.signals.Signals;
import dev.k2.trading.Announcements;
import dev.k2.trading.Links;
import dev.k2.trading.Market;
import dev.k2.trading.Trading;
import dev.k2.trading.TradingConfig;
import dev.k2.trading.TradingParts;
import dev.k2.watchlists.Watchlists;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a server of K2 stands on, in this process: PostgreSQL in a folder of its own, keys, accounts,
 * and a gateway that lets any number of requests in. The folder goes when it closes.
 */
final class Premises implements AutoCloseable {
    private static final int POOL = 10;
    private static final int PLENTY = 100_000;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final InstantSource clock = K2Clock.system();
    private final DataDirectory data;
    private final Metrics metrics;
    private final SystemTimers timers;
    private final EventBus bus;
    private final Database database;
    private final Keyset keys;
    private final Accounts accounts;

    Premises(String name) throws Exception {
        Path folder = Files.createTempDirectory("k2-bench-" + name + "-");
        open.push(() -> delete(folder));
        data = opened(DataDirectory.open(folder.resolve("data")));
        EmbeddedPostgres postgres = opened(EmbeddedPostgres.start(folder.resolve("home"), data));
        metrics = opened(new Metrics());
        timers = opened(new SystemTimers(metrics));
        bus = opened(new EventBus(metrics));
        database = opened(Database.open(postgres.address(), POOL, metrics));
        keys = Keyset.openOrCreate(data.keys());
        accounts = openAccounts();
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    private Accounts openAccounts() {
        AccountsSettings usual = AccountsSettings.USUAL;
        return Accounts.open(
                database,
                keys,
                bus,
                clock,
                metrics,
                opened(ConsentServers.open(List.of())),
                new AccountsSettings(
                        Duration.ofHours(8),
                        usual.refreshLife(),
                        usual.sessionLife(),
                        usual.failuresPerAccount(),
                        usual.failuresPerAddress(),
                        usual.registrationsPerAddress(),
                        usual.window(),
                        false));
    }

    InstantSource clock() {
        return clock;
    }

    Database database() {
        return database;
    }

    SystemTimers timers() {
        return timers;
    }

    Accounts accounts() {
        return accounts;
    }

    /** Trading, which closes with the premises. */
    Trading trade(Links links, dev.k2.trading.Accounts exchanges, Market market) {
        return opened(
                Trading.open(
                        new TradingParts(
                                database,
                                clock,
                                timers,
                                metrics,
                                links,
                                exchanges,
                                market,
                                announcements()),
                        TradingConfig.USUAL));
    }

    private Announcements announcements() {
        return new Announcements() {
            @Override
            public void orderUpdated(OrderUpdated event) {
                bus.publish(event);
            }

            @Override
            public void balancesChanged(BalancesChanged event) {
                bus.publish(event);
            }

            @Override
            public void positionSettled(PositionSettled event) {
                bus.publish(event);
            }
        };
    }

    /** A gateway on a free port, which closes with the premises. */
    Gateway serve(Trading trading, MarketData market, GatewayConfig.Limits limits) {
        GatewayConfig usual = GatewayConfig.local(0, Optional.empty(), "sim", "bench");
        return opened(
                Gateway.start(
                        usual.with(usual.edge().withPace(PLENTY, PLENTY)).with(limits),
                        new GatewayParts(
                                accounts,
                                trading,
                                opened(market),
                                opened(Notifications.open(database, bus, clock)),
                                Signals.open(
                                        database,
                                        keys.userData(),
                                        (owner, signal) -> {
                                            throw new IllegalStateException("nobody signals here");
                                        },
                                        clock,
                                        metrics),
                                Watchlists.open(database, clock),
                                opened(
                                        AuditLog.open(
                                                database,
                                                keys.auditLog(),
                                                data.audit(),
                                                clock,
                                                timers,
                                                metrics)),
                                new NoKeys(),
                                (user, link) -> 0,
                                bus,
                                new Health(clock),
                                metrics,
                                clock)));
    }

    /** Closes everything in the opposite order. */
    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception stuck) {
                throw new IllegalStateException("a part of the premises does not close", stuck);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
