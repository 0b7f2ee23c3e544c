package dev.k2.exchange.cryptocom;

import dev.k2.exchange.Exchange;
import dev.k2.exchange.ExchangeConfig;
import dev.k2.exchange.ExchangeProvider;
import dev.k2.exchange.KeyGuide;
import dev.k2.model.ExchangeId;
import java.util.List;

/** Opens Crypto.com by its name. */
public final class CryptocomProvider implements ExchangeProvider {
    @Override
    public ExchangeId id() {
        return ExchangeId.CRYPTOCOM;
    }

    @Override
    public KeyGuide keyGuide() {
        // The address is from sight of it, not from a document.
        return new KeyGuide(
                List.of(
                        new KeyGuide.Form(
                                "API key",
                                List.of(KeyGuide.Part.API_KEY, KeyGuide.Part.API_SECRET))),
                "User Center > API",
                "https://crypto.com/exchange",
                List.of("Can Read", "Enable Trading"),
                List.of("Enable Withdrawal"),
                List.of(
                        "A new key only reads: give it the right to trade.",
                        "Name the address of this server in the key's list.",
                        "The key belongs to the Exchange account; the App's wallet is another"
                                + " ledger."));
    }

    @Override
    public Exchange open(ExchangeConfig config) {
        return CryptocomExchange.open(config);
    }
}
