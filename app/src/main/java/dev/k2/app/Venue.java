package dev.k2.app;

import dev.k2.exchange.ExchangeProvider;
import dev.k2.exchange.net.Decoder;
import dev.k2.model.ExchangeId;
import dev.k2.sim.SimVenueFactory;
import java.util.function.Supplier;

/**
 * One exchange as the program knows it.
 *
 * @param adapter opens it
 * @param decoder reads its recorded messages
 * @param simulated what stands in for it in mode sim
 * @param paper which of its worlds mode paper trades in
 * @param dataByKey whether it streams public data to those only who have a key
 */
record Venue(
        ExchangeProvider adapter,
        Supplier<Decoder> decoder,
        SimVenueFactory simulated,
        Paper paper,
        boolean dataByKey) {
    /** A world of an exchange without money. */
    enum Paper {
        TESTNET,
        DEMO
    }

    Venue {
        if (!adapter.id().text().equals(simulated.exchange())) {
            throw new IllegalArgumentException(
                    "expected a simulated "
                            + adapter.id()
                            + ", found one of "
                            + simulated.exchange());
        }
    }

    ExchangeId id() {
        return adapter.id();
    }
}
