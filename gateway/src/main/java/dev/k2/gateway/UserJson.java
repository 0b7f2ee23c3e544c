package dev.k2.gateway;

import dev.k2.accounts.Document;
import dev.k2.accounts.KycStatus;
import dev.k2.accounts.KycStep;
import dev.k2.accounts.Person;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** People in the words of the API. */
final class UserJson {
    private UserJson() {}

    static JsonObject of(Person person) {
        return new JsonObject()
                .put("id", person.user().id().toString())
                .put("email", person.user().email())
                .put("email_verified", person.user().emailVerified())
                .put("display_name", person.displayName().orElse(null))
                .put("role", person.role().text())
                .put("has_password", person.hasPassword())
                .put("created_at", Times.text(person.user().createdAt()));
    }

    /** One of everybody, as administrators see them. */
    static JsonObject entry(Person person) {
        return new JsonObject()
                .put("id", person.user().id().toString())
                .put("email", person.user().email())
                .put("email_verified", person.user().emailVerified())
                .put("role", person.role().text())
                .put("kyc_status", person.kycStatus().text())
                .put("created_at", Times.text(person.user().createdAt()));
    }

    static JsonObject of(Document document) {
        JsonObject json = new JsonObject().put("version", document.version());
        document.content().forEach(json::put);
        return json;
    }

    /** The newest step stands for all. */
    static JsonObject kyc(List<KycStep> steps) {
        JsonArray history = new JsonArray();
        steps.forEach(
                step ->
                        history.add(
                                new JsonObject()
                                        .put("status", step.status().text())
                                        .put("note", step.note().orElse(null))
                                        .put("at", Times.text(step.at()))));
        KycStatus now = steps.isEmpty() ? KycStatus.NONE : steps.getFirst().status();
        return new JsonObject().put("status", now.text()).put("history", history);
    }
}
