package dev.k2.trading;

import dev.k2.platform.Leases;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * The condition that every write about an account's orders carries: that the lease under which it is
 * made stands. The row stays held until the write is committed, so nobody takes over in between.
 */
final class FenceStore {
    /** The lease {@code l} by the names that {@link #bind} binds. */
    static final String STANDS =
            "l.shard = :shard AND l.epoch = :epoch AND l.expires_at > clock_timestamp()";

    private FenceStore() {}

    static <S extends SqlStatement<S>> S bind(S statement, Leases.Lease lease) {
        return statement.bind("shard", lease.shard()).bind("epoch", lease.epoch());
    }

    /** Whether a lease stands, and stays so until the transaction ends. */
    static boolean hold(Handle handle, Leases.Lease lease) {
        return bind(
                        handle.createQuery(
                                "SELECT l.epoch FROM platform.leases l WHERE "
                                        + STANDS
                                        + " FOR KEY SHARE OF l"),
                        lease)
                .mapTo(Long.class)
                .findOne()
                .isPresent();
    }
}
