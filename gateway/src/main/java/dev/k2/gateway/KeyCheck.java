package dev.k2.gateway;

import dev.k2.accounts.Credentials;
import dev.k2.exchange.Answer;
import dev.k2.exchange.KeyGuide;
import dev.k2.exchange.KeyPermissions;
import dev.k2.model.ExchangeId;
import java.util.Optional;
import java.util.Set;

/** Asks an exchange about a key before it is kept; satisfied by whoever knows exchanges. */
public interface KeyCheck {
    /** The exchanges whose accounts can be linked. */
    Set<ExchangeId> exchanges();

    /** What a person makes at an exchange to be linked; empty where it cannot be. */
    Optional<KeyGuide> guide(ExchangeId exchange);

    /**
     * Shows a key to its exchange. Blocks, within a time limit.
     *
     * @param exchange one of {@link #exchanges}
     * @return what the key may do; empty where the exchange takes the key and does not tell
     */
    Answer<Optional<KeyPermissions>> ask(ExchangeId exchange, Credentials credentials);
}
