package dev.k2.exchange.net;

import java.util.Set;

/**
 * Something to say when a private connection stands. Printing it shows no message: a login is
 * secret.
 *
 * @param message such as a login, or a request for several subscriptions
 * @param acknowledgements what the exchange has to acknowledge before the next step, each by the
 *     name that {@link SocketNotice.Acknowledged} gives it
 */
public record UserStep(String message, Set<String> acknowledgements) {
    public UserStep {
        acknowledgements = Set.copyOf(acknowledgements);
    }

    @Override
    public String toString() {
        return "UserStep" + acknowledgements;
    }
}
