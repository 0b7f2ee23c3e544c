package dev.k2.audit;

import dev.k2.model.SessionId;
import dev.k2.model.UserId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Something that happened. Texts are cut and cleaned of control characters here, whoever made them; that none holds a secret is the
 * caller's part.
 *
 * @param id of this happening, so that it is written once
 * @param action a fixed word, such as {@code order.place}
 * @param address where it came from; empty where it came from inside
 * @param object what it was done to, such as an order's id
 * @param outcome how it ended: {@code ok}, or a code
 * @param requestId finds it in the log; empty where there was no request
 * @param details figures, by name
 */
public record AuditEvent(
        UUID id,
        Instant at,
        AuditKind kind,
        String action,
        Optional<UserId> user,
        Optional<SessionId> session,
        String address,
        String object,
        String outcome,
        String requestId,
        Map<String, String> details) {
    private static final int WORD_MAX = 60;
    private static final int OBJECT_MAX = 200;
    private static final int REQUEST_MAX = 64;

    /** Times are kept to the millisecond. */
    public AuditEvent {
        at = at.truncatedTo(ChronoUnit.MILLIS);
        action = AuditText.clean(action, WORD_MAX);
        address = AuditText.clean(address, WORD_MAX);
        object = AuditText.clean(object, OBJECT_MAX);
        outcome = AuditText.clean(outcome, WORD_MAX);
        requestId = AuditText.clean(requestId, REQUEST_MAX);
        details = AuditText.clean(details);
    }

    /** Something that no person did by a request. */
    public static AuditEvent inside(
            Instant at,
            AuditKind kind,
            String action,
            Optional<UserId> user,
            String object,
            String outcome,
            Map<String, String> details) {
        return new AuditEvent(
                UUID.randomUUID(),
                at,
                kind,
                action,
                user,
                Optional.empty(),
                "",
                object,
                outcome,
                "",
                details);
    }
}
