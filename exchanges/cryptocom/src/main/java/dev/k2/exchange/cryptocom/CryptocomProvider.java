package dev.k2.exchange.cryptocom;

import dev.k2.exchange.Exchange;
import dev.k2.exchange.ExchangeConfig;
import dev.k2.exchange.ExchangeProvider;
import dev.k2.model.ExchangeId;

/** Opens Crypto.com by its name. */
public final class CryptocomProvider implements ExchangeProvider {
    @Override
    public ExchangeId id() {
        return ExchangeId.CRYPTOCOM;
    }

    @Override
    public Exchange open(ExchangeConfig config) {
        return CryptocomExchange.open(config);
    }
}
