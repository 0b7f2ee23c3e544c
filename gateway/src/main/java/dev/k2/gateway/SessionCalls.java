package dev.k2.gateway;

import dev.k2.accounts.Accounts;
import dev.k2.accounts.Session;
import dev.k2.model.SessionId;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;

/** Calls about where a person is logged in. */
final class SessionCalls {
    private final Accounts accounts;

    SessionCalls(Accounts accounts) {
        this.accounts = accounts;
    }

    Map<String, Call> all() {
        return Map.of(
                "listSessions", this::list,
                "endSessions", this::endAll,
                "endSession", this::end);
    }

    private Reply list(Asked asked) {
        SessionId own = asked.caller().session();
        return Reply.whole(
                accounts.sessions(asked.caller().user()).stream()
                        .map(session -> json(session, own))
                        .toList());
    }

    private Reply endAll(Asked asked) {
        Optional<SessionId> keep =
                Optional.of(asked.caller().session()).filter(own -> asked.truth("keep_current"));
        return Reply.ok(
                new JsonObject().put("ended", accounts.endSessions(asked.caller().user(), keep)));
    }

    private Reply end(Asked asked) {
        boolean ended =
                SessionId.parse(asked.needed("id"))
                        .filter(id -> accounts.revokeSession(asked.caller().user(), id))
                        .isPresent();
        return ended ? Reply.nothing() : Reply.refused(Problem.notFound("session"));
    }

    private static JsonObject json(Session session, SessionId own) {
        return new JsonObject()
                .put("id", session.id().toString())
                .put("device", session.origin().device())
                .put("address", session.origin().address())
                .put("created_at", Times.text(session.createdAt()))
                .put("last_used_at", Times.text(session.lastUsedAt()))
                .put("expires_at", Times.text(session.expiresAt()))
                .put("current", session.id().equals(own));
    }
}
