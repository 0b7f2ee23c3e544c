package dev.k2.sim.cryptocom;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A channel as somebody subscribes to it.
 *
 * @param subscription its whole name
 * @param kind what it tells of, such as book or user.order
 * @param instrument empty when it is about all of them
 * @param detail the depth of a book or the length of candles, else empty
 */
record Channel(String subscription, String kind, String instrument, String detail) {
    private static final List<String> OF_INSTRUMENT =
            List.of(
                    "ticker",
                    "trade",
                    "mark",
                    "index",
                    "funding",
                    "estimatedfunding",
                    "settlement");
    private static final List<String> OF_ACCOUNT =
            List.of(
                    "user.order",
                    "user.advance.order",
                    "user.advance_order",
                    "user.advanced.order",
                    "user.trade",
                    "user.balance",
                    "user.positions",
                    "user.position_balance",
                    "user.account_risk");

    /** Null when there is no channel of this name. */
    static @Nullable Channel of(String name) {
        for (String kind : OF_ACCOUNT) {
            if (name.equals(kind)) {
                return new Channel(name, kind, "", "");
            }
            if (name.startsWith(kind + ".") && !OF_ACCOUNT.contains(name)) {
                return new Channel(name, kind, name.substring(kind.length() + 1), "");
            }
        }
        String[] parts = name.split("\\.", -1);
        if (parts.length == 2 && OF_INSTRUMENT.contains(parts[0])) {
            return new Channel(name, parts[0], parts[1], "");
        }
        if (parts.length == 3 && parts[0].equals("book")) {
            return new Channel(name, "book", parts[1], parts[2]);
        }
        if (parts.length == 3 && parts[0].equals("candlestick")) {
            return new Channel(name, "candlestick", parts[2], parts[1]);
        }
        return null;
    }

    boolean isOfAccount() {
        return kind.startsWith("user.");
    }

    boolean isAdvanced() {
        return kind.startsWith("user.advance");
    }

    /** The first frame of these carries the subscription's id in place of a word that it was heard. */
    boolean beginsAtOnce() {
        return switch (kind) {
            case "book", "trade", "candlestick", "settlement", "user.trade" -> false;
            default -> true;
        };
    }
}
