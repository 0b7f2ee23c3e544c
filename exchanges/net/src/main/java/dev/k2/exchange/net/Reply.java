package dev.k2.exchange.net;

import dev.k2.exchange.Answer;
import dev.k2.exchange.ExchangeError;
import dev.k2.model.InstrumentId;
import java.util.function.Function;

/** What a call brought, and where it failed, how sure that is. */
public sealed interface Reply<T> {
    /** The exchange did as asked. */
    record Ok<T>(T value) implements Reply<T> {}

    /** It did not, or nobody knows. */
    record Failed<T>(Certainty certainty, ExchangeError error) implements Reply<T> {}

    /** What is known of a request that failed. */
    enum Certainty {
        /** The exchange never saw it. */
        NOT_SENT,
        /** The exchange said no. */
        REFUSED,
        /** It may have taken effect. */
        UNCLEAR
    }

    /** The same, a failure told of one instrument. */
    default Reply<T> about(InstrumentId instrument) {
        return switch (this) {
            case Ok<T> ok -> ok;
            case Failed<T>(Certainty certainty, ExchangeError error) ->
                    new Failed<>(certainty, ExchangeErrors.about(error, instrument));
        };
    }

    /** The same in other words. */
    default <R> Reply<R> map(Function<T, R> change) {
        return switch (this) {
            case Ok<T>(T value) -> new Ok<>(change.apply(value));
            case Failed<T>(Certainty certainty, ExchangeError error) ->
                    new Failed<>(certainty, error);
        };
    }

    /** The same for a caller who need not know how sure a failure is. */
    default <R> Answer<R> answer(Function<T, R> change) {
        return switch (this) {
            case Ok<T>(T value) -> new Answer.Ok<>(change.apply(value));
            case Failed<T>(Certainty certainty, ExchangeError error) -> new Answer.Failed<>(error);
        };
    }

    /** The same for a change that can find the value unreadable. */
    default <R> Answer<R> flatAnswer(Function<T, Answer<R>> change) {
        return switch (this) {
            case Ok<T>(T value) -> change.apply(value);
            case Failed<T>(Certainty certainty, ExchangeError error) -> new Answer.Failed<>(error);
        };
    }
}
