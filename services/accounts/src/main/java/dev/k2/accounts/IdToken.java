package dev.k2.accounts;

/**
 * What a provider says of a person, checked.
 *
 * @param subject names the person there, for ever
 * @param email in lower case
 */
record IdToken(String subject, String email, boolean emailVerified) {}
