package dev.k2.gateway;

import dev.k2.accounts.Accounts;
import dev.k2.model.Decimals;
import dev.k2.model.ExchangeId;
import dev.k2.model.InstrumentId;
import dev.k2.model.Order;
import dev.k2.model.OrderType;
import dev.k2.model.Outcome;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import dev.k2.model.UserId;
import dev.k2.platform.Secret;
import dev.k2.signals.ReceivedPage;
import dev.k2.signals.SignalAuth;
import dev.k2.signals.SignalFields;
import dev.k2.signals.SignalHeaders;
import dev.k2.signals.SignalKeys;
import dev.k2.signals.SignalOrders;
import dev.k2.signals.SignalReply;
import dev.k2.signals.SignalTemplate;
import dev.k2.signals.SignalTerms;
import dev.k2.signals.Signals;
import dev.k2.signals.Unfit;
import dev.k2.trading.Refusal;
import dev.k2.trading.RefusalCode;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Calls about signals: the templates of a person, and the one call that comes from outside. */
final class SignalCalls {
    /** What an alert sends is short. */
    private static final int BODY_BYTES_MAX = 16 * 1024;

    private static final int DIGITS_MAX = 18;

    private final Signals signals;
    private final Accounts accounts;

    SignalCalls(Signals signals, Accounts accounts) {
        this.signals = signals;
        this.accounts = accounts;
    }

    Map<String, Call> all() {
        return Map.of(
                "listSignals", this::list,
                "createSignal", this::create,
                "getSignal", this::find,
                "setSignal", this::update,
                "deleteSignal", this::delete,
                "rotateSignal", this::rotate,
                "listReceivedSignals", this::received,
                "receiveSignal", this::receive);
    }

    private Reply list(Asked asked) {
        return Reply.whole(
                signals.list(asked.caller().user()).stream().map(SignalJson::template).toList());
    }

    private Reply create(Asked asked) {
        Optional<Unfit> misnamed = misnamed(asked);
        if (misnamed.isPresent()) {
            return unfit(misnamed.get());
        }
        SignalTerms terms = terms(asked);
        Optional<Unfit> unfit = terms.unfit();
        if (unfit.isPresent()) {
            return unfit(unfit.get());
        }
        SignalAuth auth = Words.constant(SignalAuth.class, asked.needed("auth"));
        Optional<SignalKeys> keys = signals.create(asked.caller().user(), auth, terms);
        return keys.map(shown -> (Reply) new Reply.Data(201, SignalJson.keys(shown)))
                .orElseGet(
                        () ->
                                Reply.refused(
                                        new Problem(
                                                409,
                                                "TOO_MANY_SIGNALS",
                                                "A person may have "
                                                        + Signals.TEMPLATES_MAX
                                                        + " signals.",
                                                Map.of("limit", Signals.TEMPLATES_MAX))));
    }

    private Reply find(Asked asked) {
        return shown(signals.find(asked.caller().user(), id(asked)));
    }

    private Reply update(Asked asked) {
        Optional<Unfit> misnamed = misnamed(asked);
        if (misnamed.isPresent()) {
            return unfit(misnamed.get());
        }
        SignalTerms terms = terms(asked);
        // What is switched off sends nothing, and has to be so quickly.
        if (terms.enabled()
                && !accounts.isSteppedUp(asked.caller().user(), asked.caller().session())) {
            return Reply.refused(Problem.stepUpRequired());
        }
        return terms.unfit()
                .map(SignalCalls::unfit)
                .orElseGet(() -> shown(signals.update(asked.caller().user(), id(asked), terms)));
    }

    private Reply delete(Asked asked) {
        return signals.delete(asked.caller().user(), id(asked)) ? Reply.nothing() : missing();
    }

    private Reply rotate(Asked asked) {
        return signals.rotate(asked.caller().user(), id(asked))
                .map(keys -> Reply.ok(SignalJson.keys(keys)))
                .orElseGet(SignalCalls::missing);
    }

    private Reply received(Asked asked) {
        Optional<String> cursor = asked.text("cursor");
        Optional<Long> before =
                cursor.flatMap(Pager::decode)
                        .filter(text -> text.matches("[0-9]{1," + DIGITS_MAX + "}"))
                        .map(Long::valueOf);
        if (cursor.isPresent() && before.isEmpty()) {
            return Reply.refused(Pager.badCursor());
        }
        UserId user = asked.caller().user();
        Optional<ReceivedPage> page =
                signals.received(user, id(asked), before, asked.number("limit"));
        return page.map(
                        found ->
                                Reply.listing(
                                        found.items().stream().map(SignalJson::received).toList(),
                                        found.next().map(n -> Pager.encode(Long.toString(n)))))
                .orElseGet(SignalCalls::missing);
    }

