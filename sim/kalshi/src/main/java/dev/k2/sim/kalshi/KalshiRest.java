package dev.k2.sim.kalshi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.sim.Account;
import dev.k2.sim.Fault;
import dev.k2.sim.QueryString;
import dev.k2.sim.RestDesk;
import dev.k2.sim.Target;
import dev.k2.sim.WireJson;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kalshi's REST interface. */
final class KalshiRest implements RestDesk.Dialect<Answer> {
    private static final Logger LOG = LoggerFactory.getLogger(KalshiRest.class);
    private static final Pattern TICKER =
            Pattern.compile("\"?(?:market_)?ticker\"?\\s*[:=]\\s*\"?([A-Za-z0-9.-]+)");
    private static final Pattern TICKER_IN_PATH = Pattern.compile("/markets/([^/]+)");
    private final KalshiFloor floor;
    private final Routes routes;
    private final Gate gate;

    KalshiRest(KalshiFloor floor, Routes routes, Gate gate) {
        this.floor = floor;
        this.routes = routes;
        this.gate = gate;
    }

    @Override
    public Target target(HttpServerRequest request, String body) {
        Routes.Found found = routes.find(request.method().name(), path(request));
        return floor.faults()
                .target(
                        found == null ? "unknown" : found.call().operation(),
                        request.getHeader(Gate.KEY),
                        floor.engine().market(ticker(request, body)));
    }

    @Override
    public Answer work(HttpServerRequest request, String body) {
        try {
            if (gate.isBanned(String.valueOf(request.remoteAddress().hostAddress()))) {
                throw new KalshiRefusal(403, "forbidden", "forbidden");
            }
            Routes.Found found = routes.find(request.method().name(), path(request));
            if (found == null) {
                throw KalshiRefusal.notFound("path");
            }
            gate.announced(target(request, body));
            return answer(request, body, found);
        } catch (KalshiRefusal refusal) {
            return Answer.of(refusal);
        } catch (RuntimeException e) {
            LOG.error("{} {} failed", request.method(), request.path(), e);
            return Answer.of(
                    new KalshiRefusal(500, "internal_server_error", "internal server error"));
        }
    }

    private Answer answer(HttpServerRequest request, String body, Routes.Found found) {
        Call call = found.call();
        Gate.Papers papers =
                new Gate.Papers(
                        request.getHeader(Gate.KEY),
                        request.getHeader(Gate.TIMESTAMP),
                        request.getHeader(Gate.SIGNATURE));
        Account account = null;
        if (call.access() != Call.Access.OPEN || papers.any()) {
            account = gate.admit(papers, request.method().name(), path(request));
        }
        if (call.access() == Call.Access.WRITE && account != null) {
            Gate.mayWrite(account);
        }
        JsonNode sent = json(body);
        String caller =
                account == null
                        ? String.valueOf(request.remoteAddress().hostAddress())
                        : account.name();
        gate.count(call.access(), caller, call.tokens(sent));
        Map<String, String> words = new HashMap<>(query(request));
        words.putAll(found.words());
        return call.work().answer(new Call.Request(new Args(words, sent), account));
    }

    @Override
    public Answer failed(Fault fault) {
        return Answer.of(Gate.failure(fault));
    }

    @Override
    public void send(HttpServerRequest request, Target target, Answer told) {
        HttpServerResponse response = request.response().setStatusCode(told.status());
        JsonNode body = told.body();
        if (body == null) {
            response.end();
        } else {
            response.putHeader("Content-Type", "application/json").end(body.toString());
        }
    }

    private static Map<String, String> query(HttpServerRequest request) {
        Map<String, String> words = new HashMap<>();
        String query = request.query();
        try {
            QueryString.each(
                    query == null ? "" : query,
                    (name, value) -> words.merge(name, value, (one, other) -> one + "," + other));
        } catch (IllegalArgumentException e) {
            throw KalshiRefusal.invalid("the query cannot be read");
        }
        return words;
    }

    private static JsonNode json(String body) {
        if (body.isBlank()) {
            return WireJson.object();
        }
        try {
            JsonNode json = WireJson.parse(body);
            if (json.isObject()) {
                return json;
            }
        } catch (JsonProcessingException e) {
            throw KalshiRefusal.invalid("the body must be JSON");
        }
        throw KalshiRefusal.invalid("the body must be an object");
    }

    /** The first market that a call names, without regard to whether it is a good one. */
    private static String ticker(HttpServerRequest request, String body) {
        String query = request.query();
        Matcher inPath = TICKER_IN_PATH.matcher(path(request));
        if (inPath.find()) {
            return inPath.group(1);
        }
        Matcher found = TICKER.matcher(query == null ? body : query + "&" + body);
        return found.find() ? found.group(1) : "";
    }

    private static String path(HttpServerRequest request) {
        String path = request.path();
        return path == null ? "" : path;
    }
}
