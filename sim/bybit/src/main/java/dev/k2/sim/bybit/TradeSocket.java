package dev.k2.sim.bybit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Account;
import dev.k2.sim.Fault;
import dev.k2.sim.Line;
import dev.k2.sim.Scheduler;
import dev.k2.sim.Target;
import dev.k2.sim.WireJson;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection that takes orders. Its answers are acknowledgements, as those of REST are. */
final class TradeSocket {
    private static final Logger LOG = LoggerFactory.getLogger(TradeSocket.class);
    private static final short GOING_AWAY = 1001;
    private static final int NOT_LOGGED_IN = 10007;
    private static final int UNKNOWN_OPERATION = 10404;
    private static final int DUPLICATE_REQUEST = 20006;
    private static final int REQUEST_ID_MAX = 36;
    private static final int REQUESTS_REMEMBERED = 10_000;

    private final Line line;
    private final BybitFloor floor;
    private final BybitGate gate;
    private final Calls calls;
    private final Scheduler scheduler;
    private final String connection;
    private final Set<String> requestIds = new LinkedHashSet<>();
    private @Nullable Account account;

    TradeSocket(
            Line line,
            BybitFloor floor,
            BybitGate gate,
            Calls calls,
            Scheduler scheduler,
            String connection) {
        this.line = line;
        this.floor = floor;
        this.gate = gate;
        this.calls = calls;
        this.scheduler = scheduler;
        this.connection = connection;
    }

    void open(Runnable onClosed) {
        line.open(false, this::receive, onClosed, () -> {});
    }

    Line line() {
        return line;
    }

    /** Ends it when it is that account's, or anybody's when none is named. */
    void end(@Nullable Account of) {
        if (of == null || of == account) {
            line.close(GOING_AWAY, "session expired");
        }
    }

    private void receive(String text) {
        JsonNode request = SocketWords.parsed(text);
        switch (request.path("op").asText()) {
            case "ping" -> ping(request);
            case "auth" -> login(request);
            default -> order(request);
        }
    }

    private void ping(JsonNode request) {
        boolean silent = floor.faults().stands(Fault.Kind.NO_PING, Target.of("socket")).isPresent();
        if (!silent) {
            ObjectNode answer = answer(request, 0, "OK").put("op", "pong");
            answer.putArray("data").add(Long.toString(floor.now()));
            line.send(answer.toString());
        }
    }

    private void login(JsonNode request) {
        try {
            account = SocketWords.login(gate, request, floor.now());
            line.send(answer(request, 0, "OK").toString());
        } catch (BybitRefusal refusal) {
            line.send(answer(request, refusal.code(), refusal.words()).toString());
        }
    }

    private void order(JsonNode request) {
        Call call = calls.socket(request.path("op").asText());
        Fields fields = new Fields(request.path("args").path(0));
        Account own = account;
        Target target =
                floor.target(
                        call == null ? "unknown" : call.operation(),
                        own == null ? null : own.key().key(),
                        fields);
        Optional<Fault> delay = floor.faults().strikes(Fault.Kind.DELAY, target);
        if (delay.isPresent()) {
            Duration wait = Duration.ofMillis(delay.get().number("delay_ms", 1000));
            boolean after = delay.get().word("when", "before").equals("after");
            ObjectNode done = after ? work(request, call, fields, target) : null;
            Scheduler.Task _ =
                    scheduler.after(
                            wait,
                            () ->
                                    send(
                                            request,
                                            target,
                                            done == null
                                                    ? work(request, call, fields, target)
                                                    : done));
        } else {
            send(request, target, work(request, call, fields, target));
        }
    }

    private ObjectNode work(JsonNode request, @Nullable Call call, Fields fields, Target target) {
        try {
            checkId(request.path("reqId").asText());
            if (call == null) {
                throw new BybitRefusal(UNKNOWN_OPERATION, "op type is not found");
            }
            Account own = account;
            if (own == null) {
                throw new BybitRefusal(NOT_LOGGED_IN, "User authentication failed.");
            }
            gate.announced(target);
            Account _ = gate.account(own.key().key());
            JsonNode header = request.path("header");
            gate.checkTime(
                    header.path("X-BAPI-TIMESTAMP").asText(),
                    header.path("X-BAPI-RECV-WINDOW").asText());
            BybitGate.Passed passed = gate.pass(call, fields, own);
            ObjectNode answer = answer(request, 0, "OK");
            answer.set("data", passed.reply().result());
            answer.set("retExtInfo", passed.reply().parts());
            return header(answer, passed.left());
        } catch (BybitGate.TooOften refusal) {
            return header(
                    empty(request, BybitRefusal.RATE, String.valueOf(refusal.getMessage())),
                    refusal.left());
        } catch (BybitRefusal refusal) {
            return header(empty(request, refusal.code(), refusal.words()), null);
        } catch (RuntimeException e) {
            LOG.error("{} failed", request.path("op").asText(), e);
            return header(empty(request, BybitRefusal.SERVER, "Internal System Error."), null);
        }
    }

    private void send(JsonNode request, Target target, ObjectNode answer) {
        Optional<Fault> drop = floor.faults().strikes(Fault.Kind.DROP_REPLY, target);
        if (drop.isPresent()) {
            if (!drop.get().word("mode", "reset").equals("swallow")) {
                line.cut();
            }
            return;
        }
        ObjectNode told =
                floor.faults()
                        .strikes(Fault.Kind.ERROR_AFTER, target)
                        .map(BybitGate::failure)
                        .map(refusal -> empty(request, refusal.code(), refusal.words()))
                        .map(node -> header(node, null))
                        .orElse(answer);
        line.send(told.toString());
    }

    private void checkId(String requestId) {
        if (requestId.length() > REQUEST_ID_MAX) {
            throw BybitRefusal.params("reqId is too long");
        }
        if (requestId.isEmpty()) {
            return;
        }
        if (!requestIds.add(requestId)) {
            throw new BybitRefusal(DUPLICATE_REQUEST, "reqId is duplicated");
        }
        if (requestIds.size() > REQUESTS_REMEMBERED) {
            requestIds.remove(requestIds.iterator().next());
        }
    }

    private ObjectNode empty(JsonNode request, int code, String words) {
        ObjectNode answer = answer(request, code, words);
        answer.putObject("data");
        answer.putObject("retExtInfo");
        return answer;
    }

    private ObjectNode answer(JsonNode request, int code, String words) {
        ObjectNode answer = WireJson.object();
        if (request.has("reqId")) {
            answer.set("reqId", request.get("reqId"));
        }
        return answer.put("retCode", code)
                .put("retMsg", words)
                .put("op", request.path("op").asText())
                .put("connId", connection);
    }

    private ObjectNode header(ObjectNode answer, BybitLimits.@Nullable Left left) {
        ObjectNode header = answer.putObject("header");
        if (left != null) {
            BybitRest.limitHeaders(left, header::put);
        }
        header.put("Traceid", connection).put("Timenow", Long.toString(floor.now()));
        return answer;
    }
}
