package dev.k2.trading;

import dev.k2.exchange.ExchangeError;
import dev.k2.model.ExchangeId;
import dev.k2.model.LinkId;
import dev.k2.model.UserId;
import java.util.List;

/** What trading asks about links to exchanges; satisfied by whoever keeps them. */
public interface Links {
    /** Every active link of every user. */
    List<Link> active();

    /**
     * The exchange refused these credentials: they are marked expired, the user is told, and a
     * change of the link is announced. Saying it twice is harmless.
     */
    void refused(LinkId link, ExchangeError cause);

    /**
     * A user's connection to one account.
     *
     * @param mayTrade false where the exchange said that the key can only read
     */
    record Link(LinkId id, UserId user, ExchangeId exchange, boolean mayTrade) {
        /** One that may trade. */
        public Link(LinkId id, UserId user, ExchangeId exchange) {
            this(id, user, exchange, true);
        }
    }
}
