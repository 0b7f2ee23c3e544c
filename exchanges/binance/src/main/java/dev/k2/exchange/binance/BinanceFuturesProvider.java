package dev.k2.exchange.binance;

import dev.k2.exchange.Exchange;
import dev.k2.exchange.ExchangeConfig;
import dev.k2.exchange.ExchangeProvider;
import dev.k2.exchange.KeyGuide;
import dev.k2.model.ExchangeId;

/** Opens Binance USD-M Futures by its name. */
public final class BinanceFuturesProvider implements ExchangeProvider {
    @Override
    public ExchangeId id() {
        return ExchangeId.BINANCE_FUTURES;
    }

    @Override
    public KeyGuide keyGuide() {
        return BinanceKeys.guide("Enable Futures");
    }

    @Override
    public Exchange open(ExchangeConfig config) {
        return BinanceFuturesExchange.open(config);
    }
}
