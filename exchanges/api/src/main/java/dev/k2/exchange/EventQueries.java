package dev.k2.exchange;

import dev.k2.model.EventGroup;
import java.util.List;

/** Questions about event contracts. Every call blocks its (virtual) thread until it is answered. */
public interface EventQueries {
    /**
     * All events with contracts that are upcoming, open or halted, or that ended within the last
     * day or so. All pages.
     */
    Answer<List<EventGroup>> events();

    /**
     * One event with all its contracts, however long ago it ended.
     *
     * @param ticker the exchange's name of the event
     */
    Answer<EventGroup> event(String ticker);
}
