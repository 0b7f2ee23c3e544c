package dev.k2.exchange.okx;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.k2.exchange.Answer;
import dev.k2.exchange.Budget;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.Health;
import dev.k2.exchange.net.Costs;
import dev.k2.exchange.net.HttpMessage;
import dev.k2.exchange.net.HttpOutcome;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Lesson;
import dev.k2.exchange.net.LimitHolder;
import dev.k2.exchange.net.Limits;
import dev.k2.exchange.net.Net;
import dev.k2.exchange.net.Percent;
import dev.k2.exchange.net.Rate;
import dev.k2.exchange.net.Reply.Certainty;
import dev.k2.exchange.net.RestCalls;
import dev.k2.exchange.net.RestHost;
import dev.k2.exchange.net.RestProtocol;
import dev.k2.exchange.net.TokenBucket;
import dev.k2.exchange.net.Verdict;
import dev.k2.model.ExchangeId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** OKX over REST: how its calls are signed, counted and answered. */
final class OkxHttp implements RestProtocol<OkxCall>, AutoCloseable {
    private static final String RETRY_AFTER = "retry-after";
    private static final int TOO_MANY = 50011;
    private static final int ASKED_TOO_OFTEN = 50040;
    private static final int TOO_MANY_ORDERS = 50061;

    /** OKX names no time for a refused address, and its documents none either. */
    private static final Duration BANNED_FOR = Duration.ofSeconds(10);

    /** New and changed orders of an account, whatever their instruments. */
    private static final Rate ORDERS = new Rate(1_000, Duration.ofSeconds(2));

    private static final TypeReference<OkxRestWire.Envelope<OkxRestWire.Time>> TIME =
            new TypeReference<>() {};

    private final OkxConfig config;
    private final Limits limits;
    private final LimitHolder address;
    private final RestCalls<OkxCall> rest;
    private final Set<LimitHolder> accounts = ConcurrentHashMap.newKeySet();

    OkxHttp(OkxConfig config, Net net) {
        this.config = config;
        this.limits = net.limits();
        this.address = LimitHolder.address(ExchangeId.OKX, config.rest());
        this.rest =
                new RestCalls<>(
                        new RestHost(
                                OkxErrors.OKX,
                                config.rest(),
                                config.timeout(),
                                config.clockOffsetMax(),
                                config.stateFolder(),
                                Set.of(RETRY_AFTER),
                                config.isDemo() ? Map.of("x-simulated-trading", "1") : Map.of()),
                        this,
                        net);
    }

    /** Limits, clock and silence, which sockets share. */
    RestCalls<OkxCall> rest() {
        return rest;
    }

    Health health(Supplier<Answer<Instant>> time) {
        return rest.health(time, Map.of());
    }

    /** What is left: of the address first, then of each account that was used. */
    List<Budget> budgets() {
        List<Budget> budgets = new ArrayList<>(limits.budgets(address));
        accounts.forEach(account -> budgets.addAll(limits.budgets(account)));
        return List.copyOf(budgets);
    }

    @Override
    public HttpMessage message(OkxCall call, long exchangeMillis) {
        OkxEndpoint endpoint = call.endpoint();
        String query = Percent.encode(call.query());
        String body = call.body() == null ? "" : written(call.body());
        OkxSigner signer = call.signer();
        String target = query.isEmpty() ? endpoint.path() : endpoint.path() + "?" + query;
        Map<String, String> headers =
                signer == null
                        ? Map.of()
                        : signer.headers(endpoint.method(), target, body, exchangeMillis);
        return new HttpMessage(
                endpoint.method(), endpoint.path(), query, headers, body, "application/json");
    }

    @Override
    public <T> Verdict<T> read(OkxCall call, HttpOutcome.Answered answered, TypeReference<T> type)
            throws JsonProcessingException {
        OkxRestWire.Outcome told = outcome(answered);
        int code = OkxErrors.number(told.code());
        boolean each =
                call.endpoint().answersEach()
                        && (code == OkxErrors.ALL_FAILED || code == OkxErrors.SOME_FAILED);
        return (code == OkxErrors.DONE || each) && answered.status() / 100 == 2
                ? Verdict.ok(Json.lenient().readValue(answered.body(), type))
                : failure(call, answered, code, told.msg() == null ? "" : told.msg());
    }

