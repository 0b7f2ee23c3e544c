package dev.k2.gateway;

import dev.k2.audit.AuditEvent;
import dev.k2.audit.AuditFilter;
import dev.k2.audit.AuditFormat;
import dev.k2.audit.AuditLog;
import dev.k2.audit.AuditPage;
import dev.k2.audit.AuditRow;
import dev.k2.audit.AuditVerification;
import dev.k2.model.SessionId;
import dev.k2.model.UserId;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Calls about what was done: one's own trail, and for administrators everybody's. */
final class AuditCalls {
    private static final int DIGITS_MAX = 18;
    private static final int PIECE_BYTES = 32 * 1024;

    private final AuditLog audit;
    private final InstantSource clock;

    AuditCalls(AuditLog audit, InstantSource clock) {
        this.audit = audit;
        this.clock = clock;
    }

    Map<String, Call> all() {
        return Map.of(
                "listAudit",
                asked -> list(asked, Optional.of(asked.caller().user())),
                "listAllAudit",
                asked -> list(asked, asked.text("user_id").flatMap(UserId::parse)),
                "verifyAudit",
                asked -> Reply.ok(json(audit.verify())));
    }

    private Reply list(Asked asked, Optional<UserId> user) {
        for (String name : new String[] {"from", "to"}) {
            if (asked.text(name).isPresent() && time(asked, name).isEmpty()) {
                return Reply.refused(
                        Problem.invalid(name, "a time in UTC such as 2026-11-21T09:30:00.000Z"));
            }
        }
        AuditFilter filter =
                new AuditFilter(user, asked.text("action"), time(asked, "from"), time(asked, "to"));
        return asked.text("format")
                .flatMap(AuditFormat::parse)
                .map(format -> file(filter, format))
                .orElseGet(() -> page(asked, filter));
    }

    private Reply page(Asked asked, AuditFilter filter) {
        Optional<String> cursor = asked.text("cursor");
        Optional<Long> before =
                cursor.flatMap(Pager::decode)
                        .filter(text -> text.matches("[0-9]{1," + DIGITS_MAX + "}"))
                        .map(Long::valueOf);
        if (cursor.isPresent() && before.isEmpty()) {
            return Reply.refused(Pager.badCursor());
        }
        AuditPage page = audit.list(filter, before, asked.number("limit"));
        return Reply.listing(
                page.rows().stream().map(AuditCalls::json).toList(),
                page.next().map(next -> Pager.encode(Long.toString(next))));
    }

    private Reply file(AuditFilter filter, AuditFormat format) {
        String day = Times.text(clock.instant()).substring(0, 10);
        return new Reply.Streamed(
                format.contentType(),
                "k2-audit-" + day + "." + format.text(),
                taker -> write(filter, format, taker));
    }

    private void write(AuditFilter filter, AuditFormat format, Consumer<Buffer> taker) {
        StringBuilder piece = new StringBuilder(format.heading());
        audit.each(
                filter,
                row -> {
                    piece.append(format.line(row));
                    if (piece.length() >= PIECE_BYTES) {
                        send(piece, taker);
                    }
                });
        if (!piece.isEmpty()) {
            send(piece, taker);
        }
    }

    private static void send(StringBuilder piece, Consumer<Buffer> taker) {
        taker.accept(Buffer.buffer(piece.toString().getBytes(StandardCharsets.UTF_8)));
        piece.setLength(0);
    }

    private static Optional<Instant> time(Asked asked, String name) {
        return asked.text(name).flatMap(Times::parse);
    }

    private static JsonObject json(AuditVerification found) {
        JsonArray findings = new JsonArray();
        found.findings()
                .forEach(
                        one ->
                                findings.add(
                                        new JsonObject()
                                                .put("seq", one.seq())
                                                .put("message", one.message())));
        return new JsonObject()
                .put("holds", found.holds())
                .put("rows", found.rows())
                .put("anchors", found.anchors())
                .put("findings", findings);
    }

    private static JsonObject json(AuditRow row) {
        AuditEvent event = row.event();
        JsonObject details = new JsonObject();
        event.details().forEach(details::put);
        return new JsonObject()
                .put("seq", row.seq())
                .put("id", event.id().toString())
                .put("at", Times.text(event.at()))
                .put("kind", event.kind().text())
                .put("action", event.action())
                .put("user_id", event.user().map(UserId::toString).orElse(null))
                .put("session_id", event.session().map(SessionId::toString).orElse(null))
                .put("address", event.address())
                .put("object", event.object())
                .put("outcome", event.outcome())
                .put("request_id", event.requestId())
                .put("details", details)
                .put("key_version", row.keyVersion())
                .put("hash", row.hash());
    }
}
