package dev.k2.exchange;

import dev.k2.model.ExchangeId;

/**
 * Opens one exchange. Each adapter registers one per exchange as a service, which is how {@link
 * Exchanges} finds what is on the classpath.
 */
public interface ExchangeProvider {
    /** Which exchange it opens. */
    ExchangeId id();

    /** What a person needs to make there to have an account linked. */
    KeyGuide keyGuide();

    /** Opens the exchange. Nothing is sent until something is asked. */
    Exchange open(ExchangeConfig config);
}
