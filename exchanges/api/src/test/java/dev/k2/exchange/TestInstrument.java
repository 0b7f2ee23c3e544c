package dev.k2.exchange;

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
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;

/** A market as a spot exchange lists it. */
final class TestInstrument {
    private TestInstrument() {}

    static Instrument bitcoin() {
        var quantities =
                new QuantityRange(
                        new BigDecimal("0.00001"),
                        new BigDecimal("9000"),
                        new BigDecimal("0.00001"));
        var rules =
                new TradingRules(
                        List.of(
                                new PriceRange(
                                        new BigDecimal("0.01"),
                                        new BigDecimal("1000000"),
                                        new BigDecimal("0.01"))),
                        quantities,
                        quantities,
                        new BigDecimal("5"),
                        BigDecimal.ZERO,
                        true,
                        PriceBand.NONE,
                        PriceBand.NONE,
                        Set.of(OrderType.LIMIT, OrderType.MARKET),
                        Set.of(TimeInForce.GTC));
        return new Instrument(
                ExchangeId.BINANCE,
                InstrumentId.spot("BTC", "USDT"),
                "BTCUSDT",
                InstrumentKind.SPOT,
                "BTC",
                "USDT",
                BigDecimal.ONE,
                InstrumentStatus.TRADING,
                rules,
                2,
                5);
    }

    /** A contract as an exchange for events lists it. */
    static Instrument event(PriceRange... prices) {
        var quantities =
                new QuantityRange(new BigDecimal("0.01"), BigDecimal.ZERO, new BigDecimal("0.01"));
        var rules =
                new TradingRules(
                        List.of(prices),
                        quantities,
                        quantities,
                        BigDecimal.ZERO,
                        BigDecimal.ZERO,
                        false,
                        PriceBand.NONE,
                        PriceBand.NONE,
                        Set.of(OrderType.LIMIT),
                        Set.of(TimeInForce.GTC));
        return new Instrument(
                ExchangeId.KALSHI,
                new InstrumentId("KXBTCD-26NOV2117-T64999.99"),
                "KXBTCD-26NOV2117-T64999.99",
                InstrumentKind.EVENT,
                "KXBTCD-26NOV2117-T64999.99",
                "USD",
                BigDecimal.ONE,
                InstrumentStatus.TRADING,
                rules,
                4,
                2);
    }
}
