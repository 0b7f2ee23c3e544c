package dev.k2.gateway;

import dev.k2.model.UserId;
import dev.k2.platform.Metrics;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request, from its first byte to the last of its answer, which is counted and logged. */
final class Visit {
    private static final Logger LOG = LoggerFactory.getLogger(Visit.class);
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Set<HttpMethod> KNOWN =
            Set.of(
                    HttpMethod.GET,
                    HttpMethod.POST,
                    HttpMethod.PUT,
                    HttpMethod.DELETE,
                    HttpMethod.HEAD,
                    HttpMethod.OPTIONS,
                    HttpMethod.PATCH);

    private static final Duration PIECE_MAX = Duration.ofSeconds(30);

    private final HttpServerRequest request;
    private final Context context;
    private final InstantSource clock;
    private final Metrics metrics;
    private final SecurityHeaders security;
    private final Instant begunAt;
    private final String requestId;
    private final Whence.Client client;
    private final AtomicBoolean answered = new AtomicBoolean();
    private volatile String route = "unmatched";
    private volatile @Nullable UserId user;
    private volatile boolean last;

    Visit(
            HttpServerRequest request,
            Context context,
            InstantSource clock,
            Metrics metrics,
            SecurityHeaders security,
            Whence.Client client) {
        this.request = request;
        this.context = context;
        this.clock = clock;
        this.metrics = metrics;
        this.security = security;
        this.client = client;
        this.begunAt = clock.instant();
        this.requestId = requestId(request.getHeader("X-Request-Id"));
    }

    HttpServerRequest request() {
        return request;
    }

    String requestId() {
        return requestId;
    }

    String address() {
        return client.address();
    }

    /** Headers of the answer that is still to come. */
    MultiMap headers() {
        return request.response().headers();
    }

    void isOf(String knownRoute) {
        route = knownRoute;
    }

    void isBy(UserId caller) {
        user = caller;
    }

    /** The connection is closed after this answer. */
    void isLast() {
        last = true;
    }

    void answer(Reply reply) {
        Instant now = clock.instant();
        switch (reply) {
            case Reply.Data data -> json(data.status(), Envelope.data(data.data(), requestId, now));
            case Reply.Listing listing -> json(200, Envelope.listing(listing, requestId, now));
            case Reply.Refusal(Problem problem) -> refuse(problem, now);
            case Reply.WithHeader(Reply inner, String name, String value) -> {
                headers().add(name, value);
                answer(inner);
            }
            case Reply.Raw raw -> {
                headers().set("Cache-Control", "no-store");
                send(raw.status(), raw.contentType(), raw.body(), Optional.empty());
            }
            case Reply.Streamed streamed -> stream(streamed);
        }
    }

    /** On the request's own thread, which waits for a client that reads slowly, to a limit. */
    private void stream(Reply.Streamed streamed) {
        if (!answered.compareAndSet(false, true)) {
            return;
        }
        note(200, Optional.ofNullable(user));
        HttpServerResponse response = request.response();
        try {
            await(
                    () -> {
                        MultiMap headers = response.headers();
                        head(headers, streamed.contentType(), Optional.empty());
                        headers.set("Cache-Control", "no-store");
                        headers.set(
                                "Content-Disposition",
                                "attachment; filename=\"" + streamed.fileName() + "\"");
                        response.setChunked(true);
                        return response.writeHead();
                    });
            if (!request.method().equals(HttpMethod.HEAD)) {
                streamed.body().accept(piece -> await(() -> response.write(piece)));
            }
            await(response::end);
        } catch (RuntimeException broken) {
            // Whoever reads must see that the file is not whole.
            context.runOnContext(nothing -> response.reset());
            LOG.atWarn()
                    .addKeyValue("trace_id", requestId)
                    .addKeyValue("cause", broken.toString())
                    .log("a file was not sent whole");
        }
    }

