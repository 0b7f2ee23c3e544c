package dev.k2.gateway;

import dev.k2.accounts.Accounts;
import dev.k2.accounts.Credentials;
import dev.k2.accounts.ExchangeLink;
import dev.k2.accounts.KeyRights;
import dev.k2.accounts.LinkCreation;
import dev.k2.accounts.LinkStatus;
import dev.k2.accounts.Links;
import dev.k2.accounts.OpenAffairs;
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
import java.util.function.Function;
import java.util.stream.Collectors;

/** Calls about linked exchange accounts. */
final class LinkCalls {
    private final Links links;
    private final KeyCheck keys;
    private final OpenAffairs affairs;
    private final InstantSource clock;

    LinkCalls(Accounts accounts, KeyCheck keys, OpenAffairs affairs, InstantSource clock) {
        links = accounts.links();
        this.keys = keys;
        this.affairs = affairs;
        this.clock = clock;
    }

    Map<String, Call> all() {
        return Map.of(
                "listLinks",
                this::list,
                "createLink",
                this::create,
                "replaceLinkCredentials",
                this::replace,
                "deleteLink",
                this::delete);
    }

    private Reply list(Asked asked) {
        return Reply.whole(links.list(asked.caller().user()).stream().map(LinkJson::of).toList());
    }

    private Reply create(Asked asked) {
        return withCredentials(
                asked, credentials -> create(asked, asked.exchange().orElseThrow(), credentials));
    }

    private Reply create(Asked asked, ExchangeId exchange, Credentials credentials) {
        UserId user = asked.caller().user();
        String label = asked.needed("label");
        if (!keys.exchanges().contains(exchange)) {
            return Reply.refused(notOffered(exchange, keys));
        }
        return links.objection(user, label, credentials)
                .map(objection -> reply(objection, exchange))
                .orElseGet(
                        () ->
                                shown(
                                        exchange,
                                        credentials,
                                        rights ->
                                                reply(
                                                        links.create(
                                                                user,
                                                                exchange,
                                                                label,
                                                                credentials,
                                                                rights,
                                                                asked.origin()),
                                                        exchange)));
    }

    private Reply replace(Asked asked) {
        return withCredentials(
                asked,
                credentials ->
                        usable(asked)
                                .map(link -> replace(asked, link, credentials))
                                .orElseGet(LinkCalls::notFound));
    }

    private Reply replace(Asked asked, ExchangeLink link, Credentials credentials) {
        if (!keys.exchanges().contains(link.exchange())) {
            return Reply.refused(notOffered(link.exchange(), keys));
        }
        return credentials
                .complaint()
                .map(complaint -> reply(complaint, link.exchange()))
                .orElseGet(
                        () ->
                                shown(
                                        link.exchange(),
                                        credentials,
                                        rights -> replace(asked, link, credentials, rights)));
    }

    private Reply replace(
            Asked asked, ExchangeLink link, Credentials credentials, Optional<KeyRights> rights) {
        return links.replace(link.user(), link.id(), credentials, rights, asked.origin())
                .map(outcome -> replaced(outcome, link.exchange()))
                .orElseGet(LinkCalls::notFound);
    }

    private static Reply replaced(LinkCreation outcome, ExchangeId exchange) {
        return outcome instanceof LinkCreation.Created(ExchangeLink link)
                ? Reply.ok(LinkJson.of(link))
                : reply(outcome, exchange);
    }

    private static Reply withCredentials(Asked asked, Function<Credentials, Reply> work) {
        var credentials =
                new Credentials(
                        Secret.of(asked.needed("api_key")),
                        secret(asked, "api_secret"),
                        secret(asked, "passphrase"),
                        secret(asked, "private_key_pem"));
        try {
            return work.apply(credentials);
        } finally {
            credentials.wipe();
        }
    }

    /** The exchange is asked before anything is kept. While it does not answer, nothing is. */
    private Reply shown(
            ExchangeId exchange,
            Credentials credentials,
            Function<Optional<KeyRights>, Reply> keep) {
        return switch (keys.ask(exchange, credentials)) {
            case Answer.Failed<Optional<KeyPermissions>>(ExchangeError error) ->
                    Reply.refused(ExchangeProblems.of(error));
            case Answer.Ok<Optional<KeyPermissions>>(Optional<KeyPermissions> told) ->
                    keep.apply(told.map(this::rights));
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

    /** While orders are open, they are to be cancelled first, or to be left knowingly. */
    private Reply delete(Asked asked) {
        Optional<ExchangeLink> link = usable(asked);
        if (link.isEmpty()) {
            return notFound();
        }
        boolean leaves = asked.truth("leave_orders");
        int open = leaves ? 0 : affairs.orders(link.get().user(), Optional.of(link.get().id()));
        if (open > 0) {
            return Reply.refused(hasOrders(link.get().exchange(), open));
        }
        return links.revoke(link.get().user(), link.get().id()) ? Reply.nothing() : notFound();
    }

    private static Problem hasOrders(ExchangeId exchange, int open) {
        return new Problem(
                409,
                "LINK_HAS_ORDERS",
                "Orders of this link are open: %d. K2 could look after them no longer."
                        .formatted(open),
                Map.of(
                        "exchange",
                        exchange.text(),
                        "orders",
                        open,
                        "suggestions",
                        List.of(
                                "Cancel them first.",
                                "Give the link another key, if it is the key that is refused.",
                                "Unlink with leave_orders=true, and look after them at the"
                                        + " exchange.")));
    }

    /** The link that is spoken of, unless it was taken away. */
    private Optional<ExchangeLink> usable(Asked asked) {
        return LinkId.parse(asked.needed("id"))
                .flatMap(id -> links.find(asked.caller().user(), id))
                .filter(link -> link.status() != LinkStatus.REVOKED);
    }

    private static Reply notFound() {
        return Reply.refused(new Problem(404, "LINK_NOT_FOUND", "There is no such link."));
    }

    private static Optional<Secret> secret(Asked asked, String name) {
        return asked.text(name).map(Secret::of);
    }
}
