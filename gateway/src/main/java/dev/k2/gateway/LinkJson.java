package dev.k2.gateway;

import dev.k2.accounts.ExchangeLink;
import dev.k2.accounts.KeyRights;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A link in the words of the API, without anything secret. */
final class LinkJson {
    /** A key that ends within this is worth a warning. */
    private static final Duration SOON = Duration.ofDays(14);

    private LinkJson() {}

    static JsonObject of(ExchangeLink link) {
        return new JsonObject()
                .put("id", link.id().toString())
                .put("exchange", link.exchange().text())
                .put("label", link.label())
                .put("status", link.status().text())
                .put("access", link.mayTrade() ? "trade" : "read_only")
                .put("permissions", link.rights().map(LinkJson::permissions).orElse(null))
                .put("warnings", warnings(link))
                .put("created_at", Times.text(link.createdAt()))
                .put("updated_at", Times.text(link.updatedAt()));
    }

    private static JsonObject permissions(KeyRights rights) {
        return new JsonObject()
                .put("read", rights.read())
                .put("trade", rights.trade())
                .put("withdraw", orNull(rights.withdraw()))
                .put("bound_to_address", orNull(rights.boundToAddress()))
                .put("expires_at", orNull(rights.expiresAt().map(Times::text)))
                .put("checked_at", Times.text(rights.checkedAt()));
    }

    /** What a person should know of a key that is linked all the same. */
    private static JsonArray warnings(ExchangeLink link) {
        JsonArray warnings = new JsonArray();
        Optional<KeyRights> told = link.rights();
        if (told.isEmpty()) {
            return warnings.add("permissions_unknown");
        }
        KeyRights rights = told.get();
        if (!rights.trade()) {
            warnings.add("read_only");
        }
        if (rights.withdraw().isEmpty()) {
            warnings.add("withdraw_unknown");
        }
        if (rights.boundToAddress().equals(Optional.of(false))) {
            warnings.add("any_address");
        }
        if (rights.expiresAt()
                .filter(end -> end.isBefore(rights.checkedAt().plus(SOON)))
                .isPresent()) {
            warnings.add("ends_soon");
        }
        return warnings;
    }

    private static @Nullable Object orNull(Optional<?> value) {
        return value.isPresent() ? value.get() : null;
    }
}
