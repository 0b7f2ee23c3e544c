package dev.k2.gateway;

import dev.k2.model.UserId;
import dev.k2.platform.Database;
import dev.k2.platform.Logs;
import dev.k2.platform.Metrics;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Where every request comes in. Sorting out happens on the event loop; whatever may wait runs on a
 * virtual thread of its own. Every way out of here answers with the envelope.
 */
final class Front {
    private static final Logger LOG = LoggerFactory.getLogger(Front.class);

    /** A body that is too large is read to here and thrown away, so that its sender hears why. */
    private static final long DRAINED_MAX = 16L * 1024 * 1024;

    private static final List<String> OURS =
            List.of(
                    "v1",
                    "health",
                    "metrics",
                    "openapi",
                    "asyncapi",
                    "docs",
                    "ws",
                    "dev",
                    ".well-known");
    private static final List<String> UNVERSIONED =
            List.of("health", "metrics", "openapi", "asyncapi", "docs");

    private final Vertx vertx;
    private final GatewayConfig config;
    private final Contract contract;
    private final Map<String, Call> calls;
    private final Sessions sessions;
    private final AuditTrail trail;
    private final InstantSource clock;
    private final Metrics metrics;
    private final Consumer<Visit> streams;
    private final DevMail devMail;
    private final Origins origins;
    private final SecurityHeaders security;
    private final WebFiles files;
    private final Whence whence;
    private final Paces paces;
    private final Semaphore inFlight;
    private volatile boolean closing;

    Front(
            Vertx vertx,
            GatewayConfig config,
            Contract contract,
            Map<String, Call> calls,
            Sessions sessions,
            AuditTrail trail,
            InstantSource clock,
            Metrics metrics,
            Consumer<Visit> streams,
            DevMail devMail) {
        this.vertx = vertx;
        this.config = config;
        this.contract = contract;
        this.calls = calls;
        this.sessions = sessions;
        this.trail = trail;
        this.clock = clock;
        this.metrics = metrics;
        this.streams = streams;
        this.devMail = devMail;
        origins = new Origins(config.edge().allowedOrigins());
        security = new SecurityHeaders();
        files = WebFiles.read(config.webApp());
        whence = new Whence(config.edge());
        paces = new Paces(config.edge(), clock);
        inFlight = new Semaphore(config.limits().requestsInFlight());
        for (Operation operation : contract.operations()) {
            if (!calls.containsKey(operation.id())) {
                throw new IllegalStateException("nobody answers " + operation.id());
            }
        }
    }

    void handle(HttpServerRequest request) {
        Whence.Client client = whence.of(request);
        Visit visit = visit(request, client);
        if (closing) {
            visit.isLast();
            visit.answer(Reply.refused(Problem.unavailable("K2 is stopping.")));
            return;
        }
        Optional<Problem> kept = whence.refusal(request, client).or(() -> paces.ofAddress(visit));
        if (kept.isPresent()) {
            visit.answer(Reply.refused(kept.get()));
            return;
        }
        origins.grant(request, visit.headers());
        if (!origins.mayCall(request)) {
            visit.answer(Reply.refused(Problem.originNotAllowed()));
            return;
        }
        Optional<List<String>> path = PathText.segments(path(request));
        if (path.isEmpty()) {
            visit.answer(Reply.refused(Problem.invalid("path", "a path in UTF-8")));
            return;
        }
        route(visit, unversioned(path.get()));
    }

    /** What Vert.x could not read as a request at all. */
    void handleUnreadable(HttpServerRequest request) {
        Visit visit = visit(request, whence.of(request));
        visit.isLast();
        String why = String.valueOf(request.decoderResult().cause());
        Problem problem =
                why.contains("TooLongHttpLine")
                        ? new Problem(414, "URI_TOO_LONG", "The address is too long.")
                        : why.contains("TooLongHttpHeader")
                                ? new Problem(431, "HEADERS_TOO_LARGE", "The headers are too long.")
                                : new Problem(400, "MALFORMED_REQUEST", "This is not HTTP.");
        visit.answer(Reply.refused(problem));
    }

