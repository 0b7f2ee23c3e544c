package dev.k2.trading;

import dev.k2.platform.Database;
import dev.k2.platform.Metrics;
import dev.k2.platform.Timers;
import java.time.InstantSource;

/**
 * Everything that trading is handed. None of it is closed by trading.
 *
 * @param names where ids come from
 * @param crashPoints where tests let the process die
 */
public record TradingParts(
        Database database,
        InstantSource clock,
        Timers timers,
        Metrics metrics,
        Links links,
        Accounts accounts,
        Market market,
        Announcements announcements,
        Names names,
        CrashPoints crashPoints) {
    /** As it is outside tests. */
    public TradingParts(
            Database database,
            InstantSource clock,
            Timers timers,
            Metrics metrics,
            Links links,
            Accounts accounts,
            Market market,
            Announcements announcements) {
        this(
                database,
                clock,
                timers,
                metrics,
                links,
                accounts,
                market,
                announcements,
                Names.RANDOM,
                CrashPoints.NONE);
    }
}
