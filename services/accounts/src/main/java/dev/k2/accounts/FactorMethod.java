package dev.k2.accounts;

/** A way to show a second factor. */
public enum FactorMethod {
    TOTP,
    RECOVERY_CODE,
    PASSKEY
}
