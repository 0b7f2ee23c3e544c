package dev.k2.exchange.net;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.Health;
import dev.k2.exchange.net.Reply.Certainty;
import java.time.Duration;
import java.util.Optional;

/**
 * One account's calls over a socket: the same calls as over REST, with the same outcomes, within
 * REST's limits, silences and clock, and never an order twice. It connects when the first call is
 * made. Every call blocks its thread, which should be a virtual one.
 *
 * @param <C> the exchange's own kind of call
 */
public final class OrderSocket<C extends RestCall> implements AutoCloseable {
    private final RestCalls<C> rest;
    private final OrderSocketProtocol<C> protocol;
    private final Duration timeout;
    private final OrderWay way;

    /**
     * A way for one account's calls.
     *
     * @param rest whose limits, silences and clock hold here too
     * @param timeout how long one call may take, and how long a question may wait for its limits
     */
    public OrderSocket(
            Net net,
            SocketSettings settings,
            RestCalls<C> rest,
            OrderSocketProtocol<C> protocol,
            Duration timeout) {
        this.rest = rest;
        this.protocol = protocol;
        this.timeout = timeout;
        this.way = new OrderWay(net, settings, rest, protocol);
    }

    /** As {@link RestCalls#ask}: questions, and cancels by id. */
    public <T> Reply<T> ask(C call, TypeReference<T> type) {
        Verdict<T> verdict = once(call, type, true);
        return verdict.lesson() instanceof Lesson.WrongClock
                ? once(call, type, true).reply()
                : verdict.reply();
    }

    /** As {@link RestCalls#send}: what takes effect each time that it arrives. */
    public <T> Reply<T> send(C call, TypeReference<T> type) {
        return once(call, type, false).reply();
    }

    /** How it stands. */
    public Health health() {
        return way.health();
    }

    @Override
    public void close() {
        way.close();
    }

    private <T> Verdict<T> once(C call, TypeReference<T> type, boolean again) {
        Optional<ExchangeError> hindrance = rest.hindrance(call, again ? timeout : Duration.ZERO);
        if (hindrance.isPresent()) {
            return failed(Certainty.NOT_SENT, hindrance.get());
        }
        return switch (overSocket(call, again)) {
            case SocketOutcome.NotSent(String why) -> {
                rest.giveBack(call);
                yield failed(Certainty.NOT_SENT, notSent(call, why));
            }
            case SocketOutcome.Unclear(String why, boolean timedOut) -> {
                protocol.settle(call, Optional.empty());
                yield failed(
                        Certainty.UNCLEAR, rest.errors().network(call.operation(), why, timedOut));
            }
            case SocketOutcome.Answered(String text) -> read(call, text, type);
        };
    }

    /** What was not handed to a socket is sent once more, as soon as there is a connection. */
    private SocketOutcome overSocket(C call, boolean again) {
        Optional<SocketCalls> present = way.await();
        if (present.isEmpty()) {
            return new SocketOutcome.NotSent("there is no connection");
        }
        if (again) {
            return present.get()
                    .ask(
                            new SocketQuery(
                                    timeout,
                                    number -> protocol.message(call, number),
                                    this::mayTryAgain));
        }
        SocketOutcome first = sendOnce(present.get(), call);
        return first instanceof SocketOutcome.NotSent && mayTryAgain()
                ? sendOnce(present.get(), call)
                : first;
    }

    private SocketOutcome sendOnce(SocketCalls present, C call) {
        return present.send(
                new NonIdempotentSocketCall(timeout, number -> protocol.message(call, number)));
    }

    private boolean mayTryAgain() {
        return way.await().isPresent() && rest.silentUntil().isEmpty();
    }

    private ExchangeError notSent(C call, String why) {
        return way.refusal().orElseGet(() -> rest.errors().network(call.operation(), why, false));
    }

    private <T> Verdict<T> read(C call, String text, TypeReference<T> type) {
        JsonNode answer;
        try {
            answer = Json.lenient().readTree(text);
        } catch (JsonProcessingException unreadable) {
            protocol.settle(call, Optional.empty());
            return unreadable(call, unreadable);
        }
        protocol.settle(call, Optional.of(answer));
        try {
            Verdict<T> verdict = protocol.read(call, answer, type);
            return new Verdict<>(rest.learn(verdict), verdict.lesson());
        } catch (JsonProcessingException unreadable) {
            return unreadable(call, unreadable);
        }
    }

    private <T> Verdict<T> unreadable(C call, JsonProcessingException why) {
        return failed(Certainty.UNCLEAR, rest.errors().unreadable(call.operation(), why));
    }

    private static <T> Verdict<T> failed(Certainty certainty, ExchangeError error) {
        return Verdict.failed(certainty, error, new Lesson.None());
    }
}
