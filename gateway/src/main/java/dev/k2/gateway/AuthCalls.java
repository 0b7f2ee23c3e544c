package dev.k2.gateway;

import dev.k2.accounts.Accounts;
import dev.k2.accounts.Login;
import dev.k2.accounts.Origin;
import dev.k2.accounts.Proof;
import dev.k2.accounts.Refresh;
import dev.k2.accounts.Registration;
import dev.k2.accounts.StepUp;
import dev.k2.accounts.Tokens;
import dev.k2.accounts.User;
import dev.k2.platform.Secret;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Calls about logging in and staying logged in. */
final class AuthCalls {
    private final Accounts accounts;
    private final Tickets tickets;

    AuthCalls(Accounts accounts, Tickets tickets) {
        this.accounts = accounts;
        this.tickets = tickets;
    }

    Map<String, Call> all() {
        return Map.of(
                "register", this::register,
                "login", asked -> login(asked, 200),
                "refresh", this::refresh,
                "logout", this::logout,
                "stepUp", this::stepUp,
                "createStreamTicket", this::ticket);
    }

    private Reply register(Asked asked) {
        return switch (accounts.register(asked.needed("email"), password(asked), origin(asked))) {
            case Registration.Registered(User user) -> login(asked, 201);
            case Registration.EmailTaken() ->
                    Reply.refused(
                            new Problem(
                                    409,
                                    "EMAIL_TAKEN",
                                    "Somebody has an account with this e-mail address.",
                                    Map.of("field", "email")));
            case Registration.Invalid(String field, String expected) ->
                    Reply.refused(Problem.invalid(field, expected));
            case Registration.Throttled(Duration retryAfter) -> throttled(retryAfter);
        };
    }

    private Reply login(Asked asked, int status) {
        return reply(accounts.login(asked.needed("email"), password(asked), origin(asked)), status);
    }

    /** What a login comes to, by whatever it was done. */
    static Reply reply(Login login, int status) {
        return switch (login) {
            case Login.LoggedIn(User user, Tokens tokens) -> new Reply.Data(status, json(tokens));
            case Login.WrongCredentials() ->
                    Reply.refused(
                            new Problem(
                                    401,
                                    "INVALID_CREDENTIALS",
                                    "The e-mail address or the password is wrong."));
            case Login.Throttled(Duration retryAfter) -> throttled(retryAfter);
        };
    }

    private Reply refresh(Asked asked) {
        return switch (accounts.refresh(Secret.of(asked.needed("refresh_token")))) {
            case Refresh.Refreshed(Tokens tokens) -> Reply.ok(json(tokens));
            case Refresh.Refused(Refresh.Reason reason) ->
                    Reply.refused(
                            new Problem(
                                    401,
                                    "REFRESH_REFUSED",
                                    "The refresh token is no longer good; log in again.",
                                    Map.of("field", "refresh_token")));
        };
    }

    private Reply logout(Asked asked) {
        accounts.revokeSession(asked.caller().user(), asked.caller().session());
        return Reply.nothing();
    }

    /**
     * A wrong password is no reason to take the access token for bad, so it is not answered with
     * 401.
     */
    private Reply stepUp(Asked asked) {
        Proof proof = new Proof.Password(password(asked));
        return switch (accounts.stepUp(asked.caller().user(), asked.caller().session(), proof)) {
            case StepUp.Confirmed(Instant until) ->
                    Reply.ok(new JsonObject().put("stepped_up_until", Times.text(until)));
            case StepUp.Wrong() ->
                    Reply.refused(
                            new Problem(
                                    403,
                                    "STEP_UP_FAILED",
                                    "The password is wrong.",
                                    Map.of("field", "password")));
            case StepUp.Ended() -> Reply.refused(Problem.unauthenticated());
            case StepUp.Throttled(Duration retryAfter) -> throttled(retryAfter);
        };
    }

    private Reply ticket(Asked asked) {
        return new Reply.Data(
                201,
                new JsonObject()
                        .put("ticket", tickets.issue(asked.caller().token()))
                        .put("expires_in", Tickets.LIFE.toSeconds()));
    }

    private static Reply throttled(Duration retryAfter) {
        return Reply.refused(
                new Problem(
                        429,
                        "TOO_MANY_ATTEMPTS",
                        "Too many attempts; try again later.",
                        Map.of("retry_after_seconds", Math.max(1, retryAfter.toSeconds()))));
    }

    private static Secret password(Asked asked) {
        return Secret.of(asked.needed("password"));
    }

    private static Origin origin(Asked asked) {
        return new Origin(asked.device(), asked.address());
    }

    private static JsonObject json(Tokens tokens) {
        return new JsonObject()
                .put("access_token", tokens.access().reveal())
                .put("refresh_token", tokens.refresh().reveal())
                .put("token_type", "Bearer")
                .put("expires_in", tokens.expiresIn().toSeconds());
    }
}
