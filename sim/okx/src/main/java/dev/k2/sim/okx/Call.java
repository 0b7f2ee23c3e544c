package dev.k2.sim.okx;

import dev.k2.sim.Account;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be asked over REST.
 *
 * @param operation the name that faults know it by
 * @param signed true when it wants a key
 * @param limit how often it may be asked in two seconds: by address, or by account when it is signed
 * @param byInstrument true when each instrument is counted alone
 */
record Call(String operation, boolean signed, int limit, boolean byInstrument, Work work) {
    /** Somebody who asks. */
    record Request(Args args, @Nullable Account account) {
        Account customer() {
            if (account == null) {
                throw new IllegalStateException("a signed call has an account");
            }
            return account;
        }
    }

    /** Does what was asked. */
    interface Work {
        Envelope answer(Request request);
    }

    static Call open(String operation, int limit, Work work) {
        return new Call(operation, false, limit, false, work);
    }

    static Call signed(String operation, int limit, Work work) {
        return new Call(operation, true, limit, false, work);
    }

    static Call trading(String operation, int limit, Work work) {
        return new Call(operation, true, limit, true, work);
    }
}
