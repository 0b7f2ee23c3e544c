package dev.k2.gateway;

import dev.k2.accounts.Accounts;
import dev.k2.accounts.FactorMethod;
import dev.k2.accounts.Login;
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
import java.util.Optional;
import java.util.Set;

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
                "login", this::login,
                "refresh", this::refresh,
                "logout", this::logout,
                "stepUp", this::stepUp,
                "createStreamTicket", this::ticket);
    }

    /** One answer, whether or not somebody has the address. */
    private Reply register(Asked asked) {
        return switch (accounts.register(asked.needed("email"), password(asked), asked.origin())) {
            case Registration.Registered registered -> registered();
            case Registration.EmailTaken taken -> registered();
            case Registration.Invalid(String field, String expected) ->
                    Reply.refused(Problem.invalid(field, expected));
            case Registration.Throttled(Duration retryAfter) -> throttled(retryAfter);
        };
    }

    private Reply registered() {
        return new Reply.Data(
                201,
                new JsonObject()
                        .put("confirmation", accounts.confirmsAddresses() ? "mailed" : "none"));
    }

    private Reply login(Asked asked) {
        Login login = accounts.login(asked.needed("email"), password(asked), asked.origin());
        return login instanceof Login.WrongCredentials && accounts.confirmsAddresses()
                ? Reply.refused(
                        wrongCredentials(
                                "The e-mail address or the password is wrong, or the address is not"
                                        + " confirmed yet."))
                : reply(login);
    }

    /** What a login comes to, by whatever it was done. */
    static Reply reply(Login login) {
        return switch (login) {
            case Login.LoggedIn(User user, Tokens tokens) -> Reply.ok(json(tokens));
            case Login.SecondFactorNeeded(
                            User user,
                            Secret challenge,
                            Duration life,
                            Set<FactorMethod> methods) ->
                    new Reply.Data(
                            202,
                            new JsonObject()
                                    .put("challenge", challenge.reveal())
                                    .put("expires_in", life.toSeconds())
                                    .put("methods", FactorCalls.words(methods)));
            case Login.PasswordChangeNeeded() ->
                    Reply.refused(
                            new Problem(
                                    403,
                                    "PASSWORD_CHANGE_REQUIRED",
                                    "Somebody else chose this password; set one of your own"
                                            + " first: POST /v1/auth/password/first."));
            case Login.WrongCredentials() ->
                    Reply.refused(wrongCredentials("The e-mail address or the password is wrong."));
            case Login.Throttled(Duration retryAfter) -> throttled(retryAfter);
        };
    }

    private static Problem wrongCredentials(String message) {
        return new Problem(401, "INVALID_CREDENTIALS", message);
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
     * A wrong proof is no reason to take the access token for bad, so it is not answered with
     * 401.
     */
    private Reply stepUp(Asked asked) {
        Optional<Proof> proof =
                Proofs.of(asked)
                        .or(
                                () ->
                                        asked.text("password")
                                                .map(word -> new Proof.Password(Secret.of(word))));
        if (proof.isEmpty()) {
            return Reply.refused(
                    Problem.missing(
                            "password", "a password, a code, a recovery_code or a passkey"));
        }
        Caller caller = asked.caller();
        return switch (accounts.stepUp(
                caller.user(), caller.session(), proof.get(), asked.origin())) {
            case StepUp.Confirmed(Instant until) ->
                    Reply.ok(new JsonObject().put("stepped_up_until", Times.text(until)));
            case StepUp.Wrong() ->
                    Reply.refused(
                            new Problem(
                                    403,
                                    "STEP_UP_FAILED",
                                    Proofs.failure(proof.get()),
                                    Map.of("field", Proofs.field(proof.get()))));
            case StepUp.SecondFactorNeeded(Set<FactorMethod> methods) ->
                    Reply.refused(
                            new Problem(
                                    403,
                                    "SECOND_FACTOR_REQUIRED",
                                    "The password is not enough; show a second factor.",
                                    Map.of("methods", FactorCalls.words(methods))));
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

    static Reply throttled(Duration retryAfter) {
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

    static JsonObject json(Tokens tokens) {
        return new JsonObject()
                .put("access_token", tokens.access().reveal())
                .put("refresh_token", tokens.refresh().reveal())
                .put("token_type", "Bearer")
                .put("expires_in", tokens.expiresIn().toSeconds());
    }
}
