package dev.k2.accounts;

import dev.k2.platform.Secret;
import java.time.Duration;
import java.util.Optional;

/** What an authorisation server answered to a wish for tokens. */
public sealed interface TokenGrant {
    /**
     * Tokens.
     *
     * @param access what an exchange is asked with
     * @param refresh gets the next ones; empty where the server gives none
     * @param expiresIn how long the access token lives; empty where the server does not say
     * @param nonce what the server repeats of the request in its id token; empty without one
     * @param exchangeUserId who the person is at the exchange; empty where it is not told
     */
    record Granted(
            Secret access,
            Optional<Secret> refresh,
            Optional<Duration> expiresIn,
            Optional<String> nonce,
            Optional<String> exchangeUserId)
            implements TokenGrant {}

    /** The server says no, and will say it again. */
    record Refused(String why) implements TokenGrant {}

    /** There was no clear answer. */
    record Unclear(String why) implements TokenGrant {}
}
