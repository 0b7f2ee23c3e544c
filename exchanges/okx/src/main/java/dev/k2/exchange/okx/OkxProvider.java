package dev.k2.exchange.okx;

import dev.k2.exchange.Exchange;
import dev.k2.exchange.ExchangeConfig;
import dev.k2.exchange.ExchangeProvider;
import dev.k2.model.ExchangeId;

/** Opens OKX by its name. */
public final class OkxProvider implements ExchangeProvider {
    @Override
    public ExchangeId id() {
        return ExchangeId.OKX;
    }

    @Override
    public Exchange open(ExchangeConfig config) {
        return OkxExchange.open(config);
    }
}
