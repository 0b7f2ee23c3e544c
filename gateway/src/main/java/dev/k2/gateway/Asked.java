package dev.k2.gateway;

import dev.k2.accounts.Origin;
import dev.k2.model.Decimals;
import dev.k2.model.ExchangeId;
import dev.k2.model.InstrumentId;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request that has passed the contract: everything in it has the right name and form.
 *
 * @param person who calls; null where the call needs no token
 * @param values from path, query and headers
 * @param body empty where there is none
 * @param address where it came from
 * @param device what calls itself, from the User-Agent header
 * @param bytes the body as it was sent
 */
record Asked(
        @Nullable Caller person,
        Map<String, Object> values,
        JsonObject body,
        String address,
        String device,
        Buffer bytes) {
    /** The same with one more text in its body. */
    Asked with(String name, String text) {
        return new Asked(person, values, body.copy().put(name, text), address, device, bytes);
    }

    /** The caller of a call that needs a token. */
    Caller caller() {
        if (person == null) {
            throw new IllegalStateException("this call is open to everybody");
        }
        return person;
    }

    /** Where the call comes from, in the words of accounts. */
    Origin origin() {
        return new Origin(device, address);
    }

    /** A text from path, query, headers or body. */
    Optional<String> text(String name) {
        return value(name, String.class);
    }

    /** An object within the body. */
    Optional<JsonObject> object(String name) {
        return value(name, JsonObject.class);
    }

    /** A text that the contract requires. */
    String needed(String name) {
        return text(name)
                .orElseThrow(() -> new IllegalStateException("the contract requires " + name));
    }

    /** A number that the contract requires or gives a usual value. */
    int number(String name) {
        return value(name, Number.class)
                .orElseThrow(() -> new IllegalStateException("the contract gives " + name))
                .intValue();
    }

    /** A number that may be left out or null. */
    Optional<Integer> maybeNumber(String name) {
        return value(name, Number.class).map(Number::intValue);
    }

    boolean truth(String name) {
        return value(name, Boolean.class).orElse(false);
    }

    Optional<BigDecimal> decimal(String name) {
        return text(name).map(Decimals::of);
    }

    Optional<ExchangeId> exchange() {
        return text("exchange").flatMap(ExchangeId::parse);
    }

    /** The instrument that is named; a name that none can have is none. */
    Optional<InstrumentId> instrument() {
        return text("instrument").filter(InstrumentId::isValid).map(InstrumentId::new);
    }

    /** The texts of a parameter that may be repeated. */
    List<String> texts(String name) {
        return value(name, JsonArray.class)
                .map(array -> array.stream().map(String.class::cast).toList())
                .orElse(List.of());
    }

    private <T> Optional<T> value(String name, Class<T> type) {
        Object value = values.containsKey(name) ? values.get(name) : body.getValue(name);
        return Optional.ofNullable(type.cast(value));
    }
}
