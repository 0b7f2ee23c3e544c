package dev.k2.trading;

import dev.k2.model.ExchangeId;
import dev.k2.model.LinkId;
import java.util.Optional;

/**
 * How trading stands with one linked account.
 *
 * @param streamLive whether its own stream is open; its orders are stale while it is not
 * @param trouble what is wrong, for a person
 */
public record LinkState(
        LinkId link,
        ExchangeId exchange,
        Phase phase,
        boolean streamLive,
        Optional<String> trouble) {
    /** What can be done at an account. */
    public enum Phase {
        /** Being compared with its exchange: cancelling and asking only. */
        RECONCILING,
        /** Open for everything. */
        READY,
        /** The exchange refused the credentials. */
        REFUSED,
        /** Another node acts for it: reading what is kept, and asking for cancels only. */
        ELSEWHERE
    }
}
