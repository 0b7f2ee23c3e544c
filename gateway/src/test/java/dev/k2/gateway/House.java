package dev.k2.gateway;

import dev.k2.accounts.Accounts;
import dev.k2.accounts.AccountsSettings;
import dev.k2.accounts.ApiKeyCreation;
import dev.k2.accounts.ApiKeyScope;
import dev.k2.accounts.Login;
import dev.k2.accounts.Origin;
import dev.k2.accounts.PasskeySettings;
import dev.k2.accounts.PasswordOrigin;
import dev.k2.accounts.Proof;
import dev.k2.accounts.Registration;
import dev.k2.accounts.Tokens;
import dev.k2.audit.AuditLog;
import dev.k2.marketdata.MarketData;
import dev.k2.marketdata.MarketDataConfig;
import dev.k2.model.ExchangeId;
import dev.k2.model.UserId;
import dev.k2.notifications.Notifications;
import dev.k2.platform.Database;
import dev.k2.platform.EventBus;
import dev.k2.platform.Eventually;
import dev.k2.platform.Health;
import dev.k2.platform.HealthCheck;
import dev.k2.platform.HealthState;
import dev.k2.platform.Keyset;
import dev.k2.platform.Metrics;
import dev.k2.platform.Secret;
import dev.k2.platform.SystemTimers;
import dev.k2.platform.TestPostgres;
import dev.k2.signals.Signals;
import dev.k2.watchlists.Watchlists;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Everything behind a gateway: real accounts on a real database, real market data over a scripted
 * exchange, and scripted trading. It is built once for all tests that share it.
 */
final class House {
    static final Secret PASSWORD = Secret.of("four random words: otter lamp brisk quay");

    private static final Origin HOME = new Origin("test browser", "203.0.113.7");

    final ShiftedClock clock = new ShiftedClock();
    final Metrics metrics = new Metrics();
    final EventBus events = new EventBus(metrics);
    final Health health = new Health(clock);
    final ScriptedExchange exchange =
            new ScriptedExchange(
                    ExchangeId.BINANCE, clock, new DeafListener(), "BTC", "ETH", "SOL", "PEPE");
    final ScriptedExchange other =
            new ScriptedExchange(ExchangeId.OKX, clock, new DeafListener(), "BTC", "OKB")
                    .withPerpetual("OKB");
    final ScriptedExchange kalshi =
            new ScriptedExchange(
                    ExchangeId.KALSHI, clock, new DeafListener(), ScriptedEvents.CONTRACT);
    final MarketData market =
            new MarketData(MarketDataConfig.defaults(), clock, new SystemTimers(metrics));
    final ScriptedTrading trading = new ScriptedTrading(events, clock);
    final ScriptedKeys keys = new ScriptedKeys();
    final MailInbox inbox = new MailInbox(clock);
    final ConsentHost consent = consentHost();
    private final ConsentServers tokens =
            ConsentServers.open(List.of(consent.as(ExchangeId.CRYPTOCOM)));
    final IdentityHost vouching = identityHost();
    private final IdentityServers identities = IdentityServers.open(vouching.servers(), clock);
    final Accounts accounts;
    final AuditLog audit;
    final Notifications notifications;
    final Signals signals;
    final Watchlists watchlists;

    /** The same accounts, whose access tokens end at once, or soon. */
    private final Accounts hasty;

    private final Accounts brief;

    /** The same accounts as another node has them: what it does is not heard here. */
    private final Accounts elsewhere;

    private House() {
        Database database = TestPostgres.database();
        Keyset keys = keys();
        audit =
                AuditLog.open(
                        database,
                        keys.auditLog(),
                        auditDirectory(),
                        clock,
                        new SystemTimers(metrics),
                        metrics);
        notifications = Notifications.open(database, events, clock);
        signals =
                Signals.open(
                        database, keys.userData(), new SignalsToTrading(trading), clock, metrics);
        watchlists = Watchlists.open(database, clock);
        Duration usual = AccountsSettings.USUAL.accessLife();
        accounts =
                Accounts.open(
                        database,
                        keys,
                        events,
                        clock,
                        metrics,
                        tokens,
                        identities,
                        PasskeySettings.LOCAL,
                        lasting(usual));
        hasty =
                Accounts.open(
                        database,
                        keys,
                        events,
                        clock,
                        metrics,
                        tokens,
                        lasting(Duration.ofMillis(1)));
        brief =
                Accounts.open(
                        database,
                        keys,
                        events,
                        clock,
                        metrics,
                        tokens,
                        lasting(Duration.ofSeconds(4)));
        elsewhere =
                Accounts.open(
                        database,
                        keys,
                        new EventBus(metrics),
                        clock,
                        metrics,
                        tokens,
                        lasting(usual));
        market.start(List.of(exchange, other, kalshi));
        health.register("database", true, Duration.ofSeconds(20), HealthCheck.Finding::healthy);
        health.register(
                "mailer",
                false,
                Duration.ofSeconds(2),
                () -> HealthCheck.Finding.of(HealthState.UNHEALTHY, "no server is named"));
        Eventually.until("instruments are known", () -> market.instruments().all().size() == 8);
        market.instruments().all().forEach(market::watch);
        settle();
        exchange.trade("BTC-USDT", 6_495_000, 5);
    }

