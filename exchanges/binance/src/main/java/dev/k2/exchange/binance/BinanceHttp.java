package dev.k2.exchange.binance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.binance.BinanceReply.Certainty;
import dev.k2.exchange.binance.BinanceReply.Failed;
import dev.k2.exchange.binance.BinanceReply.Ok;
import dev.k2.exchange.net.Backoff;
import dev.k2.exchange.net.Breaker;
import dev.k2.exchange.net.ExchangeClock;
import dev.k2.exchange.net.Http;
import dev.k2.exchange.net.HttpMessage;
import dev.k2.exchange.net.HttpOutcome;
import dev.k2.exchange.net.HttpSettings;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Net;
import dev.k2.exchange.net.NonIdempotentCall;
import dev.k2.exchange.net.Percent;
import dev.k2.exchange.net.Query;
import dev.k2.model.ExchangeId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/** Calls endpoints: within limits, signed by the right time, and reads what comes back. */
final class BinanceHttp implements BinanceApi, AutoCloseable {
    private static final String USED_WEIGHT = "x-mbx-used-weight-1m";
    private static final String RETRY_AFTER = "retry-after";
    private static final Duration MEASURED_ANEW_AFTER = Duration.ofSeconds(60);
    private static final Duration TOO_OLD_AFTER = Duration.ofMinutes(10);
    private static final int FIRST_SAMPLES = 5;
    private static final TypeReference<BinanceRestWire.ServerTime> SERVER_TIME =
            new TypeReference<>() {};

    private final BinanceHost host;
    private final InstantSource clock;
    private final Http http;
    private final BinanceLimits limits;
    private final ExchangeClock exchangeClock;
    private final Breaker breaker;
    private final ReentrantLock measuring = new ReentrantLock();

    BinanceHttp(BinanceHost host, BinanceLimits limits, Net net) {
        this.host = host;
        this.clock = net.clock();
        this.http =
                net.http(
                        host.rest(),
                        HttpSettings.usual(
                                Set.of(
                                        USED_WEIGHT,
                                        "x-mbx-order-count-10s",
                                        "x-mbx-order-count-1m",
                                        "x-mbx-order-count-1d",
                                        RETRY_AFTER)));
        this.limits = limits;
        this.exchangeClock = new ExchangeClock(clock, host.clockOffsetMax());
        this.breaker =
                new Breaker(clock, new Backoff(Duration.ofMillis(500), Duration.ofSeconds(10)));
    }

    /** Whose host this is. */
    ExchangeId exchange() {
        return host.exchange();
    }

    BinanceLimits limits() {
        return limits;
    }

    @Override
    public <T> BinanceReply<T> ask(BinanceCall call, TypeReference<T> type) {
        BinanceReply<T> reply = askOnce(call, type);
        boolean clockWasWrong =
                reply instanceof Failed<T> failed
                        && BinanceErrors.isCode(failed.error(), BinanceErrors.CLOCK);
        return clockWasWrong ? askOnce(call, type) : reply;
    }

    @Override
    public <T> BinanceReply<T> send(BinanceCall call, TypeReference<T> type) {
        Optional<ExchangeError> hindrance = hindrance(call, Duration.ZERO);
        if (hindrance.isPresent()) {
            return new Failed<>(Certainty.NOT_SENT, hindrance.get());
        }
        HttpOutcome outcome = http.send(new NonIdempotentCall(host.timeout(), () -> message(call)));
        return read(call, outcome, type);
    }

    /**
     * Makes sure that the exchange's time is known well enough to sign. Blocks for some answers
     * when it is not.
     */
    Optional<ExchangeError> readyToSign(String operation) {
        if (exchangeClock.isOlderThan(TOO_OLD_AFTER)) {
            Optional<ExchangeError> failure = measure(FIRST_SAMPLES);
            if (failure.isPresent()) {
                return failure;
            }
        } else if (exchangeClock.isOlderThan(MEASURED_ANEW_AFTER) && !measuring.isLocked()) {
            Thread.startVirtualThread(() -> measure(1));
        }
        return exchangeClock.isWithinLimit()
                ? Optional.empty()
                : Optional.of(
                        BinanceErrors.clockIsOff(
                                host.exchange(), operation, exchangeClock.offset().toMillis()));
    }

