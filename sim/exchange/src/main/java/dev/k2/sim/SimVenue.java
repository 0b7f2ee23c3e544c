package dev.k2.sim;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Context;
import io.vertx.core.Future;

/** One simulated exchange that is running. Its engine and its methods belong to its {@link #context()}. */
public interface SimVenue {
    String exchange();

    /** The port it listens on. */
    int port();

    /** The one thread that may touch it. */
    Context context();

    Floor floor();

    /** A fault was switched on. Those that happen at once are done now, lasting ones may need a hand. */
    void faultOn(Fault fault);

    /** A fault was switched off. */
    void faultOff(Fault fault);

    /** Changes one of the exchange's own numbers, such as a rate limit. Throws when it has none of that name. */
    void set(String name, long value);

    /**
     * Does something to a market that only this kind of exchange knows.
     *
     * @throws IllegalArgumentException when it knows no such deed, or the deed is not possible now
     */
    default JsonNode act(String symbol, String deed, JsonNode body) {
        throw new IllegalArgumentException(exchange() + " knows no deed " + deed);
    }

    /** True when everybody who listens has taken what was sent to him, or nearly so. */
    boolean settled();

    /** Stops listening, ends every connection, writes down what must be kept. */
    Future<Void> close();
}
