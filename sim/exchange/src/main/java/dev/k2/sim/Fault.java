package dev.k2.sim;

import java.util.Map;

/**
 * Something that shall go wrong.
 *
 * @param exchange whose, or {@code *}
 * @param operation what it strikes: an operation such as {@code order.place}, a stream such as {@code stream:depth}, a
 *     prefix that ends in {@code *}, or {@code *} for all
 * @param account whose requests, or {@code *}
 * @param symbol which market, or {@code *}
 * @param probability 0 to 1; 1 strikes every time
 * @param skip how many matching occasions pass unharmed first
 * @param count how often it strikes before it is used up; 0 means without end
 * @param untilMillis when it ends by itself, in milliseconds since 1970; 0 means never
 * @param settings further numbers and words, such as {@code delay_ms}, {@code status}, {@code retry_after_s}
 */
public record Fault(
        String id,
        Kind kind,
        String exchange,
        String operation,
        String account,
        String symbol,
        double probability,
        long skip,
        long count,
        long untilMillis,
        Map<String, String> settings) {

    /** What goes wrong. The README of this module says what each does. */
    public enum Kind {
        DROP_REPLY,
        ERROR_AFTER,
        ERROR_BEFORE,
        DELAY,
        NOT_FOUND_LAG,
        RATE_LIMIT,
        BAN,
        MAINTENANCE,
        HALT,
        REVOKE_KEY,
        REFUSE_CONNECTIONS,
        CLOCK_OFFSET,
        CUT_SOCKETS,
        EXPIRE_SESSION,
        SERVER_SHUTDOWN,
        SKIP_MESSAGE,
        DUPLICATE_MESSAGE,
        REORDER_MESSAGE,
        MALFORMED_MESSAGE,
        SILENCE,
        NO_PING,
        STALE_SNAPSHOT;

        /** True for what happens once, at the moment it is asked for. */
        public boolean immediate() {
            return this == CUT_SOCKETS || this == EXPIRE_SESSION || this == SERVER_SHUTDOWN;
        }
    }

    public Fault {
        if (probability < 0 || probability > 1 || skip < 0 || count < 0) {
            throw new IllegalArgumentException(
                    "probability must be 0 to 1, skip and count not negative");
        }
        settings = Map.copyOf(settings);
    }

    /** A setting that is a whole number, or the given one when it is not set. */
    public long number(String name, long otherwise) {
        String value = settings.get(name);
        return value == null ? otherwise : Long.parseLong(value);
    }

    public String word(String name, String otherwise) {
        return settings.getOrDefault(name, otherwise);
    }

    boolean matches(String exchange, String operation, String account, String symbol) {
        return fits(this.exchange, exchange)
                && fits(this.operation, operation)
                && fits(this.account, account)
                && fits(this.symbol, symbol);
    }

    private static boolean fits(String pattern, String value) {
        if (pattern.endsWith("*")) {
            return value.startsWith(pattern.substring(0, pattern.length() - 1));
        }
        return pattern.equalsIgnoreCase(value);
    }
}
