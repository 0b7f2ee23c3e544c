package dev.k2.exchange.okx;

import dev.k2.exchange.Exchange;
import dev.k2.exchange.ExchangeConfig;
import dev.k2.exchange.ExchangeProvider;
import dev.k2.exchange.KeyGuide;
import dev.k2.model.ExchangeId;
import java.util.List;

/** Opens OKX by its name. */
public final class OkxProvider implements ExchangeProvider {
    @Override
    public ExchangeId id() {
        return ExchangeId.OKX;
    }

    @Override
    public KeyGuide keyGuide() {
        // The address and the words of the page are from sight of it, not from a document.
        return new KeyGuide(
                List.of(
                        new KeyGuide.Form(
                                "API key",
                                List.of(
                                        KeyGuide.Part.API_KEY,
                                        KeyGuide.Part.API_SECRET,
                                        KeyGuide.Part.PASSPHRASE))),
                "API",
                "https://www.okx.com/account/my-api",
                List.of("Read", "Trade"),
                List.of("Withdraw"),
                List.of(
                        "The passphrase is the word that you choose when you make the key, not your"
                                + " password.",
                        "Bind the key to the address of this server; without one it ends by itself"
                                + " when it is not used."));
    }

    @Override
    public Exchange open(ExchangeConfig config) {
        return OkxExchange.open(config);
    }
}
