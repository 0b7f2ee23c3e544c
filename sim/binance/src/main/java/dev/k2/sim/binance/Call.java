package dev.k2.sim.binance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.sim.Account;
import java.util.HashSet;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be asked, over REST and over the WebSocket API alike.
 *
 * @param operation the name that faults and logs know it by
 * @param weight what it costs
 * @param freeOnSuccess true for order calls, which cost nothing when they succeed (since 2026-04-02)
 * @param readable every parameter that it reads, those of signing included
 */
record Call(
        String operation,
        Security security,
        ToLongFunction<Params> weight,
        boolean freeOnSuccess,
        Set<String> readable,
        Work work) {

    private static final Set<String> SIGNING = Set.of("timestamp", "recvWindow", "signature");

    /** Who may ask. */
    enum Security {
        NONE,
        KEY,
        SIGNED
    }

    /** Somebody who asks, and how he wants the answer. */
    record Request(Params params, @Nullable Account account, String address, boolean micros) {
        Account customer() {
            if (account == null) {
                throw new IllegalStateException("a signed call has an account");
            }
            return account;
        }
    }

    /** Does what was asked. */
    interface Work {
        JsonNode answer(Request request);
    }

    static Call open(String operation, long weight, Work work, String... readable) {
        return open(operation, params -> weight, work, readable);
    }

    static Call open(
            String operation, ToLongFunction<Params> weight, Work work, String... readable) {
        return new Call(operation, Security.NONE, weight, false, Set.of(readable), work);
    }

    /** A call that wants a key but no signature. */
    static Call keyed(String operation, long weight, Work work, String... readable) {
        return new Call(operation, Security.KEY, params -> weight, false, Set.of(readable), work);
    }

    static Call signed(String operation, long weight, Work work, String... readable) {
        return signed(operation, params -> weight, work, readable);
    }

    static Call signed(
            String operation, ToLongFunction<Params> weight, Work work, String... readable) {
        return new Call(operation, Security.SIGNED, weight, false, withSigning(readable), work);
    }

    /** An order call: signed, and free when it succeeds. */
    static Call trading(String operation, long weight, Work work, String... readable) {
        return new Call(
                operation, Security.SIGNED, params -> weight, true, withSigning(readable), work);
    }

    private static Set<String> withSigning(String... readable) {
        Set<String> all = new HashSet<>(SIGNING);
        all.addAll(Set.of(readable));
        return Set.copyOf(all);
    }
}
