package dev.k2.exchange.bybit;

import dev.k2.exchange.Exchange;
import dev.k2.exchange.ExchangeConfig;
import dev.k2.exchange.ExchangeProvider;
import dev.k2.exchange.KeyGuide;
import dev.k2.model.ExchangeId;
import java.util.List;

/** Opens Bybit by its name. */
public final class BybitProvider implements ExchangeProvider {
    @Override
    public ExchangeId id() {
        return ExchangeId.BYBIT;
    }

    @Override
    public KeyGuide keyGuide() {
        // The address and the words of the page are from sight of it, not from a document.
        return new KeyGuide(
                List.of(
                        new KeyGuide.Form(
                                "System-generated API Keys",
                                List.of(KeyGuide.Part.API_KEY, KeyGuide.Part.API_SECRET)),
                        new KeyGuide.Form(
                                "Self-generated API Keys (RSA)",
                                List.of(KeyGuide.Part.API_KEY, KeyGuide.Part.PRIVATE_KEY_PEM))),
                "API",
                "https://www.bybit.com/app/user/api-management",
                List.of("Read-Write", "Unified Trading: Orders and Positions"),
                List.of("Withdrawal", "Account Transfer"),
                List.of(
                        "Bind the key to the address of this server; without one it ends by itself"
                                + " sooner."));
    }

    @Override
    public Exchange open(ExchangeConfig config) {
        return BybitExchange.open(config);
    }
}
