package dev.k2.exchange;

import dev.k2.model.Instrument;
import dev.k2.model.InstrumentKind;
import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Set;

/** What all cards share. */
interface AtVenue {
    Venue venue();

    /** Ends a card whose trouble the simulated exchange cannot make; it counts as not shown. */
    default void needs(Trouble trouble) {
        if (!venue().can(trouble)) {
            throw new CardNotShown("the simulated exchange cannot " + trouble);
        }
    }

    /** Ends a card that the exchange's capabilities rule out; the table says what is missing. */
    default void offers(boolean offered, String what) {
        if (!offered) {
            throw new CardNotOffered("no " + what);
        }
    }

    /** The streams that an instrument can have: mark prices and liquidations are of contracts. */
    default Set<Channel> channels(Exchange exchange, Instrument instrument) {
        Set<Channel> channels = new LinkedHashSet<>(exchange.capabilities().channels());
        if (instrument.kind() != InstrumentKind.PERPETUAL) {
            channels.remove(Channel.MARK_PRICE);
            channels.remove(Channel.LIQUIDATIONS);
        }
        return channels;
    }

    /** The exchange's name, by which the library opens it. */
    default String name() {
        try (Exchange exchange = venue().open()) {
            return exchange.id().text();
        }
    }

    /** A new adapter that reaches the exchange through a network that can go wrong. */
    default Exchange through(FaultProxy proxy) {
        URI address = URI.create("http://127.0.0.1:" + proxy.port());
        return Exchanges.open(name(), ExchangeConfig.sim(address, InstantSource.system()));
    }
}
