package dev.k2.sim.binance;

import dev.k2.sim.Account;
import org.jspecify.annotations.Nullable;

/** The ways that a product has to listen to an account beside the WebSocket API. */
interface UserSessions {
    /** Where there are none. */
    UserSessions NONE = account -> {};

    /** Ends those of an account, or of all of them, as the exchange does when it has enough of them. */
    void expire(@Nullable Account account);
}
