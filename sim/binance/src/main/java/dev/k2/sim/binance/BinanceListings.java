package dev.k2.sim.binance;

import dev.k2.sim.Listing;
import dev.k2.sim.MarketShape;
import dev.k2.sim.PriceWalk;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the simulated Binance lists. Ticks, steps and limits follow the real ones; prices are inventions. */
final class BinanceListings {
    private final Map<String, SymbolRules> rules = new LinkedHashMap<>();

    BinanceListings(long seed) {
        PriceWalk bitcoin = new PriceWalk(seed * 31 + 1, 68_000, 0.021);
        PriceWalk ether = new PriceWalk(seed * 31 + 2, 3_400, 0.028);
        list("BTC", "USDT", 2, 5, shape(bitcoin, 240, 650, 55_000, 0.000012), "9000", "97", "5");
        list("ETH", "USDT", 2, 4, shape(ether, 220, 520, 38_000, 0.000018), "9000", "1300", "5");
        list(
                "SOL",
                "USDT",
                2,
                3,
                walk(seed, 3, 165, 0.035, 160, 310, 21_000, 0.00008),
                "90000",
                "9000",
                "5");
        list(
                "BNB",
                "USDT",
                2,
                3,
                walk(seed, 4, 620, 0.022, 90, 280, 15_000, 0.00004),
                "90000",
                "1800",
                "5");
        list(
                "XRP",
                "USDT",
                4,
                1,
                walk(seed, 5, 0.62, 0.032, 110, 260, 18_000, 0.0002),
                "9222449",
                "470000",
                "5");
        list(
                "DOGE",
                "USDT",
                5,
                0,
                walk(seed, 6, 0.142, 0.04, 110, 220, 14_000, 0.0001),
                "9000000",
                "3000000",
                "1");
        list(
                "PEPE",
                "USDT",
                8,
                0,
                walk(seed, 7, 0.0000118, 0.055, 100, 180, 12_000, 0.0004),
                "4611686018",
                "2800000000",
                "1");
        list(
                "SHIB",
                "USDT",
                8,
                0,
                walk(seed, 8, 0.0000245, 0.04, 80, 160, 9_000, 0.0003),
                "4611686018",
                "1500000000",
                "1");
        list(
                "BONK",
                "USDT",
                8,
                0,
                walk(seed, 9, 0.0000281, 0.055, 70, 140, 8_000, 0.0003),
                "4611686018",
                "1300000000",
                "1");
        MarketShape cross = shape(PriceWalk.cross(ether, bitcoin), 60, 0.006, 0.35, 0.00012);
        list("ETH", "BTC", 5, 3, cross, "100000", "1378", "0.0001");
    }

    List<Listing> listings() {
        return rules.values().stream().map(SymbolRules::listing).toList();
    }

    Map<String, SymbolRules> rules() {
        return rules;
    }

    private static MarketShape walk(
            long seed,
            int number,
            double price,
            double daily,
            int trades,
            double value,
            double level,
            double gap) {
        return shape(new PriceWalk(seed * 31 + number, price, daily), trades, value, level, gap);
    }

    private static MarketShape shape(
            PriceWalk walk, int trades, double value, double level, double gap) {
        return new MarketShape(walk, trades, value, level, gap);
    }

    private void list(
            String base,
            String quote,
            int priceScale,
            int quantityScale,
            MarketShape shape,
            String maxQty,
            String marketMaxQty,
            String minNotional) {
        Listing listing =
                new Listing(base + quote, base, quote, priceScale, quantityScale, 1, 1, shape);
        rules.put(
                listing.symbol(),
                new SymbolRules(
                        listing,
                        listing.price(1),
                        listing.price(100_000_000),
                        listing.quantity(1),
                        new BigDecimal(maxQty),
                        new BigDecimal(marketMaxQty),
                        new BigDecimal(minNotional),
                        new BigDecimal("9000000")));
    }
}
