package dev.k2.sim.cryptocom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Account;
import dev.k2.sim.Fault;
import dev.k2.sim.Market;
import dev.k2.sim.Scheduler;
import dev.k2.sim.Target;
import dev.k2.sim.WireJson;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Private methods over the user's socket: the same work as over REST, without key and signature. */
final class SocketCalls {
    private static final Logger LOG = LoggerFactory.getLogger(SocketCalls.class);
    private final CryptocomFloor floor;
    private final Methods methods;
    private final Gate gate;
    private final Scheduler scheduler;

    SocketCalls(CryptocomFloor floor, Methods methods, Gate gate, Scheduler scheduler) {
        this.floor = floor;
        this.methods = methods;
        this.gate = gate;
        this.scheduler = scheduler;
    }

    boolean knows(String method) {
        Call call = methods.find(method);
        return call != null && call.isPrivate();
    }

    void take(String method, JsonNode request, Account account, CryptocomSocket socket) {
        Call call = methods.find(method);
        if (call == null) {
            throw new CryptocomRefusal(CryptocomError.METHOD_NOT_FOUND);
        }
        String named = request.path("params").path("instrument_name").asText();
        Market market = floor.engine().market(named);
        Target target = new Target(call.operation(), account.name(), market);
        Optional<Fault> delay = floor.faults().strikes(Fault.Kind.DELAY, target);
        if (delay.isPresent() && !delay.get().word("when", "before").equals("after")) {
            later(
                    delay.get(),
                    () ->
                            send(
                                    call,
                                    request,
                                    target,
                                    work(call, request, account, target),
                                    socket));
            return;
        }
        Reply reply = work(call, request, account, target);
        if (delay.isPresent()) {
            later(delay.get(), () -> send(call, request, target, reply, socket));
        } else {
            send(call, request, target, reply, socket);
        }
    }

    private void later(Fault delay, Runnable work) {
        Scheduler.Task _ = scheduler.after(Duration.ofMillis(delay.number("delay_ms", 1000)), work);
    }

    private Reply work(Call call, JsonNode request, Account account, Target target) {
        try {
            gate.announced(target);
            gate.permit(call, account);
            gate.count(call, account.name());
            Args args = new Args(request.path("params"));
            String nonce = request.path("nonce").asText(Long.toString(floor.millis()));
            return call.work().answer(new Call.Request(args, account, nonce));
        } catch (CryptocomRefusal refusal) {
            return Reply.of(refusal);
        } catch (RuntimeException e) {
            LOG.error("{} over a socket failed", call.method(), e);
            return Reply.of(new CryptocomRefusal(CryptocomError.INTERNAL_SERVER_ERROR));
        }
    }

    private void send(
            Call call, JsonNode request, Target target, Reply reply, CryptocomSocket socket) {
        Optional<Fault> drop = floor.faults().strikes(Fault.Kind.DROP_REPLY, target);
        if (drop.isPresent()) {
            if (!drop.get().word("mode", "reset").equals("swallow")) {
                socket.line().cut();
            }
            return;
        }
        Reply told =
                floor.faults()
                        .strikes(Fault.Kind.ERROR_AFTER, target)
                        .map(fault -> Reply.of(Gate.failure(fault)))
                        .orElse(reply);
        socket.send(wrapped(told).json(CryptocomRest.id(request), call.method()));
    }

    /** Lists of orders are answered with a list of its own name here, and with the list itself over REST. */
    private static Reply wrapped(Reply reply) {
        JsonNode result = reply.result();
        if (result == null || !result.isArray()) {
            return reply;
        }
        ObjectNode named = WireJson.object();
        named.set("result_list", result);
        return new Reply(reply.status(), reply.code(), reply.message(), named);
    }
}
