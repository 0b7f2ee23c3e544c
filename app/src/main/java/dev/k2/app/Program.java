package dev.k2.app;

import dev.k2.accounts.Accounts;
import dev.k2.accounts.DemoUser;
import dev.k2.accounts.PasskeySettings;
import dev.k2.accounts.PersonLeft;
import dev.k2.audit.AuditLog;
import dev.k2.exchange.Exchange;
import dev.k2.exchange.ExchangeConfig;
import dev.k2.gateway.ArchiveBucket;
import dev.k2.gateway.ConsentServers;
import dev.k2.gateway.Gateway;
import dev.k2.gateway.GatewayConfig;
import dev.k2.gateway.GatewayParts;
import dev.k2.gateway.IdentityServers;
import dev.k2.gateway.MailInbox;
import dev.k2.gateway.PortTakenException;
import dev.k2.gateway.S3Archive;
import dev.k2.marketdata.CandleArchive;
import dev.k2.marketdata.MarketData;
import dev.k2.marketdata.MarketDataConfig;
import dev.k2.model.ExchangeId;
import dev.k2.model.LinkChanged;
import dev.k2.model.UserId;
import dev.k2.notifications.Notifications;
import dev.k2.platform.DataDirectory;
import dev.k2.platform.Database;
import dev.k2.platform.DatabaseAddress;
import dev.k2.platform.EmbeddedPostgres;
import dev.k2.platform.EventBus;
import dev.k2.platform.Health;
import dev.k2.platform.HealthCheck;
import dev.k2.platform.HealthState;
import dev.k2.platform.K2Clock;
import dev.k2.platform.K2Settings;
import dev.k2.platform.KeyName;
import dev.k2.platform.Keyset;
import dev.k2.platform.Lifecycle;
import dev.k2.platform.Metrics;
import dev.k2.platform.Mode;
import dev.k2.platform.StartFailure;
import dev.k2.platform.SystemTimers;
import dev.k2.signals.Signals;
import dev.k2.sim.SimConfig;
import dev.k2.trading.CrashPoints;
import dev.k2.trading.Names;
import dev.k2.trading.Trading;
import dev.k2.trading.TradingConfig;
import dev.k2.trading.TradingParts;
import dev.k2.watchlists.Watchlists;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Everything, wired by hand in the order in which it starts. It stops in the reverse order, the
 * database last.
 *
 * @param port where the gateway serves
 * @param demo the demo user; empty in every mode but sim
 */
record Program(int port, Optional<DemoUser.Ready> demo) {
    static final Duration SOON = Duration.ofSeconds(5);
    private static final String VERSION = "0.1.0";
    private static final long SIM_SEED = 20_26L;
    private static final int LINK_NEWS_MAX = 10_000;
    private static final Duration FEEDS_STOP = Duration.ofSeconds(10);
    private static final Duration DATABASE_STOP = Duration.ofSeconds(20);
    private static final Duration RECONCILE = Duration.ofSeconds(15);
    private static final Duration RENEW_TOKENS = Duration.ofMinutes(1);
    private static final Duration LOOK_AT_KEYS = Duration.ofDays(1);
    private static final Duration AUDIT_STOP = Duration.ofSeconds(12);
    private static final Duration SWEEP = Duration.ofHours(1);
    private static final Duration CHECK = Duration.ofSeconds(2);

