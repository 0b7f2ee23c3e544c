package dev.k2.app;

import dev.k2.accounts.Credentials;
import dev.k2.exchange.Account;
import dev.k2.exchange.Answer;
import dev.k2.exchange.Capabilities.Feature;
import dev.k2.exchange.ErrorFacts;
import dev.k2.exchange.Exchange;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.KeyGuide;
import dev.k2.exchange.KeyPermissions;
import dev.k2.gateway.KeyCheck;
import dev.k2.model.ExchangeId;
import dev.k2.platform.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Keys shown to their exchanges before they are kept. */
final class ShownKeys implements KeyCheck {
    private final Map<ExchangeId, Exchange> exchanges;

    ShownKeys(Map<ExchangeId, Exchange> exchanges) {
        this.exchanges = Map.copyOf(exchanges);
    }

    @Override
    public Set<ExchangeId> exchanges() {
        return exchanges.keySet();
    }

    @Override
    public Optional<KeyGuide> guide(ExchangeId id) {
        return exchanges.containsKey(id)
                ? Venues.find(id).map(venue -> venue.adapter().keyGuide())
                : Optional.empty();
    }

    @Override
    public Answer<Optional<KeyPermissions>> ask(ExchangeId id, Credentials credentials) {
        Exchange exchange = exchanges.get(id);
        if (exchange == null) {
            return new Answer.Failed<>(ExchangeError.notOffered(id, "check a key"));
        }
        Account account;
        try {
            account = exchange.account(inExchangesWords(credentials));
        } catch (IllegalArgumentException unusable) {
            return new Answer.Failed<>(unreadable(id));
        }
        try (account) {
            // An exchange that says nothing of keys still says whether it takes one.
            return exchange.capabilities().has(Feature.KEY_PERMISSIONS)
                    ? account.permissions().map(Optional::of)
                    : account.balances().map(taken -> Optional.empty());
        }
    }

    /** The same credentials as the library wants them. Whoever asks hands them on and keeps none. */
    static dev.k2.exchange.Credentials inExchangesWords(Credentials sealed) {
        return new dev.k2.exchange.Credentials(
                sealed.apiKey().reveal(),
                sealed.apiSecret().map(Secret::reveal).orElse(""),
                sealed.passphrase().map(Secret::reveal),
                sealed.privateKeyPem().map(Secret::reveal));
    }

    /** What the exception says may quote the key, so nobody hears it. */
    private static ExchangeError unreadable(ExchangeId id) {
        return new ExchangeError.Authentication(
                ErrorFacts.of(id, "check a key", "These credentials are not a key of " + id + ".")
                        .suggesting(
                                List.of(
                                        "Give the secret, the passphrase or the private key in PEM"
                                                + " as the exchange showed it.")));
    }
}
