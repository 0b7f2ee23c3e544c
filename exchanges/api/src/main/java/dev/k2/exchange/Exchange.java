package dev.k2.exchange;

import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import java.util.List;
import java.util.Optional;

/**
 * The door of one exchange: public data by question and by stream, and accounts.
 *
 * <pre>{@code
 * try (Exchange binance = Exchanges.open("binance", config)) {
 *     Instrument btc = binance.instrument(InstrumentId.spot("BTC", "USDT")).orThrow();
 *     BookSnapshot book = binance.market().book(btc, 10).orThrow();
 * }
 * }</pre>
 *
 * <p>All of it may be used from any number of threads at once. Calls that ask or send block their
 * thread, which should be a virtual one, and end within a time limit.
 */
public interface Exchange extends AutoCloseable {
    /** Which exchange this is. */
    ExchangeId id();

    /** What it offers, known without asking it. */
    Capabilities capabilities();

    /** Public data by question. */
    MarketQueries market();

    /** Event contracts; empty where the exchange has none. */
    default Optional<EventQueries> events() {
        return Optional.empty();
    }

    /**
     * One instrument with its rules. This asks for all of them, so keep what it tells.
     *
     * @return a {@link ExchangeError.Validation} where the exchange does not list it
     */
    default Answer<Instrument> instrument(InstrumentId wanted) {
        return switch (market().instruments()) {
            case Answer.Failed<List<Instrument>>(ExchangeError error) -> new Answer.Failed<>(error);
            case Answer.Ok<List<Instrument>>(List<Instrument> listed) ->
                    listed.stream()
                            .filter(instrument -> instrument.id().equals(wanted))
                            .findFirst()
                            .<Answer<Instrument>>map(Answer.Ok::new)
                            .orElseGet(() -> new Answer.Failed<>(notListed(wanted)));
        };
    }

    private ExchangeError notListed(InstrumentId wanted) {
        var facts = ErrorFacts.of(id(), "find an instrument", id() + " does not list " + wanted);
        return new ExchangeError.Validation(facts.about(wanted), false);
    }

    /**
     * Opens live public data. Nothing is received until something is subscribed.
     *
     * @param listener called on the feed's own thread, one call at a time
     */
    MarketFeed feed(FeedListener listener);

    /** Opens an account. No request is sent until something is asked. */
    Account account(Credentials credentials);

    /**
     * How it stands: a part for each connection that is open, and one that asks the exchange. Every
     * check has a time limit.
     */
    Health health();

    /** What the exchange's limits leave to use, each window of time by itself. */
    List<Budget> budgets();

    /** Closes every connection, feed and account within 10 s. */
    @Override
    void close();
}
