package dev.k2.trading;

import dev.k2.exchange.Account;
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
}
