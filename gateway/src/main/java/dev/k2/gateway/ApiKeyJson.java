package dev.k2.gateway;

import dev.k2.accounts.ApiKey;
import dev.k2.accounts.ApiKeyScope;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Keys of programs in the words of the API. */
final class ApiKeyJson {
    private ApiKeyJson() {}

    static JsonObject of(ApiKey key) {
        JsonArray scopes = new JsonArray();
        key.scopes().stream().sorted().map(ApiKeyScope::text).forEach(scopes::add);
        return new JsonObject()
                .put("id", key.id().toString())
                .put("label", key.label())
                .put("hint", key.hint())
                .put("scopes", scopes)
                .put("created_at", Times.text(key.createdAt()))
                .put("expires_at", Times.text(key.expiresAt()))
                .put("last_used_at", key.lastUsedAt().map(Times::text).orElse(null));
    }
}
