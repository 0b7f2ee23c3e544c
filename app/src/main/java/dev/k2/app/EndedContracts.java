package dev.k2.app;

import dev.k2.marketdata.MarketListener;
import dev.k2.model.EventContract;
import dev.k2.model.ExchangeId;
import dev.k2.trading.Trading;

/** Tells trading that an event contract's result is known, so that it asks what was paid. */
record EndedContracts(Trading trading) implements MarketListener {
    @Override
    public void onContract(ExchangeId exchange, EventContract contract) {
        if (contract.result().isPresent()) {
            trading.contractEnded(exchange);
        }
    }
}
