package dev.k2.exchange.kalshi;

import dev.k2.model.ContractState;
import dev.k2.model.Instrument;
import dev.k2.model.PriceRange;
import java.math.BigDecimal;
import java.util.List;

/** Markets for tests. */
final class TestMarket {
    private TestMarket() {}

    /** A market in cents. */
    static Instrument of(String ticker) {
        BigDecimal cent = new BigDecimal("0.01");
        return KalshiSymbols.instrument(
                ticker,
                ContractState.OPEN,
                List.of(new PriceRange(cent, new BigDecimal("0.99"), cent)),
                cent);
    }
}
