package dev.k2.sim.bybit;

import dev.k2.sim.ApiKey;
import dev.k2.sim.Fees;
import dev.k2.sim.Floor;
import dev.k2.sim.SimClock;
import dev.k2.sim.SimVenue;
import dev.k2.sim.SimVenueFactory;
import dev.k2.sim.VenueSetup;
import dev.k2.sim.WireVenue;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;

/** The door: opens a simulated Bybit with spot and linear contracts, always with a market of their own. */
public final class SimBybit implements SimVenueFactory {
    @Override
    public String exchange() {
        return BybitFloor.EXCHANGE;
    }

    @Override
    public int portOffset() {
        return 3;
    }

    @Override
    public Future<SimVenue> open(VenueSetup setup) {
        BybitListings listings = new BybitListings(setup.seed());
        Floor floor =
                Floor.open(
                        BybitFloor.EXCHANGE,
                        setup.seed(),
                        new SimClock(setup.clock()),
                        listings.listings(),
                        setup.stateDir(),
                        Fees.USUAL,
                        purse());
        floor.engine().takeFirst();
        BybitFloor inside = new BybitFloor(floor, listings.rules(), setup.faults());
        BybitVenue wire = new BybitVenue(setup, floor, inside);
        return new WireVenue(setup, floor, inside.faults(), wire).open();
    }

    /** Bybit knows no Ed25519, so Edward signs with RSA. */
    private static Floor.Purse purse() {
        Map<String, BigDecimal> rich = new HashMap<>(Floor.RICH);
        rich.put("USDC", new BigDecimal("50000"));
        return new Floor.Purse(rich, Map.of("USDT", new BigDecimal("25")), ApiKey.Kind.RSA);
    }
}
