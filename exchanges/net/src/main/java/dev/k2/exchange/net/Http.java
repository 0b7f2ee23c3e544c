package dev.k2.exchange.net;

import dev.k2.exchange.WireTap;
import dev.k2.exchange.net.HttpOutcome.Answered;
import dev.k2.exchange.net.HttpOutcome.NotSent;
import dev.k2.exchange.net.HttpOutcome.Unclear;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.TrustOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Speaks HTTP to one host. Every call blocks its thread, which should be a virtual one, and ends
 * within its time limit. Nothing here throws for what the network does.
 */
public final class Http implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Http.class);
    private static final int TRIES_MAX = 3;
    private static final Backoff BETWEEN_TRIES =
            new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1));

    private final Net net;
    private final URI base;
    private final HttpClient client;
    private final HttpSettings settings;
    private final String host;
    private final int port;
    private final boolean ssl;

    Http(Net net, Vertx vertx, URI base, HttpSettings settings, Optional<TrustOptions> trust) {
        this.net = net;
        this.base = base;
        this.settings = settings;
        this.host = base.getHost();
        this.ssl =
                switch (base.getScheme()) {
                    case "https" -> true;
                    case "http" -> false;
                    default ->
                            throw new IllegalArgumentException("expected http or https: " + base);
                };
        this.port = base.getPort() > 0 ? base.getPort() : ssl ? 443 : 80;
        var options =
                new HttpClientOptions()
                        .setSsl(ssl)
                        .setVerifyHost(true)
                        .setConnectTimeout((int) settings.connectMax().toMillis())
                        .setKeepAliveTimeout(20)
                        .setPipelining(false);
        trust.ifPresent(options::setTrustOptions);
        this.client =
                vertx.createHttpClient(
                        options, new PoolOptions().setHttp1MaxSize(settings.connectionsMax()));
    }

    /**
     * Asks, up to three times, with a random pause in between, while there is no answer or only a
     * failure of the host (5xx).
     */
    public HttpOutcome ask(Query query) {
        HttpOutcome outcome = once(query.message().get(), query.timeout());
        for (int tries = 1; tries < TRIES_MAX && isWorthAnotherTry(query, outcome); tries++) {
            if (!BETWEEN_TRIES.pause(tries) || !query.mayTryAgain().getAsBoolean()) {
                return outcome;
            }
            outcome = once(query.message().get(), query.timeout());
        }
        return outcome;
    }

    /**
     * Sends once. Only a request of which no byte was written is sent a second time, and then no
     * more.
     */
    public HttpOutcome send(NonIdempotentCall call) {
        HttpOutcome outcome = once(call.message().get(), call.timeout());
        return outcome instanceof NotSent ? once(call.message().get(), call.timeout()) : outcome;
    }

    @Override
    public void close() {
        Waiting.forIt(client.shutdown(0, TimeUnit.SECONDS), Duration.ofSeconds(5));
    }

    private static boolean isWorthAnotherTry(Query query, HttpOutcome outcome) {
        return switch (outcome) {
            case Answered answered -> !query.isWorking().test(answered);
            case NotSent notSent -> true;
            case Unclear unclear -> true;
        };
    }

    private HttpOutcome once(HttpMessage message, Duration timeout) {
        long start = System.nanoTime();
        HttpOutcome outcome = exchange(message, start + timeout.toNanos());
        tell(message, outcome);
        if (LOG.isDebugEnabled()) {
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            LOG.debug("{} {} -> {} in {} ms", host, message, describe(outcome), millis);
        }
        return outcome;
    }

    /** Only of questions that carry no key: what is heard may be written down. */
    private void tell(HttpMessage message, HttpOutcome outcome) {
        WireTap tap = net.tap();
        if (tap != null
                && message.headers().isEmpty()
                && message.body().isEmpty()
                && outcome instanceof Answered answered
                && answered.status() == 200) {
            String address = base.getScheme() + "://" + base.getAuthority() + message.target();
            tap.onAnswer(address, answered.body(), net.clock().millis());
        }
    }

    private HttpOutcome exchange(HttpMessage message, long deadline) {
        var call = new Call(message);
        try {
            client.request(options(message)).onComplete(call::send, call::notConnected);
        } catch (IllegalStateException closed) {
            return new NotSent("the client is closed");
        }
        try {
            return call.outcome.get(
                    Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            return call.giveUp("no connection in time", new Unclear("no answer in time", true));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return call.giveUp(
                    "interrupted before sending",
                    new Unclear("interrupted while waiting for the answer", false));
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("a call always has an outcome", impossible);
        }
    }

    private RequestOptions options(HttpMessage message) {
        var options =
                new RequestOptions()
                        .setMethod(HttpMethod.valueOf(message.method()))
                        .setHost(host)
                        .setPort(port)
                        .setSsl(ssl)
                        .setURI(message.target());
        settings.headersAlways().forEach(options::putHeader);
        message.headers().forEach(options::putHeader);
        if (!message.body().isEmpty()) {
            options.putHeader("content-type", message.bodyType());
        }
        return options;
    }

    /**
     * A message on its way. It is sent where a connection is found, so that its caller waits once,
     * for the answer. Whether it is sent is decided once: by the connection, which then has it, or
     * by a caller who waits no longer; then no byte of it is written.
     */
    private final class Call {
        private final HttpMessage message;
        private final CompletableFuture<Optional<HttpClientRequest>> sending =
                new CompletableFuture<>();
        private final CompletableFuture<HttpOutcome> outcome = new CompletableFuture<>();

        private Call(HttpMessage message) {
            this.message = message;
        }

        private void notConnected(Throwable cause) {
            outcome.complete(new NotSent(reason(cause)));
        }

        private void send(HttpClientRequest request) {
            if (!sending.complete(Optional.of(request))) {
                request.reset();
                return;
            }
            try {
                request.exceptionHandler(this::fail);
                request.response().onComplete(response -> read(request, response), this::fail);
                Future<Void> sent =
                        message.body().isEmpty() ? request.end() : request.end(message.body());
                sent.onFailure(this::fail);
            } catch (RuntimeException failed) {
                fail(failed);
            }
        }

        private void fail(Throwable cause) {
            outcome.complete(new Unclear(reason(cause), false));
        }

        private void read(HttpClientRequest request, HttpClientResponse response) {
            Buffer body = Buffer.buffer();
            response.exceptionHandler(this::fail);
            response.handler(
                    part -> {
                        if (body.length() + part.length() > settings.answerBytesMax()) {
                            outcome.complete(new Unclear("the answer is too large", false));
                            request.reset();
                        } else {
                            body.appendBuffer(part);
                        }
                    });
            response.endHandler(
                    ended ->
                            outcome.complete(
                                    new Answered(
                                            response.statusCode(),
                                            headers(response),
                                            body.toString(StandardCharsets.UTF_8))));
        }

        /** The caller waits no longer; what an answer said in that very moment counts. */
        private HttpOutcome giveUp(String whyNotSent, Unclear otherwise) {
            if (sending.complete(Optional.empty())) {
                return outcome.getNow(new NotSent(whyNotSent));
            }
            // Before the reset, which is told as a failure of its own.
            outcome.complete(otherwise);
            sending.join().ifPresent(HttpClientRequest::reset);
            return outcome.join();
        }
    }

    private static Map<String, String> headers(HttpClientResponse response) {
        Map<String, String> headers = new HashMap<>();
        response.headers()
                .forEach(
                        entry ->
                                headers.put(
                                        entry.getKey().toLowerCase(Locale.ROOT), entry.getValue()));
        return headers;
    }

    private String describe(HttpOutcome outcome) {
        if (!(outcome instanceof Answered answered)) {
            return outcome.toString();
        }
        Map<String, String> shown = new TreeMap<>(answered.headers());
        shown.keySet().retainAll(settings.headersLogged());
        return answered + " " + shown;
    }

    /** The kind of failure and its words. Failures of the network quote no request. */
    private static String reason(Throwable cause) {
        String message = cause.getMessage();
        return message == null
                ? cause.getClass().getSimpleName()
                : cause.getClass().getSimpleName() + ": " + message;
    }
}
