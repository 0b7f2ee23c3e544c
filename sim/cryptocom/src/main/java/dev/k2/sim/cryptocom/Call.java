package dev.k2.sim.cryptocom;

import dev.k2.sim.Account;
import org.jspecify.annotations.Nullable;

/**
 * One method that can be called.
 *
 * @param method its whole name, such as private/create-order
 * @param operation the name that faults know it by
 * @param limit how often it may be called in a window: by key, or by address when it is public
 * @param windowMillis how long that window is
 * @param trades true when a key that may only read cannot call it
 */
record Call(
        String method, String operation, int limit, long windowMillis, boolean trades, Work work) {
    private static final long SHORT = 100;
    private static final long SECOND = 1000;

    /** Somebody who asks. */
    record Request(Args args, @Nullable Account account, String nonce) {
        Account customer() {
            if (account == null) {
                throw new IllegalStateException("a private call has an account");
            }
            return account;
        }
    }

    /** Does what was asked. */
    interface Work {
        Reply answer(Request request);
    }

    boolean isPrivate() {
        return method.startsWith("private/");
    }

    static Call open(String method, String operation, Work work) {
        return new Call("public/" + method, operation, 100, SECOND, false, work);
    }

    /** One that is limited as most are. */
    static Call asking(String method, String operation, Work work) {
        return new Call("private/" + method, operation, 3, SHORT, false, work);
    }

    /** One of those that may be called once in a second. */
    static Call rarely(String method, String operation, Work work) {
        return new Call("private/" + method, operation, 1, SECOND, false, work);
    }

    static Call often(String method, String operation, int limit, Work work) {
        return new Call("private/" + method, operation, limit, SHORT, false, work);
    }

    static Call trading(String method, String operation, int limit, Work work) {
        return new Call("private/" + method, operation, limit, SHORT, true, work);
    }
}
