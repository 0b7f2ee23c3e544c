package dev.k2.sim.binance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Account;
import dev.k2.sim.Fault;
import dev.k2.sim.QueryString;
import dev.k2.sim.RestDesk;
import dev.k2.sim.Target;
import dev.k2.sim.WireJson;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Binance's REST interface. */
final class RestServer implements RestDesk.Dialect<RestServer.Answer> {
    private static final Logger LOG = LoggerFactory.getLogger(RestServer.class);
    private static final Pattern SYMBOL = Pattern.compile("(?:^|&)symbol=([^&]+)");

    private final BinanceFloor floor;
    private final CallTable calls;
    private final Gate gate;
    private final Limits limits;

    RestServer(BinanceFloor floor, CallTable calls, Gate gate, Limits limits) {
        this.floor = floor;
        this.calls = calls;
        this.gate = gate;
        this.limits = limits;
    }

    /**
     * An answer that is ready to be sent.
     *
     * @param retryAfterSeconds how long to be silent; 0 where the limits tell it
     */
    record Answer(int status, JsonNode body, @Nullable Account ordered, long retryAfterSeconds) {
        static Answer of(BinanceRefusal refusal) {
            return new Answer(refusal.status(), words(refusal), null, refusal.retryAfterSeconds());
        }
    }

    @Override
    public Target target(HttpServerRequest request, String body) {
        Call call = calls.rest(request.method().name(), path(request));
        return floor.target(
                call == null ? "unknown" : call.operation(),
                request.getHeader("X-MBX-APIKEY"),
                symbol(request.query(), body));
    }

    @Override
    public Answer work(HttpServerRequest request, String body) {
        Call call = calls.rest(request.method().name(), path(request));
        try {
            if (call == null) {
                throw unknown(request);
            }
            Params params = params(request.query(), body);
            Gate.Caller caller =
                    new Gate.Caller(
                            address(request),
                            request.getHeader("X-MBX-APIKEY"),
                            BinanceSignature.restPayload(request.query(), body),
                            micros(request.getHeader("X-MBX-TIME-UNIT")),
                            null);
            JsonNode answer = gate.pass(call, params, caller);
            return new Answer(
                    200, answer, call.freeOnSuccess() ? gate.account(params, caller) : null, 0);
        } catch (BinanceRefusal refusal) {
            return Answer.of(refusal);
        } catch (RuntimeException e) {
            LOG.error("{} {} failed", request.method(), request.path(), e);
            return Answer.of(
                    new BinanceRefusal(
                            500,
                            -1000,
                            "An unknown error occurred while processing the request.",
                            null));
        }
    }

    @Override
    public Answer failed(Fault fault) {
        return Answer.of(Gate.failure(fault));
    }

    @Override
    public void send(HttpServerRequest request, Target target, Answer told) {
        long now = floor.micros() / 1000;
        String used = Long.toString(limits.used(address(request), now));
        HttpServerResponse response = request.response();
        response.setStatusCode(told.status())
                .putHeader("Content-Type", "application/json;charset=UTF-8")
                .putHeader("x-mbx-used-weight", used)
                .putHeader("x-mbx-used-weight-1m", used);
        if (told.ordered() != null) {
            response.putHeader(
                            "x-mbx-order-count-10s",
                            Long.toString(limits.ordersInTenSeconds(told.ordered(), now)))
                    .putHeader(
                            "x-mbx-order-count-" + limits.longWindowHeader(),
                            Long.toString(limits.ordersInLongWindow(told.ordered(), now)));
        }
        if (told.status() == 429 || told.status() == 418) {
            response.putHeader(
                    "Retry-After",
                    Long.toString(
                            told.retryAfterSeconds() > 0
                                    ? told.retryAfterSeconds()
                                    : limits.retryAfterSeconds(
                                            address(request), told.status(), now)));
        }
        response.end(told.body().toString());
    }

    private BinanceRefusal unknown(HttpServerRequest request) {
        if (calls.gone(path(request))) {
            return new BinanceRefusal(410, -1016, "This service is no longer available.", null);
        }
        return new BinanceRefusal(
                404,
                -5000,
                "Path " + path(request) + ", Method " + request.method().name() + " is invalid",
                null);
    }

    static ObjectNode words(BinanceRefusal refusal) {
        ObjectNode words =
                WireJson.object().put("code", refusal.code()).put("msg", refusal.words());
        if (refusal.details() != null) {
            words.set("data", refusal.details());
        }
        return words;
    }

    static boolean micros(@Nullable String unit) {
        if (unit == null) {
            return false;
        }
        return switch (unit.toUpperCase(Locale.ROOT)) {
            case "MILLISECOND" -> false;
            case "MICROSECOND" -> true;
            default ->
                    throw new BinanceRefusal(
                            -1194,
                            "Invalid value for time unit; expected either MICROSECOND or"
                                    + " MILLISECOND.");
        };
    }

    /** The symbol that a call names, without regard to whether it is a good one. */
    private static @Nullable String symbol(@Nullable String query, String body) {
        Matcher found =
                SYMBOL.matcher(query == null || query.isEmpty() ? body : query + "&" + body);
        return found.find() ? found.group(1) : null;
    }

    private static String path(HttpServerRequest request) {
        String path = request.path();
        return path == null ? "" : path;
    }

    private static String address(HttpServerRequest request) {
        return String.valueOf(request.remoteAddress().hostAddress());
    }

    /** Query and form together; where both have a parameter the query's counts. */
    static Params params(@Nullable String query, String body) {
        Params params = new Params();
        read(query == null ? "" : query, params, null);
        Params form = new Params();
        read(body, form, params);
        form.all().forEach(params::put);
        return params;
    }

    private static void read(String text, Params into, @Nullable Params stronger) {
        try {
            QueryString.each(
                    text,
                    (name, value) -> {
                        if (stronger == null || !stronger.has(name)) {
                            into.put(name, value);
                        }
                    });
        } catch (IllegalArgumentException e) {
            throw new BinanceRefusal(-1100, "Illegal characters found in a parameter.");
        }
    }
}
