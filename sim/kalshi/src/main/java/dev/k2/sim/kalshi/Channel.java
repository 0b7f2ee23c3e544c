package dev.k2.sim.kalshi;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What can be listened to. */
enum Channel {
    ORDERBOOK_DELTA(true, false),
    TICKER(false, false),
    TRADE(true, false),
    MARKET_LIFECYCLE_V2(true, false),
    FILL(false, true),
    USER_ORDERS(false, true),
    MARKET_POSITIONS(false, true);

    private final boolean sequenced;
    private final boolean ofAccount;

    Channel(boolean sequenced, boolean ofAccount) {
        this.sequenced = sequenced;
        this.ofAccount = ofAccount;
    }

    /** True when its messages are counted, so that a lost one is seen. */
    boolean sequenced() {
        return sequenced;
    }

    /** True when it tells of the account that listens. */
    boolean ofAccount() {
        return ofAccount;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static @Nullable Channel of(String word) {
        for (Channel channel : values()) {
            if (channel.word().equals(word)) {
                return channel;
            }
        }
        return null;
    }
}