    /** Undoes {@link #hindrance} for a call that was not sent after all. */
    void giveBack(BinanceCall call) {
        limits.costs(call.weight()).giveBack();
        BinanceOrderCount orders = call.orders();
        if (orders != null) {
            orders.giveBack(call.orderCost());
        }
    }

    /**
     * How long it is until a time that Binance named.
     *
     * @param epochMillis 0 where it named none
     */
    Optional<Duration> untilThen(long epochMillis) {
        return epochMillis <= 0
                ? Optional.empty()
                : Optional.of(Duration.ofMillis(Math.max(0, epochMillis - clock.millis())));
    }

    /** Binance's time now, as far as it was measured. */
    long exchangeMillis() {
        return exchangeClock.millis();
    }

    long recvWindowMillis() {
        return host.recvWindow().toMillis();
    }

    /** The clock was contradicted by Binance. */
    void forgetClock() {
        exchangeClock.forget();
    }

    @Override
    public void close() {
        http.close();
    }

    private <T> BinanceReply<T> askOnce(BinanceCall call, TypeReference<T> type) {
        Optional<ExchangeError> hindrance = hindrance(call, host.timeout());
        if (hindrance.isPresent()) {
            return new Failed<>(Certainty.NOT_SENT, hindrance.get());
        }
        Optional<Instant> broken = call.urgent() ? Optional.empty() : breaker.mayAsk();
        if (broken.isPresent()) {
            limits.costs(call.weight()).giveBack();
            return new Failed<>(
                    Certainty.NOT_SENT,
                    BinanceErrors.notAnswering(host.exchange(), call.operation(), broken.get()));
        }
        HttpOutcome outcome =
                http.ask(
                        new Query(
                                host.timeout(),
                                () -> message(call),
                                () -> limits.silence().until().isEmpty()));
        return read(call, outcome, type);
    }

    /** Why a call cannot be made now, after waiting for its budget for a while. */
    Optional<ExchangeError> hindrance(BinanceCall call, Duration patience) {
        Optional<Instant> silent = limits.silence().until();
        if (silent.isPresent()) {
            return Optional.of(
                    BinanceErrors.held(
                            host.exchange(),
                            call.operation(),
                            "Binance asked for silence",
                            silent.get()));
        }
        if (call.access() == BinanceCall.Access.SIGNED) {
            Optional<ExchangeError> cannotSign = readyToSign(call.operation());
            if (cannotSign.isPresent()) {
                return cannotSign;
            }
        }
        Optional<ExchangeError> noWeight =
                take(
                        () -> limits.costs(call.weight()).take(call.urgent()),
                        call,
                        "weight",
                        patience);
        BinanceOrderCount orders = call.orders();
        if (noWeight.isPresent() || orders == null) {
            return noWeight;
        }
        Optional<ExchangeError> noOrders =
                take(() -> orders.take(call.orderCost(), call.urgent()), call, "order", patience);
        if (noOrders.isPresent()) {
            limits.costs(call.weight()).giveBack();
        }
        return noOrders;
    }

    private Optional<ExchangeError> take(
            Supplier<Optional<Instant>> taking, BinanceCall call, String what, Duration patience) {
        Instant giveUp = clock.instant().plus(patience);
        Optional<Instant> denied = taking.get();
        while (denied.isPresent() && !denied.get().isAfter(giveUp)) {
            if (!sleepUntil(denied.get())) {
                break;
            }
            denied = taking.get();
        }
        return denied.map(
                until ->
                        BinanceErrors.held(
                                host.exchange(),
                                call.operation(),
                                "The " + what + " limit of Binance is used up",
                                until));
    }

