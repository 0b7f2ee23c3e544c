package dev.k2.gateway;

import dev.k2.accounts.Accounts;
import dev.k2.accounts.FactorMethod;
import dev.k2.accounts.FactorStart;
import dev.k2.accounts.FactorState;
import dev.k2.accounts.FactorTurn;
import dev.k2.accounts.Proof;
import dev.k2.accounts.SecondStep;
import dev.k2.accounts.Tokens;
import dev.k2.accounts.User;
import dev.k2.platform.Secret;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Calls about second factors, and the second step of a login. */
final class FactorCalls {
    private final Accounts accounts;

    FactorCalls(Accounts accounts) {
        this.accounts = accounts;
    }

    Map<String, Call> all() {
        return Map.of(
                "loginSecondFactor",
                this::login,
                "getSecondFactor",
                this::state,
                "enableSecondFactor",
                this::enable,
                "verifySecondFactor",
                this::verify,
                "disableSecondFactor",
                this::disable,
                "renewRecoveryCodes",
                this::renew);
    }

    static JsonArray words(Set<FactorMethod> methods) {
        return new JsonArray(
                methods.stream().map(m -> m.name().toLowerCase(Locale.ROOT)).sorted().toList());
    }

    private Reply login(Asked asked) {
        Optional<Proof> proof = Proofs.of(asked);
        if (proof.isEmpty()) {
            return Reply.refused(Problem.missing("code", "a code, a recovery_code or a passkey"));
        }
        Secret challenge = Secret.of(asked.needed("challenge"));
        return switch (accounts.completeLogin(challenge, proof.get(), asked.origin())) {
            case SecondStep.LoggedIn(User user, Tokens tokens) -> Reply.ok(AuthCalls.json(tokens));
            case SecondStep.Wrong() -> Reply.refused(wrong(401, proof.get()));
            case SecondStep.Ended() ->
                    Reply.refused(
                            new Problem(
                                    401,
                                    "CHALLENGE_ENDED",
                                    "This login is over; begin again.",
                                    Map.of("field", "challenge")));
            case SecondStep.Throttled(Duration retryAfter) -> AuthCalls.throttled(retryAfter);
        };
    }

    private Reply state(Asked asked) {
        FactorState state = accounts.secondFactors().state(asked.caller().user());
        return Reply.ok(
                new JsonObject()
                        .put("totp", state.totp())
                        .put("methods", words(state.methods()))
                        .put("recovery_codes_left", state.recoveryCodesLeft()));
    }

    private Reply enable(Asked asked) {
        return switch (accounts.secondFactors().begin(asked.caller().user())) {
            case FactorStart.Begun(Secret secret, Secret uri) ->
                    Reply.ok(
                            new JsonObject()
                                    .put("secret", secret.reveal())
                                    .put("otpauth_uri", uri.reveal()));
            case FactorStart.AlreadyOn() -> Reply.refused(alreadyOn());
        };
    }

    private Reply verify(Asked asked) {
        Secret code = Secret.of(asked.needed("code"));
        Caller caller = asked.caller();
        return switch (accounts.secondFactors()
                .turnOn(caller.user(), caller.session(), code, asked.origin())) {
            case FactorTurn.On(List<Secret> codes) -> Reply.ok(json(codes));
            case FactorTurn.Wrong() -> Reply.refused(wrong(422, new Proof.Totp(code)));
            case FactorTurn.AlreadyOn() -> Reply.refused(alreadyOn());
            case FactorTurn.NotBegun() -> Reply.refused(off());
            case FactorTurn.Throttled(Duration retryAfter) -> AuthCalls.throttled(retryAfter);
        };
    }

    private Reply disable(Asked asked) {
        Caller caller = asked.caller();
        return accounts.secondFactors().turnOff(caller.user(), caller.session(), asked.origin())
                ? Reply.nothing()
                : Reply.refused(off());
    }

    private Reply renew(Asked asked) {
        return accounts.secondFactors()
                .renewRecoveryCodes(asked.caller().user(), asked.origin())
                .map(codes -> Reply.ok(json(codes)))
                .orElseGet(() -> Reply.refused(off()));
    }

    private static JsonObject json(List<Secret> codes) {
        return new JsonObject()
                .put("recovery_codes", new JsonArray(codes.stream().map(Secret::reveal).toList()));
    }

    private static Problem wrong(int status, Proof proof) {
        return new Problem(
                status,
                proof instanceof Proof.Passkey ? "PASSKEY_REFUSED" : "INVALID_CODE",
                Proofs.failure(proof),
                Map.of("field", Proofs.field(proof)));
    }

    private static Problem alreadyOn() {
        return new Problem(
                409, "SECOND_FACTOR_ON", "An authenticator app is on; turn it off first.");
    }

    private static Problem off() {
        return new Problem(409, "SECOND_FACTOR_OFF", "No second factor is on, or begun.");
    }
}
