package dev.k2.gateway;

import dev.k2.model.ExchangeId;
import dev.k2.model.InstrumentId;
import dev.k2.model.Order;
import dev.k2.model.OrderId;
import dev.k2.platform.Secret;
import dev.k2.signals.ReceivedSignal;
import dev.k2.signals.SignalFields;
import dev.k2.signals.SignalKeys;
import dev.k2.signals.SignalTemplate;
import dev.k2.signals.SignalTerms;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Signals in the shapes of the contract. Pure. */
final class SignalJson {
    private SignalJson() {}

    static JsonObject template(SignalTemplate template) {
        SignalTerms terms = template.terms();
        return new JsonObject()
                .put("id", template.id().toString())
                .put("name", terms.name())
                .put("enabled", terms.enabled())
                .put("auth", Words.of(template.auth()))
                .put("exchange", terms.exchange().map(ExchangeId::text).orElse(null))
                .put(
                        "instruments",
                        new JsonArray(
                                terms.instruments().stream().map(InstrumentId::text).toList()))
                .put("side", terms.side().map(Words::of).orElse(null))
                .put("outcome", terms.outcome().map(Words::of).orElse(null))
                .put("type", Words.of(terms.type()))
                .put("time_in_force", terms.timeInForce().map(Words::of).orElse(null))
                .put("quantity", Words.orNull(terms.quantity()))
                .put("quantity_max", Words.orNull(terms.quantityMax()))
                .put("fields", fields(terms.fields()))
                .put("created_at", Times.text(template.createdAt()))
                .put("updated_at", Times.text(template.updatedAt()));
    }

    /** A template with what is shown once. */
    static JsonObject keys(SignalKeys keys) {
        return template(keys.template())
                .put("path", "/v1/signals/" + keys.token().reveal())
                .put("secret", keys.secret().map(Secret::reveal).orElse(null));
    }

    static JsonObject received(ReceivedSignal signal) {
        return new JsonObject()
                .put("number", signal.number())
                .put("received_at", Times.text(signal.at()))
                .put("outcome", Words.of(signal.outcome()))
                .put("order_id", signal.order().map(OrderId::toString).orElse(null))
                .put("reason", signal.reason().orElse(null));
    }

    /** What a sender is told of the order that its signal became. */
    static JsonObject outcome(Order order, boolean repeated) {
        return new JsonObject()
                .put("order_id", order.id().toString())
                .put("client_order_id", order.key().text())
                .put("status", Words.of(order.status()))
                .put("repeated", repeated);
    }

    private static JsonObject fields(SignalFields fields) {
        JsonObject named = new JsonObject();
        fields.side().ifPresent(name -> named.put("side", name));
        fields.quantity().ifPresent(name -> named.put("quantity", name));
        fields.price().ifPresent(name -> named.put("price", name));
        fields.instrument().ifPresent(name -> named.put("instrument", name));
        fields.id().ifPresent(name -> named.put("id", name));
        return named;
    }
}
