package dev.k2.accounts;

import dev.k2.platform.Secret;

/** What a provider answered to a code. */
public sealed interface IdentityAnswer {
    /** Who the person is, signed; nothing of it is checked yet. */
    record Told(Secret idToken) implements IdentityAnswer {}

    /** The provider says no, and will say it again. */
    record Refused(String why) implements IdentityAnswer {}

    /** There was no clear answer. */
    record Unclear(String why) implements IdentityAnswer {}
}
