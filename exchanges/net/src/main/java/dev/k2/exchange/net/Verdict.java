package dev.k2.exchange.net;

import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.net.Reply.Certainty;
import java.util.function.Function;

/**
 * How an exchange's answer is to be understood.
 *
 * @param reply what it means for whoever called
 * @param lesson what it means for the calls that follow
 */
public record Verdict<T>(Reply<T> reply, Lesson lesson) {
    /** The exchange did as asked. */
    public static <T> Verdict<T> ok(T value) {
        return new Verdict<>(new Reply.Ok<>(value), new Lesson.None());
    }

    /** The exchange said no. */
    public static <T> Verdict<T> refused(ExchangeError error) {
        return failed(Certainty.REFUSED, error, new Lesson.None());
    }

    /** A failure from which more follows. */
    public static <T> Verdict<T> failed(Certainty certainty, ExchangeError error, Lesson lesson) {
        return new Verdict<>(new Reply.Failed<>(certainty, error), lesson);
    }

    /** The same in other words. */
    public <R> Verdict<R> map(Function<T, R> change) {
        return new Verdict<>(reply.map(change), lesson);
    }
}
