package dev.k2.trading;

import dev.k2.model.ExchangeId;
import dev.k2.model.InstrumentId;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a currency is worth in US dollars, so that one limit can stand for all instruments. */
final class Dollars {
    /** Limits are coarse; the cents by which a stablecoin strays do not matter to them. */
    private static final Set<String> DOLLARS =
            Set.of("USD", "USDT", "USDC", "FDUSD", "TUSD", "BUSD", "USDP", "DAI", "PYUSD");

    private static final List<String> MONEY = List.of("USDT", "USD", "USDC");
    private static final int SCALE = 18;
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
        return Stream.concat(
                        MONEY.stream().map(money -> straight(exchange, currency, money, now)),
                        MONEY.stream().map(money -> turned(exchange, currency, money, now)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Waits for the first price by which a currency is reckoned, where nobody watched it. */
    void expect(ExchangeId exchange, String currency) {
        if (DOLLARS.contains(currency)) {
            return;
        }
        Stream.concat(
                        MONEY.stream().map(money -> InstrumentId.spot(currency, money)),
                        MONEY.stream().map(money -> InstrumentId.spot(money, currency)))
                .filter(pair -> market.instrument(exchange, pair).isPresent())
                .findFirst()
                .ifPresent(pair -> market.expect(exchange, pair));
    }

    private Optional<BigDecimal> straight(
            ExchangeId exchange, String currency, String money, Instant now) {
        return usable(exchange, currency, money, now).map(Market.Quote::ask);
    }

    /** By the price of a dollar in the currency: some are traded that way round alone. */
    private Optional<BigDecimal> turned(
            ExchangeId exchange, String currency, String money, Instant now) {
        return usable(exchange, money, currency, now)
                .map(quote -> BigDecimal.ONE.divide(quote.bid(), SCALE, RoundingMode.CEILING));
    }

    private Optional<Market.Quote> usable(
            ExchangeId exchange, String base, String quote, Instant now) {
        return market.quote(exchange, InstrumentId.spot(base, quote))
                .filter(found -> Quotes.isUsable(found, false, now, AGE_MAX));
    }
}
