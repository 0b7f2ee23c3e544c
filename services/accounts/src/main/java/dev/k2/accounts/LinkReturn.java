package dev.k2.accounts;

/** What became of a person's return from an exchange. */
public sealed interface LinkReturn {
    /** As with a key. */
    record Done(LinkCreation creation) implements LinkReturn {}

    /** Nobody was sent there with this state, or it was another person, or too long ago. */
    record NotExpected() implements LinkReturn {}

    /** The exchange gave no tokens for the code. */
    record Refused(String why) implements LinkReturn {}

    /** The exchange did not answer clearly; the person has to go there again. */
    record Unclear(String why) implements LinkReturn {}
}