    /** Starts all parts; what fails takes down those before it. */
    static Program start(
            Lifecycle parts, AppSettings all, DataDirectory data, boolean externalSim) {
        K2Settings settings = all.k2();
        InstantSource clock = K2Clock.system();
        DatabaseAddress address =
                settings.mode() == Mode.PAPER
                        ? checked(() -> address(parts, settings, data), all, data, clock)
                        : address(parts, settings, data);
        Metrics metrics = parts.start("metrics", SOON, Metrics::new, Metrics::close);
        Health health = new Health(clock);
        SystemTimers timers =
                parts.start("timers", SOON, () -> new SystemTimers(metrics), SystemTimers::close);
        EventBus bus = parts.start("events", SOON, () -> new EventBus(metrics), EventBus::close);
        Database database =
                parts.start(
                        "database",
                        SOON,
                        () -> Database.open(address, settings.databasePool(), metrics),
                        Database::close);
        health.register("database", true, CHECK, () -> databaseAnswers(database));
        Keyset keyset = all.keys().open(data);
        renewTokenKey(keyset, timers, all.keys().tokenKeyLife());
        AuditLog audit =
                parts.start(
                        "audit log",
                        AUDIT_STOP,
                        () ->
                                AuditLog.open(
                                        database,
                                        keyset.auditLog(),
                                        data.audit(),
                                        clock,
                                        timers,
                                        metrics),
                        AuditLog::close);
        all.audit().archive().ifPresent(bucket -> archive(parts, audit, bucket, timers));
        AuditedEvents.follow(bus, audit, clock);
        ConsentServers consent =
                parts.start(
                        "consent servers",
                        SOON,
                        () -> ConsentServers.open(all.consentServers()),
                        ConsentServers::close);
        IdentityServers identities =
                parts.start(
                        "identity servers",
                        SOON,
                        () -> IdentityServers.open(all.identityServers(), clock),
                        IdentityServers::close);
        Accounts accounts =
                parts.start(
                        "accounts",
                        SOON,
                        () ->
                                Accounts.open(
                                        database,
                                        keyset,
                                        bus,
                                        clock,
                                        metrics,
                                        consent,
                                        identities,
                                        PasskeySettings.at(all.home(settings.port())),
                                        all.accounts()
                                                .confirming(
                                                        all.mailing().reaches(settings.mode()))),
                        part -> {});

        timers.every(RENEW_TOKENS, () -> accounts.linkTokens().renew());
        timers.every(SWEEP, accounts::sweep);

        Notifications notifications =
                parts.start(
                        "notifications",
                        SOON,
                        () -> Notifications.open(database, bus, clock),
                        Notifications::close);

        World world =
                switch (settings.mode()) {
                    case SIM ->
                            new World.Simulated(
                                    parts.start(
                                            "simulated exchanges",
                                            SOON,
                                            () -> simulated(settings, data, clock, externalSim),
                                            SimulatedMarket::close));
                    case PAPER -> new World.Paper(all.paper());
                    case LIVE -> throw new IllegalStateException("mode live does not start");
                };
        Map<ExchangeId, Exchange> exchanges = openExchanges(parts, world, data, clock);
        ShownKeys keys = new ShownKeys(exchanges);
        Optional<DemoUser.Ready> demo = people(accounts, world, keys, clock);
        MarketData market =
                parts.start(
                        "market data",
                        FEEDS_STOP,
                        () ->
                                new MarketData(
                                        MarketDataConfig.defaults(),
                                        clock,
                                        timers,
                                        Optional.of(
                                                CandleArchive.open(
                                                        database, all.candles(), clock))),
                        MarketData::close);
        market.start(List.copyOf(exchanges.values()));
        exchanges.forEach(
                (id, exchange) ->
                        health.register(
                                id.text(),
                                false,
                                ExchangeCheck.LIMIT,
                                new ExchangeCheck(exchange, market, clock)));

        Trading trading =
                startTrading(
                        parts,
                        database,
                        clock,
                        timers,
                        metrics,
                        accounts,
                        market,
                        exchanges,
                        bus,
                        data.node());
        market.addListener(new EndedContracts(trading));
        trading.awaitReconciled(RECONCILE);

        Signals signals =
                parts.start(
                        "signals",
                        SOON,
                        () ->
                                Signals.open(
                                        database,
                                        keyset.userData(),
                                        new SignalledOrders(trading),
                                        clock,
                                        metrics),
                        part -> {});
        Watchlists watchlists =
                parts.start("watchlists", SOON, () -> Watchlists.open(database, clock), part -> {});
        Optional<MailInbox> inbox = all.mailing().inbox(settings.mode(), clock);
        bus.subscribe(
                "what-is-kept-of-those-who-left",
                PersonLeft.class,
                LINK_NEWS_MAX,
                left -> forget(signals, notifications, watchlists, left.user()));
        Gateway gateway =
                parts.start(
                        "gateway",
                        SOON,
                        () ->
                                serve(
                                        all,
                                        new GatewayParts(
                                                accounts,
                                                trading,
                                                market,
                                                notifications,
                                                signals,
                                                watchlists,
                                                audit,
                                                keys,
                                                new OpenOrders(trading),
                                                bus,
                                                health,
                                                metrics,
                                                clock),
                                        inbox),
                        Gateway::close);
        all.mailing().start(parts, timers, accounts, inbox, all.home(gateway.port()));
        return new Program(gateway.port(), demo);
    }

    /**
     * Nothing may be sent on behalf of somebody who has left, and nothing stays of what they were told or
     * kept an eye on.
     */
    private static void forget(
            Signals signals, Notifications notifications, Watchlists watchlists, UserId user) {
        signals.list(user).forEach(template -> signals.delete(user, template.id()));
        notifications.forget(user);
        watchlists.forget(user);
    }

    /** At the start and once a day; tokens of the key before stay good. */
    private static void renewTokenKey(Keyset keyset, SystemTimers timers, Duration life) {
        Runnable renewal =
                () -> {
                    if (keyset.isOlderThan(KeyName.JWT_SIGNING, life)) {
                        keyset.rotate(KeyName.JWT_SIGNING, Set.of());
                    }
                };
        renewal.run();
        timers.every(LOOK_AT_KEYS, renewal);
    }

    private static void archive(
            Lifecycle parts, AuditLog audit, ArchiveBucket bucket, SystemTimers timers) {
        S3Archive archive =
                parts.start("audit archive", SOON, () -> S3Archive.open(bucket), S3Archive::close);
        audit.exportTo(archive, bucket.locked(), timers);
    }

