package dev.k2.exchange.binance;

import dev.k2.exchange.KeyGuide;
import dev.k2.exchange.KeyGuide.Part;
import java.util.List;

/** How keys are made at Binance; spot and futures share them. */
final class BinanceKeys {
    // The address and the words of the page are from sight of it, not from a document.
    private static final String ADDRESS = "https://www.binance.com/en/my/settings/api-management";

    private BinanceKeys() {}

    static KeyGuide guide(String right) {
        return new KeyGuide(
                List.of(
                        new KeyGuide.Form(
                                "Ed25519 or RSA (self-generated)",
                                List.of(Part.API_KEY, Part.PRIVATE_KEY_PEM)),
                        new KeyGuide.Form(
                                "HMAC (system generated)", List.of(Part.API_KEY, Part.API_SECRET))),
                "API Management",
                ADDRESS,
                List.of("Enable Reading", right),
                List.of("Enable Withdrawals", "Permits Universal Transfer"),
                List.of(
                        "Restrict the key to the address of this server.",
                        "With a pair of keys only the public half is given to Binance."));
    }
}
