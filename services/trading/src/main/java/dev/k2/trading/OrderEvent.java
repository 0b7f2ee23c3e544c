package dev.k2.trading;

import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.OrderReport;
import dev.k2.model.Decimals;
import dev.k2.model.Fill;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Why an order moved, kept for ever beside it.
 *
 * @param what a short fixed word
 * @param evidence what was seen, without secrets
 */
record OrderEvent(String what, Map<String, String> evidence) {
    private static final int VALUE_MAX = 500;

    OrderEvent {
        Map<String, String> bounded = new TreeMap<>();
        evidence.forEach(
                (name, value) ->
                        bounded.put(name, value.substring(0, Math.min(VALUE_MAX, value.length()))));
        evidence = Map.copyOf(bounded);
    }

    static OrderEvent of(String what) {
        return new OrderEvent(what, Map.of());
    }

    static OrderEvent of(String what, String name, String value) {
        return new OrderEvent(what, Map.of(name, value));
    }

    static OrderEvent reported(String source, OrderReport report) {
        return new OrderEvent(
                "reported",
                Map.of(
                        "source", source,
                        "exchange_order_id", report.id().text(),
                        "status", report.status().name(),
                        "filled", Decimals.plain(report.filledQuantity()),
                        "reason", report.reason().orElse(""),
                        "exchange_time", report.updatedAt().toString()));
    }

    static OrderEvent filled(String source, List<Fill> fills) {
        StringBuilder trades = new StringBuilder();
        for (Fill fill : fills) {
            trades.append(trades.isEmpty() ? "" : " ").append(fill.trade().text());
        }
        return new OrderEvent("filled", Map.of("source", source, "trades", trades.toString()));
    }

    /** The same, and what was filled meanwhile; without fills the same alone. */
    OrderEvent with(List<Fill> fills) {
        if (fills.isEmpty()) {
            return this;
        }
        OrderEvent filled = filled(what, fills);
        Map<String, String> both = new TreeMap<>(evidence);
        both.putAll(filled.evidence());
        return new OrderEvent(filled.what(), both);
    }

    /** The same, and what the exchange said of the order in the same breath. */
    OrderEvent with(OrderReport report) {
        Map<String, String> both = new TreeMap<>(reported(what, report).evidence());
        both.putAll(evidence);
        return new OrderEvent(what, both);
    }

    static OrderEvent failed(String what, ExchangeError error) {
        Map<String, String> evidence = new TreeMap<>(error.details());
        evidence.put("operation", error.operation());
        evidence.put("category", error.category().name());
        evidence.put("message", error.message());
        return new OrderEvent(what, evidence);
    }
}
