package dev.k2.accounts;

/** What became of a browser's return from a provider. */
public sealed interface IdentityReturn {
    /** The provider vouches for somebody whom we know, or know from now on. */
    record Welcome(Login login) implements IdentityReturn {}

    /** It is linked to the person who asked for that. */
    record Linked(Identity identity) implements IdentityReturn {}

    /** This browser was not sent there with this state, or it was too long ago. */
    record NotExpected() implements IdentityReturn {}

    /** The provider did not vouch, or what it said does not hold. */
    record Refused(String why) implements IdentityReturn {}

    /** The provider did not answer clearly. */
    record Unclear(String why) implements IdentityReturn {}

    /** There is an account with this address. It is not joined by this; its owner logs in and links from there. */
    record EmailTaken() implements IdentityReturn {}

    /** It is linked to somebody already, or this person has one of this provider. */
    record Taken() implements IdentityReturn {}
}
