package dev.k2.gateway;

import dev.k2.accounts.Accounts;
import dev.k2.accounts.ApiKey;
import dev.k2.accounts.ApiKeyVerdict;
import dev.k2.accounts.ApiKeys;
import dev.k2.accounts.Verdict;
import dev.k2.model.SessionId;
import dev.k2.model.UserId;
import dev.k2.platform.Secret;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Says who a token belongs to. Calls block their (virtual) thread. */
final class Sessions {
    private final Accounts accounts;

    Sessions(Accounts accounts) {
        this.accounts = accounts;
    }

    /** What a token is worth. */
    sealed interface Access {
        record Granted(Caller caller) implements Access {}

        record Denied(Problem problem) implements Access {}
    }

    Access check(String shown) {
        return shown.startsWith(ApiKeys.PREFIX) ? checkKey(shown) : checkToken(shown);
    }

    /** Asks about the sessions of many in one question, so that checking each of them asks none. */
    void lookAt(Collection<Caller> callers) {
        Map<SessionId, UserId> owners = new HashMap<>();
        callers.forEach(
                caller -> caller.ofSession().ifPresent(id -> owners.put(id, caller.user())));
        if (!owners.isEmpty()) {
            accounts.lookAt(owners);
        }
    }

    /** Why this caller may not make this call; empty where they may. */
    Optional<Problem> refusal(Operation operation, Caller caller) {
        boolean allowed =
                switch (operation.scope()) {
                    case OPEN -> true;
                    case READ, TRADE -> operation.scope().ofKeys().map(caller::may).orElse(false);
                    case SESSION -> isSession(caller);
                    case ADMIN -> isSession(caller) && accounts.people().isAdmin(caller.user());
                };
        return allowed ? Optional.empty() : Optional.of(outOfScope(operation.scope()));
    }

    /** Whether this caller has to confirm who they are before this call. */
    Optional<Problem> unconfirmed(Operation operation, Caller caller) {
        return !operation.stepUp() || accounts.isSteppedUp(caller.user(), caller.session())
                ? Optional.empty()
                : Optional.of(Problem.stepUpRequired());
    }

    static Problem outOfScope(Scope scope) {
        return new Problem(
                403,
                "INSUFFICIENT_SCOPE",
                switch (scope) {
                    case OPEN, READ, TRADE -> "This key may not do this.";
                    case SESSION -> "This needs a person who has logged in; no key is enough.";
                    case ADMIN -> "This is for administrators.";
                },
                Map.of("scope", scope.text()));
    }

    private static boolean isSession(Caller caller) {
        return caller.by() instanceof Caller.By.OfSession;
    }

    private Access checkKey(String secret) {
        return switch (accounts.apiKeys().verify(secret)) {
            case ApiKeyVerdict.Valid(ApiKey key) ->
                    new Access.Granted(Caller.of(key, Secret.of(secret)));
            case ApiKeyVerdict.Unknown() ->
                    new Access.Denied(
                            refusal("TOKEN_INVALID", "This is no API key of K2, or was ended."));
            case ApiKeyVerdict.Expired() ->
                    new Access.Denied(refusal("TOKEN_EXPIRED", "The API key has expired."));
        };
    }

    private Access checkToken(String accessToken) {
        return switch (accounts.verify(accessToken)) {
            case Verdict.Valid valid ->
                    new Access.Granted(
                            new Caller(
                                    valid.user(),
                                    valid.session(),
                                    valid.expiresAt(),
                                    Secret.of(accessToken)));
            case Verdict.Refused(Verdict.Reason reason) -> new Access.Denied(problem(reason));
        };
    }

    private static Problem problem(Verdict.Reason reason) {
        return switch (reason) {
            case FORGED -> refusal("TOKEN_INVALID", "This is no access token of K2.");
            case EXPIRED ->
                    refusal("TOKEN_EXPIRED", "The access token has expired; refresh the session.");
            case REVOKED -> refusal("SESSION_ENDED", "The session has ended; log in again.");
        };
    }

    private static Problem refusal(String code, String message) {
        return new Problem(
                401,
                code,
                message,
                Map.of("field", "Authorization", "expected", "Bearer and an access token"));
    }
}
