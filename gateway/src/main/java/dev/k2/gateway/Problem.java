package dev.k2.gateway;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Why a request is not served, in the words of the API.
 *
 * @param status of HTTP
 * @param code for programs
 * @param message for a person; never what the request carried, which may be a secret
 * @param details the figures that a person needs
 */
record Problem(int status, String code, String message, Map<String, Object> details) {
    Problem {
        details = Map.copyOf(details);
    }

    Problem(int status, String code, String message) {
        this(status, code, message, Map.of());
    }

    static Problem malformedJson(String what) {
        return new Problem(400, "MALFORMED_JSON", "The body is not readable JSON: " + what + ".");
    }

    static Problem invalid(String field, String expected) {
        return invalid(field, expected, "");
    }

    static Problem missing(String field, String expected) {
        return invalid(field, expected, ", found nothing");
    }

    private static Problem invalid(String field, String expected, String found) {
        return new Problem(
                400,
                "VALIDATION_FAILED",
                field + ": expected " + expected + found + ".",
                Map.of("field", field, "expected", expected));
    }

    static Problem unknownField(String field, List<String> known) {
        return unknown("UNKNOWN_FIELD", "a field", field, known);
    }

    static Problem unknownParameter(String field, List<String> known) {
        return unknown("UNKNOWN_PARAMETER", "a parameter", field, known);
    }

    private static Problem unknown(String code, String kind, String field, List<String> known) {
        String expected = known.isEmpty() ? "none at all" : "one of " + String.join(", ", known);
        return new Problem(
                400,
                code,
                "There is no such thing here as "
                        + kind
                        + " "
                        + field
                        + "; expected "
                        + expected
                        + ".",
                Map.of("field", field, "expected", expected));
    }

    static Problem notFound(String what) {
        return new Problem(
                404, "NOT_FOUND", "There is no such " + what + ".", Map.of("what", what));
    }

    static Problem wrongMethod(List<String> allowed) {
        return new Problem(
                405,
                "METHOD_NOT_ALLOWED",
                "This address takes " + String.join(", ", allowed) + ".",
                Map.of("expected", String.join(", ", allowed)));
    }

    static Problem tooLarge(int limitBytes) {
        return new Problem(
                413,
                "BODY_TOO_LARGE",
                "A body has at most " + limitBytes + " bytes.",
                Map.of("field", "body", "expected", "at most " + limitBytes + " bytes"));
    }

    static Problem notJson() {
        return new Problem(
                415,
                "UNSUPPORTED_MEDIA_TYPE",
                "The body must be application/json in UTF-8.",
                Map.of("field", "Content-Type", "expected", "application/json"));
    }

    static Problem unauthenticated() {
        return new Problem(
                401,
                "UNAUTHENTICATED",
                "Log in, and send the access token as Authorization: Bearer.",
                Map.of("field", "Authorization", "expected", "Bearer and an access token"));
    }

    static Problem stepUpRequired() {
        return new Problem(
                403,
                "STEP_UP_REQUIRED",
                "Confirm who you are first, by POST /v1/auth/step-up.",
                Map.of("expected", "POST /v1/auth/step-up within the last five minutes"));
    }

    static Problem lastLogin() {
        return new Problem(
                409, "LAST_LOGIN", "You could not log in any more. Set a password first.");
    }

    static Problem originNotAllowed() {
        return new Problem(
                403,
                "ORIGIN_NOT_ALLOWED",
                "Pages of this origin may not call K2.",
                Map.of("field", "Origin"));
    }

    /** Of an address, a person, or a call that takes credentials. */
    static Problem rateLimited(String limit, long retryAfterSeconds) {
        return new Problem(
                429,
                "RATE_LIMITED",
                "Too many requests; come back later.",
                Map.of("limit", limit, "retry_after_seconds", retryAfterSeconds));
    }

    static Problem internal() {
        return new Problem(
                500,
                "INTERNAL",
                "K2 failed to answer. The request_id finds the reason in its log.");
    }

    static Problem unavailable(String what) {
        return new Problem(503, "UNAVAILABLE", what, Map.of("retry_after_seconds", 1));
    }

    /** The same with further details, in the order in which they are added. */
    Problem with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(details);
        more.put(name, value);
        return new Problem(status, code, message, more);
    }
}
