package dev.k2.sim.okx;

import dev.k2.sim.Account;
import dev.k2.sim.Floor;
import dev.k2.sim.Market;
import dev.k2.sim.MatchingEngine;
import dev.k2.sim.Order;
import dev.k2.sim.VenueFaults;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The exchange's inside as its calls see it: instruments by their ids and codes, order ids, time, faults. */
final class OkxFloor {
    /** What one place behind an order's id tells apart the markets, since the engine counts each market's orders alone. */
    private static final long PLACES = 100;

    /** Begins the engine's names of orders that their owner gave none. */
    private static final String UNNAMED = "_";

    private final Floor floor;
    private final VenueFaults faults;
    private final Map<String, OkxInstrument> instruments;
    private final List<String> places;
    private final Map<Integer, OkxInstrument> codes = new HashMap<>();
    private long unnamed;

    OkxFloor(Floor floor, VenueFaults faults, Map<String, OkxInstrument> instruments) {
        this.floor = floor;
        this.faults = faults;
        this.instruments = instruments;
        this.places = new ArrayList<>(instruments.keySet());
        instruments.values().forEach(one -> codes.put(one.code(), one));
    }

    Floor floor() {
        return floor;
    }

    MatchingEngine engine() {
        return floor.engine();
    }

    VenueFaults faults() {
        return faults;
    }

    long micros() {
        return floor.engine().clock().micros();
    }

    long millis() {
        return micros() / 1000;
    }

    /** What is listed now. */
    List<OkxInstrument> instruments() {
        return instruments.values().stream()
                .filter(one -> floor.engine().market(one.instId()) != null)
                .toList();
    }

    OkxInstrument instrument(Market market) {
        OkxInstrument found = instruments.get(market.listing().symbol());
        if (found == null) {
            throw new IllegalStateException("no instrument for " + market.listing().symbol());
        }
        return found;
    }

    /** The market of an instrument that is there. */
    Market market(OkxInstrument instrument) {
        return market(instrument.instId());
    }

    Market market(String instId) {
        Market market = floor.engine().market(instId);
        if (market == null) {
            throw OkxRefusal.unknownInstrument();
        }
        return market;
    }

    @Nullable OkxInstrument ofCode(int code) {
        return codes.get(code);
    }

    /** The spot market whose price a currency has in dollars, null when there is none. */
    @Nullable Market dollars(String currency) {
        return floor.engine().market(currency + "-USDT");
    }

    /** What one of a currency is worth in dollars. */
    BigDecimal dollarPrice(String currency) {
        Market market = dollars(currency);
        return market == null ? BigDecimal.ONE : market.listing().price(market.lastPrice());
    }

    String ordId(Order order) {
        return ordId(order.market(), order.id());
    }

    private String ordId(Market market, long id) {
        return Long.toString(id * PLACES + places.indexOf(market.listing().symbol()));
    }

    /** An account's order by the id that OKX gave it, null when it has none of that id in this market. */
    @Nullable Order byOrdId(Account account, Market market, String ordId) {
        if (!ordId.matches("[0-9]{1,18}")) {
            return null;
        }
        long whole = Long.parseLong(ordId);
        boolean here = whole % PLACES == places.indexOf(market.listing().symbol());
        return here ? engine().archive().byId(account, market, whole / PLACES) : null;
    }

    /** A name for an order that its owner gave none; it never repeats and is never shown. */
    String unnamed() {
        return UNNAMED + micros() + UNNAMED + unnamed++;
    }

    /** The client's own id of an order, empty when he gave none. */
    static String shown(String clientOrderId) {
        return clientOrderId.startsWith(UNNAMED) ? "" : clientOrderId;
    }
}
