package dev.k2.gateway;

import dev.k2.accounts.Origin;
import dev.k2.accounts.Passkey;
import dev.k2.accounts.PasskeyCreation;
import dev.k2.accounts.PasskeyId;
import dev.k2.accounts.PasskeyOptions;
import dev.k2.accounts.PasskeyProof;
import dev.k2.accounts.Passkeys;
import dev.k2.accounts.StepUp;
import dev.k2.accounts.Unlinking;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Calls about passkeys. */
final class PasskeyCalls {
    private final Passkeys passkeys;

    PasskeyCalls(Passkeys passkeys) {
        this.passkeys = passkeys;
    }

    Map<String, Call> all() {
        return Map.of(
                "listPasskeys", this::list,
                "createPasskeyOptions",
                        asked -> options(passkeys.registration(asked.caller().user())),
                "createPasskey", this::create,
                "deletePasskey", this::delete,
                "createLoginOptions", asked -> options(passkeys.login()),
                "loginByPasskey",
                        asked ->
                                AuthCalls.reply(
                                        passkeys.login(
                                                proof(asked),
                                                new Origin(asked.device(), asked.address())),
                                        200),
                "stepUpByPasskey", this::stepUp);
    }

    private Reply list(Asked asked) {
        return Reply.whole(
                passkeys.list(asked.caller().user()).stream().map(PasskeyCalls::json).toList());
    }

    private static Reply options(Optional<PasskeyOptions> options) {
        return options.<Reply>map(
                        found ->
                                new Reply.Data(
                                        201,
                                        new JsonObject()
                                                .put(
                                                        "public_key",
                                                        new JsonObject(found.publicKey()))
                                                .put(
                                                        "expires_at",
                                                        Times.text(found.expiresAt()))))
                .orElseGet(
                        () -> Reply.refused(Problem.unavailable("Too many are logging in.")));
    }

    private Reply create(Asked asked) {
        return switch (passkeys.register(
                asked.caller().user(),
                asked.needed("label"),
                asked.needed("client_data"),
                asked.needed("attestation"))) {
            case PasskeyCreation.Created(Passkey passkey) -> new Reply.Data(201, json(passkey));
            case PasskeyCreation.Known() ->
                    Reply.refused(
                            new Problem(409, "PASSKEY_EXISTS", "This passkey is kept already."));
            case PasskeyCreation.Refused() ->
                    Reply.refused(
                            new Problem(
                                    422,
                                    "PASSKEY_REFUSED",
                                    "What the authenticator said does not hold, or comes too late."
                                            + " Begin again."));
            case PasskeyCreation.TooMany(int most) ->
                    Reply.refused(
                            new Problem(
                                    422,
                                    "TOO_MANY_PASSKEYS",
                                    "One person has at most " + most + " passkeys.",
                                    Map.of("limit", most)));
            case PasskeyCreation.Invalid(String field, String expected) ->
                    Reply.refused(Problem.invalid(field, expected));
        };
    }

    private Reply delete(Asked asked) {
        Unlinking gone =
                PasskeyId.parse(asked.needed("id"))
                        .map(id -> passkeys.delete(asked.caller().user(), id))
                        .orElse(Unlinking.UNKNOWN);
        return switch (gone) {
            case DONE -> Reply.nothing();
            case UNKNOWN -> Reply.refused(Problem.notFound("passkey"));
            case LAST ->
                    Reply.refused(
                            new Problem(
                                    409,
                                    "LAST_LOGIN",
                                    "You could not log in any more. Set a password first."));
        };
    }

    private Reply stepUp(Asked asked) {
        return switch (passkeys.stepUp(
                asked.caller().user(), asked.caller().session(), proof(asked))) {
            case StepUp.Confirmed(Instant until) ->
                    Reply.ok(new JsonObject().put("stepped_up_until", Times.text(until)));
            case StepUp.Wrong() ->
                    Reply.refused(
                            new Problem(
                                    403, "STEP_UP_FAILED", "The passkey does not confirm you."));
            case StepUp.Ended() -> Reply.refused(Problem.unauthenticated());
            case StepUp.Throttled(Duration retryAfter) ->
                    Reply.refused(Problem.rateLimited(Math.max(1, retryAfter.toSeconds())));
        };
    }

    private static PasskeyProof proof(Asked asked) {
        return new PasskeyProof(
                asked.needed("credential_id"),
                asked.needed("client_data"),
                asked.needed("authenticator_data"),
                asked.needed("signature"));
    }

    static JsonObject json(Passkey passkey) {
        return new JsonObject()
                .put("id", passkey.id().toString())
                .put("label", passkey.label())
                .put("created_at", Times.text(passkey.createdAt()))
                .put("last_used_at", passkey.lastUsedAt().map(Times::text).orElse(null));
    }
}
