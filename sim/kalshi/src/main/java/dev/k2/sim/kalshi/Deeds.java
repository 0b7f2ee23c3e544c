package dev.k2.sim.kalshi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Market;
import dev.k2.sim.MatchingEngine;
import dev.k2.sim.WireJson;

/** What can be done to a market, as the journal keeps it: the same when it happens and when it is read again. */
final class Deeds {
    static final String OPEN = "open";
    static final String PAUSE = "pause";
    static final String UNPAUSE = "unpause";
    static final String CLOSE = "close";
    static final String DETERMINE = "determine";
    static final String DISPUTE = "dispute";
    static final String AMEND = "amend";
    static final String SETTLE = "settle";
    static final String REOPEN_UNTIL = "until";
    static final String REGRID = "grid";

    private Deeds() {}

    static ObjectNode note(String what, KalshiMarket market, long micros) {
        return WireJson.object().put("what", what).put("ticker", market.ticker()).put("t", micros);
    }

    /** Does what a note says to a market. Orders in it are not looked at: their ends are told on their own. */
    static void apply(MatchingEngine engine, KalshiMarket market, ObjectNode note) {
        long micros = note.path("t").asLong();
        long millis = micros / 1000;
        switch (note.path("what").asText()) {
            case OPEN -> {
                market.opened(millis);
                stand(engine, market, Status.ACTIVE, micros);
            }
            case PAUSE -> stand(engine, market, Status.INACTIVE, micros);
            case UNPAUSE -> stand(engine, market, Status.ACTIVE, micros);
            case CLOSE -> {
                market.closes(Math.min(millis, market.closeMillis()));
                stand(engine, market, Status.CLOSED, micros);
            }
            case DETERMINE -> {
                market.determined(
                        note.path("value").asLong(), note.path("measured").asText(), millis);
                stand(engine, market, Status.DETERMINED, micros);
            }
            case DISPUTE -> stand(engine, market, Status.DISPUTED, micros);
            case AMEND -> {
                market.determined(
                        note.path("value").asLong(), note.path("measured").asText(), millis);
                stand(engine, market, Status.AMENDED, micros);
            }
            case SETTLE -> settle(engine, market, note.path("value").asLong(), micros);
            case REOPEN_UNTIL -> market.closes(note.path("close").asLong());
            case REGRID -> market.regrid(PriceGrid.of(note.path("grid")));
            default ->
                    throw new IllegalStateException("nobody knows the deed " + note.path("what"));
        }
    }

    private static void settle(
            MatchingEngine engine, KalshiMarket market, long value, long micros) {
        market.determined(value, market.measured(), market.determinedMillis());
        engine.events().pay(market.market(), value, micros);
        market.settled(micros);
        stand(engine, market, Status.FINALIZED, micros);
    }

    private static void stand(
            MatchingEngine engine, KalshiMarket market, Status status, long micros) {
        market.stand(status, micros);
        engine.setStatus(
                market.market(), status.tradable() ? Market.Status.TRADING : Market.Status.HALT);
    }
}
