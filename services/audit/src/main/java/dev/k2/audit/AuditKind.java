package dev.k2.audit;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What sort of thing happened. */
public enum AuditKind {
    /** A request that changes something of a person's own. */
    REQUEST,
    /** An order was asked for, changed or cancelled, or an exchange said something new of it. */
    ORDER,
    /** Somebody came in, left, was refused, or showed once more who they are. */
    AUTH,
    /** A link to an exchange was made or ended, or an exchange was told to change something. */
    EXCHANGE,
    /** Something failed that should not have. */
    ERROR,
    /** An administrator, at the API or on the command line. */
    ADMIN,
    /** The log itself. */
    SYSTEM;

    /** As it stands in rows and answers. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<AuditKind> parse(String text) {
        return Arrays.stream(values()).filter(kind -> kind.text().equals(text)).findFirst();
    }
}
