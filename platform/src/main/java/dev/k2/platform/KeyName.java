package dev.k2.platform;

import java.util.Arrays;
import java.util.Optional;

/** The three master keys, by what they are for. */
public enum KeyName {
    /** Seals what belongs to users: credentials of exchanges, second factors. */
    USER_DATA("user-data-key"),
    /** Signs access tokens. */
    JWT_SIGNING("jwt-signing-key"),
    /** Closes the chain of the audit log. */
    AUDIT_LOG("audit-log-key");

    private final String text;

    KeyName(String text) {
        this.text = text;
    }

    /** As it is called in files, settings and commands. */
    public String text() {
        return text;
    }

    /** The key of that name. */
    public static Optional<KeyName> parse(String text) {
        return Arrays.stream(values()).filter(name -> name.text.equals(text)).findFirst();
    }

    @Override
    public String toString() {
        return text;
    }
}
