package dev.k2.accounts;

import dev.k2.platform.Secret;

/**
 * What a person shows to confirm who they are, once more. A second factor will be another of these.
 */
public sealed interface Proof {
    /** The password of the account. */
    record Password(Secret password) implements Proof {}
}
