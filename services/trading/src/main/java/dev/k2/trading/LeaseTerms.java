package dev.k2.trading;

import java.time.Duration;

/**
 * How a node holds the accounts that it acts for.
 *
 * @param term for how long a node holds an account without renewing; also how long others wait when
 *     it dies
 * @param renewal between renewals, and between looks for accounts that became free
 * @param wishPause between looks for cancels that other nodes were asked for
 */
public record LeaseTerms(Duration term, Duration renewal, Duration wishPause) {
    public static final LeaseTerms USUAL =
            new LeaseTerms(Duration.ofSeconds(15), Duration.ofSeconds(5), Duration.ofSeconds(1));

    public LeaseTerms {
        if (renewal.multipliedBy(2).compareTo(term) >= 0) {
            throw new IllegalArgumentException(
                    "a term has room for two renewals, found " + renewal + " in " + term);
        }
    }

    /** So long after it was last renewed, an order may still be sent under a lease. */
    Duration sendsFor() {
        return term.minus(renewal);
    }
}
