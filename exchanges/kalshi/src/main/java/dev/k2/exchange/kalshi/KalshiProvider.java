package dev.k2.exchange.kalshi;

import dev.k2.exchange.Exchange;
import dev.k2.exchange.ExchangeConfig;
import dev.k2.exchange.ExchangeProvider;
import dev.k2.exchange.KeyGuide;
import dev.k2.model.ExchangeId;
import java.util.List;

/** Opens Kalshi by its name. */
public final class KalshiProvider implements ExchangeProvider {
    @Override
    public ExchangeId id() {
        return ExchangeId.KALSHI;
    }

    @Override
    public KeyGuide keyGuide() {
        // The address is from sight of it, not from a document.
        return new KeyGuide(
                List.of(
                        new KeyGuide.Form(
                                "API key with its RSA private key",
                                List.of(KeyGuide.Part.API_KEY, KeyGuide.Part.PRIVATE_KEY_PEM))),
                "Account settings, API keys",
                "https://kalshi.com/account/profile",
                List.of("read", "write::trade"),
                List.of("write::transfer"),
                List.of(
                        "Kalshi shows the private key once, when the key is made.",
                        "A key without named scopes may do everything: name them."));
    }

    @Override
    public Exchange open(ExchangeConfig config) {
        return KalshiExchange.open(config);
    }
}