    private Reply receive(Asked asked) {
        byte[] body = asked.bytes().getBytes();
        if (body.length > BODY_BYTES_MAX) {
            return Reply.refused(Problem.tooLarge(BODY_BYTES_MAX));
        }
        SignalHeaders headers =
                new SignalHeaders(
                        asked.text("webhook-id"),
                        asked.text("webhook-timestamp"),
                        asked.text("webhook-signature"));
        return switch (signals.receive(Secret.of(asked.needed("id")), headers, body)) {
            case SignalReply.Placed(Order order) ->
                    new Reply.Data(
                            order.resolution().isPresent() ? 202 : 201,
                            SignalJson.outcome(order, false));
            case SignalReply.Repeated(Order order) -> Reply.ok(SignalJson.outcome(order, true));
            case SignalReply.Refused(SignalOrders.Placing.Refused refusal) ->
                    Reply.refused(
                            OrderJson.problem(
                                    new Refusal(
                                            RefusalCode.valueOf(refusal.code()),
                                            refusal.field(),
                                            refusal.message(),
                                            refusal.details())));
            case SignalReply.Misread(Unfit unfit) ->
                    Reply.refused(
                            new Problem(
                                    422,
                                    "SIGNAL_MISREAD",
                                    unfit.field() + ": expected " + unfit.expected() + ".",
                                    Map.of("field", unfit.field(), "expected", unfit.expected())));
            case SignalReply.Unauthorised() -> Reply.refused(unauthorised());
            case SignalReply.TooFast() ->
                    Reply.refused(
                            new Problem(
                                    429,
                                    "RATE_LIMITED",
                                    "Too many signals at this address.",
                                    Map.of("retry_after_seconds", 1)));
        };
    }

    /** The same to everybody, whatever was wrong. */
    private static Problem unauthorised() {
        return new Problem(401, "SIGNAL_UNAUTHORISED", "This is no signal that K2 takes.");
    }

    private static SignalTerms terms(Asked asked) {
        JsonObject fields = asked.body().getJsonObject("fields", new JsonObject());
        return new SignalTerms(
                asked.needed("name"),
                asked.body().getBoolean("enabled", true),
                asked.text("exchange").flatMap(ExchangeId::parse),
                instruments(asked),
                asked.text("side").map(word -> Words.constant(Side.class, word)),
                asked.text("outcome").map(word -> Words.constant(Outcome.class, word)),
                Words.constant(OrderType.class, asked.needed("type")),
                asked.text("time_in_force").map(word -> Words.constant(TimeInForce.class, word)),
                decimal(asked, "quantity"),
                decimal(asked, "quantity_max"),
                new SignalFields(
                        Optional.ofNullable(fields.getString("side")),
                        Optional.ofNullable(fields.getString("quantity")),
                        Optional.ofNullable(fields.getString("price")),
                        Optional.ofNullable(fields.getString("instrument")),
                        Optional.ofNullable(fields.getString("id"))));
    }

    /**
     * A name that none can have, which the contract's pattern lets through where it counts rare
     * letters once. Left out, it would open a template to more than its owner named.
     */
    private static Optional<Unfit> misnamed(Asked asked) {
        return asked.texts("instruments").stream().allMatch(InstrumentId::isValid)
                ? Optional.empty()
                : Optional.of(new Unfit("instruments", "names of instruments such as BTC-USDT"));
    }

    private static List<InstrumentId> instruments(Asked asked) {
        return asked.texts("instruments").stream().map(InstrumentId::new).distinct().toList();
    }

    private static Optional<BigDecimal> decimal(Asked asked, String name) {
        return asked.text(name).map(Decimals::of);
    }

    private static UUID id(Asked asked) {
        return UUID.fromString(asked.needed("id"));
    }

    private static Reply shown(Optional<SignalTemplate> template) {
        return template.map(found -> Reply.ok(SignalJson.template(found)))
                .orElseGet(SignalCalls::missing);
    }

    private static Reply unfit(Unfit unfit) {
        return Reply.refused(Problem.invalid(unfit.field(), unfit.expected()));
    }

    private static Reply missing() {
        return Reply.refused(new Problem(404, "SIGNAL_NOT_FOUND", "There is no such signal."));
    }
}
