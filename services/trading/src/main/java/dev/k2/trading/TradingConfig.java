package dev.k2.trading;

import java.time.Duration;

/**
 * How trading goes about it.
 *
 * @param absentLookUps how often an exchange must say that it does not know an order
 * @param absentSpan over how much time, while it can be reached
 * @param attentionAfter how long a reachable exchange may leave an order unresolved before a person
 *     is called
 * @param pollPause between looks at open orders while any is open
 * @param fillPatience how long a fill that the exchange counts may take to arrive by stream
 * @param overlap how far before the last known fill the search for fills begins
 * @param linkSyncPause between looks for new and removed links
 * @param inFlightMax orders that may be on their way at once
 * @param streamPatience how long to wait for a stream before comparing an account without it
 * @param settlementPause between looks for what the ends of event contracts paid
 * @param healthPause between looks whether each account's stream is what it is taken for
 * @param leases how accounts are held where several nodes run on one database
 */
public record TradingConfig(
        int absentLookUps,
        Duration absentSpan,
        Duration attentionAfter,
        Duration pollPause,
        Duration fillPatience,
        Duration overlap,
        Duration linkSyncPause,
        int inFlightMax,
        Duration streamPatience,
        Duration settlementPause,
        Duration healthPause,
        LeaseTerms leases) {
    public static final TradingConfig USUAL =
            new TradingConfig(
                    3,
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(75),
                    Duration.ofSeconds(30),
                    Duration.ofMillis(500),
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(5),
                    1000,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(60),
                    LeaseTerms.USUAL);

    /** The same with accounts held in another way. */
    public TradingConfig holding(LeaseTerms terms) {
        return new TradingConfig(
                absentLookUps,
                absentSpan,
                attentionAfter,
                pollPause,
                fillPatience,
                overlap,
                linkSyncPause,
                inFlightMax,
                streamPatience,
                settlementPause,
                healthPause,
                terms);
    }
}
