package dev.k2.exchange.net;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.k2.exchange.Answer;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.Health;
import dev.k2.exchange.HealthStatus;
import dev.k2.exchange.net.HttpOutcome.Answered;
import dev.k2.exchange.net.Reply.Certainty;
import dev.k2.exchange.net.Reply.Failed;
import dev.k2.exchange.net.Reply.Ok;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Calls an exchange's endpoints: within its limits, silent while it wants silence, signed by its
 * time, and never an order twice. Every call blocks its thread, which should be a virtual one.
 *
 * @param <C> the exchange's own kind of call
 */
public final class RestCalls<C extends RestCall> implements AutoCloseable {
    private static final Duration MEASURED_ANEW_AFTER = Duration.ofSeconds(60);
    private static final Duration TOO_OLD_AFTER = Duration.ofMinutes(10);
    private static final int FIRST_SAMPLES = 5;
    private static final Backoff BREAKER_WAITS =
            new Backoff(Duration.ofMillis(500), Duration.ofSeconds(10));

    private final RestHost host;
    private final RestProtocol<C> protocol;
    private final ExchangeErrors errors;
    private final InstantSource clock;
    private final Http http;
    private final Silence silence;
    private final ExchangeClock exchangeClock;
    private final Breaker breaker;
    private final ReentrantLock measuring = new ReentrantLock();

    /** How an answer is read. */
    private interface Reading<T> {
        Verdict<T> read(Answered answered) throws JsonProcessingException;
    }

    public RestCalls(RestHost host, RestProtocol<C> protocol, Net net) {
        this.host = host;
        this.protocol = protocol;
        this.errors = host.errors();
        this.clock = net.clock();
        this.http = net.http(host.address(), host.settings());
        this.silence = net.limits().silence(host.holder(), host.stateFolder());
        this.exchangeClock = new ExchangeClock(clock, host.clockOffsetMax());
        this.breaker = new Breaker(clock, BREAKER_WAITS);
    }

    /**
     * Asks something that changes nothing, or nothing more when it is asked twice. It waits for its
     * limits for as long as it may take, and is asked once more where only the clock was wrong.
     */
    public <T> Reply<T> ask(C call, TypeReference<T> type) {
        Reading<T> reading = answered -> protocol.read(call, answered, type);
        Verdict<T> verdict = askOnce(call, reading);
        return verdict.lesson() instanceof Lesson.WrongClock
                ? askOnce(call, reading).reply()
                : verdict.reply();
    }

    /** Sends something that takes effect each time that it arrives: at most once, and at once. */
    public <T> Reply<T> send(C call, TypeReference<T> type) {
        Optional<ExchangeError> hindrance = hindrance(call, Duration.ZERO);
        if (hindrance.isPresent()) {
            return new Failed<>(Certainty.NOT_SENT, hindrance.get());
        }
        HttpOutcome outcome = http.send(new NonIdempotentCall(host.timeout(), () -> message(call)));
        return read(call, outcome, answered -> protocol.read(call, answered, type)).reply();
    }

    /**
     * Why a call cannot be made now, after waiting for its limits for a while. Where nothing stands
     * against it, its costs are taken: a call over another way than this ends that by the
     * protocol's {@code settle} or by {@link #giveBack}.
     */
    public Optional<ExchangeError> hindrance(C call, Duration patience) {
        Optional<Instant> silent = silence.until();
        if (silent.isPresent()) {
            return Optional.of(
                    errors.held(
                            call.operation(), errors.name() + " asked for silence", silent.get()));
        }
        if (call.isSigned()) {
            Optional<ExchangeError> cannotSign = readyToSign(call.operation());
            if (cannotSign.isPresent()) {
                return cannotSign;
            }
        }
        return take(call, patience);
    }

    /** Undoes {@link #hindrance} for a call that was not sent after all. */
    public void giveBack(C call) {
        protocol.costs(call).giveBack();
    }

    /**
     * Makes sure that the exchange's time is known well enough to sign. Blocks for some answers
     * when it is not.
     */
    public Optional<ExchangeError> readyToSign(String operation) {
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
                : Optional.of(errors.clockIsOff(operation, exchangeClock.offset()));
    }

    /** The exchange's time now in epoch milliseconds, as far as it was measured. */
    public long exchangeMillis() {
        return exchangeClock.millis();
    }

    /** The exchange contradicted our clock; it is measured anew before the next signature. */
    public void forgetClock() {
        exchangeClock.forget();
    }

    /** Until when the exchange wants to hear nothing from this address. */
    public Optional<Instant> silentUntil() {
        return silence.until();
    }

    /** The silence that the exchange wants of this address, over REST and over sockets. */
    public Silence silence() {
        return silence;
    }

    /** How failures of this exchange are put. */
    public ExchangeErrors errors() {
        return errors;
    }

