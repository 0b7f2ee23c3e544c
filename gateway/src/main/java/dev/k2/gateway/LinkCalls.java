package dev.k2.gateway;

import dev.k2.accounts.Credentials;
import dev.k2.accounts.ExchangeLink;
import dev.k2.accounts.LinkCreation;
import dev.k2.accounts.Links;
import dev.k2.model.LinkId;
import dev.k2.platform.Secret;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;

/** Calls about linked exchange accounts. */
final class LinkCalls {
    private final Links links;

    LinkCalls(Links links) {
        this.links = links;
    }

    Map<String, Call> all() {
        return Map.of(
                "listLinks", this::list, "createLink", this::create, "deleteLink", this::delete);
    }

    private Reply list(Asked asked) {
        return Reply.whole(
                links.list(asked.caller().user()).stream().map(LinkCalls::json).toList());
    }

    private Reply create(Asked asked) {
        var credentials =
                new Credentials(
                        Secret.of(asked.needed("api_key")),
                        secret(asked, "api_secret"),
                        secret(asked, "passphrase"),
                        secret(asked, "private_key_pem"));
        LinkCreation creation =
                links.create(
                        asked.caller().user(),
                        asked.exchange().orElseThrow(),
                        asked.needed("label"),
                        credentials);
        credentials.wipe();
        return switch (creation) {
            case LinkCreation.Created(ExchangeLink link) -> new Reply.Data(201, json(link));
            case LinkCreation.LabelTaken() ->
                    Reply.refused(
                            new Problem(
                                    409,
                                    "LINK_EXISTS",
                                    "There is a link to this exchange with this label.",
                                    Map.of("field", "label")));
            case LinkCreation.TooMany(int most) ->
                    Reply.refused(
                            new Problem(
                                    422,
                                    "TOO_MANY_LINKS",
                                    "One person has at most " + most + " links.",
                                    Map.of("limit", most)));
            case LinkCreation.Invalid(String field, String expected) ->
                    Reply.refused(Problem.invalid(field, expected));
        };
    }

    private Reply delete(Asked asked) {
        boolean gone =
                LinkId.parse(asked.needed("id"))
                        .map(id -> links.revoke(asked.caller().user(), id))
                        .orElse(false);
        return gone
                ? Reply.nothing()
                : Reply.refused(new Problem(404, "LINK_NOT_FOUND", "There is no such link."));
    }

    private static Optional<Secret> secret(Asked asked, String name) {
        return asked.text(name).map(Secret::of);
    }

    private static JsonObject json(ExchangeLink link) {
        return new JsonObject()
                .put("id", link.id().toString())
                .put("exchange", link.exchange().text())
                .put("label", link.label())
                .put("status", link.status().text())
                .put("created_at", Times.text(link.createdAt()))
                .put("updated_at", Times.text(link.updatedAt()));
    }
}
