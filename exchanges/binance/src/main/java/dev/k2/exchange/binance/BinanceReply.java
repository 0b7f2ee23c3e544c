package dev.k2.exchange.binance;

import dev.k2.exchange.Answer;
import dev.k2.exchange.ExchangeError;
import dev.k2.model.InstrumentId;
import java.util.function.Function;

/** What a call brought, and where it failed, how sure that is. */
sealed interface BinanceReply<T> {
    record Ok<T>(T value) implements BinanceReply<T> {}

    record Failed<T>(Certainty certainty, ExchangeError error) implements BinanceReply<T> {}

    /** What is known of a request that failed. */
    enum Certainty {
        /** Binance never saw it. */
        NOT_SENT,
        /** Binance said no. */
        REFUSED,
        /** It may have taken effect. */
        UNCLEAR
    }

    /** The same, a failure told of one instrument. */
    default BinanceReply<T> about(InstrumentId instrument) {
        return switch (this) {
            case Ok<T> ok -> ok;
            case Failed<T>(Certainty certainty, ExchangeError error) ->
                    new Failed<>(certainty, BinanceErrors.about(error, instrument));
        };
    }

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
