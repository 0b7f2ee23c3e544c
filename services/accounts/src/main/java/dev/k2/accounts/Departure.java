package dev.k2.accounts;

import dev.k2.model.UserId;
import dev.k2.platform.EventBus;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How people leave. What is personal is deleted; orders stay, as records, under an id behind which nobody is any more.
 */
public final class Departure {
    private static final Logger LOG = LoggerFactory.getLogger(Departure.class);

    private final PeopleStore people;
    private final Links links;
    private final ApiKeys keys;
    private final Consumer<UserId> endSessions;
    private final EventBus events;

    Departure(
            PeopleStore people,
            Links links,
            ApiKeys keys,
            Consumer<UserId> endSessions,
            EventBus events) {
        this.people = people;
        this.links = links;
        this.keys = keys;
        this.endSessions = endSessions;
        this.events = events;
    }

    /**
     * Deletes an account. Whoever asks has confirmed who they are before; the caller sees to that.
     *
     * @param affairs asked before anything is taken away
     */
    public Leaving leave(UserId user, OpenAffairs affairs) {
        if (!people.exists(user)) {
            return new Leaving.Unknown();
        }
        int open = affairs.orders(user, Optional.empty());
        if (open > 0) {
            return new Leaving.HasOrders(open);
        }
        // Keys first and links before the person, so that nothing new is sent on their behalf.
        keys.list(user).forEach(key -> keys.revoke(user, key.id()));
        links.list(user).forEach(link -> links.revoke(user, link.id()));
        endSessions.accept(user);
        people.delete(user);
        events.publish(new PersonLeft(user));
        int late = affairs.orders(user, Optional.empty());
        if (late > 0) {
            LOG.atError()
                    .addKeyValue("user_id", user)
                    .addKeyValue("orders", late)
                    .log("orders came while their owner left; look after them at the exchange");
        }
        return new Leaving.Left();
    }
}
