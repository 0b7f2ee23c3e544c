package dev.k2.accounts;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Whether a person's identity is verified. */
public enum KycStatus {
    NONE,
    PENDING,
    VERIFIED,
    REJECTED;

    /** As the API and the database spell it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Empty where no status is called so. */
    public static Optional<KycStatus> parse(String text) {
        return Arrays.stream(values()).filter(status -> status.text().equals(text)).findFirst();
    }
}
