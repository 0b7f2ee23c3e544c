package dev.k2.accounts;

import dev.k2.model.SessionId;
import dev.k2.model.UserId;
import java.util.List;

/** Lets it be known that sessions ended, once that is committed. */
@FunctionalInterface
interface SessionEnds {
    void announce(UserId user, List<SessionId> ended);
}
