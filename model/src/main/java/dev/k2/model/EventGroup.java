package dev.k2.model;

import java.util.List;
import java.util.Optional;

/**
 * Event contracts as their exchange groups them: one event, with a contract for each question.
 *
 * @param ticker the exchange's name of the event
 * @param series the exchange's name of what the event is one of
 * @param title what it is about
 * @param subtitle more of it; empty text where there is none
 * @param category such as {@code Crypto} or {@code Politics}
 * @param exclusive whether at most one of its contracts ends with YES
 * @param sources who says how it ends
 */
public record EventGroup(
        ExchangeId exchange,
        String ticker,
        String series,
        String title,
        String subtitle,
        String category,
        boolean exclusive,
        List<Source> sources,
        List<EventContract> contracts) {
    /**
     * Who says how an event ends.
     *
     * @param address of a page; empty text where there is none
     */
    public record Source(String name, String address) {}

    public EventGroup {
        sources = List.copyOf(sources);
        contracts = List.copyOf(contracts);
    }

    /** The contract that is traded as an instrument; empty where it is of another event. */
    public Optional<EventContract> contract(InstrumentId instrument) {
        return contracts.stream().filter(one -> one.instrument().equals(instrument)).findFirst();
    }
}