    private boolean sleepUntil(Instant until) {
        try {
            Thread.sleep(Duration.between(clock.instant(), until).plusMillis(1));
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private HttpMessage message(BinanceCall call) {
        BinanceSigner signer = call.signer();
        String parameters =
                signer == null || call.access() != BinanceCall.Access.SIGNED
                        ? Percent.encode(call.parameters())
                        : signer.signed(call.parameters(), exchangeMillis(), recvWindowMillis());
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

    private <T> BinanceReply<T> read(BinanceCall call, HttpOutcome outcome, TypeReference<T> type) {
        settle(call, count(outcome, USED_WEIGHT), header -> count(outcome, header));
        if (outcome instanceof HttpOutcome.Answered answered && answered.status() < 500) {
            breaker.answered();
        } else {
            breaker.failed();
        }
        return switch (outcome) {
            case HttpOutcome.NotSent(String why) ->
                    new Failed<>(
                            Certainty.NOT_SENT,
                            BinanceErrors.network(host.exchange(), call.operation(), why, false));
            case HttpOutcome.Unclear(String why, boolean timedOut) ->
                    new Failed<>(
                            Certainty.UNCLEAR,
                            BinanceErrors.network(
                                    host.exchange(), call.operation(), why, timedOut));
            case HttpOutcome.Answered answered ->
                    answered.status() / 100 == 2
                            ? value(call, answered, type)
                            : failure(call, answered);
        };
    }

    /**
     * Ends what {@link #hindrance} took, for a call that was answered or may have been.
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

    private static OptionalLong count(HttpOutcome outcome, String header) {
        if (!(outcome instanceof HttpOutcome.Answered answered)) {
            return OptionalLong.empty();
        }
        Optional<Long> count = answered.header(header).flatMap(BinanceHttp::wholeNumber);
        return count.map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }

    private <T> BinanceReply<T> value(
            BinanceCall call, HttpOutcome.Answered answered, TypeReference<T> type) {
        limits.silence().forget();
        try {
            return new Ok<>(Json.lenient().readValue(answered.body(), type));
        } catch (JsonProcessingException unreadable) {
            return new Failed<>(
                    Certainty.UNCLEAR,
                    BinanceErrors.unreadable(
                            host.exchange(),
                            call.operation(),
                            "Binance's answer is not as expected: "
                                    + unreadable.getOriginalMessage()));
        }
    }

    private <T> BinanceReply<T> failure(BinanceCall call, HttpOutcome.Answered answered) {
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
    <T> Failed<T> failure(
            BinanceCall call, int status, BinanceRestWire.Failure told, Optional<Duration> wait) {
        Optional<Instant> until = Optional.empty();
        if (status == 429 || status == 418 || (status == 403 && told.code() == 0)) {
            until = Optional.of(limits.silence().begin(wait));
        }
        if (told.code() == BinanceErrors.CLOCK) {
            forgetClock();
        }
        ExchangeError error =
                BinanceErrors.answered(
                        host.exchange(),
                        call.operation(),
                        status,
                        told.code(),
                        told.msg() == null ? "" : told.msg(),
                        until);
        JsonNode data = told.data();
        return new Failed<>(
                BinanceErrors.isUnclear(status, told.code())
                        ? Certainty.UNCLEAR
                        : Certainty.REFUSED,
                data == null ? error : BinanceErrors.with(error, data));
    }

    /** The failure's code and words, or code 0 where something in front of Binance answered. */
    private static BinanceRestWire.Failure told(HttpOutcome.Answered answered) {
        try {
            return Json.lenient().readValue(answered.body(), BinanceRestWire.Failure.class);
        } catch (JsonProcessingException notBinance) {
            return new BinanceRestWire.Failure(0, "HTTP status " + answered.status(), null);
        }
    }

    private Optional<ExchangeError> measure(int samples) {
        measuring.lock();
        try {
            if (samples > 1 && !exchangeClock.isOlderThan(TOO_OLD_AFTER)) {
                return Optional.empty();
            }
            for (int i = 0; i < samples; i++) {
                Instant asked = clock.instant();
                BinanceReply<BinanceRestWire.ServerTime> reply =
                        askOnce(
                                BinanceCall.get("ask the time", host.timePath(), 1, Map.of())
                                        .asUrgent(),
                                SERVER_TIME);
                switch (reply) {
                    case Failed<BinanceRestWire.ServerTime> failed -> {
                        return Optional.of(failed.error());
                    }
                    case Ok<BinanceRestWire.ServerTime>(BinanceRestWire.ServerTime time) ->
                            exchangeClock.sample(
                                    asked,
                                    Instant.ofEpochMilli(time.serverTime()),
                                    clock.instant());
                }
            }
            return Optional.empty();
        } finally {
            measuring.unlock();
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
