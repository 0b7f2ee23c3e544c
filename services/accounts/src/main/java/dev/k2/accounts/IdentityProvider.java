package dev.k2.accounts;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Who can vouch for a person. */
public enum IdentityProvider {
    GOOGLE,
    APPLE;

    /** As the API and the database spell it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Empty where none is called so. */
    public static Optional<IdentityProvider> parse(String text) {
        return Arrays.stream(values()).filter(one -> one.text().equals(text)).findFirst();
    }
}