    private static Gateway serve(AppSettings all, GatewayParts parts, Optional<MailInbox> inbox) {
        K2Settings settings = all.k2();
        GatewayConfig config =
                GatewayConfig.local(
                                settings.port(),
                                settings.web(),
                                settings.mode().name().toLowerCase(Locale.ROOT),
                                VERSION)
                        .at(settings.host(), settings.port())
                        .with(all.edge());
        try {
            return Gateway.start(config, parts, inbox);
        } catch (PortTakenException taken) {
            throw new StartFailure(
                    "Port " + settings.port() + " is in use.",
                    "Stop what uses it, or choose another with --port or K2_PORT.",
                    taken);
        }
    }

    private static DatabaseAddress address(
            Lifecycle parts, K2Settings settings, DataDirectory data) {
        return settings.databaseUrl()
                .map(DatabaseAddress::parse)
                .orElseGet(() -> embedded(parts, settings, data).address());
    }

    private static EmbeddedPostgres embedded(
            Lifecycle parts, K2Settings settings, DataDirectory data) {
        return parts.start(
                "postgres",
                DATABASE_STOP,
                () -> EmbeddedPostgres.start(settings.home(), data),
                EmbeddedPostgres::close);
    }

    private static SimulatedMarket simulated(
            K2Settings settings, DataDirectory data, InstantSource clock, boolean external)
            throws InterruptedException {
        return external
                ? SimulatedMarket.elsewhere(settings.simPortBase())
                : SimulatedMarket.here(
                        new SimConfig(
                                "127.0.0.1",
                                settings.simPortBase(),
                                SIM_SEED,
                                clock,
                                data.path().resolve("sim"),
                                null));
    }

    /** Where the database is, once everything that mode paper needs was found. */
    private static DatabaseAddress checked(
            Supplier<DatabaseAddress> database,
            AppSettings all,
            DataDirectory data,
            InstantSource clock) {
        World world = new World.Paper(all.paper());
        PaperCheck check =
                new PaperCheck(
                        all.paper(),
                        venue -> new PaperClient(venue.adapter().open(world.config(venue, clock))));
        AtomicReference<DatabaseAddress> found = new AtomicReference<>();
        List<MissingPart> missing =
                check.missing(
                        () -> {
                            DatabaseAddress address = database.get();
                            found.set(address);
                            return PaperKept.open(address, all, data, clock);
                        });
        if (!missing.isEmpty()) {
            throw MissingPart.refusal(missing);
        }
        return Objects.requireNonNull(found.get());
    }

    /**
     * Who is there from the start on: the demo user in mode sim, whom the settings name in paper.
     */
    private static Optional<DemoUser.Ready> people(
            Accounts accounts, World world, ShownKeys keys, InstantSource clock) {
        return switch (world) {
            case World.Simulated(SimulatedMarket market) ->
                    Optional.of(
                            accounts.demoUser()
                                    .ensure(
                                            Mode.SIM,
                                            DemoAccounts.of(market, keys, clock.instant())));
            case World.Paper(PaperSettings paper) -> {
                accounts.demoUser().retire();
                PaperPerson.ensure(accounts, paper, keys, clock.instant());
                yield Optional.empty();
            }
        };
    }

    /** Opens every exchange of this run's world, in the order of the table. */
    private static Map<ExchangeId, Exchange> openExchanges(
            Lifecycle parts, World world, DataDirectory data, InstantSource clock) {
        Map<ExchangeId, Exchange> opened = new EnumMap<>(ExchangeId.class);
        for (Venue venue : world.venues()) {
            ExchangeConfig config = world.config(venue, clock).withStateFolder(data.exchanges());
            opened.put(
                    venue.id(),
                    parts.start(
                            venue.id().text(),
                            FEEDS_STOP,
                            () -> venue.adapter().open(config),
                            Exchange::close));
        }
        return opened;
    }

    private static Trading startTrading(
            Lifecycle parts,
            Database database,
            InstantSource clock,
            SystemTimers timers,
            Metrics metrics,
            Accounts accounts,
            MarketData market,
            Map<ExchangeId, Exchange> exchanges,
            EventBus bus,
            String node) {
        LinkedAccounts linked =
                new LinkedAccounts(accounts.links(), exchanges, bus::publish, clock);
        Trading trading =
                parts.start(
                        "trading",
                        Duration.ofSeconds(30),
                        () ->
                                Trading.open(
                                        new TradingParts(
                                                database,
                                                clock,
                                                timers,
                                                metrics,
                                                linked,
                                                linked,
                                                new MarketForTrading(market, clock),
                                                new BusAnnouncements(bus),
                                                Names.RANDOM,
                                                CrashPoints.parse(
                                                        System.getProperty("k2.crash", "")),
                                                node),
                                        TradingConfig.USUAL),
                        Trading::close);
        bus.subscribe("trading", LinkChanged.class, LINK_NEWS_MAX, trading::linkChanged);
        return trading;
    }

    private static HealthCheck.Finding databaseAnswers(Database database) {
        return database.answers(CHECK)
                ? HealthCheck.Finding.healthy()
                : HealthCheck.Finding.of(HealthState.UNHEALTHY, "PostgreSQL does not answer");
    }
}
