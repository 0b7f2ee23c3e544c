package dev.k2.exchange.kalshi;

import dev.k2.exchange.Exchange;
import dev.k2.exchange.ExchangeConfig;
import dev.k2.exchange.ExchangeProvider;
import dev.k2.model.ExchangeId;

/** Opens Kalshi by its name. */
public final class KalshiProvider implements ExchangeProvider {
    @Override
    public ExchangeId id() {
        return ExchangeId.KALSHI;
    }

    @Override
    public Exchange open(ExchangeConfig config) {
        return KalshiExchange.open(config);
    }
}
