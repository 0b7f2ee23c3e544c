package dev.k2.sim.binance;

import dev.k2.sim.Floor;
import dev.k2.sim.SimClock;
import dev.k2.sim.SimVenue;
import dev.k2.sim.SimVenueFactory;
import dev.k2.sim.VenueSetup;
import io.vertx.core.Future;

/** The door: opens a simulated Binance Spot. */
public final class SimBinance implements SimVenueFactory {
    @Override
    public String exchange() {
        return BinanceFloor.EXCHANGE;
    }

    @Override
    public int portOffset() {
        return 1;
    }

    @Override
    public Future<SimVenue> open(VenueSetup setup) {
        BinanceListings listings = new BinanceListings(setup.seed());
        SimClock clock = new SimClock(setup.clock());
        Floor floor =
                Floor.open(exchange(), setup.seed(), clock, listings.listings(), setup.stateDir());
        return new BinanceVenue(setup, floor, listings).open();
    }
}
