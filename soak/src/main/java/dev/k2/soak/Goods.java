package dev.k2.soak;

import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.InstrumentKind;
import dev.k2.model.InstrumentStatus;
import dev.k2.model.OrderType;
import dev.k2.model.PriceBand;
import dev.k2.model.PriceRange;
import dev.k2.model.QuantityRange;
import dev.k2.model.TimeInForce;
import dev.k2.model.TradingRules;
import dev.k2.sim.EventTerms;
import dev.k2.sim.Listing;
import dev.k2.sim.MarketShape;
import dev.k2.sim.PriceWalk;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What can be traded, as an engine lists it and as the program knows it. */
enum Goods {
    /** A coin for money, at about 50,000. */
    COIN(InstrumentKind.SPOT, "USDT", 2, 5, 5_000_000, 1000, 100_000_000),
    /** A contract that pays 0 to 1 by what comes about, at about 0.5. */
    CONTRACT(InstrumentKind.EVENT, "USD", 4, 2, 5_000, 10, 9_999);

    static final InstrumentId BTC = InstrumentId.spot("BTC", "USDT");

    private static final MarketShape SHAPE =
            new MarketShape(new PriceWalk(1, 50_000, 0.02), 10, 1000, 1000, 0.001);
    private static final EventTerms FEES =
            new EventTerms(new BigDecimal("0.07"), new BigDecimal("0.0175"));

    private final InstrumentKind kind;
    private final String quote;
    private final int priceScale;
    private final int quantityScale;
    private final long usual;
    private final int pace;
    private final long highest;

    /**
     * @param usual where its price begins
     * @param pace by how much its price changes as one notices, in price units
     * @param highest price; the lowest is one unit
     */
    Goods(
            InstrumentKind kind,
            String quote,
            int priceScale,
            int quantityScale,
            long usual,
            int pace,
            long highest) {
        this.kind = kind;
        this.quote = quote;
        this.priceScale = priceScale;
        this.quantityScale = quantityScale;
        this.usual = usual;
        this.pace = pace;
        this.highest = highest;
    }

    /** What an instrument is. */
    static Goods of(InstrumentId instrument) {
        return instrument.equals(BTC) ? COIN : CONTRACT;
    }

    String quote() {
        return quote;
    }

    long usual() {
        return usual;
    }

    int pace() {
        return pace;
    }

    /** A price that there can be, nearest to units of it. */
    long bounded(long units) {
        return Math.clamp(units, 1, highest);
    }

    BigDecimal price(long units) {
        return BigDecimal.valueOf(bounded(units), priceScale);
    }

    /** A distance between prices. */
    BigDecimal distance(long units) {
        return BigDecimal.valueOf(units, priceScale);
    }

    BigDecimal quantity(long units) {
        return BigDecimal.valueOf(units, quantityScale);
    }

    /** The price of the other outcome, in units; the two are worth one together. */
    long other(long units) {
        return highest + 1 - units;
    }

    Listing listing(InstrumentId id) {
        return this == COIN
                ? new Listing(symbol(id), "BTC", quote, priceScale, quantityScale, 1, 1, SHAPE)
                : new Listing(
                        symbol(id),
                        symbol(id),
                        quote,
                        priceScale,
                        quantityScale,
                        1,
                        1,
                        SHAPE,
                        null,
                        FEES);
    }

    Instrument instrument(ExchangeId exchange, InstrumentId id, InstrumentStatus status) {
        boolean coin = this == COIN;
        return new Instrument(
                exchange,
                id,
                symbol(id),
                kind,
                coin ? "BTC" : symbol(id),
                quote,
                BigDecimal.ONE,
                status,
                new TradingRules(
                        List.of(new PriceRange(price(1), price(highest), price(1))),
                        quantities("9000"),
                        quantities("100"),
                        coin ? new BigDecimal("5") : BigDecimal.ZERO,
                        coin ? new BigDecimal("9000000") : BigDecimal.ZERO,
                        coin,
                        PriceBand.NONE,
                        PriceBand.NONE,
                        coin
                                ? EnumSet.of(OrderType.LIMIT, OrderType.MARKET)
                                : Set.of(OrderType.LIMIT),
                        EnumSet.of(
                                TimeInForce.GTC,
                                TimeInForce.IOC,
                                TimeInForce.FOK,
                                TimeInForce.POST_ONLY)),
                priceScale,
                quantityScale);
    }

    private static String symbol(InstrumentId id) {
        return id.text().replace("-", "");
    }

    private QuantityRange quantities(String most) {
        return new QuantityRange(quantity(1), new BigDecimal(most), quantity(1));
    }
}
