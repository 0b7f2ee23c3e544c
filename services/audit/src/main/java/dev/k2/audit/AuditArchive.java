package dev.k2.audit;

import java.time.Instant;

/** Storage outside of the installation, in which nothing can be changed or deleted for a time. Calls block, within a time limit. */
public interface AuditArchive {
    /**
     * Stores an object and locks it.
     *
     * @param name the same name again means the same content again
     * @throws RuntimeException when it is not stored for certain; it is tried again later
     */
    void put(String name, byte[] content, Instant lockedUntil);
}
