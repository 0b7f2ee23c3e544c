package dev.k2.exchange.binance;

import dev.k2.exchange.Exchange;
import dev.k2.exchange.ExchangeConfig;
import dev.k2.exchange.ExchangeProvider;
import dev.k2.exchange.KeyGuide;
import dev.k2.model.ExchangeId;

/** Opens Binance Spot by its name. */
public final class BinanceProvider implements ExchangeProvider {
    @Override
    public ExchangeId id() {
        return ExchangeId.BINANCE;
    }

    @Override
    public KeyGuide keyGuide() {
        return BinanceKeys.guide("Enable Spot & Margin Trading");
    }

    @Override
    public Exchange open(ExchangeConfig config) {
        return BinanceExchange.open(config);
    }
}
