package dev.k2.sim.bybit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Account;
import dev.k2.sim.Fault;
import dev.k2.sim.RestDesk;
import dev.k2.sim.Target;
import dev.k2.sim.WireJson;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bybit's REST interface: errors stand in the body, and the status is 200 but for bans and breakdowns. */
final class BybitRest implements RestDesk.Dialect<BybitRest.Answer> {
    private static final Logger LOG = LoggerFactory.getLogger(BybitRest.class);
    private static final int FORBIDDEN = 403;

    private final BybitFloor floor;
    private final Map<String, Call> calls;
    private final BybitGate gate;
    private final BybitLimits limits;

    BybitRest(BybitFloor floor, Map<String, Call> calls, BybitGate gate, BybitLimits limits) {
        this.floor = floor;
        this.calls = calls;
        this.gate = gate;
        this.limits = limits;
    }

    /** An answer that is ready to be sent. */
    record Answer(int status, String body, BybitLimits.@Nullable Left left) {}

    @Override
    public Target target(HttpServerRequest request, String body) {
        Call call = call(request);
        Fields fields;
        try {
            fields = fields(request, body);
        } catch (BybitRefusal bad) {
            fields = Fields.none();
        }
        return floor.target(operation(call, fields), header(request, "API-KEY"), fields);
    }

    /** One path asks for one order or for those that are open; faults tell these apart. */
    private static String operation(@Nullable Call call, Fields fields) {
        if (call == null) {
            return "unknown";
        }
        return call.name().equals("realtime")
                ? OrderQueries.realtimeOperation(fields)
                : call.operation();
    }

    @Override
    public Answer work(HttpServerRequest request, String body) {
        if (!limits.admits(address(request), floor.now())) {
            return new Answer(FORBIDDEN, "403, access too frequent", null);
        }
        try {
            Call call = call(request);
            if (call == null) {
                throw new BybitRefusal(404, BybitRefusal.ROUTE, "Route not found.");
            }
            gate.announced(target(request, body));
            Account account = call.signed() ? signed(request, body) : null;
            BybitGate.Passed passed = gate.pass(call, fields(request, body), account);
            Call.Reply reply = passed.reply();
            return new Answer(200, envelope(0, "OK", reply.result(), reply.parts()), passed.left());
        } catch (BybitGate.TooOften refusal) {
            return refused(200, BybitRefusal.RATE, refusal.getMessage(), refusal.left());
        } catch (BybitRefusal refusal) {
            return refused(refusal.status(), refusal.code(), refusal.words(), null);
        } catch (RuntimeException e) {
            LOG.error("{} {} failed", request.method(), request.path(), e);
            return refused(200, BybitRefusal.SERVER, "Internal System Error.", null);
        }
    }

    private Account signed(HttpServerRequest request, String body) {
        String content = request.method().equals(HttpMethod.GET) ? query(request) : body;
        return gate.signed(
                header(request, "API-KEY"),
                header(request, "TIMESTAMP"),
                header(request, "RECV-WINDOW"),
                header(request, "SIGN"),
                content);
    }

    @Override
    public Answer failed(Fault fault) {
        BybitRefusal refusal = BybitGate.failure(fault);
        return refused(refusal.status(), refusal.code(), refusal.words(), null);
    }

    @Override
    public void send(HttpServerRequest request, Target target, Answer answer) {
        HttpServerResponse response = request.response();
        response.setStatusCode(answer.status())
                .putHeader(
                        "Content-Type",
                        answer.status() == FORBIDDEN
                                ? "text/plain"
                                : "application/json; charset=utf-8")
                .putHeader("Timenow", Long.toString(floor.now()));
        BybitLimits.Left left = answer.left();
        if (left != null) {
            limitHeaders(left, response::putHeader);
        }
        response.end(answer.body());
    }

    /** Takes a header. */
    interface Header {
        Object put(String name, String value);
    }

    static void limitHeaders(BybitLimits.Left left, Header header) {
        Object _ = header.put("X-Bapi-Limit", Long.toString(left.limit()));
        Object _ = header.put("X-Bapi-Limit-Status", Long.toString(Math.max(0, left.remaining())));
        Object _ = header.put("X-Bapi-Limit-Reset-Timestamp", Long.toString(left.resetMillis()));
    }

    private Answer refused(
            int status, int code, @Nullable String words, BybitLimits.@Nullable Left left) {
        return new Answer(
                status,
                envelope(code, String.valueOf(words), WireJson.object(), WireJson.object()),
                left);
    }

    private String envelope(int code, String words, JsonNode result, JsonNode parts) {
        ObjectNode whole = WireJson.object().put("retCode", code).put("retMsg", words);
        whole.set("result", result);
        whole.set("retExtInfo", parts);
        return whole.put("time", floor.now()).toString();
    }

    private @Nullable Call call(HttpServerRequest request) {
        return calls.get(request.method().name() + " " + request.path());
    }

    private static Fields fields(HttpServerRequest request, String body) {
        return request.method().equals(HttpMethod.GET)
                ? Fields.ofQuery(query(request))
                : Fields.ofBody(body.isBlank() ? "{}" : body);
    }

    private static String query(HttpServerRequest request) {
        return request.query() == null ? "" : request.query();
    }

    private static String header(HttpServerRequest request, String name) {
        String value = request.getHeader("X-BAPI-" + name);
        return value == null ? "" : value;
    }

    private static String address(HttpServerRequest request) {
        return String.valueOf(request.remoteAddress().hostAddress());
    }
}
