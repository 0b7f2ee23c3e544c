package dev.k2.app;

import dev.k2.accounts.OpenAffairs;
import dev.k2.model.LinkId;
import dev.k2.model.UserId;
import dev.k2.trading.Trading;
import java.util.Optional;

/** What somebody who wants to leave, or to unlink an account, still has under way. */
record OpenOrders(Trading trading) implements OpenAffairs {
    @Override
    public int orders(UserId user, Optional<LinkId> link) {
        return trading.open(user, link);
    }
}
