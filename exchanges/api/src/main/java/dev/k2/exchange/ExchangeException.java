package dev.k2.exchange;

/** An {@link ExchangeError} for callers who would rather catch it: {@link Answer#orThrow()}. */
public final class ExchangeException extends RuntimeException {
    private final transient ExchangeError error;

    public ExchangeException(ExchangeError error) {
        super(error.exchange() + " " + error.operation() + ": " + error.message());
        this.error = error;
    }

    public ExchangeError error() {
        return error;
    }
}
