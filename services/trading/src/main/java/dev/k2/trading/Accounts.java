package dev.k2.trading;

import dev.k2.exchange.Account;
import dev.k2.model.ExchangeId;
import dev.k2.model.LinkId;
import java.util.Optional;

/** Opens accounts at exchanges; satisfied by whoever knows exchanges and credentials. */
public interface Accounts {
    /**
     * Opens the account of a link. No request is sent yet.
     *
     * @return empty where the link is gone or its exchange is not built in
     */
    Optional<Account> open(LinkId link);

    /** Whether the exchange cancels orders by itself when it hears nothing, if it is asked to. */
    default boolean hasDeadManSwitch(ExchangeId exchange) {
        return false;
    }
}