    @Override
    public OkxCall timeCall() {
        return OkxCall.open("ask the time", OkxEndpoint.TIME, Map.of()).asUrgent();
    }

    @Override
    public Verdict<Instant> time(OkxCall call, HttpOutcome.Answered answered)
            throws JsonProcessingException {
        Verdict<OkxRestWire.Envelope<OkxRestWire.Time>> told = read(call, answered, TIME);
        return told.map(time -> Instant.ofEpochMilli(time.rows().getFirst().ts()));
    }

    @Override
    public Costs costs(OkxCall call) {
        OkxEndpoint endpoint = call.endpoint();
        LimitHolder account = account(call.signer());
        LimitHolder holder =
                endpoint.counted() == OkxEndpoint.Counted.BY_ADDRESS ? address : account;
        // Asking for an order and placing one share a path, but no limit.
        String name =
                endpoint.counted() == OkxEndpoint.Counted.BY_INSTRUMENT
                        ? call + " " + call.instrument()
                        : call.toString();
        boolean batch = endpoint == OkxEndpoint.PLACE_BATCH || endpoint == OkxEndpoint.CANCEL_BATCH;
        var own =
                new Costs.Cost(
                        limits.endpoint(holder, name, shared(endpoint.rate())),
                        batch ? call.orders() : 1);
        return endpoint.isOrder()
                ? Costs.of(own, new Costs.Cost(orders(account), call.orders()))
                : Costs.of(own);
    }

    @Override
    public void close() {
        rest.close();
    }

    static String written(Object body) {
        try {
            return Json.lenient().writeValueAsString(body);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("our own requests can be written", impossible);
        }
    }

    private LimitHolder account(@Nullable OkxSigner signer) {
        if (signer == null) {
            return address;
        }
        LimitHolder account = LimitHolder.account(ExchangeId.OKX, config.rest(), signer.apiKey());
        accounts.add(account);
        return account;
    }

    private Rate shared(Rate whole) {
        return new Rate(Math.max(1, whole.count() * config.limitPercent() / 100), whole.window());
    }

    private TokenBucket orders(LimitHolder account) {
        return limits.endpoint(account, "orders", shared(ORDERS));
    }

    private <T> Verdict<T> failure(
            OkxCall call, HttpOutcome.Answered answered, int code, String message) {
        int status = answered.status();
        ExchangeError error = OkxErrors.answered(call.operation(), status, code, message);
        return Verdict.failed(
                OkxErrors.isUnclear(status, code) ? Certainty.UNCLEAR : Certainty.REFUSED,
                error,
                lesson(call, answered, code, error.category()));
    }

    private Lesson lesson(
            OkxCall call, HttpOutcome.Answered answered, int code, ErrorCategory category) {
        Optional<Duration> wanted =
                answered.header(RETRY_AFTER).map(String::strip).flatMap(OkxHttp::seconds);
        if (wanted.isPresent()) {
            return new Lesson.KeepSilent(wanted);
        }
        if (answered.status() == 403 && !OkxCodes.table().containsKey(code)) {
            return new Lesson.KeepSilent(Optional.of(BANNED_FOR));
        }
        if (code == TOO_MANY_ORDERS) {
            return new Lesson.UsedUp(orders(account(call.signer())));
        }
        if (code == TOO_MANY || code == ASKED_TOO_OFTEN || category == ErrorCategory.RATE_LIMIT) {
            return new Lesson.UsedUp(costs(call).costs().getFirst().bucket());
        }
        return OkxErrors.isClock(code) ? new Lesson.WrongClock() : new Lesson.None();
    }

    /** Code and words, or no code where something in front of OKX answered. */
    private static OkxRestWire.Outcome outcome(HttpOutcome.Answered answered)
            throws JsonProcessingException {
        if (answered.status() / 100 == 2) {
            return Json.lenient().readValue(answered.body(), OkxRestWire.Outcome.class);
        }
        try {
            return Json.lenient().readValue(answered.body(), OkxRestWire.Outcome.class);
        } catch (JsonProcessingException notOkx) {
            return new OkxRestWire.Outcome("", "HTTP status " + answered.status());
        }
    }

    private static Optional<Duration> seconds(String text) {
        int number = OkxErrors.number(text);
        return number == OkxErrors.NO_CODE
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds(number));
    }
}
