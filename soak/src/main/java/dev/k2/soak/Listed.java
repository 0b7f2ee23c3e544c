package dev.k2.soak;

import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.InstrumentStatus;
import dev.k2.sim.Market;

/**
 * One thing that an exchange trades, or traded.
 *
 * @param instrument as it is while it trades
 */
record Listed(Goods goods, Instrument instrument, Market market) {
    InstrumentId id() {
        return instrument.id();
    }

    boolean trades() {
        return market.status() == Market.Status.TRADING;
    }

    /** As the program knows it by now. */
    Instrument now() {
        return trades()
                ? instrument
                : goods.instrument(instrument.exchange(), id(), InstrumentStatus.CLOSED);
    }
}
