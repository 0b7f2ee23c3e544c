package dev.k2.trading;

import dev.k2.model.Decimals;
import dev.k2.model.ExchangeId;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Words refusals. */
final class Refusals {
    private Refusals() {}

    /** A field of the ticket is wrong. Details come in pairs of name and value. */
    static Refusal field(RefusalCode code, String field, String message, Object... details) {
        return new Refusal(code, Optional.of(field), message, details(details));
    }

    /** Something else stands against the order. Details come in pairs of name and value. */
    static Refusal of(RefusalCode code, String message, Object... details) {
        return new Refusal(code, Optional.empty(), message, details(details));
    }

    /** A limit is broken: every such refusal names the limit, its value and what broke it. */
    static Refusal limit(
            RefusalCode code, String limit, Object allowed, Object value, String message) {
        return of(code, message, "limit", limit, "limit_value", allowed, "value", value);
    }

    /** Another node acts for an account, or may do so. */
    static Refusal heldElsewhere(ExchangeId exchange) {
        return of(
                RefusalCode.EXCHANGE_HELD_ELSEWHERE,
                "another node of this installation holds your account at %s, or is taking it over; "
                                .formatted(exchange)
                        + "ask that one, or try again in a moment",
                "exchange",
                exchange);
    }

    /** An account is closed, though it was open a moment ago. */
    static Refusal notOpen(ExchangeId exchange) {
        return of(
                RefusalCode.LINK_NOT_USABLE,
                "the link to %s is not open".formatted(exchange),
                "exchange",
                exchange);
    }

    /** The same, said of a scope: every refusal of a limit names whose limit it is. */
    static Refusal in(LimitScope scope, Refusal refusal) {
        Map<String, String> details = new TreeMap<>(refusal.details());
        details.put("scope", scope.text());
        return new Refusal(refusal.code(), refusal.field(), refusal.message(), details);
    }

    private static Map<String, String> details(Object... pairs) {
        Map<String, String> details = new TreeMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            details.put(pairs[i].toString(), text(pairs[i + 1]));
        }
        return details;
    }

    private static String text(Object value) {
        return value instanceof BigDecimal number ? Decimals.plain(number) : value.toString();
    }
}
