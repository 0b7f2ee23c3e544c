package dev.k2.sim.cryptocom;

import dev.k2.sim.Account;
import dev.k2.sim.Floor;
import dev.k2.sim.Market;
import dev.k2.sim.MatchingEngine;
import dev.k2.sim.VenueFaults;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The exchange's inside as its calls see it: instruments by their names, what currencies are worth, time, faults. */
final class CryptocomFloor {
    private static final String DOLLAR = "USD";
    private final Floor floor;
    private final VenueFaults faults;
    private final Map<String, CryptocomInstrument> instruments;

    CryptocomFloor(Floor floor, VenueFaults faults, Map<String, CryptocomInstrument> instruments) {
        this.floor = floor;
        this.faults = faults;
        this.instruments = instruments;
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
    List<CryptocomInstrument> instruments() {
        return instruments.values().stream()
                .filter(one -> floor.engine().market(one.name()) != null)
                .toList();
    }

    CryptocomInstrument instrument(Market market) {
        CryptocomInstrument found = instruments.get(market.listing().symbol());
        if (found == null) {
            throw new IllegalStateException("no instrument for " + market.listing().symbol());
        }
        return found;
    }

    /** The market of an instrument that is listed. */
    Market market(CryptocomInstrument instrument) {
        return market(instrument.name());
    }

    Market market(String name) {
        Market market = floor.engine().market(name);
        if (market == null) {
            throw new CryptocomRefusal(CryptocomError.INVALID_INSTRUMENT);
        }
        return market;
    }

    /** The market of an instrument, or of the perpetual that follows an index; null when there is none. */
    @Nullable Market priced(String name) {
        for (CryptocomInstrument one : instruments()) {
            if (one.index().equals(name)) {
                return floor.engine().market(one.name());
            }
        }
        return floor.engine().market(name);
    }

    /** What one of a currency is worth in dollars, 0 when nobody trades it against them. */
    BigDecimal dollarPrice(String currency) {
        if (currency.equals(DOLLAR)) {
            return BigDecimal.ONE;
        }
        Market market = floor.engine().market(currency + "_" + DOLLAR);
        return market == null ? BigDecimal.ZERO : market.listing().price(market.lastPrice());
    }

    static String accountId(Account account) {
        return uuid("account " + account.name());
    }

    static String userId(Account account) {
        return uuid("user " + account.name());
    }

    private static String uuid(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
