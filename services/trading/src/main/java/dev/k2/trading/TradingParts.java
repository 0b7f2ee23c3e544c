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
 * @param node what this process is called among those on the database: the same after a restart
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
        CrashPoints crashPoints,
        String node) {
    /** One node alone on its database. */
    public static final String ALONE = "alone";

    /** With names and deaths of a test's choice, and one node. */
    public TradingParts(
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
        this(
                database,
                clock,
                timers,
                metrics,
                links,
                accounts,
                market,
                announcements,
                names,
                crashPoints,
                ALONE);
    }

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
