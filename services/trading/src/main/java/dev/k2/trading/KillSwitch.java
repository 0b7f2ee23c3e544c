package dev.k2.trading;

import dev.k2.model.ExchangeId;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether trading is stopped, of whom and where.
 *
 * @param exchange the one that it stops; empty for every exchange
 * @param since when it last changed; empty where it never did
 * @param reason why it is on
 */
public record KillSwitch(
        Whose whose,
        Optional<ExchangeId> exchange,
        boolean on,
        Optional<Instant> since,
        Optional<String> reason) {
    /** Who is stopped by it. */
    public enum Whose {
        /** One user, who turned it. */
        USER,
        /** Everybody; whoever runs K2 turned it. */
        INSTALLATION
    }

    /** One that was never touched. */
    public static KillSwitch untouched(Whose whose, Optional<ExchangeId> exchange) {
        return new KillSwitch(whose, exchange, false, Optional.empty(), Optional.empty());
    }
}
