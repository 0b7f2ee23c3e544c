package dev.k2.sim.bybit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.sim.Account;
import dev.k2.sim.WireJson;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be asked.
 *
 * @param name what its calls are counted under
 * @param operation the name that faults know it by
 */
record Call(String name, String operation, Quota quota, Work work) {

    /** How often an account may ask. */
    enum Quota {
        /** Anybody may ask, and only his address is counted. */
        OPEN,
        ORDERS,
        READS;

        long limit(BybitSettings settings, Category category) {
            return switch (this) {
                case OPEN -> Long.MAX_VALUE;
                case ORDERS -> settings.ordersPerSecond(category);
                case READS -> settings.readsPerSecond();
            };
        }
    }

    /** Somebody who asks. */
    record Request(Fields fields, @Nullable Account account) {
        Account customer() {
            if (account == null) {
                throw new IllegalStateException("a signed call has an account");
            }
            return account;
        }

        Request with(Fields other) {
            return new Request(other, account);
        }
    }

    /** What is answered when all went well. Batches tell about their parts beside the result. */
    record Reply(JsonNode result, JsonNode parts) {
        static Reply of(JsonNode result) {
            return new Reply(result, WireJson.object());
        }
    }

    /** Does what was asked. */
    interface Work {
        Reply answer(Request request);
    }

    /** Most work has no parts. */
    interface Plain {
        JsonNode answer(Request request);
    }

    static Call open(String name, String operation, Plain work) {
        return new Call(name, operation, Quota.OPEN, request -> Reply.of(work.answer(request)));
    }

    static Call reading(String name, String operation, Plain work) {
        return new Call(name, operation, Quota.READS, request -> Reply.of(work.answer(request)));
    }

    static Call trading(String name, String operation, Plain work) {
        return new Call(name, operation, Quota.ORDERS, request -> Reply.of(work.answer(request)));
    }

    static Call batch(String name, String operation, Work work) {
        return new Call(name, operation, Quota.ORDERS, work);
    }

    boolean signed() {
        return quota != Quota.OPEN;
    }
}
