package dev.k2.gateway;

import dev.k2.accounts.Accounts;
import dev.k2.accounts.Credentials;
import dev.k2.accounts.ExchangeLink;
import dev.k2.accounts.KeyRights;
import dev.k2.accounts.LinkCreation;
import dev.k2.accounts.Links;
import dev.k2.exchange.Answer;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.KeyPermissions;
import dev.k2.model.ExchangeId;
import dev.k2.model.LinkId;
import dev.k2.model.UserId;
import dev.k2.platform.Secret;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Calls about linked exchange accounts. */
final class LinkCalls {
    private final Links links;
    private final KeyCheck keys;
    private final InstantSource clock;

    LinkCalls(Accounts accounts, KeyCheck keys, InstantSource clock) {
        links = accounts.links();
        this.keys = keys;
        this.clock = clock;
    }

    Map<String, Call> all() {
        return Map.of(
                "listLinks", this::list, "createLink", this::create, "deleteLink", this::delete);
    }

    private Reply list(Asked asked) {
        return Reply.whole(links.list(asked.caller().user()).stream().map(LinkJson::of).toList());
    }

    private Reply create(Asked asked) {
        var credentials =
                new Credentials(
                        Secret.of(asked.needed("api_key")),
                        secret(asked, "api_secret"),
                        secret(asked, "passphrase"),
                        secret(asked, "private_key_pem"));
        try {
            return create(asked, asked.exchange().orElseThrow(), credentials);
        } finally {
            credentials.wipe();
        }
    }

    /** The exchange is asked before anything is kept. While it does not answer, nothing is linked. */
    private Reply create(Asked asked, ExchangeId exchange, Credentials credentials) {
        UserId user = asked.caller().user();
        String label = asked.needed("label");
        if (!keys.exchanges().contains(exchange)) {
            return Reply.refused(notOffered(exchange, keys));
        }
        Optional<LinkCreation> objection = links.objection(user, label, credentials);
        if (objection.isPresent()) {
            return reply(objection.get(), exchange);
        }
        return switch (keys.ask(exchange, credentials)) {
            case Answer.Failed<Optional<KeyPermissions>>(ExchangeError error) ->
                    Reply.refused(ExchangeProblems.of(error));
            case Answer.Ok<Optional<KeyPermissions>>(Optional<KeyPermissions> told) ->
                    reply(
                            links.create(
                                    user,
                                    exchange,
                                    label,
                                    credentials,
                                    told.map(this::rights),
                                    asked.origin()),
                            exchange);
        };
    }

    private KeyRights rights(KeyPermissions told) {
        return new KeyRights(
                told.read(),
                told.trade(),
                told.withdraw(),
                told.boundToAddress(),
                told.expires(),
                clock.instant());
    }

    static Problem notOffered(ExchangeId exchange, KeyCheck keys) {
        return new Problem(
                422,
                "EXCHANGE_NOT_OFFERED",
                "Accounts at " + exchange + " cannot be linked here.",
                Map.of(
                        "field",
                        "exchange",
                        "expected",
                        keys.exchanges().stream()
                                .map(ExchangeId::text)
                                .sorted()
                                .collect(Collectors.joining(", "))));
    }

    static Reply reply(LinkCreation creation, ExchangeId exchange) {
        return switch (creation) {
            case LinkCreation.Created(ExchangeLink link) -> new Reply.Data(201, LinkJson.of(link));
            case LinkCreation.CannotRead() ->
                    Reply.refused(
                            new Problem(
                                    422,
                                    "EXCHANGE_AUTHENTICATION",
                                    "This key may not read the account.",
                                    Map.of(
                                            "exchange",
                                            exchange.text(),
                                            "category",
                                            "authentication",
                                            "retryable",
                                            false,
                                            "suggestions",
                                            List.of("Allow the key to read, at the exchange."))));
            case LinkCreation.CanWithdraw() ->
                    Reply.refused(
                            new Problem(
                                    422,
                                    "KEY_CAN_WITHDRAW",
                                    "Money could leave the account by this key. K2 keeps no such"
                                            + " keys.",
                                    Map.of(
                                            "exchange",
                                            exchange.text(),
                                            "suggestions",
                                            List.of(
                                                    "Make a key at the exchange that cannot"
                                                            + " withdraw, and end this one."))));
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
}
