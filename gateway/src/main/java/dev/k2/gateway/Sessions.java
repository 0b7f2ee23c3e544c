package dev.k2.gateway;

import dev.k2.accounts.Accounts;
import dev.k2.accounts.Verdict;
import dev.k2.platform.Secret;
import java.util.Map;

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

    Access check(String accessToken) {
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
