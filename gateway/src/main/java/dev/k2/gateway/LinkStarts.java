package dev.k2.gateway;

import dev.k2.accounts.Accounts;
import dev.k2.accounts.LinkCreation;
import dev.k2.accounts.LinkReturn;
import dev.k2.accounts.LinkTokens;
import dev.k2.accounts.LinkVisit;
import dev.k2.exchange.KeyGuide;
import dev.k2.model.ExchangeId;
import dev.k2.model.UserId;
import dev.k2.platform.Secret;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How an account comes to be linked: which key to make, or where to give consent. */
final class LinkStarts {
    private final Accounts accounts;
    private final LinkTokens tokens;
    private final KeyCheck keys;

    LinkStarts(Accounts accounts, KeyCheck keys) {
        this.accounts = accounts;
        tokens = accounts.linkTokens();
        this.keys = keys;
    }

    Map<String, Call> all() {
        return Map.of("initiateLink", this::initiate, "finishLink", this::finish);
    }

    private Reply initiate(Asked asked) {
        ExchangeId exchange = asked.exchange().orElseThrow();
        if (tokens.exchanges().contains(exchange)) {
            return accounts.isSteppedUp(asked.caller().user(), asked.caller().session())
                    ? consent(asked, exchange)
                    : Reply.refused(Problem.stepUpRequired());
        }
        return keys.guide(exchange)
                .map(guide -> Reply.ok(byKey(exchange, guide)))
                .orElseGet(() -> Reply.refused(LinkCalls.notOffered(exchange, keys)));
    }

    private Reply consent(Asked asked, ExchangeId exchange) {
        UserId user = asked.caller().user();
        String label = asked.text("label").orElse(exchange.text());
        Optional<LinkCreation> objection = tokens.objection(user, label);
        if (objection.isPresent()) {
            return LinkCalls.reply(objection.get(), exchange);
        }
        LinkVisit visit = tokens.begin(user, exchange, label);
        return Reply.ok(
                new JsonObject()
                        .put("exchange", exchange.text())
                        .put("method", "oauth")
                        .put("authorize_url", visit.address())
                        .put("expires_at", Times.text(visit.expiresAt())));
    }

    private Reply finish(Asked asked) {
        ExchangeId exchange = asked.exchange().orElseThrow();
        return switch (tokens.finish(
                asked.caller().user(),
                exchange,
                Secret.of(asked.needed("state")),
                Secret.of(asked.needed("code")),
                asked.origin())) {
            case LinkReturn.Done(LinkCreation creation) -> LinkCalls.reply(creation, exchange);
            case LinkReturn.NotExpected() ->
                    Reply.refused(
                            new Problem(
                                    404,
                                    "LINK_NOT_EXPECTED",
                                    "Nobody was sent to "
                                            + exchange
                                            + " with this state, or it was too long ago. Begin"
                                            + " again.",
                                    Map.of("exchange", exchange.text())));
            case LinkReturn.Refused(String why) ->
                    Reply.refused(
                            new Problem(
                                    422,
                                    "EXCHANGE_AUTHENTICATION",
                                    exchange + " gave no tokens: " + why,
                                    facts(exchange, false)));
            case LinkReturn.Unclear(String why) ->
                    Reply.refused(
                            new Problem(
                                    503,
                                    "EXCHANGE_NETWORK",
                                    exchange + " did not answer: " + why,
                                    facts(exchange, true)));
        };
    }

    private static Map<String, Object> facts(ExchangeId exchange, boolean retryable) {
        return Map.of(
                "exchange",
                exchange.text(),
                "category",
                retryable ? "network" : "authentication",
                "retryable",
                retryable,
                "suggestions",
                List.of("Begin again, and give consent at the exchange."));
    }

    private static JsonObject byKey(ExchangeId exchange, KeyGuide guide) {
        JsonArray forms = new JsonArray();
        for (KeyGuide.Form form : guide.forms()) {
            forms.add(
                    new JsonObject()
                            .put("name", form.name())
                            .put(
                                    "fields",
                                    new JsonArray(
                                            form.parts().stream()
                                                    .map(LinkStarts::field)
                                                    .toList())));
        }
        return new JsonObject()
                .put("exchange", exchange.text())
                .put("method", "api_key")
                .put("forms", forms)
                .put("page", guide.page())
                .put("address", guide.address())
                .put("give", new JsonArray(guide.give()))
                .put("withhold", new JsonArray(guide.withhold()))
                .put("hints", new JsonArray(guide.hints()));
    }

    private static String field(KeyGuide.Part part) {
        return part.name().toLowerCase(Locale.ROOT);
    }
}
