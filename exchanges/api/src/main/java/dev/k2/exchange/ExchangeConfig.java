package dev.k2.exchange;

import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/**
 * How an exchange is opened, in words that all exchanges share.
 *
 * @param environment which of an exchange's worlds
 * @param simulator where a simulated exchange is; with {@link Environment#SIM} only
 * @param orderEntry how orders travel
 * @param twoConnections whether feeds hold two connections each and take whichever message comes
 *     first, so that losing one loses nothing; twice the traffic
 * @param stateFolder where what has to outlive a restart is kept, such as a ban that the exchange
 *     spoke; empty to keep nothing
 * @param tap hears what the exchange says before anything reads it; empty where nobody does
 * @param dataKey a key that reads public data, for exchanges whose streams want one; nothing is done
 *     to its account
 * @param clock the time of day
 */
public record ExchangeConfig(
        Environment environment,
        Optional<URI> simulator,
        OrderTransport orderEntry,
        boolean twoConnections,
        Optional<Path> stateFolder,
        Optional<WireTap> tap,
        Optional<Credentials> dataKey,
        InstantSource clock) {

    /** The worlds of an exchange. Credentials of one are never sent to another. */
    public enum Environment {
        /** Real money. */
        LIVE,
        /** The exchange's test network. */
        TESTNET,
        /** The exchange's demo mode: live prices, play money. */
        DEMO,
        /** A simulated exchange. */
        SIM
    }

    /** How orders travel. */
    public enum OrderTransport {
        REST,
        WEBSOCKET
    }

    public ExchangeConfig {
        if (simulator.isPresent() != (environment == Environment.SIM)) {
            throw new IllegalArgumentException(
                    "an address of a simulator goes with SIM, found " + environment);
        }
    }

    /** Real money. */
    public static ExchangeConfig live(InstantSource clock) {
        return of(Environment.LIVE, Optional.empty(), clock);
    }

    /** The exchange's test network. */
    public static ExchangeConfig testnet(InstantSource clock) {
        return of(Environment.TESTNET, Optional.empty(), clock);
    }

    /** The exchange's demo mode. */
    public static ExchangeConfig demo(InstantSource clock) {
        return of(Environment.DEMO, Optional.empty(), clock);
    }

    /**
     * A simulated exchange.
     *
     * @param address its base address over HTTP, such as {@code http://127.0.0.1:9101}
     */
    public static ExchangeConfig sim(URI address, InstantSource clock) {
        return of(Environment.SIM, Optional.of(address), clock);
    }

    private static ExchangeConfig of(
            Environment environment, Optional<URI> simulator, InstantSource clock) {
        return new ExchangeConfig(
                environment,
                simulator,
                OrderTransport.REST,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                clock);
    }

    /** The same with orders on another way. */
    public ExchangeConfig withOrderEntry(OrderTransport changed) {
        return new ExchangeConfig(
                environment, simulator, changed, twoConnections, stateFolder, tap, dataKey, clock);
    }

    /** The same with two connections for each feed. */
    public ExchangeConfig withTwoConnections() {
        return new ExchangeConfig(
                environment, simulator, orderEntry, true, stateFolder, tap, dataKey, clock);
    }

    /** The same, keeping what has to outlive a restart. */
    public ExchangeConfig withStateFolder(Path folder) {
        return new ExchangeConfig(
                environment,
                simulator,
                orderEntry,
                twoConnections,
                Optional.of(folder),
                tap,
                dataKey,
                clock);
    }

    /** The same, letting somebody hear what the exchange says as it says it. */
    public ExchangeConfig withTap(WireTap listener) {
        return new ExchangeConfig(
                environment,
                simulator,
                orderEntry,
                twoConnections,
                stateFolder,
                Optional.of(listener),
                dataKey,
                clock);
    }

    /** The same with a key for public data. Of a key that can only read, least is lost. */
    public ExchangeConfig withDataKey(Credentials key) {
        return new ExchangeConfig(
                environment,
                simulator,
                orderEntry,
                twoConnections,
                stateFolder,
                tap,
                Optional.of(key),
                clock);
    }
}
