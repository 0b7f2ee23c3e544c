package dev.k2.trading;

import dev.k2.exchange.ExchangeError;
import dev.k2.model.ExchangeId;
import dev.k2.model.LinkId;
import dev.k2.model.UserId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** What trading asks about links to exchanges; satisfied by whoever keeps them. */
public interface Links {
    /** Every active link of every user. */
    List<Link> active();

    /** Those of these links that are no more, and will never be again; expired ones are not. */
    Set<LinkId> gone(Collection<LinkId> links);

    /**
     * A number that is another one after every change of what {@link #active} tells, by whichever
     * node, so that one cheap question shows whether there is anything new.
     */
    long changes();

    /**
     * The exchange refused the credentials of this generation: they are marked expired, the user is
     * told, and a change of the link is announced. Saying it twice is harmless.
     *
     * @return false where the link is not active with these: nothing was marked then, and it is to
     *     be looked up anew
     */
    boolean refused(Link link, ExchangeError cause);

    /**
     * A user's connection to one account.
     *
     * @param generation which of its credentials it has; others have another number
     * @param since when these credentials were given
     * @param mayTrade false where the exchange said that the key can only read
     */
    record Link(
            LinkId id,
            UserId user,
            ExchangeId exchange,
            int generation,
            Instant since,
            boolean mayTrade) {
        /** One with its first credentials, which may trade. */
        public Link(LinkId id, UserId user, ExchangeId exchange) {
            this(id, user, exchange, 1, Instant.EPOCH, true);
        }
    }
}
