package dev.k2.sim.kalshi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.sim.Account;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be asked over REST.
 *
 * @param operation the name that faults know it by
 * @param cost in tokens; negative when each order in the body costs so much
 */
record Call(String operation, Access access, long cost, Work work) {
    static final long USUAL = 10;

    /** Who may ask, and whose tokens it takes. */
    enum Access {
        OPEN,
        READ,
        WRITE
    }

    /**
     * Somebody who asks.
     *
     * @param args of path, query and body together
     * @param account null where nobody needs to say who he is
     */
    record Request(Args args, @Nullable Account account) {
        Account customer() {
            if (account == null) {
                throw new IllegalStateException("a signed call has an account");
            }
            return account;
        }

        JsonNode body() {
            return args.body();
        }
    }

    /** Does what was asked. */
    interface Work {
        Answer answer(Request request);
    }

    static Call open(String operation, Work work) {
        return new Call(operation, Access.OPEN, USUAL, work);
    }

    static Call read(String operation, Work work) {
        return new Call(operation, Access.READ, USUAL, work);
    }

    static Call write(String operation, Work work) {
        return new Call(operation, Access.WRITE, USUAL, work);
    }

    /** Tokens that the call takes with this body. */
    long tokens(JsonNode body) {
        return cost >= 0 ? cost : -cost * Math.max(1, body.path("orders").size());
    }
}
