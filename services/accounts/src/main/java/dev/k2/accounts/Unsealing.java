package dev.k2.accounts;

import dev.k2.platform.Secret;

/** What became of a wish to use a link's credentials. */
public sealed interface Unsealing {
    /** Here they are; wipe them after use. */
    record Opened(ExchangeLink link, Credentials credentials) implements Unsealing {}

    /** A link by consent: its token, which is good now; wipe it after use. */
    record Token(ExchangeLink link, Secret access) implements Unsealing {}

    /** This user has no such link. */
    record Missing() implements Unsealing {}

    /** The link is revoked or expired. */
    record Unusable(LinkStatus status) implements Unsealing {}

    /** The sealed value does not open here: it was changed, moved from another row, or its master key is gone. */
    record Broken() implements Unsealing {}
}
