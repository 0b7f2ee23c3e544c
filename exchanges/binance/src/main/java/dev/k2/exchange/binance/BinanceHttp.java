package dev.k2.exchange.binance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Answer;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.Health;
import dev.k2.exchange.net.Costs;
import dev.k2.exchange.net.HttpMessage;
import dev.k2.exchange.net.HttpOutcome;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Lesson;
import dev.k2.exchange.net.Net;
import dev.k2.exchange.net.Percent;
import dev.k2.exchange.net.Reply;
import dev.k2.exchange.net.Reply.Certainty;
import dev.k2.exchange.net.RestCalls;
import dev.k2.exchange.net.RestProtocol;
import dev.k2.exchange.net.Verdict;
import dev.k2.model.ExchangeId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;

/** Binance over REST: how its calls are signed, counted and answered. */
final class BinanceHttp implements BinanceApi, RestProtocol<BinanceCall>, AutoCloseable {
    static final String USED_WEIGHT = "x-mbx-used-weight-1m";
    static final String RETRY_AFTER = "retry-after";
    private static final TypeReference<BinanceRestWire.ServerTime> SERVER_TIME =
            new TypeReference<>() {};

    private final BinanceHost host;
    private final BinanceLimits limits;
    private final RestCalls<BinanceCall> rest;

    BinanceHttp(BinanceHost host, BinanceLimits limits, Net net) {
        this.host = host;
        this.limits = limits;
        this.rest = new RestCalls<>(host.settings(limits.folder()), this, net);
    }

    /** Whose host this is. */
    ExchangeId exchange() {
        return host.exchange();
    }

    BinanceLimits limits() {
        return limits;
    }

    /** Limits, clock and silence, which the WebSocket API shares. */
    RestCalls<BinanceCall> rest() {
        return rest;
    }

    @Override
    public <T> Reply<T> ask(BinanceCall call, TypeReference<T> type) {
        return rest.ask(call, type);
    }

    @Override
    public <T> Reply<T> send(BinanceCall call, TypeReference<T> type) {
        return rest.send(call, type);
    }

    /** How REST stands. */
    Health health(Supplier<Answer<Instant>> time) {
        return rest.health(time, Map.of("weight_left", Long.toString(limits.weightLeft())));
    }

    long recvWindowMillis() {
        return host.recvWindow().toMillis();
    }

    @Override
    public void close() {
        rest.close();
    }

    @Override
    public HttpMessage message(BinanceCall call, long exchangeMillis) {
        BinanceSigner signer = call.signer();
        String parameters =
                signer == null || !call.isSigned()
                        ? Percent.encode(call.parameters())
                        : signer.signed(call.parameters(), exchangeMillis, recvWindowMillis());
        Map<String, String> headers =
                signer == null ? Map.of() : Map.of("X-MBX-APIKEY", signer.apiKey());
        boolean form = call.method().equals("POST");
        return new HttpMessage(
                call.method(),
                call.path(),
                form ? "" : parameters,
                headers,
                form ? parameters : "");
    }

    @Override
    public BinanceCall timeCall() {
        return BinanceCall.get("ask the time", host.timePath(), 1, Map.of()).asUrgent();
    }

    @Override
    public Verdict<Instant> time(BinanceCall call, HttpOutcome.Answered answered)
            throws JsonProcessingException {
        return read(call, answered, SERVER_TIME)
                .map(time -> Instant.ofEpochMilli(time.serverTime()));
    }

    @Override
    public Costs costs(BinanceCall call) {
        Costs ofAddress = limits.costs(call.weight());
        BinanceOrderCount orders = call.orders();
        return orders == null ? ofAddress : ofAddress.and(orders.costs(call.orderCost()));
    }

    @Override
    public void settle(BinanceCall call, HttpOutcome outcome) {
        settle(call, count(outcome, USED_WEIGHT), header -> count(outcome, header));
    }

    /**
     * Ends what a call took, whichever way it went.
     *
     * @param usedWeight what Binance says is used of this minute's weight
     * @param usedOrders what it says of a window of orders, by the name of its header
     */
    void settle(
            BinanceCall call, OptionalLong usedWeight, Function<String, OptionalLong> usedOrders) {
        limits.settle(call.weight(), usedWeight);
        BinanceOrderCount orders = call.orders();
        if (orders != null) {
            orders.settle(call.orderCost(), usedOrders);
        }
    }

    @Override
    public <T> Verdict<T> read(
            BinanceCall call, HttpOutcome.Answered answered, TypeReference<T> type)
            throws JsonProcessingException {
        if (answered.status() / 100 == 2) {
            return Verdict.ok(Json.lenient().readValue(answered.body(), type));
        }
        Optional<Duration> wait =
                answered.header(RETRY_AFTER)
                        .flatMap(BinanceHttp::wholeNumber)
                        .map(Duration::ofSeconds);
        return failure(call, answered.status(), told(answered), wait);
    }

    /**
     * Binance answered a call with a failure, whichever way the call went.
     *
     * @param wait for how long it asks for silence, where it says so
     */
    <T> Verdict<T> failure(
            BinanceCall call, int status, BinanceRestWire.Failure told, Optional<Duration> wait) {
        ExchangeError error =
                BinanceErrors.answered(
                        host.exchange(),
                        call.operation(),
                        status,
                        told.code(),
                        told.msg() == null ? "" : told.msg(),
                        Optional.empty());
        JsonNode data = told.data();
        return Verdict.failed(
                BinanceErrors.isUnclear(status, told.code())
                        ? Certainty.UNCLEAR
                        : Certainty.REFUSED,
                data == null ? error : BinanceErrors.with(error, data),
                lesson(status, told.code(), wait));
    }

    private static Lesson lesson(int status, int code, Optional<Duration> wait) {
        if (status == 429 || status == 418 || (status == 403 && code == 0)) {
            return new Lesson.KeepSilent(wait);
        }
        return code == BinanceErrors.CLOCK ? new Lesson.WrongClock() : new Lesson.None();
    }

    private static OptionalLong count(HttpOutcome outcome, String header) {
        if (!(outcome instanceof HttpOutcome.Answered answered)) {
            return OptionalLong.empty();
        }
        Optional<Long> count = answered.header(header).flatMap(BinanceHttp::wholeNumber);
        return count.map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }

    /** The failure's code and words, or code 0 where something in front of Binance answered. */
    private static BinanceRestWire.Failure told(HttpOutcome.Answered answered) {
        try {
            return Json.lenient().readValue(answered.body(), BinanceRestWire.Failure.class);
        } catch (JsonProcessingException notBinance) {
            return new BinanceRestWire.Failure(0, "HTTP status " + answered.status(), null);
        }
    }

    private static Optional<Long> wholeNumber(String text) {
        try {
            return Optional.of(Long.parseLong(text.strip()));
        } catch (NumberFormatException noNumber) {
            return Optional.empty();
        }
    }
}
