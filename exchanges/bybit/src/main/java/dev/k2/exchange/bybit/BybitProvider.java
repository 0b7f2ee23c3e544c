package dev.k2.exchange.bybit;

import dev.k2.exchange.Exchange;
import dev.k2.exchange.ExchangeConfig;
import dev.k2.exchange.ExchangeProvider;
import dev.k2.model.ExchangeId;

/** Opens Bybit by its name. */
public final class BybitProvider implements ExchangeProvider {
    @Override
    public ExchangeId id() {
        return ExchangeId.BYBIT;
    }

    @Override
    public Exchange open(ExchangeConfig config) {
        return BybitExchange.open(config);
    }
}