    /**
     * Takes no new requests and waits for those under way.
     *
     * @return whether all were answered within the limit
     */
    boolean close(Duration limit) {
        closing = true;
        try {
            return inFlight.tryAcquire(
                    config.limits().requestsInFlight(), limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Visit visit(HttpServerRequest request, Whence.Client client) {
        return new Visit(request, vertx.getOrCreateContext(), clock, metrics, security, client);
    }

    private void route(Visit visit, List<String> path) {
        HttpServerRequest request = visit.request();
        if (path.getFirst().equals("ws")) {
            visit.isOf("/ws");
            streams.accept(visit);
            return;
        }
        if (devMail.answers(visit, path)) {
            return;
        }
        HttpMethod method =
                request.method().equals(HttpMethod.HEAD) ? HttpMethod.GET : request.method();
        switch (contract.match(method, path)) {
            case Contract.Match.Found(Operation operation, Map<String, String> values) -> {
                visit.isOf(operation.route());
                Optional<Problem> tooFast = paces.ofCall(visit, operation);
                if (tooFast.isPresent()) {
                    visit.answer(Reply.refused(tooFast.get()));
                    return;
                }
                gather(visit, body -> begin(visit, operation, values, body));
            }
            case Contract.Match.WrongMethod(List<String> allowed) -> {
                visit.headers().set("Allow", String.join(", ", allowed) + ", OPTIONS");
                if (method.equals(HttpMethod.OPTIONS)) {
                    origins.grantPreflight(visit.headers());
                    visit.answerEmpty(204);
                } else {
                    visit.answer(Reply.refused(Problem.wrongMethod(allowed)));
                }
            }
            case Contract.Match.Missing() -> file(visit, method, path);
        }
    }

    private void file(Visit visit, HttpMethod method, List<String> path) {
        String joined = "/" + String.join("/", path);
        boolean ours = OURS.contains(path.getFirst()) && !path.getFirst().equals("docs");
        Optional<WebFiles.WebFile> file = ours ? Optional.empty() : files.find(joined);
        if (file.isEmpty() || (path.getFirst().equals("docs") && path.size() > 2)) {
            visit.answer(Reply.refused(Problem.notFound("address")));
        } else if (method.equals(HttpMethod.GET)) {
            visit.isOf("web");
            visit.answer(file.get());
        } else {
            visit.headers().set("Allow", "GET");
            visit.answer(Reply.refused(Problem.wrongMethod(List.of("GET"))));
        }
    }

    private void gather(Visit visit, Consumer<byte[]> then) {
        HttpServerRequest request = visit.request();
        int limit = config.limits().bodyBytesMax();
        long announced = announced(request);
        boolean waits = "100-continue".equalsIgnoreCase(request.getHeader("Expect"));
        if (announced > DRAINED_MAX || (waits && announced > limit)) {
            visit.isLast();
            visit.answer(Reply.refused(Problem.tooLarge(limit)));
            return;
        }
        if (waits) {
            request.response().writeContinue();
        }
        var body = Buffer.buffer();
        long[] size = {0};
        request.handler(
                chunk -> {
                    size[0] += chunk.length();
                    if (size[0] <= limit) {
                        body.appendBuffer(chunk);
                    } else if (size[0] > DRAINED_MAX) {
                        visit.isLast();
                        visit.answer(Reply.refused(Problem.tooLarge(limit)));
                    }
                });
        request.endHandler(
                nothing -> {
                    if (size[0] > limit) {
                        visit.answer(Reply.refused(Problem.tooLarge(limit)));
                    } else {
                        then.accept(body.getBytes());
                    }
                });
    }

    private void begin(Visit visit, Operation operation, Map<String, String> path, byte[] body) {
        if (!inFlight.tryAcquire()) {
            visit.answer(Reply.refused(Problem.unavailable("K2 has too much to do.")));
            return;
        }
        Thread.ofVirtual()
                .name("k2-request-" + operation.id())
                .start(
                        () -> {
                            MDC.put(Logs.TRACE_ID, visit.requestId());
                            Reply reply = Reply.refused(Problem.internal());
                            try {
                                reply = serve(visit, operation, path, body);
                            } catch (RuntimeException failure) {
                                reply = Reply.refused(failed(operation, failure));
                            } finally {
                                visit.answer(reply);
                                inFlight.release();
                                MDC.clear();
                            }
                        });
    }

    private Reply serve(Visit visit, Operation operation, Map<String, String> path, byte[] body) {
        @Nullable Caller caller = null;
        if (!operation.open()) {
            switch (access(visit.request())) {
                case Sessions.Access.Denied(Problem problem) -> {
                    trail.denied(operation, visit.requestId(), visit.address(), problem);
                    return Reply.refused(problem);
                }
                case Sessions.Access.Granted(Caller granted) -> caller = granted;
            }
            UserId user = caller.user();
            visit.isBy(user);
            MDC.put(Logs.USER_ID, user.toString());
            Optional<Problem> tooFast = paces.ofPerson(visit, user);
            if (tooFast.isPresent()) {
                return Reply.refused(tooFast.get());
            }
            Optional<Problem> outside = sessions.refusal(operation, caller);
            if (outside.isPresent()) {
                trail.denied(operation, visit.requestId(), visit.address(), outside.get());
                return Reply.refused(outside.get());
            }
        }
        Optional<MultiMap> query = query(visit.request());
        if (query.isEmpty()) {
            return Reply.refused(Problem.invalid("query", "parameters in percent-encoded UTF-8"));
        }
        return switch (RequestCheck.check(
                operation, path, query.get(), visit.request().headers(), body)) {
            case RequestCheck.Checked.Unfit(Problem problem) -> Reply.refused(problem);
            case RequestCheck.Checked.Fits(Map<String, Object> values, JsonObject read) -> {
                Asked asked =
                        new Asked(
                                caller,
                                values,
                                read,
                                visit.address(),
                                device(visit.request()),
                                Buffer.buffer(body));
                Reply reply =
                        operation.id().equals("refresh") && read.isEmpty()
                                ? refreshed(visit, operation, asked)
                                : answered(visit, operation, asked);
                yield WebSession.kept(visit, operation, reply);
            }
        };
    }

    /** A page sends no refresh token: the browser does, in a cookie. */
    private Reply refreshed(Visit visit, Operation operation, Asked asked) {
        return switch (WebSession.token(visit.request())) {
            case WebSession.Found.None(Problem problem) -> Reply.refused(problem);
            case WebSession.Found.Token(String token) ->
                    answered(visit, operation, asked.with("refresh_token", token));
        };
    }

    private Reply answered(Visit visit, Operation operation, Asked asked) {
        Optional<Problem> unconfirmed =
                asked.person() == null
                        ? Optional.empty()
                        : sessions.unconfirmed(operation, asked.caller());
        Call call =
                unconfirmed
                        .<Call>map(problem -> ignored -> Reply.refused(problem))
                        .orElseGet(() -> call(operation));
        return trail.answer(operation, visit.requestId(), call, asked);
    }

    private Call call(Operation operation) {
        Call call = calls.get(operation.id());
        if (call == null) {
            throw new IllegalStateException("nobody answers " + operation.id());
        }
        return call;
    }

    private Sessions.Access access(HttpServerRequest request) {
        String header = Optional.ofNullable(request.getHeader("Authorization")).orElse("");
        String scheme = "bearer ";
        if (!header.toLowerCase(Locale.ROOT).startsWith(scheme)
                || header.length() == scheme.length()) {
            return new Sessions.Access.Denied(Problem.unauthenticated());
        }
        return sessions.check(header.substring(scheme.length()).strip());
    }

    private Problem failed(Operation operation, RuntimeException failure) {
        if (Database.isOutage(failure)) {
            LOG.atWarn()
                    .addKeyValue("operation", operation.id())
                    .addKeyValue("cause", failure.toString())
                    .log("the database is away");
            return Problem.unavailable("The database does not answer.")
                    .with("component", "database");
        }
        LOG.atError()
                .addKeyValue("operation", operation.id())
                .setCause(failure)
                .log("a request failed");
        return Problem.internal();
    }

    /** K2's own addresses have no version, and answer under the version too. */
    private static List<String> unversioned(List<String> path) {
        return path.size() > 1 && path.getFirst().equals("v1") && UNVERSIONED.contains(path.get(1))
                ? path.subList(1, path.size())
                : path;
    }

    private static String path(HttpServerRequest request) {
        return request.path() == null ? "" : request.path();
    }

    private static Optional<MultiMap> query(HttpServerRequest request) {
        try {
            return Optional.of(request.params());
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static long announced(HttpServerRequest request) {
        String length = Optional.ofNullable(request.getHeader("Content-Length")).orElse("0");
        return length.length() <= 15 && length.chars().allMatch(Character::isDigit)
                ? Long.parseLong(length)
                : Long.MAX_VALUE;
    }

    private static String device(HttpServerRequest request) {
        String agent = Optional.ofNullable(request.getHeader("User-Agent")).orElse("unknown");
        return agent.length() <= 200 ? agent : agent.substring(0, 200);
    }
}
