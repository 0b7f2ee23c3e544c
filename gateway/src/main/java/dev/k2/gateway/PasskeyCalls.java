package dev.k2.gateway;

import dev.k2.accounts.Accounts;
import dev.k2.accounts.Login;
import dev.k2.accounts.Passkey;
import dev.k2.accounts.PasskeyCreation;
import dev.k2.accounts.PasskeyId;
import dev.k2.accounts.PasskeyOptions;
import dev.k2.accounts.PasskeyProof;
import dev.k2.accounts.PasskeyStart;
import dev.k2.accounts.Passkeys;
import dev.k2.accounts.Unlinking;
import dev.k2.platform.Secret;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Calls about passkeys. */
final class PasskeyCalls {
    private final Accounts accounts;
    private final Passkeys passkeys;

    PasskeyCalls(Accounts accounts) {
        this.accounts = accounts;
        this.passkeys = accounts.passkeys();
    }

    Map<String, Call> all() {
        return Map.of(
                "listPasskeys", this::list,
                "createPasskeyOptions",
                        asked ->
                                started(
                                        passkeys.registration(
                                                asked.caller().user(), asked.caller().session())),
                "createPasskey", this::create,
                "renamePasskey", this::rename,
                "deletePasskey", this::delete,
                "createLoginOptions", this::loginOptions,
                "loginByPasskey", this::login,
                "createStepUpOptions",
                        asked ->
                                started(
                                        passkeys.stepUp(
                                                asked.caller().user(), asked.caller().session())));
    }

    private Reply list(Asked asked) {
        return Reply.whole(
                passkeys.list(asked.caller().user()).stream().map(PasskeyCalls::json).toList());
    }

    private Reply loginOptions(Asked asked) {
        return started(
                asked.text("challenge")
                        .map(login -> passkeys.secondFactor(Secret.of(login), asked.origin()))
                        .orElseGet(() -> passkeys.login(asked.origin())));
    }

    private static Reply started(PasskeyStart start) {
        return switch (start) {
            case PasskeyStart.Begun(PasskeyOptions options) ->
                    new Reply.Data(
                            201,
                            new JsonObject()
                                    .put("public_key", new JsonObject(options.publicKey()))
                                    .put("expires_at", Times.text(options.expiresAt())));
            case PasskeyStart.Ended() ->
                    Reply.refused(
                            new Problem(
                                    401,
                                    "CHALLENGE_ENDED",
                                    "This login is over; begin again.",
                                    Map.of("field", "challenge")));
            case PasskeyStart.Crowded() ->
                    Reply.refused(Problem.unavailable("Too many are logging in."));
        };
    }

    private Reply login(Asked asked) {
        Login login = accounts.login(proof(asked.body()), asked.origin());
        return login instanceof Login.WrongCredentials
                ? Reply.refused(
                        new Problem(
                                401,
                                "PASSKEY_REFUSED",
                                "The passkey is not known here, does not hold, or comes too late."))
                : AuthCalls.reply(login);
    }

    private Reply create(Asked asked) {
        return switch (passkeys.register(
                asked.caller().user(),
                asked.caller().session(),
                asked.needed("label"),
                asked.needed("client_data"),
                asked.needed("attestation"),
                asked.origin())) {
            case PasskeyCreation.Created(Passkey passkey, List<Secret> codes) ->
                    new Reply.Data(
                            201,
                            json(passkey)
                                    .put(
                                            "recovery_codes",
                                            new JsonArray(
                                                    codes.stream().map(Secret::reveal).toList())));
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

    private Reply rename(Asked asked) {
        String label = asked.needed("label");
        if (!Passkeys.isName(label)) {
            return Reply.refused(Problem.invalid("label", Passkeys.expectedLabel()));
        }
        return id(asked)
                .flatMap(id -> passkeys.rename(asked.caller().user(), id, label))
                .map(passkey -> Reply.ok(json(passkey)))
                .orElseGet(PasskeyCalls::unknown);
    }

    private Reply delete(Asked asked) {
        Caller caller = asked.caller();
        Unlinking gone =
                id(asked)
                        .map(
                                id ->
                                        passkeys.delete(
                                                caller.user(),
                                                caller.session(),
                                                id,
                                                asked.origin()))
                        .orElse(Unlinking.UNKNOWN);
        return switch (gone) {
            case DONE -> Reply.nothing();
            case UNKNOWN -> unknown();
            case LAST -> Reply.refused(Problem.lastLogin());
        };
    }

    private static Optional<PasskeyId> id(Asked asked) {
        return PasskeyId.parse(asked.needed("id"));
    }

    private static Reply unknown() {
        return Reply.refused(Problem.notFound("passkey"));
    }

    /** What the contract takes as a passkey's answer. */
    static PasskeyProof proof(JsonObject shown) {
        return new PasskeyProof(
                shown.getString("credential_id"),
                shown.getString("client_data"),
                shown.getString("authenticator_data"),
                shown.getString("signature"),
                Optional.ofNullable(shown.getString("user_handle")));
    }

    static JsonObject json(Passkey passkey) {
        return new JsonObject()
                .put("id", passkey.id().toString())
                .put("label", passkey.label())
                .put("created_at", Times.text(passkey.createdAt()))
                .put("last_used_at", passkey.lastUsedAt().map(Times::text).orElse(null));
    }
}
