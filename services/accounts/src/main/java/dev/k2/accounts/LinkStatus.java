package dev.k2.accounts;

import java.util.Locale;

/** Whether a link's credentials may be used. */
public enum LinkStatus {
    /** They may. */
    ACTIVE,
    /** The person took the link away; the credentials are gone. */
    REVOKED,
    /** The exchange refused the credentials; the person must give new ones. */
    EXPIRED;

    /** The word in the API and the database. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static LinkStatus parse(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
