package dev.k2.accounts;

import java.util.Locale;

/** What a person may do beyond their own things. */
public enum Role {
    USER,
    /** Sees everybody, and says whose identity is verified. */
    ADMIN;

    /** As the API and the database spell it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