    private void await(Supplier<Future<Void>> work) {
        var done = new CompletableFuture<Void>();
        context.runOnContext(
                nothing -> {
                    try {
                        work.get().onSuccess(done::complete).onFailure(done::completeExceptionally);
                    } catch (IllegalStateException closed) {
                        done.completeExceptionally(closed);
                    }
                });
        try {
            done.get(PIECE_MAX.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a file was sent", interrupted);
        } catch (ExecutionException | TimeoutException gone) {
            throw new IllegalStateException("the client took no more of a file", gone);
        }
    }

    /** Sends a page or one of its parts. */
    void answer(WebFiles.WebFile file) {
        MultiMap headers = headers();
        String nonce = SecurityHeaders.nonce();
        if (file.hasNonce()) {
            headers.set("Cache-Control", "no-store");
            String page = file.plain().toString().replace(SecurityHeaders.NONCE, nonce);
            send(200, file.type(), Buffer.buffer(page), Optional.of(nonce));
            return;
        }
        headers.set("ETag", file.etag());
        headers.set(
                "Cache-Control",
                file.lasting() ? "public, max-age=31536000, immutable" : "no-cache");
        if (file.etag().equals(request.getHeader("If-None-Match"))) {
            send(304, file.type(), Buffer.buffer(), Optional.of(nonce));
            return;
        }
        @Nullable Buffer packed = file.packed();
        if (packed != null) {
            headers.add("Vary", "Accept-Encoding");
        }
        String accepts = Optional.ofNullable(request.getHeader("Accept-Encoding")).orElse("");
        if (packed != null && accepts.contains("gzip")) {
            headers.set("Content-Encoding", "gzip");
            send(200, file.type(), packed.copy(), Optional.of(nonce));
        } else {
            send(200, file.type(), file.plain().copy(), Optional.of(nonce));
        }
    }

    /** Sends nothing but headers. */
    void answerEmpty(int status) {
        send(status, "", Buffer.buffer(), Optional.empty());
    }

    /** Notes a request that became a WebSocket; its messages are no answers. */
    void becomesSocket() {
        if (answered.compareAndSet(false, true)) {
            note(101, Optional.empty());
        }
    }

    private void refuse(Problem problem, Instant now) {
        if (problem.status() == 401) {
            headers().set("WWW-Authenticate", "Bearer realm=\"k2\"");
        }
        if (problem.status() == 429 || problem.status() == 503) {
            Object wait = problem.details().getOrDefault("retry_after_seconds", 1);
            headers().set("Retry-After", wait.toString());
        }
        if (answered.get()) {
            return;
        }
        metrics.count("k2_http_errors_total", "route", route, "code", problem.code());
        json(problem.status(), Envelope.problem(problem, requestId, now));
    }

    private void json(int status, Buffer body) {
        headers().set("Cache-Control", "no-store");
        send(status, "application/json", body, Optional.empty());
    }

    private void send(int status, String type, Buffer body, Optional<String> nonce) {
        if (!answered.compareAndSet(false, true)) {
            return;
        }
        note(status, Optional.ofNullable(user));
        context.runOnContext(nothing -> write(status, type, body, nonce));
    }

    private void write(int status, String type, Buffer body, Optional<String> nonce) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(status);
        MultiMap headers = response.headers();
        head(headers, type, nonce);
        if (last) {
            headers.set("Connection", "close");
        }
        if (request.method().equals(HttpMethod.HEAD)) {
            headers.set("Content-Length", Integer.toString(body.length()));
            response.end();
        } else if (status == 304 || status == 204) {
            response.end();
        } else {
            response.end(body);
        }
    }

    /** What every answer carries, sent whole or in pieces. */
    private void head(MultiMap headers, String type, Optional<String> nonce) {
        headers.set("Date", Times.header(clock.instant()));
        headers.set("X-Request-Id", requestId);
        if (!type.isEmpty()) {
            headers.set("Content-Type", type);
        }
        security.add(headers, nonce, client.secure());
    }

    private void note(int status, Optional<UserId> caller) {
        Duration took = Duration.between(begunAt, clock.instant());
        String method = KNOWN.contains(request.method()) ? request.method().name() : "OTHER";
        String shownStatus = Integer.toString(status);
        metrics.count(
                "k2_http_requests_total", "method", method, "route", route, "status", shownStatus);
        metrics.took("k2_http_request_seconds", took, "method", method, "route", route);
        LOG.atInfo()
                .addKeyValue("trace_id", requestId)
                .addKeyValue("user_id", caller.map(UserId::toString).orElse(""))
                .addKeyValue("method", method)
                .addKeyValue("route", route)
                .addKeyValue("status", status)
                .addKeyValue("latency_ms", took.toMillis())
                .addKeyValue("address", client.address())
                .log("request");
    }

    private static String requestId(@Nullable String told) {
        return told != null && REQUEST_ID.matcher(told).matches()
                ? told
                : UUID.randomUUID().toString();
    }
}
