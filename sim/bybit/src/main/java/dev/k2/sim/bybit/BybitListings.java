package dev.k2.sim.bybit;

import dev.k2.sim.Bracket;
import dev.k2.sim.Contract;
import dev.k2.sim.Fees;
import dev.k2.sim.Listing;
import dev.k2.sim.MarketShape;
import dev.k2.sim.PriceWalk;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the simulated Bybit lists. Ticks, steps and limits follow the real ones; prices are inventions. */
final class BybitListings {
    /** What the engine, the administration and faults call a contract beyond the name that the wire has for it. */
    static final String CONTRACT_SUFFIX = "-LINEAR";

    private static final Fees CONTRACT_FEES =
            new Fees(new BigDecimal("0.0002"), new BigDecimal("0.00055"));

    /** What the brackets grow by: the most leverage, the largest notional value, the maintenance rate. */
    private static final String[][] WIDE = {
        {"100", "2000000", "0.005"},
        {"90", "2600000", "0.0056"},
        {"75", "3200000", "0.0062"},
        {"50", "10000000", "0.01"},
        {"25", "40000000", "0.02"},
        {"10", "100000000", "0.05"},
        {"5", "200000000", "0.1"},
        {"1", "500000000", "0.5"}
    };

    private static final String[][] NARROW = {
        {"50", "200000", "0.01"},
        {"40", "400000", "0.0125"},
        {"25", "1000000", "0.02"},
        {"10", "4000000", "0.05"},
        {"5", "8000000", "0.1"},
        {"1", "20000000", "0.5"}
    };

    private final Map<String, BybitRules> rules = new LinkedHashMap<>();

    BybitListings(long seed) {
        PriceWalk bitcoin = new PriceWalk(seed * 31 + 1, 68_000, 0.021);
        PriceWalk ether = new PriceWalk(seed * 31 + 2, 3_400, 0.028);
        PriceWalk sol = new PriceWalk(seed * 31 + 3, 165, 0.035);
        PriceWalk ripple = new PriceWalk(seed * 31 + 5, 0.62, 0.032);
        PriceWalk doge = new PriceWalk(seed * 31 + 6, 0.142, 0.04);
        spot("BTC", "USDT", 2, 6, shape(bitcoin, 240, 650, 55_000, 0.000012), "83", "41", "5");
        spot("ETH", "USDT", 2, 5, shape(ether, 220, 520, 38_000, 0.000018), "2200", "1100", "5");
        spot("SOL", "USDT", 2, 3, shape(sol, 160, 310, 21_000, 0.00008), "30000", "9000", "5");
        spot("BNB", "USDT", 1, 4, walk(seed, 4, 620, 0.022), "9000", "1800", "5");
        spot(
                "XRP",
                "USDT",
                4,
                2,
                shape(ripple, 110, 260, 18_000, 0.0002),
                "9000000",
                "470000",
                "5");
        spot(
                "DOGE",
                "USDT",
                5,
                1,
                shape(doge, 110, 220, 14_000, 0.0001),
                "30000000",
                "3000000",
                "5");
        spot(
                "PEPE",
                "USDT",
                8,
                0,
                walk(seed, 7, 0.0000118, 0.055),
                "461168601800",
                "28000000000",
                "5");
        spot(
                "SHIB",
                "USDT",
                8,
                0,
                walk(seed, 8, 0.0000245, 0.04),
                "461168601800",
                "15000000000",
                "5");
        spot(
                "BONK",
                "USDT",
                8,
                0,
                walk(seed, 9, 0.0000281, 0.055),
                "461168601800",
                "13000000000",
                "5");
        spot(
                "ETH",
                "BTC",
                6,
                4,
                shape(PriceWalk.cross(ether, bitcoin), 60, 0.006, 0.35, 0.00012),
                "1000",
                "500",
                "0.0001");
        spot("BTC", "USDC", 2, 6, shape(bitcoin, 90, 400, 30_000, 0.00003), "83", "20", "5");
        linear(
                "BTC",
                "USDT",
                1,
                3,
                shape(bitcoin, 260, 900, 90_000, 0.000012),
                WIDE,
                "1190",
                "500");
        linear("ETH", "USDT", 2, 2, shape(ether, 240, 700, 60_000, 0.000018), WIDE, "7240", "3600");
        linear(
                "SOL",
                "USDT",
                2,
                1,
                shape(sol, 160, 310, 30_000, 0.00008),
                NARROW,
                "79770",
                "16000");
        linear(
                "XRP",
                "USDT",
                4,
                1,
                shape(ripple, 110, 260, 24_000, 0.0002),
                NARROW,
                "2000000",
                "500000");
        linear(
                "DOGE",
                "USDT",
                5,
                0,
                shape(doge, 110, 220, 18_000, 0.0001),
                NARROW,
                "30000000",
                "6000000");
        linear(
                "1000PEPE",
                "USDT",
                7,
                0,
                walk(seed, 7, 0.0118, 0.055),
                NARROW,
                "100000000",
                "20000000");
        linear("BTC", "PERP", 1, 3, shape(bitcoin, 90, 500, 40_000, 0.00003), WIDE, "100", "60");
    }

    List<Listing> listings() {
        return rules.values().stream().map(BybitRules::listing).toList();
    }

    /** By the name that the engine has for a market. */
    Map<String, BybitRules> rules() {
        return rules;
    }

    private static MarketShape walk(long seed, int number, double price, double daily) {
        return shape(new PriceWalk(seed * 31 + number, price, daily), 90, 200, 13_000, 0.0003);
    }

    private static MarketShape shape(
            PriceWalk walk, int trades, double value, double level, double gap) {
        return new MarketShape(walk, trades, value, level, gap);
    }

    private void spot(
            String base,
            String quote,
            int priceScale,
            int quantityScale,
            MarketShape shape,
            String maxQty,
            String maxMarketQty,
            String minAmount) {
        String symbol = base + quote;
        Listing listing = new Listing(symbol, base, quote, priceScale, quantityScale, 1, 1, shape);
        keep(listing, Category.SPOT, symbol, maxQty, maxMarketQty, minAmount);
    }

    /** A contract in USDC carries PERP in the place of its quote. */
    private void linear(
            String base,
            String quote,
            int priceScale,
            int quantityScale,
            MarketShape shape,
            String[][] brackets,
            String maxQty,
            String maxMarketQty) {
        String symbol = base + quote;
        Listing listing =
                new Listing(
                        symbol + CONTRACT_SUFFIX,
                        base,
                        quote.equals("PERP") ? "USDC" : quote,
                        priceScale,
                        quantityScale,
                        1,
                        1,
                        shape,
                        contract(brackets));
        keep(listing, Category.LINEAR, symbol, maxQty, maxMarketQty, "5");
    }

    private void keep(
            Listing listing,
            Category category,
            String symbol,
            String maxQty,
            String maxMarketQty,
            String minNotional) {
        rules.put(
                listing.symbol(),
                new BybitRules(
                        listing,
                        category,
                        symbol,
                        rules.size() + 1,
                        listing.quantity(1),
                        new BigDecimal(maxQty),
                        new BigDecimal(maxMarketQty),
                        new BigDecimal(minNotional),
                        listing.price(19_999_998)));
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
            int leverage = Integer.parseInt(row[0]);
            brackets.add(new Bracket(brackets.size() + 1, leverage, floor, cap, rate, deduction));
            floor = cap;
            before = rate;
        }
        return new Contract(brackets, CONTRACT_FEES);
    }
}
