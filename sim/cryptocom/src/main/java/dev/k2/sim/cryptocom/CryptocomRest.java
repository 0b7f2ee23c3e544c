package dev.k2.sim.cryptocom;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
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

/** Crypto.com's REST interface. */
final class CryptocomRest implements RestDesk.Dialect<CryptocomRest.Answer> {
    private static final Logger LOG = LoggerFactory.getLogger(CryptocomRest.class);
    private static final String ROOT = "/exchange/v1/";
    private static final Pattern INSTRUMENT =
            Pattern.compile("instrument_name(?:=|\"\\s*:\\s*\")([A-Z0-9_-]+)");
    private static final Pattern KEY = Pattern.compile("\"api_key\"\\s*:\\s*\"([^\"]+)\"");
    private final CryptocomFloor floor;
    private final Methods methods;
    private final Gate gate;
    private final Limits limits;
    private final Settings settings;

    CryptocomRest(
            CryptocomFloor floor, Methods methods, Gate gate, Limits limits, Settings settings) {
        this.floor = floor;
        this.methods = methods;
        this.gate = gate;
        this.limits = limits;
        this.settings = settings;
    }

    /** A reply with the id that it answers. */
    record Answer(JsonNode id, Reply reply) {}

    @Override
    public Target target(HttpServerRequest request, String body) {
        Call call = methods.find(method(request));
        String query = request.query();
        Matcher named = INSTRUMENT.matcher(query == null ? body : query);
        Matcher key = KEY.matcher(body);
        Market market = named.find() ? floor.engine().market(named.group(1)) : null;
        return floor.faults()
                .target(
                        call == null ? "unknown" : call.operation(),
                        key.find() ? key.group(1) : null,
                        market);
    }

    @Override
    public Answer work(HttpServerRequest request, String body) {
        JsonNode id = IntNode.valueOf(-1);
        try {
            if (limits.isBanned(address(request), floor.millis())) {
                throw new CryptocomRefusal(CryptocomError.IP_ILLEGAL);
            }
            Call call = methods.find(method(request));
            boolean posted = request.method().name().equals("POST");
            if (call == null || call.isPrivate() != posted) {
                throw new CryptocomRefusal(CryptocomError.METHOD_NOT_FOUND);
            }
            JsonNode sent = posted ? json(body) : query(request.query());
            id = posted ? id(sent) : id;
            gate.announced(target(request, body));
            return new Answer(id, answer(request, call, sent));
        } catch (CryptocomRefusal refusal) {
            return new Answer(id, Reply.of(refusal));
        } catch (RuntimeException e) {
            LOG.error("{} {} failed", request.method(), request.path(), e);
            return new Answer(
                    id, Reply.of(new CryptocomRefusal(CryptocomError.INTERNAL_SERVER_ERROR)));
        }
    }

    private Reply answer(HttpServerRequest request, Call call, JsonNode sent) {
        if (!call.isPrivate()) {
            gate.count(call, address(request));
            return call.work().answer(new Call.Request(new Args(sent), null, ""));
        }
        if (!sent.path("method").asText().equals(call.method())) {
            throw new CryptocomRefusal(CryptocomError.BAD_REQUEST);
        }
        Account account = gate.admit(sent);
        gate.permit(call, account);
        gate.count(call, account.name());
        return call.work()
                .answer(
                        new Call.Request(
                                new Args(sent.path("params")),
                                account,
                                sent.path("nonce").asText()));
    }

    @Override
    public Answer failed(Fault fault) {
        return new Answer(IntNode.valueOf(-1), Reply.of(Gate.failure(fault)));
    }

    @Override
    public void send(HttpServerRequest request, Target target, Answer told) {
        ObjectNode json = told.reply().json(told.id(), method(request));
        JsonNode written = settings.numbersAsText() ? CryptocomText.numbersAsText(json) : json;
        request.response()
                .setStatusCode(told.reply().status())
                .putHeader("Content-Type", "application/json")
                .end(written.toString());
    }

    /** The id as the answer has it: a number, however it came. */
    static JsonNode id(JsonNode sent) {
        String text = sent.path("id").asText();
        return text.matches("-?[0-9]{1,18}")
                ? LongNode.valueOf(Long.parseLong(text))
                : IntNode.valueOf(-1);
    }

    private static JsonNode query(@Nullable String query) {
        ObjectNode json = WireJson.object();
        try {
            QueryString.each(query == null ? "" : query, json::put);
        } catch (IllegalArgumentException e) {
            throw new CryptocomRefusal(CryptocomError.BAD_REQUEST);
        }
        return json;
    }

    private static JsonNode json(String body) {
        try {
            JsonNode json = WireJson.parse(body);
            if (json.isObject()) {
                return json;
            }
        } catch (JsonProcessingException e) {
            throw new CryptocomRefusal(CryptocomError.BAD_REQUEST);
        }
        throw new CryptocomRefusal(CryptocomError.BAD_REQUEST);
    }

    /** What follows the root, empty when the path does not begin with it. */
    private static String method(HttpServerRequest request) {
        String path = String.valueOf(request.path());
        return path.startsWith(ROOT) ? path.substring(ROOT.length()) : "";
    }

    private static String address(HttpServerRequest request) {
        return String.valueOf(request.remoteAddress().hostAddress());
    }
}
