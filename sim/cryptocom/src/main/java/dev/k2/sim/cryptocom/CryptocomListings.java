package dev.k2.sim.cryptocom;

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

/** What the simulated Crypto.com lists. Ticks and steps follow the real ones; prices and tiers are inventions. */
final class CryptocomListings {
    private static final Fees PERPETUAL_FEES =
            new Fees(new BigDecimal("0.00011"), new BigDecimal("0.0003"));

    /** What the tiers grow by: the most leverage, the largest notional value, the maintenance rate. */
    private static final String[][] WIDE = {
        {"100", "1000000", "0.005"},
        {"50", "5000000", "0.01"},
        {"20", "25000000", "0.025"},
        {"10", "100000000", "0.05"},
        {"1", "900000000", "0.3"}
    };

    private static final String[][] NARROW = {
        {"50", "200000", "0.01"},
        {"20", "1500000", "0.025"},
        {"10", "5000000", "0.05"},
        {"1", "50000000", "0.3"}
    };

    private final Map<String, CryptocomInstrument> instruments = new LinkedHashMap<>();
    private final long seed;

    CryptocomListings(long seed) {
        this.seed = seed;
        PriceWalk bitcoin = walk(1, 68_000, 0.021);
        PriceWalk ether = walk(2, 3_400, 0.028);
        MarketShape busy = new MarketShape(bitcoin, 240, 850, 80_000, 0.000012);
        MarketShape lively = new MarketShape(ether, 220, 650, 55_000, 0.000018);
        MarketShape sun = shape(3, 165, 0.035, 150, 300, 28_000, 0.00008);
        MarketShape ripple = shape(5, 0.62, 0.032, 100, 250, 22_000, 0.0002);
        MarketShape dog = shape(6, 0.142, 0.04, 100, 210, 17_000, 0.0001);
        spot("BTC", "USD", 2, 5, 1, busy, "250");
        spot("BTC", "USDT", 2, 5, 1, busy, "250");
        spot("ETH", "USD", 2, 4, 1, lively, "5000");
        spot("ETH", "USDT", 2, 4, 1, lively, "5000");
        spot("SOL", "USD", 2, 3, 1, sun, "50000");
        spot("SOL", "USDT", 2, 3, 1, sun, "50000");
        spot("XRP", "USD", 5, 0, 1, ripple, "10000000");
        spot("XRP", "USDT", 5, 0, 1, ripple, "10000000");
        spot("DOGE", "USD", 6, 0, 1, dog, "20000000");
        spot("DOGE", "USDT", 6, 0, 1, dog, "20000000");
        spot("CRO", "USD", 6, 0, 10, shape(9, 0.131, 0.03, 90, 220, 20_000, 0.0001), "5000000");
        spot("CRO", "USDT", 6, 0, 10, shape(9, 0.131, 0.03, 90, 220, 20_000, 0.0001), "5000000");
        spot(
                "USDT",
                "USD",
                5,
                2,
                1,
                shape(10, 0.9998, 0.0002, 60, 900, 300_000, 0.00001),
                "5000000");
        MarketShape cross =
                new MarketShape(PriceWalk.cross(ether, bitcoin), 40, 0.02, 1.2, 0.00012);
        spot("ETH", "BTC", 6, 4, 1, cross, "5000");
        perpetual("BTC", 1, 4, busy, "500", WIDE);
        perpetual("ETH", 2, 4, lively, "10000", WIDE);
        perpetual("SOL", 3, 2, sun, "100000", NARROW);
        perpetual("XRP", 5, 0, ripple, "20000000", NARROW);
        perpetual("DOGE", 6, 0, dog, "50000000", NARROW);
    }

    Map<String, CryptocomInstrument> instruments() {
        return instruments;
    }

    List<Listing> listings() {
        return instruments.values().stream().map(CryptocomInstrument::listing).toList();
    }

    private PriceWalk walk(int number, double price, double daily) {
        return new PriceWalk(seed * 31 + number, price, daily);
    }

    private MarketShape shape(
            int number,
            double price,
            double daily,
            int trades,
            double value,
            double level,
            double gap) {
        return new MarketShape(walk(number, price, daily), trades, value, level, gap);
    }

    private void spot(
            String base,
            String quote,
            int priceScale,
            int quantityScale,
            long step,
            MarketShape shape,
            String most) {
        String name = base + "_" + quote;
        add(new Listing(name, base, quote, priceScale, quantityScale, 1, step, shape), most);
    }

    private void perpetual(
            String base,
            int priceScale,
            int quantityScale,
            MarketShape shape,
            String most,
            String[][] tiers) {
        String name = base + "USD-PERP";
        Contract contract = contract(tiers);
        add(new Listing(name, base, "USD", priceScale, quantityScale, 1, 1, shape, contract), most);
    }

    private void add(Listing listing, String most) {
        instruments.put(listing.symbol(), new CryptocomInstrument(listing, new BigDecimal(most)));
    }

    private static Contract contract(String[][] table) {
        List<Bracket> tiers = new ArrayList<>();
        BigDecimal floor = BigDecimal.ZERO;
        BigDecimal deduction = BigDecimal.ZERO;
        BigDecimal before = new BigDecimal(table[0][2]);
        for (String[] row : table) {
            BigDecimal rate = new BigDecimal(row[2]);
            deduction = deduction.add(floor.multiply(rate.subtract(before)));
            BigDecimal cap = new BigDecimal(row[1]);
            int lever = Integer.parseInt(row[0]);
            tiers.add(new Bracket(tiers.size() + 1, lever, floor, cap, rate, deduction));
            floor = cap;
            before = rate;
        }
        return new Contract(tiers, PERPETUAL_FEES);
    }
}
