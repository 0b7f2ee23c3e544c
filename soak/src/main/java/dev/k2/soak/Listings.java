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
import dev.k2.sim.Listing;
import dev.k2.sim.MarketShape;
import dev.k2.sim.PriceWalk;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;

/** The one instrument that is traded, as the engine lists it and as the program knows it. */
final class Listings {
    static final InstrumentId BTC = InstrumentId.spot("BTC", "USDT");
    static final int PRICE_SCALE = 2;
    static final int QUANTITY_SCALE = 5;

    private Listings() {}

    static Listing listing() {
        return new Listing(
                "BTCUSDT",
                "BTC",
                "USDT",
                PRICE_SCALE,
                QUANTITY_SCALE,
                1,
                1,
                new MarketShape(new PriceWalk(1, 50_000, 0.02), 10, 1000, 1000, 0.001));
    }

    static Instrument instrument(ExchangeId exchange) {
        return new Instrument(
                exchange,
                BTC,
                "BTCUSDT",
                InstrumentKind.SPOT,
                "BTC",
                "USDT",
                BigDecimal.ONE,
                InstrumentStatus.TRADING,
                new TradingRules(
                        List.of(
                                new PriceRange(
                                        new BigDecimal("0.01"),
                                        new BigDecimal("1000000"),
                                        new BigDecimal("0.01"))),
                        quantities("9000"),
                        quantities("100"),
                        new BigDecimal("5"),
                        new BigDecimal("9000000"),
                        true,
                        PriceBand.NONE,
                        PriceBand.NONE,
                        EnumSet.of(OrderType.LIMIT, OrderType.MARKET),
                        EnumSet.of(
                                TimeInForce.GTC,
                                TimeInForce.IOC,
                                TimeInForce.FOK,
                                TimeInForce.POST_ONLY)),
                PRICE_SCALE,
                QUANTITY_SCALE);
    }

    private static QuantityRange quantities(String most) {
        return new QuantityRange(
                new BigDecimal("0.00001"), new BigDecimal(most), new BigDecimal("0.00001"));
    }
}
