package dev.k2.accounts;

import java.util.Optional;

/**
 * A user with what is told about them.
 *
 * @param hasPassword false for those who log in otherwise
 */
public record Person(
        User user,
        Optional<String> displayName,
        Role role,
        boolean hasPassword,
        KycStatus kycStatus) {}
