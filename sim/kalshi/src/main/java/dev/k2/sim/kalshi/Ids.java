package dev.k2.sim.kalshi;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Names that look like everybody's, made of a market and a number. Pure. */
final class Ids {
    private static final long VERSION = 0x4000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long NUMBER = 0x0FFF_FFFF_FFFF_FFFFL;
    private static final long VERSIONLESS = ~0xF000L;

    private Ids() {}

    /** An order's id. */
    static String order(String ticker, long number) {
        return of(ticker, number, "order");
    }

    static String trade(String ticker, long number) {
        return of(ticker, number, "trade");
    }

    /** Something else's id: a market's, an event's, a person's. */
    static String named(String what, String name) {
        return UUID.nameUUIDFromBytes((what + "/" + name).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private static String of(String ticker, long number, String kind) {
        return new UUID(market(ticker, kind), VARIANT | number).toString();
    }

    /** The part of an id that tells of which market it is. */
    static long market(String ticker, String kind) {
        long bits =
                UUID.nameUUIDFromBytes((kind + "/" + ticker).getBytes(StandardCharsets.UTF_8))
                        .getMostSignificantBits();
        return (bits & VERSIONLESS) | VERSION;
    }

    /** The part of an id that counts. */
    static long number(UUID id) {
        return id.getLeastSignificantBits() & NUMBER;
    }
}
