package dev.k2.accounts;

/** Who chose a password. */
public enum PasswordOrigin {
    /** The person who logs in with it. */
    OWN,
    /** Somebody else, who knows it therefore; it has to be changed before it lets anybody in. */
    HANDED_OVER
}
