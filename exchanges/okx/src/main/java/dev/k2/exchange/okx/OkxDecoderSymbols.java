package dev.k2.exchange.okx;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Instruments for recorded messages: what the recording itself lists, else one that is made from its
 * name and takes eight digits.
 */
final class OkxDecoderSymbols {
    private static final int DIGITS = 8;
    private static final String SWAP = "-SWAP";

    private final Map<String, Instrument> known = new HashMap<>();

    /** Takes what a recording lists. */
    void learn(Instrument instrument) {
        known.put(instrument.symbol(), instrument);
    }

    Instrument of(String instId) {
        return known.computeIfAbsent(instId, OkxDecoderSymbols::madeUp);
    }

    private static Instrument madeUp(String instId) {
        boolean swap = instId.endsWith(SWAP);
        String pair = swap ? instId.substring(0, instId.length() - SWAP.length()) : instId;
        int dash = pair.indexOf('-');
        String base = dash > 0 ? pair.substring(0, dash) : pair;
        String quote = dash > 0 ? pair.substring(dash + 1) : "";
        String id = swap ? pair + "-PERP" : pair;
        var anything = new QuantityRange(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);
        BigDecimal finest = BigDecimal.ONE.movePointLeft(DIGITS);
        var rules =
                new TradingRules(
                        List.of(new PriceRange(BigDecimal.ZERO, BigDecimal.ZERO, finest)),
                        anything,
                        anything,
                        BigDecimal.ZERO,
                        BigDecimal.ZERO,
                        false,
                        PriceBand.NONE,
                        PriceBand.NONE,
                        Set.of(),
                        Set.of());
        return new Instrument(
                ExchangeId.OKX,
                new InstrumentId(InstrumentId.isValid(id) ? id : "UNNAMED"),
                instId,
                swap ? InstrumentKind.PERPETUAL : InstrumentKind.SPOT,
                base,
                quote,
                BigDecimal.ONE,
                InstrumentStatus.TRADING,
                rules,
                DIGITS,
                DIGITS);
    }
}
