package dev.k2.trading;

import dev.k2.model.ExchangeId;
import dev.k2.model.InstrumentId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a currency is worth in US dollars, so that one limit can stand for all instruments. */
final class Dollars {
    /** Limits are coarse; the cents by which a stablecoin strays do not matter to them. */
    private static final Set<String> DOLLARS =
            Set.of("USD", "USDT", "USDC", "FDUSD", "TUSD", "BUSD", "USDP", "DAI", "PYUSD");

    private static final List<String> MONEY = List.of("USDT", "USD", "USDC");
    private static final Duration AGE_MAX = Duration.ofSeconds(60);

    private final Market market;

    Dollars(Market market) {
        this.market = market;
    }

    /** The worth of one unit; empty where no price is young enough to tell. */
    Optional<BigDecimal> worth(ExchangeId exchange, String currency, Instant now) {
        if (DOLLARS.contains(currency)) {
            return Optional.of(BigDecimal.ONE);
        }
        for (String money : MONEY) {
            Optional<BigDecimal> price =
                    market.quote(exchange, InstrumentId.spot(currency, money))
                            .filter(quote -> Quotes.isUsable(quote, false, now, AGE_MAX))
                            .map(Market.Quote::ask);
            if (price.isPresent()) {
                return price;
            }
        }
        return Optional.empty();
    }
}
