package dev.k2.exchange.okx;

import dev.k2.exchange.ExchangeConfig;
import dev.k2.exchange.ExchangeConfig.Environment;
import dev.k2.exchange.ExchangeConfig.OrderTransport;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Where OKX is and how it is treated.
 *
 * @param environment which OKX; all addresses belong to it, so that credentials of one never reach
 *     another
 * @param rest base address of REST, without a path
 * @param sockets base address of all WebSockets, without a path
 * @param orderEntry how orders travel
 * @param twoConnections whether feeds hold two connections each
 * @param timeout how long one request may take
 * @param clockOffsetMax how far our clock may be off before signing stops
 * @param silenceMax without any frame for so long, a connection counts as dead
 * @param pingEvery how often a connection is asked for a sign of life; OKX ends one that is silent
 *     for 30 s
 * @param connectionAgeMax when a connection is renewed
 * @param limitPercent how much of OKX's documented limits this process may use; less than 100 where
 *     others share them
 * @param stateFolder where a silence that OKX asked for is kept over a restart
 */
public record OkxConfig(
        Environment environment,
        URI rest,
        URI sockets,
        OrderTransport orderEntry,
        boolean twoConnections,
        Duration timeout,
        Duration clockOffsetMax,
        Duration silenceMax,
        Duration pingEvery,
        Duration connectionAgeMax,
        int limitPercent,
        Optional<Path> stateFolder) {

    /** Where an account was opened. A key belongs to one region. */
    public enum Region {
        /** Everywhere else. */
        GLOBAL("www.okx.com", "ws.okx.com", "wspap.okx.com"),
        /** The European Economic Area. */
        EEA("eea.okx.com", "wseea.okx.com", "wseeapap.okx.com"),
        /** The United States. */
        US("us.okx.com", "wsus.okx.com", "wsuspap.okx.com");

        private final String rest;
        private final String sockets;
        private final String demoSockets;

        Region(String rest, String sockets, String demoSockets) {
            this.rest = rest;
            this.sockets = sockets;
            this.demoSockets = demoSockets;
        }
    }

    private static final int SOCKET_PORT = 8443;

    public OkxConfig {
        if (limitPercent < 1) {
            throw new IllegalArgumentException(
                    "at least a hundredth of a limit is used, found " + limitPercent);
        }
        requireHost(environment, rest);
        requireSocketHost(environment, sockets);
    }

    /** Real money, everywhere but in the EEA and the United States. */
    public static OkxConfig live() {
        return live(Region.GLOBAL);
    }

    /** Real money. */
    public static OkxConfig live(Region region) {
        return of(
                Environment.LIVE,
                "https://" + region.rest,
                "wss://" + region.sockets + ":" + SOCKET_PORT);
    }

    /** OKX's demo mode: the live host of REST with a header that says so, and sockets of its own. */
    public static OkxConfig demo() {
        return demo(Region.GLOBAL);
    }

    /** OKX's demo mode in one region. */
    public static OkxConfig demo(Region region) {
        return of(
                Environment.DEMO,
                "https://" + region.rest,
                "wss://" + region.demoSockets + ":" + SOCKET_PORT);
    }

    /** A simulated OKX on this machine. */
    public static OkxConfig sim(int port) {
        return sim(URI.create("http://127.0.0.1:" + port));
    }

    /**
     * A configuration in the library's own words.
     *
     * @throws IllegalArgumentException where it does not fit together, as for a test network, which
     *     OKX does not have beside its demo mode
     */
    static OkxConfig of(ExchangeConfig config) {
        OkxConfig addresses =
                switch (config.environment()) {
                    case LIVE -> live();
                    case DEMO -> demo();
                    case TESTNET ->
                            throw new IllegalArgumentException(
                                    "OKX has no test network; its demo mode is DEMO");
                    case SIM ->
                            sim(
                                    config.simulator()
                                            .orElseThrow(
                                                    () ->
                                                            new IllegalArgumentException(
                                                                    "a simulated exchange has an"
                                                                            + " address")));
                };
        return addresses.with(config.orderEntry(), config.twoConnections(), config.stateFolder());
    }

    private static OkxConfig sim(URI address) {
        String host = address.getAuthority();
        boolean secure = address.getScheme().equals("https");
        return of(
                Environment.SIM,
                address.getScheme() + "://" + host,
                (secure ? "wss://" : "ws://") + host);
    }

    private static OkxConfig of(Environment environment, String rest, String sockets) {
        return new OkxConfig(
                environment,
                URI.create(rest),
                URI.create(sockets),
                OrderTransport.REST,
                false,
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                Duration.ofSeconds(3),
                Duration.ofHours(23),
                100,
                Optional.empty());
    }

    /** The same with orders on another way. */
    public OkxConfig withOrderEntry(OrderTransport changed) {
        return with(changed, twoConnections, stateFolder);
    }

    /** The same with two connections for each feed. */
    public OkxConfig withTwoConnections() {
        return with(orderEntry, true, stateFolder);
    }

    /** The same, keeping over a restart what OKX asked for. */
    public OkxConfig withStateFolder(Path folder) {
        return with(orderEntry, twoConnections, Optional.of(folder));
    }

    private OkxConfig with(OrderTransport changed, boolean two, Optional<Path> folder) {
        return new OkxConfig(
                environment,
                rest,
                sockets,
                changed,
                two,
                timeout,
                clockOffsetMax,
                silenceMax,
                pingEvery,
                connectionAgeMax,
                limitPercent,
                folder);
    }

    /** The same with other limits for how a connection is watched. */
    public OkxConfig withLiveness(Duration silence, Duration ping, Duration age) {
        return new OkxConfig(
                environment,
                rest,
                sockets,
                orderEntry,
                twoConnections,
                timeout,
                clockOffsetMax,
                silence,
                ping,
                age,
                limitPercent,
                stateFolder);
    }

    /** The same with other limits for one request and for how far our clock may be off. */
    public OkxConfig withRequests(Duration timeLimit, Duration offsetMax) {
        return new OkxConfig(
                environment,
                rest,
                sockets,
                orderEntry,
                twoConnections,
                timeLimit,
                offsetMax,
                silenceMax,
                pingEvery,
                connectionAgeMax,
                limitPercent,
                stateFolder);
    }

    /** The same with another share of OKX's limits, such as 50. */
    public OkxConfig withLimitPercent(int percent) {
        return new OkxConfig(
                environment,
                rest,
                sockets,
                orderEntry,
                twoConnections,
                timeout,
                clockOffsetMax,
                silenceMax,
                pingEvery,
                connectionAgeMax,
                percent,
                stateFolder);
    }

    boolean isDemo() {
        return environment == Environment.DEMO;
    }

    /** The address of one of the three sockets. */
    URI socket(OkxSocket socket) {
        return URI.create(sockets + socket.path());
    }

    private static void requireHost(Environment environment, URI address) {
        boolean ours = isOkx(address);
        boolean fits =
                switch (environment) {
                    // The demo shares the live host of REST; a header tells them apart.
                    case LIVE, DEMO -> ours && address.getScheme().equals("https");
                    case SIM -> !ours;
                    case TESTNET -> false;
                };
        if (!fits) {
            throw new IllegalArgumentException(address + " is no address of " + environment);
        }
    }

    private static void requireSocketHost(Environment environment, URI address) {
        boolean ours = isOkx(address);
        boolean demo = ours && address.getHost().toLowerCase(Locale.ROOT).endsWith("pap.okx.com");
        boolean secure = address.getScheme().equals("wss");
        boolean fits =
                switch (environment) {
                    case LIVE -> ours && !demo && secure;
                    case DEMO -> demo && secure;
                    case SIM -> !ours;
                    case TESTNET -> false;
                };
        if (!fits) {
            throw new IllegalArgumentException(address + " is no address of " + environment);
        }
    }

    private static boolean isOkx(URI address) {
        String host = address.getHost();
        if (host == null) {
            throw new IllegalArgumentException("an address names a host: " + address);
        }
        return host.toLowerCase(Locale.ROOT).endsWith(".okx.com");
    }
}
