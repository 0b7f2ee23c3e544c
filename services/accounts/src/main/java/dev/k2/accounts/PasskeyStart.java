package dev.k2.accounts;

/** What became of the wish to use a passkey, or to make one. */
public sealed interface PasskeyStart {
    /** The browser may ask its authenticator. */
    record Begun(PasskeyOptions options) implements PasskeyStart {}

    /** The login that it is for is over, or was never given to this program. */
    record Ended() implements PasskeyStart {}

    /** Too many are out; try again a little later. */
    record Crowded() implements PasskeyStart {}
}
