package dev.k2.sim.bybit;

import dev.k2.sim.FaultTable;
import dev.k2.sim.Floor;
import dev.k2.sim.Market;
import dev.k2.sim.MatchingEngine;
import dev.k2.sim.Target;
import dev.k2.sim.VenueFaults;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The exchange's inside as its calls see it: markets by category and symbol, rules, time and faults. */
final class BybitFloor {
    static final String EXCHANGE = "bybit";

    private final Floor floor;
    private final Map<Market, BybitRules> rules = new LinkedHashMap<>();
    private final Map<Category, Map<String, Market>> markets = new EnumMap<>(Category.class);
    private final VenueFaults faults;

    BybitFloor(Floor floor, Map<String, BybitRules> rules, FaultTable faults) {
        this.floor = floor;
        this.faults = new VenueFaults(floor, faults);
        for (Category category : Category.values()) {
            markets.put(category, new LinkedHashMap<>());
        }
        for (Market market : floor.engine().everyMarket()) {
            BybitRules own = rules.get(market.listing().symbol());
            if (own == null) {
                throw new IllegalStateException("no rules for " + market.listing().symbol());
            }
            this.rules.put(market, own);
            of(own.category()).put(own.symbol(), market);
        }
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

    long now() {
        return floor.engine().clock().millis();
    }

    /** What is listed now. */
    List<Market> markets(Category category) {
        return of(category).values().stream().filter(engine()::lists).toList();
    }

    @Nullable Market find(Category category, String symbol) {
        Market market = of(category).get(symbol);
        return market != null && engine().lists(market) ? market : null;
    }

    /** For market data. */
    Market market(Category category, String symbol) {
        Market market = find(category, symbol);
        if (market == null) {
            throw BybitRefusal.params("Not supported symbols");
        }
        return market;
    }

    /** For orders and positions. */
    Market traded(Category category, String symbol) {
        Market market = find(category, symbol);
        if (market == null) {
            throw BybitRefusal.by(
                    category,
                    BybitRefusal.PARAMS,
                    170121,
                    "params error: symbol invalid " + symbol);
        }
        return market;
    }

    BybitRules rules(Market market) {
        BybitRules found = rules.get(market);
        if (found == null) {
            throw new IllegalStateException("no rules for " + market.listing().symbol());
        }
        return found;
    }

    Category category(Market market) {
        return rules(market).category();
    }

    String symbol(Market market) {
        return rules(market).symbol();
    }

    /** What a call aims at, told by its key and by the words among its parameters, good ones or not. */
    Target target(String operation, @Nullable String key, Fields fields) {
        Market named = null;
        for (Category category : Category.values()) {
            if (category.word().equals(fields.raw("category"))) {
                named = find(category, fields.raw("symbol"));
            }
        }
        return faults.target(operation, key, named);
    }

    private Map<String, Market> of(Category category) {
        return markets.getOrDefault(category, Map.of());
    }
}
