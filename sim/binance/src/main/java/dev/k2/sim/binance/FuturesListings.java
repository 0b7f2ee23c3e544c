package dev.k2.sim.binance;

import dev.k2.sim.Bracket;
import dev.k2.sim.Contract;
import dev.k2.sim.Listing;
import dev.k2.sim.MarketShape;
import dev.k2.sim.PriceWalk;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The contracts that the simulated USD-M Futures list. Ticks, steps and limits follow the real ones; prices are inventions. */
final class FuturesListings {
    /** What the brackets grow by: the most leverage, the largest notional value, the maintenance rate. */
    private static final String[][] WIDE = {
        {"125", "300000", "0.004"},
        {"100", "800000", "0.005"},
        {"75", "3000000", "0.0065"},
        {"50", "12000000", "0.01"},
        {"20", "70000000", "0.02"},
        {"10", "100000000", "0.025"},
        {"5", "230000000", "0.05"},
        {"2", "480000000", "0.1"},
        {"1", "800000000", "0.15"}
    };

    private static final String[][] NARROW = {
        {"75", "10000", "0.01"},
        {"50", "90000", "0.015"},
        {"25", "650000", "0.02"},
        {"20", "1300000", "0.025"},
        {"10", "3250000", "0.05"},
        {"5", "6500000", "0.1"},
        {"2", "12000000", "0.25"},
        {"1", "30000000", "0.5"}
    };

    private final Map<String, SymbolRules> rules = new LinkedHashMap<>();

    FuturesListings(long seed) {
        PriceWalk bitcoin = new PriceWalk(seed * 31 + 1, 68_000, 0.021);
        PriceWalk ether = new PriceWalk(seed * 31 + 2, 3_400, 0.028);
        MarketShape busy = new MarketShape(bitcoin, 260, 900, 90_000, 0.000012);
        list("BTC", "USDT", 1, 3, busy, WIDE, "1000", "120", "100");
        list(
                "ETH",
                "USDT",
                2,
                3,
                new MarketShape(ether, 240, 700, 60_000, 0.000018),
                WIDE,
                "10000",
                "2000",
                "20");
        list("SOL", "USDT", 2, 2, shape(seed, 3, 165, 0.035, 160, 310, 30_000, 0.00008), "100000");
        list("XRP", "USDT", 4, 1, shape(seed, 5, 0.62, 0.032, 110, 260, 24_000, 0.0002), "2000000");
        list(
                "DOGE",
                "USDT",
                5,
                0,
                shape(seed, 6, 0.142, 0.04, 110, 220, 18_000, 0.0001),
                "30000000");
        list(
                "1000PEPE",
                "USDT",
                7,
                0,
                shape(seed, 7, 0.0118, 0.055, 100, 180, 14_000, 0.0004),
                "100000000");
        MarketShape calm = new MarketShape(bitcoin, 90, 500, 40_000, 0.00003);
        list("BTC", "USDC", 1, 3, calm, WIDE, "1000", "60", "100");
    }

    List<Listing> listings() {
        return rules.values().stream().map(SymbolRules::listing).toList();
    }

    Map<String, SymbolRules> rules() {
        return rules;
    }

    private static MarketShape shape(
            long seed,
            int number,
            double price,
            double daily,
            int trades,
            double value,
            double level,
            double gap) {
        PriceWalk walk = new PriceWalk(seed * 31 + number, price, daily);
        return new MarketShape(walk, trades, value, level, gap);
    }

    private void list(
            String base,
            String quote,
            int priceScale,
            int quantityScale,
            MarketShape shape,
            String maxQty) {
        list(base, quote, priceScale, quantityScale, shape, NARROW, maxQty, maxQty, "5");
    }

    private void list(
            String base,
            String quote,
            int priceScale,
            int quantityScale,
            MarketShape shape,
            String[][] brackets,
            String maxQty,
            String marketMaxQty,
            String minNotional) {
        Listing listing =
                new Listing(
                        base + quote,
                        base,
                        quote,
                        priceScale,
                        quantityScale,
                        1,
                        1,
                        shape,
                        contract(brackets));
        rules.put(
                listing.symbol(),
                new SymbolRules(
                        listing,
                        listing.price(1),
                        listing.price(80_000_000),
                        listing.quantity(1),
                        new BigDecimal(maxQty),
                        new BigDecimal(marketMaxQty),
                        new BigDecimal(minNotional),
                        BigDecimal.ZERO));
    }

    private static Contract contract(String[][] table) {
        List<Bracket> brackets = new ArrayList<>();
        BigDecimal floor = BigDecimal.ZERO;
        BigDecimal deduction = BigDecimal.ZERO;
        BigDecimal before = BigDecimal.ZERO;
        for (String[] row : table) {
            BigDecimal rate = new BigDecimal(row[2]);
            if (before.signum() > 0) {
                deduction = deduction.add(floor.multiply(rate.subtract(before)));
            }
            BigDecimal cap = new BigDecimal(row[1]);
            brackets.add(
                    new Bracket(
                            brackets.size() + 1,
                            Integer.parseInt(row[0]),
                            floor,
                            cap,
                            rate,
                            deduction));
            floor = cap;
            before = rate;
        }
        return new Contract(brackets);
    }
}
