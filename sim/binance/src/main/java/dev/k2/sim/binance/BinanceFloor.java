package dev.k2.sim.binance;

import dev.k2.sim.Account;
import dev.k2.sim.Candle;
import dev.k2.sim.Fault;
import dev.k2.sim.FaultTable;
import dev.k2.sim.Floor;
import dev.k2.sim.Interval;
import dev.k2.sim.Market;
import dev.k2.sim.MatchingEngine;
import dev.k2.sim.Order;
import dev.k2.sim.Target;
import dev.k2.sim.VenueFaults;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The exchange's inside as its calls see it: markets by their words, rules, time and faults. */
final class BinanceFloor {
    static final String EXCHANGE = "binance";

    private final Floor floor;
    private final Map<String, SymbolRules> rules;
    private final VenueFaults faults;

    BinanceFloor(Floor floor, Map<String, SymbolRules> rules, FaultTable faults) {
        this.floor = floor;
        this.rules = rules;
        this.faults = new VenueFaults(floor, faults);
    }

    MatchingEngine engine() {
        return floor.engine();
    }

    long micros() {
        return floor.engine().clock().micros();
    }

    Collection<Market> markets() {
        return floor.engine().markets();
    }

    /** Those too that are not listed now. */
    Collection<Market> everyMarket() {
        return floor.engine().everyMarket();
    }

    boolean lists(Market market) {
        return floor.engine().lists(market);
    }

    Market market(String symbol) {
        Market market = floor.engine().market(symbol);
        if (market == null) {
            throw BinanceRefusal.badSymbol();
        }
        return market;
    }

    SymbolRules rules(Market market) {
        SymbolRules found = rules.get(market.listing().symbol());
        if (found == null) {
            throw new IllegalStateException("no rules for " + market.listing().symbol());
        }
        return found;
    }

    /** The mean price of the last five minutes, which the filters measure by. */
    BigDecimal averagePrice(Market market) {
        long now = micros() / 1000;
        long minute = now - Math.floorMod(now, Interval.MINUTE) + Interval.MINUTE;
        Candle candle =
                market.candles()
                        .between(
                                minute - SymbolRules.AVERAGE_MINUTES * Interval.MINUTE,
                                minute,
                                now);
        BigDecimal volume = market.listing().quantity(candle.volume());
        return volume.signum() == 0
                ? market.listing().price(market.lastPrice())
                : candle.quoteVolume().divide(volume, 8, RoundingMode.HALF_UP);
    }

    VenueFaults faults() {
        return faults;
    }

    /** Asks whether a fault strikes now, and counts it. */
    Optional<Fault> strikes(Fault.Kind kind, Target target) {
        return faults.strikes(kind, target);
    }

    /** Asks whether a fault stands, without counting. */
    Optional<Fault> stands(Fault.Kind kind, Target target) {
        return faults.stands(kind, target);
    }

    /** Reads may lag behind writes: a fault can keep fresh orders out of sight for a while. */
    boolean hides(Order order, String operation) {
        return faults.hides(order, operation);
    }

    boolean hides(Account account, Market market, long acceptedMicros, String operation) {
        return faults.hides(account, market, acceptedMicros, operation);
    }

    /** Those of an account's orders that a read may show already. */
    List<Order> visible(List<Order> orders, String operation) {
        return faults.visible(orders, operation);
    }

    /** What a call aims at, told by its key and by the symbol among its parameters. */
    Target target(String operation, @Nullable String key, @Nullable String symbol) {
        return faults.target(operation, key, symbol == null ? null : floor.engine().market(symbol));
    }
}