    private static ConsentHost consentHost() {
        try {
            return new ConsentHost();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private IdentityHost identityHost() {
        try {
            return new IdentityHost(clock);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static final class Shared {
        static final House HOUSE = new House();
        static final Gateway GATEWAY = HOUSE.open(HOUSE.config(Optional.empty()));
    }

    /** The one that most tests share. */
    static House shared() {
        return Shared.HOUSE;
    }

    /** A gateway in front of the shared house, without limits that tests could run into. */
    static Gateway gateway() {
        return Shared.GATEWAY;
    }

    GatewayConfig config(Optional<Path> webApp) {
        GatewayConfig usual = GatewayConfig.local(0, webApp, "sim", "0.1.0-test");
        return usual.with(usual.edge().withPace(100_000, 100_000));
    }

    /** Has all mail that is due put into the inbox. */
    void deliver() {
        while (accounts.mails().deliver(inbox, URI.create("http://localhost:8080")) > 0) {
            // More than one round is due where many tests wrote.
        }
    }

    Gateway open(GatewayConfig config) {
        return Gateway.start(
                config,
                new GatewayParts(
                        accounts,
                        trading,
                        market,
                        notifications,
                        signals,
                        watchlists,
                        audit,
                        keys,
                        trading::open,
                        events,
                        health,
                        metrics,
                        clock),
                Optional.of(inbox));
    }

    /** The market as it was in the beginning, whatever tests did to it. */
    void settle() {
        exchange.moveTo("BTC-USDT", 6_495_000);
        exchange.moveTo("ETH-USDT", 300_000);
        other.moveTo("BTC-USDT", 6_495_100);
        Eventually.until(
                "prices are known",
                () ->
                        market.prices().stream()
                                .anyMatch(
                                        p ->
                                                p.bid()
                                                        .equals(
                                                                Optional.of(
                                                                        new BigDecimal(
                                                                                "64949.99")))));
    }

    /** A new person who has logged in. */
    Tokens visitor() {
        return visitor(accounts);
    }

    /** A new person who administers. */
    Tokens admin() {
        String email = "admin-" + UUID.randomUUID() + "@example.org";
        accounts.people().createAdmin(email, PASSWORD, PasswordOrigin.OWN, false);
        return login(accounts, email);
    }

    /** A new person who has logged in, and confirmed who they are. */
    Tokens confirmed() {
        Tokens tokens = visitor();
        accounts.stepUp(
                tokens.user(),
                tokens.session(),
                new Proof.Password(PASSWORD),
                new Origin("test", "127.0.0.1"));
        return tokens;
    }

    /** The secret of a new key of a person. */
    String key(UserId user, ApiKeyScope... scopes) {
        return switch (accounts.apiKeys()
                .create(user, "robot", Set.of(scopes), clock.instant().plus(Duration.ofHours(1)))) {
            case ApiKeyCreation.Created created -> created.secret().reveal();
            case ApiKeyCreation none -> throw new AssertionError("no key: " + none);
        };
    }

    /** A token that was good a moment ago. */
    String expiredToken() {
        return visitor(hasty).access().reveal();
    }

    /** Ends a session at another node. */
    void endElsewhere(Tokens tokens) {
        elsewhere.revokeSession(tokens.user(), tokens.session());
    }

    /** Two tokens of one person, one of which is good for some seconds only. */
    record Pair(String brief, String usual) {}

    Pair briefAndUsual() {
        String email = register(accounts);
        return new Pair(
                login(brief, email).access().reveal(), login(accounts, email).access().reveal());
    }

    private static Tokens visitor(Accounts accounts) {
        return login(accounts, register(accounts));
    }

    private static String register(Accounts accounts) {
        String email = "person-" + UUID.randomUUID() + "@example.org";
        return switch (accounts.register(email, PASSWORD, HOME)) {
            case Registration.Registered registered -> email;
            case Registration none -> throw new AssertionError("no account: " + none);
        };
    }

    private static Tokens login(Accounts accounts, String email) {
        return switch (accounts.login(email, PASSWORD, HOME)) {
            case Login.LoggedIn(var user, var tokens) -> tokens;
            case Login none -> throw new AssertionError("no login: " + none);
        };
    }

    private static AccountsSettings lasting(Duration accessLife) {
        AccountsSettings usual = AccountsSettings.USUAL;
        return new AccountsSettings(
                accessLife,
                usual.refreshLife(),
                usual.sessionLife(),
                usual.failuresPerAccount(),
                usual.failuresPerAddress(),
                100_000,
                usual.window(),
                false);
    }

    private static Path auditDirectory() {
        try {
            return Files.createTempDirectory("k2-gateway-audit-");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Keyset keys() {
        try {
            return Keyset.openOrCreate(Files.createTempDirectory("k2-gateway-keys-"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
