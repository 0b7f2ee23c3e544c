package dev.k2.sim.okx;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Account;
import dev.k2.sim.Fault;
import dev.k2.sim.Market;
import dev.k2.sim.QueryString;
import dev.k2.sim.RestDesk;
import dev.k2.sim.Target;
import dev.k2.sim.WireJson;
import io.vertx.core.http.HttpServerRequest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** OKX's REST interface. */
final class OkxRest implements RestDesk.Dialect<Envelope> {
    private static final Logger LOG = LoggerFactory.getLogger(OkxRest.class);
    private static final Pattern INSTRUMENT =
            Pattern.compile("instId(?:=|\"\\s*:\\s*\")([A-Z0-9-]+)");
    private final OkxFloor floor;
    private final Routes routes;
    private final Gate gate;
    private final Limits limits;

    OkxRest(OkxFloor floor, Routes routes, Gate gate, Limits limits) {
        this.floor = floor;
        this.routes = routes;
        this.gate = gate;
        this.limits = limits;
    }

    @Override
    public Target target(HttpServerRequest request, String body) {
        Call call = routes.find(request.method().name(), path(request));
        Market market = floor.engine().market(instrument(request.query(), body));
        return floor.faults()
                .target(
                        call == null ? "unknown" : call.operation(),
                        request.getHeader("OK-ACCESS-KEY"),
                        market);
    }

    @Override
    public Envelope work(HttpServerRequest request, String body) {
        Call call = routes.find(request.method().name(), path(request));
        try {
            if (limits.isBanned(address(request), floor.millis())) {
                throw new OkxRefusal(403, "403", "Forbidden");
            }
            if (call == null) {
                throw new OkxRefusal(404, "404", "Not Found");
            }
            gate.announced(target(request, body));
            return answer(request, body, call);
        } catch (OkxRefusal refusal) {
            return Envelope.of(refusal);
        } catch (RuntimeException e) {
            LOG.error("{} {} failed", request.method(), request.path(), e);
            return Envelope.of(new OkxRefusal(500, "50026", "System error. Try again later"));
        }
    }

    private Envelope answer(HttpServerRequest request, String body, Call call) {
        Account account = null;
        if (call.signed()) {
            Gate.Papers papers =
                    new Gate.Papers(
                            request.getHeader("OK-ACCESS-KEY"),
                            request.getHeader("OK-ACCESS-PASSPHRASE"),
                            request.getHeader("OK-ACCESS-TIMESTAMP"),
                            request.getHeader("OK-ACCESS-SIGN"),
                            request.getHeader("expTime"));
            account = gate.admit(papers, request.method().name(), request.uri(), body);
            if (request.method().name().equals("POST")) {
                Gate.mayTrade(account);
            }
        }
        JsonNode sent = request.method().name().equals("GET") ? query(request.query()) : json(body);
        String caller = account == null ? address(request) : account.name();
        gate.count(call, caller, sent, instrument(request.query(), body));
        return call.work().answer(new Call.Request(new Args(sent), account));
    }

    @Override
    public Envelope failed(Fault fault) {
        return Envelope.of(Gate.failure(fault));
    }

    @Override
    public void send(HttpServerRequest request, Target target, Envelope told) {
        ObjectNode json = told.json();
        if (target.operation().startsWith("order.") && request.method().name().equals("POST")) {
            String now = Long.toString(floor.micros());
            json.put("inTime", now).put("outTime", now);
        }
        request.response()
                .setStatusCode(told.status())
                .putHeader("Content-Type", "application/json")
                .end(json.toString());
    }

    private static JsonNode query(@Nullable String query) {
        ObjectNode json = WireJson.object();
        try {
            QueryString.each(query == null ? "" : query, json::put);
        } catch (IllegalArgumentException e) {
            throw OkxRefusal.wrong("query");
        }
        return json;
    }

    private static JsonNode json(String body) {
        if (body.isEmpty()) {
            throw new OkxRefusal(400, "50000", "Body for POST request can't be empty.");
        }
        try {
            JsonNode json = WireJson.parse(body);
            if (json.isObject() || json.isArray()) {
                return json;
            }
        } catch (JsonProcessingException e) {
            throw new OkxRefusal(400, "50002", "JSON syntax error");
        }
        throw new OkxRefusal(400, "50002", "JSON syntax error");
    }

    /** The first instrument that a call names, without regard to whether it is a good one. */
    private static String instrument(@Nullable String query, String body) {
        Matcher found = INSTRUMENT.matcher(query == null ? body : query + "&" + body);
        return found.find() ? found.group(1) : "";
    }

    private static String path(HttpServerRequest request) {
        String path = request.path();
        return path == null ? "" : path;
    }

    private static String address(HttpServerRequest request) {
        return String.valueOf(request.remoteAddress().hostAddress());
    }
}
