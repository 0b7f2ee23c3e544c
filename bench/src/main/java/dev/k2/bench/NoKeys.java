package dev.k2.bench;

import dev.k2.accounts.Credentials;
import dev.k2.exchange.Answer;
import dev.k2.exchange.KeyGuide;
import dev.k2.exchange.KeyPermissions;
import dev.k2.gateway.KeyCheck;
import dev.k2.model.ExchangeId;
import java.util.Optional;
import java.util.Set;

/** Nobody links an account while orders are measured. */
final class NoKeys implements KeyCheck {
    @Override
    public Set<ExchangeId> exchanges() {
        return Set.of();
    }

    @Override
    public Optional<KeyGuide> guide(ExchangeId exchange) {
        return Optional.empty();
    }

    @Override
    public Answer<Optional<KeyPermissions>> ask(ExchangeId exchange, Credentials credentials) {
        return new Answer.Ok<>(Optional.empty());
    }
}
