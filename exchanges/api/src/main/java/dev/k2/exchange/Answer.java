package dev.k2.exchange;

import java.util.function.Function;

/**
 * What a question to an exchange brought. An error is never an empty answer: absence has to be
 * said by the exchange.
 */
public sealed interface Answer<T> {
    /** The exchange answered. */
    record Ok<T>(T value) implements Answer<T> {}

    /** It did not, or said no. */
    record Failed<T>(ExchangeError error) implements Answer<T> {}

    /**
     * The value.
     *
     * @throws ExchangeException where there is none
     */
    default T orThrow() {
        return switch (this) {
            case Ok<T>(T value) -> value;
            case Failed<T>(ExchangeError error) -> throw new ExchangeException(error);
        };
    }

    /** The same answer in other words. */
    default <R> Answer<R> map(Function<? super T, ? extends R> change) {
        return switch (this) {
            case Ok<T>(T value) -> new Ok<>(change.apply(value));
            case Failed<T>(ExchangeError error) -> new Failed<>(error);
        };
    }
}
