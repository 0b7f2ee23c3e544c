package dev.k2.gateway;

import dev.k2.accounts.ApiKey;
import dev.k2.accounts.ApiKeyCreation;
import dev.k2.accounts.ApiKeyId;
import dev.k2.accounts.ApiKeyScope;
import dev.k2.accounts.ApiKeys;
import dev.k2.platform.Secret;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Calls about keys of programs. */
final class ApiKeyCalls {
    private final ApiKeys keys;

    ApiKeyCalls(ApiKeys keys) {
        this.keys = keys;
    }

    Map<String, Call> all() {
        return Map.of(
                "listApiKeys", this::list,
                "createApiKey", this::create,
                "deleteApiKey", this::delete);
    }

    private Reply list(Asked asked) {
        return Reply.whole(keys.list(asked.caller().user()).stream().map(ApiKeyJson::of).toList());
    }

    private Reply create(Asked asked) {
        Optional<Instant> expires = Times.parse(asked.needed("expires_at"));
        if (expires.isEmpty()) {
            return Reply.refused(Problem.invalid("expires_at", "a day that there is"));
        }
        Set<ApiKeyScope> scopes =
                asked.texts("scopes").stream()
                        .flatMap(text -> ApiKeyScope.parse(text).stream())
                        .collect(Collectors.toSet());
        return switch (keys.create(
                asked.caller().user(), asked.needed("label"), scopes, expires.get())) {
            case ApiKeyCreation.Created(ApiKey key, Secret secret) ->
                    new Reply.Data(
                            201,
                            new JsonObject()
                                    .put("key", ApiKeyJson.of(key))
                                    .put("secret", secret.reveal()));
            case ApiKeyCreation.Invalid(String field, String expected) ->
                    Reply.refused(Problem.invalid(field, expected));
            case ApiKeyCreation.TooMany(int most) ->
                    Reply.refused(
                            new Problem(
                                    422,
                                    "TOO_MANY_API_KEYS",
                                    "One person has at most " + most + " keys.",
                                    Map.of("limit", most)));
        };
    }

    private Reply delete(Asked asked) {
        boolean gone =
                ApiKeyId.parse(asked.needed("id"))
                        .map(id -> keys.revoke(asked.caller().user(), id))
                        .orElse(false);
        return gone
                ? Reply.nothing()
                : Reply.refused(new Problem(404, "API_KEY_NOT_FOUND", "There is no such key."));
    }
}