    /**
     * Takes an answer's lesson to heart, whichever way the answer came.
     *
     * @return what it means for whoever called; a limit names the time until which it holds
     */
    public <T> Reply<T> learn(Verdict<T> verdict) {
        if (verdict.reply() instanceof Ok<T>) {
            silence.forget();
        }
        return switch (verdict.lesson()) {
            case Lesson.None _ -> verdict.reply();
            case Lesson.WrongClock _ -> {
                forgetClock();
                yield verdict.reply();
            }
            case Lesson.KeepSilent(Optional<Duration> wanted) ->
                    until(verdict.reply(), silence.begin(wanted));
            case Lesson.UsedUp(TokenBucket window, Duration named) ->
                    until(verdict.reply(), window.useUp(named));
        };
    }

    /**
     * How REST stands, as a part of an exchange's health. Nothing is asked while silence is wanted.
     *
     * @param time asks the exchange's time
     * @param known figures for a person
     */
    public Health health(Supplier<Answer<Instant>> time, Map<String, String> known) {
        Map<String, String> facts = new LinkedHashMap<>(known);
        Optional<Instant> silent = silence.until();
        if (silent.isPresent()) {
            facts.put("silent_until", silent.get().toString());
            return new Health("rest", HealthStatus.DEGRADED, facts, List.of());
        }
        return switch (time.get()) {
            case Answer.Ok<Instant> _ -> new Health("rest", HealthStatus.HEALTHY, facts, List.of());
            case Answer.Failed<Instant>(ExchangeError error) -> {
                facts.put("last_failure", error.message());
                yield new Health("rest", HealthStatus.UNHEALTHY, facts, List.of());
            }
        };
    }

    @Override
    public void close() {
        http.close();
    }

    private <T> Verdict<T> askOnce(C call, Reading<T> reading) {
        Optional<ExchangeError> hindrance = hindrance(call, host.timeout());
        if (hindrance.isPresent()) {
            return notSent(hindrance.get());
        }
        Optional<Instant> broken = call.urgent() ? Optional.empty() : breaker.mayAsk();
        if (broken.isPresent()) {
            giveBack(call);
            return notSent(errors.notAnswering(call.operation(), broken.get()));
        }
        HttpOutcome outcome =
                http.ask(
                        new Query(
                                host.timeout(),
                                () -> message(call),
                                () -> silence.until().isEmpty(),
                                protocol::isWorking));
        return read(call, outcome, reading);
    }

    private Optional<ExchangeError> take(C call, Duration patience) {
        Instant giveUp = clock.instant().plus(patience);
        Costs costs = protocol.costs(call);
        Optional<Costs.Denied> denied = costs.draw(call.urgent());
        while (denied.isPresent() && !denied.get().until().isAfter(giveUp)) {
            if (!sleepUntil(denied.get().until())) {
                break;
            }
            denied = costs.draw(call.urgent());
        }
        return denied.map(
                window ->
                        errors.held(
                                call.operation(),
                                "The limit of %s is used up: %s"
                                        .formatted(errors.name(), window.name()),
                                window.until()));
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

    private HttpMessage message(C call) {
        return protocol.message(call, exchangeMillis());
    }

    private <T> Verdict<T> read(C call, HttpOutcome outcome, Reading<T> reading) {
        protocol.settle(call, outcome);
        if (outcome instanceof Answered answered && protocol.isWorking(answered)) {
            breaker.answered();
        } else {
            breaker.failed();
        }
        return switch (outcome) {
            case HttpOutcome.NotSent(String why) ->
                    notSent(errors.network(call.operation(), why, false));
            case HttpOutcome.Unclear(String why, boolean timedOut) ->
                    unclear(errors.network(call.operation(), why, timedOut));
            case Answered answered -> read(call, answered, reading);
        };
    }

    private <T> Verdict<T> read(C call, Answered answered, Reading<T> reading) {
        try {
            Verdict<T> verdict = reading.read(answered);
            return new Verdict<>(learn(verdict), verdict.lesson());
        } catch (JsonProcessingException unreadable) {
            return unclear(errors.unreadable(call.operation(), unreadable));
        }
    }

    private static <T> Reply<T> until(Reply<T> reply, Instant until) {
        return reply instanceof Failed<T>(Certainty certainty, ExchangeError error)
                        && error instanceof ExchangeError.RateLimit limit
                ? new Failed<>(
                        certainty, new ExchangeError.RateLimit(limit.facts(), Optional.of(until)))
                : reply;
    }

    private static <T> Verdict<T> notSent(ExchangeError error) {
        return Verdict.failed(Certainty.NOT_SENT, error, new Lesson.None());
    }

    private static <T> Verdict<T> unclear(ExchangeError error) {
        return Verdict.failed(Certainty.UNCLEAR, error, new Lesson.None());
    }

    private Optional<ExchangeError> measure(int samples) {
        measuring.lock();
        try {
            if (samples > 1 && !exchangeClock.isOlderThan(TOO_OLD_AFTER)) {
                return Optional.empty();
            }
            C call = protocol.timeCall();
            for (int i = 0; i < samples; i++) {
                Instant asked = clock.instant();
                Verdict<Instant> told = askOnce(call, answered -> protocol.time(call, answered));
                switch (told.reply()) {
                    case Failed<Instant> failed -> {
                        return Optional.of(failed.error());
                    }
                    case Ok<Instant>(Instant time) ->
                            exchangeClock.sample(asked, time, clock.instant());
                }
            }
            return Optional.empty();
        } finally {
            measuring.unlock();
        }
    }
}
