package dev.k2.sim.binance;

import dev.k2.sim.Account;
import dev.k2.sim.Candle;
import dev.k2.sim.Fault;
import dev.k2.sim.FaultTable;
import dev.k2.sim.Floor;
import dev.k2.sim.Market;
import dev.k2.sim.MatchingEngine;
import dev.k2.sim.Occasion;
import dev.k2.sim.Order;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
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
    private final FaultTable faults;

    BinanceFloor(Floor floor, Map<String, SymbolRules> rules, FaultTable faults) {
        this.floor = floor;
        this.rules = rules;
        this.faults = faults;
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

    /** Asks whether a fault strikes now, and counts it. */
    Optional<Fault> strikes(Fault.Kind kind, Target target) {
        return faults.strike(kind, occasion(target));
    }

    /** Asks whether a fault stands, without counting. */
    Optional<Fault> stands(Fault.Kind kind, Target target) {
        return faults.standing(kind, occasion(target));
    }

    /** Reads may lag behind writes: a fault can keep fresh orders out of sight for a while. */
    boolean hides(Order order, String operation) {
        return hides(order.account(), order.market(), order.acceptedMicros(), operation);
    }

    boolean hides(Account account, Market market, long acceptedMicros, String operation) {
        Optional<Fault> lag =
                stands(Fault.Kind.NOT_FOUND_LAG, new Target(operation, account.name(), market));
        return lag.isPresent()
                && micros() - acceptedMicros < lag.get().number("seconds", 3) * 1_000_000;
    }

    /** Those of an account's orders that a read may show already. */
    List<Order> visible(List<Order> orders, String operation) {
        List<Order> shown = new ArrayList<>(orders);
        shown.removeIf(order -> hides(order, operation));
        return shown;
    }

    /** What a call aims at, told by its key and by the symbol among its parameters. */
    Target target(String operation, @Nullable String key, @Nullable String symbol) {
        Account account = key == null ? null : floor.engine().accountOfKey(key);
        Market market = symbol == null ? null : floor.engine().market(symbol);
        return new Target(operation, account == null ? "" : account.name(), market);
    }

    private Occasion occasion(Target target) {
        Market market = target.market();
        String symbol = market == null ? "" : market.listing().symbol();
        return new Occasion(
                floor.exchange(),
                target.operation(),
                target.account(),
                symbol,
                floor.engine().clock().sourceMillis());
    }
}
