package dev.k2.accounts;

/** What became of the wish for an administrator. */
public sealed interface AdminCreation {
    /** There is one more. */
    record Made(User user) implements AdminCreation {}

    /** Somebody who had an account is one now, and keeps their password. */
    record Promoted(User user) implements AdminCreation {}

    /** Somebody has an account with this address, and was not to be made one. */
    record Exists() implements AdminCreation {}

    /** The address or the password cannot be taken. */
    record Invalid(String field, String expected) implements AdminCreation {}
}
