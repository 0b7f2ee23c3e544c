package dev.k2.sim.kalshi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.WireJson;

/** A call that ends in an error answer, in Kalshi's codes and words. */
final class KalshiRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final String code;
    private final String details;

    KalshiRefusal(int status, String code, String message) {
        this(status, code, message, "");
    }

    private KalshiRefusal(int status, String code, String message, String details) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.details = details;
    }

    int status() {
        return status;
    }

    /** The whole body; that of too many requests says nothing but so. */
    ObjectNode body() {
        ObjectNode body = WireJson.object();
        if (status == 429) {
            return body.put("error", String.valueOf(getMessage()));
        }
        body.set("error", error());
        return body;
    }

    /** What stands for one of several orders. */
    ObjectNode error() {
        ObjectNode error =
                WireJson.object().put("code", code).put("message", String.valueOf(getMessage()));
        return details.isEmpty() ? error : error.put("details", details);
    }

    static KalshiRefusal notFound(String what) {
        return new KalshiRefusal(404, "not_found", "not found", what + " not found");
    }

    static KalshiRefusal invalidOrder(String details) {
        return new KalshiRefusal(400, "invalid_order", "invalid order", details);
    }

    static KalshiRefusal invalid(String details) {
        return new KalshiRefusal(400, "invalid_parameters", "invalid parameters", details);
    }

    static KalshiRefusal unauthorized(String details) {
        return new KalshiRefusal(401, "unauthorized", "authentication failed", details);
    }

    static KalshiRefusal forbidden(String scope) {
        return new KalshiRefusal(
                403, "permission_denied", "permission denied", "the key lacks the scope " + scope);
    }

    static KalshiRefusal tooFast() {
        return new KalshiRefusal(429, "", "too many requests");
    }

    static KalshiRefusal gone() {
        return new KalshiRefusal(
                410,
                "deprecated_v1_order_endpoint",
                "this endpoint is gone",
                "use /portfolio/events/orders");
    }
}
