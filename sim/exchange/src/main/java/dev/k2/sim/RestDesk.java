package dev.k2.sim;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * Takes HTTP requests to an exchange's wire, and lets faults strike around the work: answers that are late, lost, or
 * replaced after the work was done.
 *
 * @param <A> an answer that is ready to be sent
 */
public final class RestDesk<A> {
    private static final int BODY_MAX = 64 * 1024;

    private final Dialect<A> dialect;
    private final VenueFaults faults;
    private final Scheduler scheduler;

    public RestDesk(Dialect<A> dialect, VenueFaults faults, Scheduler scheduler) {
        this.dialect = dialect;
        this.faults = faults;
        this.scheduler = scheduler;
    }

    /** What an exchange makes of requests. */
    public interface Dialect<A> {
        /** What the request aims at, without regard to whether it is a good one. */
        Target target(HttpServerRequest request, String body);

        /** Does what is asked, or refuses it: either way there is an answer. */
        A work(HttpServerRequest request, String body);

        /** The answer that a fault of the kind ERROR_AFTER gives in place of the true one. */
        A failed(Fault fault);

        void send(HttpServerRequest request, Target target, A answer);
    }

    public void handle(HttpServerRequest request) {
        if (request.method().equals(HttpMethod.GET)) {
            answer(request, "");
            return;
        }
        Buffer body = Buffer.buffer();
        request.handler(
                part -> {
                    if (body.length() <= BODY_MAX) {
                        body.appendBuffer(part);
                    }
                });
        request.endHandler(
                end -> {
                    if (body.length() > BODY_MAX) {
                        request.response().setStatusCode(413).end();
                    } else {
                        answer(request, body.toString());
                    }
                });
    }

    private void answer(HttpServerRequest request, String body) {
        Target target = dialect.target(request, body);
        Optional<Fault> delay = faults.strikes(Fault.Kind.DELAY, target);
        if (delay.isPresent() && !delay.get().word("when", "before").equals("after")) {
            later(delay.get(), () -> send(request, target, dialect.work(request, body)));
            return;
        }
        A answer = dialect.work(request, body);
        if (delay.isPresent()) {
            later(delay.get(), () -> send(request, target, answer));
        } else {
            send(request, target, answer);
        }
    }

    private void later(Fault delay, Runnable work) {
        Scheduler.Task _ = scheduler.after(Duration.ofMillis(delay.number("delay_ms", 1000)), work);
    }

    private void send(HttpServerRequest request, Target target, A answer) {
        Optional<Fault> drop = faults.strikes(Fault.Kind.DROP_REPLY, target);
        if (drop.isPresent()) {
            if (!drop.get().word("mode", "reset").equals("swallow")) {
                request.connection().close();
            }
            return;
        }
        dialect.send(
                request,
                target,
                faults.strikes(Fault.Kind.ERROR_AFTER, target).map(dialect::failed).orElse(answer));
    }
}
