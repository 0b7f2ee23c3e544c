package dev.k2.sim.okx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Account;
import dev.k2.sim.Fault;
import dev.k2.sim.Market;
import dev.k2.sim.Scheduler;
import dev.k2.sim.Target;
import dev.k2.sim.WireJson;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Order operations over WebSocket: the same work as over REST, but instruments are named by code. */
final class SocketOrders {
    private static final Logger LOG = LoggerFactory.getLogger(SocketOrders.class);
    private final OkxFloor floor;
    private final Routes routes;
    private final Gate gate;
    private final Scheduler scheduler;

    SocketOrders(OkxFloor floor, Routes routes, Gate gate, Scheduler scheduler) {
        this.floor = floor;
        this.routes = routes;
        this.gate = gate;
        this.scheduler = scheduler;
    }

    boolean knows(String op) {
        return routes.operation(op) != null;
    }

    void take(String op, JsonNode request, Account account, OkxSocket socket) {
        Call call = routes.operation(op);
        if (call == null) {
            throw new OkxRefusal("60019", "Invalid op: " + op);
        }
        String began = Long.toString(floor.micros());
        Target target = new Target(call.operation(), account.name(), market(request));
        Optional<Fault> delay = floor.faults().strikes(Fault.Kind.DELAY, target);
        if (delay.isPresent() && !delay.get().word("when", "before").equals("after")) {
            later(
                    delay.get(),
                    () ->
                            send(
                                    request,
                                    target,
                                    work(call, request, account, target),
                                    began,
                                    socket));
            return;
        }
        Envelope answer = work(call, request, account, target);
        if (delay.isPresent()) {
            later(delay.get(), () -> send(request, target, answer, began, socket));
        } else {
            send(request, target, answer, began, socket);
        }
    }

    private void later(Fault delay, Runnable work) {
        Scheduler.Task _ = scheduler.after(Duration.ofMillis(delay.number("delay_ms", 1000)), work);
    }

    private Envelope work(Call call, JsonNode request, Account account, Target target) {
        try {
            gate.announced(target);
            if (floor.faults().revoked(account)) {
                throw new OkxRefusal("60011", "Please log in");
            }
            Gate.mayTrade(account);
            gate.expired(new Args(request).text("expTime"));
            JsonNode args = request.path("args");
            String op = request.path("op").asText();
            boolean many = op.startsWith("batch-");
            if (args.isEmpty()) {
                throw new OkxRefusal("60013", "Invalid args");
            }
            Market market = target.market();
            String instId = market == null ? "" : market.listing().symbol();
            gate.count(call, account.name(), args, instId);
            JsonNode named = op.equals("mass-cancel") ? family(args.path(0)) : named(args, many);
            return call.work().answer(new Call.Request(new Args(named), account));
        } catch (OkxRefusal refusal) {
            return Envelope.of(refusal);
        } catch (RuntimeException e) {
            LOG.error("{} over a socket failed", call.operation(), e);
            return Envelope.of(new OkxRefusal(500, "50026", "System error. Try again later"));
        }
    }

    /** The orders with their instruments' ids. An id that was sent is not read: codes took its place. */
    private JsonNode named(JsonNode args, boolean many) {
        ArrayNode named = WireJson.array();
        for (JsonNode arg : args) {
            named.add(named(arg));
        }
        return many ? named : named.path(0);
    }

    private JsonNode named(JsonNode arg) {
        Integer code = code(arg);
        OkxInstrument of = code == null ? null : floor.ofCode(code);
        ObjectNode copy = arg.isObject() ? arg.deepCopy() : WireJson.object();
        copy.remove("instId");
        if (code == null) {
            throw new OkxRefusal("50014", "Parameter instIdCode can not be empty");
        }
        return copy.put("instId", of == null ? "unknown" : of.instId());
    }

    private JsonNode family(JsonNode arg) {
        Integer code = code(arg);
        OkxInstrument of = code == null ? null : floor.ofCode(code);
        return of == null || !(arg instanceof ObjectNode object)
                ? arg
                : object.deepCopy().put("instId", of.instId());
    }

    private static @Nullable Integer code(JsonNode arg) {
        String text = arg.path("instIdCode").asText();
        return text.matches("[0-9]{1,9}") ? Integer.valueOf(text) : null;
    }

    /** The first order's market, as far as it is known. */
    private @Nullable Market market(JsonNode request) {
        Integer code = code(request.path("args").path(0));
        OkxInstrument of = code == null ? null : floor.ofCode(code);
        return of == null ? null : floor.market(of);
    }

    private void send(
            JsonNode request, Target target, Envelope answer, String began, OkxSocket socket) {
        Optional<Fault> drop = floor.faults().strikes(Fault.Kind.DROP_REPLY, target);
        if (drop.isPresent()) {
            if (!drop.get().word("mode", "reset").equals("swallow")) {
                socket.line().cut();
            }
            return;
        }
        Envelope told =
                floor.faults()
                        .strikes(Fault.Kind.ERROR_AFTER, target)
                        .map(fault -> Envelope.of(Gate.failure(fault)))
                        .orElse(answer);
        ObjectNode json = WireJson.object();
        json.set("id", request.path("id"));
        json.put("op", request.path("op").asText());
        // What went wrong with orders stands with each of them, and only there.
        json.put("code", told.code()).put("msg", told.data().isEmpty() ? told.msg() : "");
        json.set("data", told.data());
        json.put("inTime", began).put("outTime", Long.toString(floor.micros()));
        socket.send(json.toString());
    }
}
