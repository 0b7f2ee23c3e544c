package dev.k2.accounts;

/** What became of a wish to link an exchange. */
public sealed interface LinkCreation {
    /** The link exists now and is active. */
    record Created(ExchangeLink link) implements LinkCreation {}

    /** The person has a link to that exchange with that label. */
    record LabelTaken() implements LinkCreation {}

    /** The person has as many links as one may have. */
    record TooMany(int most) implements LinkCreation {}

    /** The key may not even read the account, so there is nothing that it could be linked for. */
    record CannotRead() implements LinkCreation {}

    /** Money could leave by the key. K2 never keeps such a one. */
    record CanWithdraw() implements LinkCreation {}

    /**
     * A field is not acceptable.
     *
     * @param field its name in the API
     * @param expected what would be, as a sentence
     */
    record Invalid(String field, String expected) implements LinkCreation {}
}
