package dev.k2.app;

import dev.k2.accounts.Credentials;
import dev.k2.exchange.Answer;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.Exchange;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.KeyPermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** An exchange's test network as the check before the start asks it. */
record PaperClient(Exchange exchange) implements PaperCheck.Client {
    @Override
    public Optional<String> silence() {
        return switch (exchange.market().time()) {
            case Answer.Ok<Instant> answered -> Optional.empty();
            case Answer.Failed<Instant>(ExchangeError error) -> Optional.of(error.message());
        };
    }

    @Override
    public Optional<String> objection(Credentials key) {
        return switch (new ShownKeys(Map.of(exchange.id(), exchange)).ask(exchange.id(), key)) {
            case Answer.Ok<Optional<KeyPermissions>> taken -> Optional.empty();
            case Answer.Failed<Optional<KeyPermissions>>(ExchangeError error) ->
                    error.category() == ErrorCategory.AUTHENTICATION
                                    || error.category() == ErrorCategory.PERMISSION
                            ? Optional.of(error.message())
                            : Optional.empty();
        };
    }

    @Override
    public void close() {
        exchange.close();
    }
}
