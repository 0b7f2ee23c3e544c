package dev.k2.accounts;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a key may be used for. There is none for keys, links, limits, sessions or security. */
public enum ApiKeyScope {
    READ,
    TRADE;

    /** As the API spells it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Empty where no scope is called so. */
    public static Optional<ApiKeyScope> parse(String text) {
        return Arrays.stream(values()).filter(scope -> scope.text().equals(text)).findFirst();
    }
}
