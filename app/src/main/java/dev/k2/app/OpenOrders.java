package dev.k2.app;

import dev.k2.accounts.OpenAffairs;
import dev.k2.model.UserId;
import dev.k2.trading.OrderFilter;
import dev.k2.trading.Trading;
import java.util.Optional;

/** What somebody who wants to leave still has under way; an order whose outcome is not known is not final either. */
record OpenOrders(Trading trading) implements OpenAffairs {
    private static final OrderFilter OPEN =
            new OrderFilter(
                    OrderFilter.OPEN,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    OrderFilter.Sort.NEWEST_FIRST,
                    OrderFilter.LIMIT_MAX,
                    Optional.empty());

    @Override
    public int orders(UserId user) {
        return trading.list(user, OPEN).items().size();
    }
}
