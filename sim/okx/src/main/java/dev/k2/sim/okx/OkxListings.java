package dev.k2.sim.okx;

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
import org.jspecify.annotations.Nullable;

/** What the simulated OKX lists. Ticks, lots and contract values follow the real ones; prices are inventions. */
final class OkxListings {
    private static final Fees SWAP_FEES =
            new Fees(new BigDecimal("0.0002"), new BigDecimal("0.0005"));
    private static final int FIRST_SPOT_CODE = 10_101;
    private static final int FIRST_SWAP_CODE = 10_458;

    /** What the tiers grow by: the most leverage, the largest notional value, the maintenance rate. */
    private static final String[][] WIDE = {
        {"100", "700000", "0.004"},
        {"75", "3000000", "0.0065"},
        {"50", "14000000", "0.01"},
        {"20", "70000000", "0.025"},
        {"10", "140000000", "0.05"},
        {"3", "400000000", "0.15"},
        {"1", "900000000", "0.3"}
    };

    private static final String[][] NARROW = {
        {"50", "100000", "0.01"},
        {"30", "500000", "0.015"},
        {"20", "1500000", "0.025"},
        {"10", "4000000", "0.05"},
        {"5", "9000000", "0.1"},
        {"1", "30000000", "0.3"}
    };

    private final Map<String, OkxInstrument> instruments = new LinkedHashMap<>();
    private final long seed;

    OkxListings(long seed) {
        this.seed = seed;
        PriceWalk bitcoin = walk(1, 68_000, 0.021);
        PriceWalk ether = walk(2, 3_400, 0.028);
        MarketShape busy = new MarketShape(bitcoin, 240, 850, 80_000, 0.000012);
        MarketShape lively = new MarketShape(ether, 220, 650, 55_000, 0.000018);
        spot("BTC", "USDT", 1, 8, busy, "0.00001");
        spot("ETH", "USDT", 2, 6, lively, "0.0001");
        spot("SOL", "USDT", 2, 6, shape(3, 165, 0.035, 150, 300, 28_000, 0.00008), "0.001");
        spot("BNB", "USDT", 1, 6, shape(4, 590, 0.022, 90, 280, 24_000, 0.0002), "0.001");
        spot("XRP", "USDT", 4, 6, shape(5, 0.62, 0.032, 100, 250, 22_000, 0.0002), "1");
        spot("DOGE", "USDT", 5, 6, shape(6, 0.142, 0.04, 100, 210, 17_000, 0.0001), "1");
        spot("PEPE", "USDT", 9, 0, shape(7, 0.0000118, 0.055, 90, 180, 13_000, 0.0004), "1");
        spot("SHIB", "USDT", 9, 0, shape(8, 0.0000175, 0.045, 80, 170, 13_000, 0.0004), "1");
        MarketShape cross =
                new MarketShape(PriceWalk.cross(ether, bitcoin), 40, 0.02, 1.2, 0.00012);
        spot("ETH", "BTC", 5, 6, cross, "0.0001");
        swap("BTC", 1, 4, 1, busy, "0.01", WIDE);
        swap("ETH", 2, 3, 1, lively, "0.1", WIDE);
        swap("SOL", 2, 2, 1, shape(3, 165, 0.035, 150, 300, 28_000, 0.00008), "1", NARROW);
        swap("XRP", 4, 0, 1, shape(5, 0.62, 0.032, 100, 250, 22_000, 0.0002), "100", NARROW);
        swap("DOGE", 5, 0, 10, shape(6, 0.142, 0.04, 100, 210, 17_000, 0.0001), "1000", NARROW);
        MarketShape frog = shape(7, 0.0000118, 0.055, 90, 180, 13_000, 0.0004);
        swap("PEPE", 9, 0, 1_000_000, frog, "10000000", NARROW);
    }

    /** In an order that never changes, since order ids carry a listing's place. */
    Map<String, OkxInstrument> instruments() {
        return instruments;
    }

    List<Listing> listings() {
        return instruments.values().stream().map(OkxInstrument::listing).toList();
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
            MarketShape shape,
            String minSz) {
        String most = quantityScale == 0 ? "9999999999999" : "9999999999";
        add(
                new Listing(
                        base + "-" + quote, base, quote, priceScale, quantityScale, 1, 1, shape),
                FIRST_SPOT_CODE,
                "1",
                new BigDecimal(minSz),
                most,
                null);
    }

    private void swap(
            String base,
            int priceScale,
            int quantityScale,
            long step,
            MarketShape shape,
            String ctVal,
            String[][] tiers) {
        Listing listing =
                new Listing(
                        base + "-USDT-SWAP",
                        base,
                        "USDT",
                        priceScale,
                        quantityScale,
                        1,
                        step,
                        shape,
                        contract(tiers));
        BigDecimal lot = listing.quantity(step).divide(new BigDecimal(ctVal));
        add(listing, FIRST_SWAP_CODE, ctVal, lot, "100000000", "30000");
    }

    private void add(
            Listing listing,
            int firstCode,
            String ctVal,
            BigDecimal minSz,
            String maxLmtSz,
            @Nullable String maxMktSz) {
        instruments.put(
                listing.symbol(),
                new OkxInstrument(
                        listing,
                        firstCode + instruments.size(),
                        new BigDecimal(ctVal),
                        minSz,
                        new BigDecimal(maxLmtSz),
                        new BigDecimal(maxMktSz == null ? maxLmtSz : maxMktSz)));
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
        return new Contract(tiers, SWAP_FEES);
    }
}
