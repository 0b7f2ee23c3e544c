package dev.k2.bench;

import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.InstrumentKind;
import dev.k2.model.InstrumentStatus;
import dev.k2.model.PriceBand;
import dev.k2.model.PriceRange;
import dev.k2.model.QuantityRange;
import dev.k2.model.TradingRules;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;

/** The instrument of the messages. */
final class Btc {
    private Btc() {}

    static Instrument instrument() {
        return instrument(ExchangeId.BINANCE, "BTCUSDT");
    }

    /** The same as another exchange lists it. */
    static Instrument instrument(ExchangeId exchange, String symbol) {
        return new Instrument(
                exchange,
                InstrumentId.spot("BTC", "USDT"),
                symbol,
                InstrumentKind.SPOT,
                "BTC",
                "USDT",
                BigDecimal.ONE,
                InstrumentStatus.TRADING,
                rules("0.00001"),
                2,
                5);
    }

    /** Another one with the same rules. */
    static Instrument like(InstrumentId id) {
        Instrument btc = instrument();
        return new Instrument(
                btc.exchange(),
                id,
                id.text().replace("-", ""),
                btc.kind(),
                id.text().replaceFirst("-.*", ""),
                btc.quote(),
                btc.contractSize(),
                btc.status(),
                btc.rules(),
                btc.priceScale(),
                btc.quantityScale());
    }

    /** A contract on its price at an hour. */
    static Instrument contract() {
        String ticker = "KXBTCD-26AUG0517-T114999.99";
        return new Instrument(
                ExchangeId.KALSHI,
                new InstrumentId(ticker),
                ticker,
                InstrumentKind.EVENT,
                ticker,
                "USD",
                BigDecimal.ONE,
                InstrumentStatus.TRADING,
                rules("0.01"),
                6,
                4);
    }

    private static TradingRules rules(String step) {
        BigDecimal none = BigDecimal.ZERO;
        var quantities = new QuantityRange(none, none, new BigDecimal(step));
        return new TradingRules(
                List.of(new PriceRange(none, none, new BigDecimal("0.01"))),
                quantities,
                quantities,
                none,
                none,
                false,
                PriceBand.NONE,
                PriceBand.NONE,
                Set.of(),
                Set.of());
    }
}
