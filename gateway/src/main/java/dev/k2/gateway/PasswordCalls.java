package dev.k2.gateway;

import dev.k2.accounts.Accounts;
import dev.k2.accounts.Asking;
import dev.k2.accounts.PasswordChange;
import dev.k2.platform.Secret;
import java.time.Duration;
import java.util.Map;

/** Calls about confirmed addresses and other passwords. */
final class PasswordCalls {
    private final Accounts accounts;

    PasswordCalls(Accounts accounts) {
        this.accounts = accounts;
    }

    Map<String, Call> all() {
        return Map.of(
                "verifyEmail", this::verify,
                "resendVerification",
                        asked ->
                                reply(
                                        accounts.mailedAddresses()
                                                .askAgain(asked.needed("email"), asked.origin())),
                "forgotPassword",
                        asked ->
                                reply(
                                        accounts.passwordChanges()
                                                .forgot(asked.needed("email"), asked.origin())),
                "resetPassword", this::reset,
                "replacePassword", this::replace,
                "changePassword", this::change);
    }

    private Reply verify(Asked asked) {
        return accounts.mailedAddresses().confirm(Secret.of(asked.needed("token")))
                ? Reply.nothing()
                : Reply.refused(tokenRefused());
    }

    private static Reply reply(Asking asking) {
        return switch (asking) {
            case Asking.Noted() -> Reply.nothing();
            case Asking.Invalid(String expected) ->
                    Reply.refused(Problem.invalid("email", expected));
            case Asking.Throttled(Duration retryAfter) -> AuthCalls.throttled(retryAfter);
        };
    }

    private Reply reset(Asked asked) {
        return reply(
                accounts.passwordChanges()
                        .reset(
                                Secret.of(asked.needed("token")),
                                Secret.of(asked.needed("password")),
                                asked.origin()),
                "password");
    }

    private Reply replace(Asked asked) {
        return reply(
                accounts.passwordChanges()
                        .replace(
                                asked.needed("email"),
                                Secret.of(asked.needed("password")),
                                Secret.of(asked.needed("new_password")),
                                asked.origin()),
                "new_password");
    }

    private Reply change(Asked asked) {
        return reply(
                accounts.passwordChanges()
                        .change(
                                asked.caller().user(),
                                asked.caller().session(),
                                Secret.of(asked.needed("password")),
                                Secret.of(asked.needed("new_password")),
                                asked.origin()),
                "new_password");
    }

    private static Reply reply(PasswordChange change, String field) {
        return switch (change) {
            case PasswordChange.Changed() -> Reply.nothing();
            case PasswordChange.Wrong() ->
                    Reply.refused(
                            new Problem(
                                    403,
                                    "PASSWORD_WRONG",
                                    "The password is wrong.",
                                    Map.of("field", "password")));
            case PasswordChange.TokenRefused() -> Reply.refused(tokenRefused());
            case PasswordChange.Invalid(String expected) ->
                    Reply.refused(Problem.invalid(field, expected));
            case PasswordChange.Throttled(Duration retryAfter) -> AuthCalls.throttled(retryAfter);
        };
    }

    private static Problem tokenRefused() {
        return new Problem(
                422,
                "TOKEN_REFUSED",
                "The link was used or is too old; ask for another.",
                Map.of("field", "token"));
    }
}
