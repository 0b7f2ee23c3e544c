package dev.k2.gateway;

import dev.k2.accounts.Credentials;
import dev.k2.exchange.Answer;
import dev.k2.exchange.ErrorFacts;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.KeyGuide;
import dev.k2.exchange.KeyPermissions;
import dev.k2.model.ExchangeId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Exchanges that take every key, and say of it what its name says. */
final class ScriptedKeys implements KeyCheck {
    private final AtomicInteger asked = new AtomicInteger();

    int asked() {
        return asked.get();
    }

    @Override
    public Set<ExchangeId> exchanges() {
        return Set.of(ExchangeId.BINANCE, ExchangeId.OKX);
    }

    @Override
    public Optional<KeyGuide> guide(ExchangeId exchange) {
        return exchanges().contains(exchange)
                ? Optional.of(
                        new KeyGuide(
                                List.of(
                                        new KeyGuide.Form(
                                                "API key",
                                                List.of(
                                                        KeyGuide.Part.API_KEY,
                                                        KeyGuide.Part.API_SECRET))),
                                "API",
                                "https://exchange.example/keys",
                                List.of("Read", "Trade"),
                                List.of("Withdraw"),
                                List.of()))
                : Optional.empty();
    }

    @Override
    public Answer<Optional<KeyPermissions>> ask(ExchangeId exchange, Credentials credentials) {
        asked.incrementAndGet();
        return switch (credentials.apiKey().reveal()) {
            case "only-reads" -> told(true, false, Optional.of(false));
            case "withdraws" -> told(true, true, Optional.of(true));
            case "cannot-read" -> told(false, false, Optional.of(false));
            case "says-little" -> told(true, true, Optional.empty());
            case "is-taken" -> new Answer.Ok<>(Optional.empty());
            case "is-revoked" ->
                    new Answer.Failed<>(
                            new ExchangeError.Authentication(facts(exchange, "no such key")));
            case "meets-silence" ->
                    new Answer.Failed<>(new ExchangeError.Timeout(facts(exchange, "no answer")));
            default -> told(true, true, Optional.of(false));
        };
    }

    private static ErrorFacts facts(ExchangeId exchange, String message) {
        return ErrorFacts.of(exchange, "check a key", message);
    }

    private static Answer<Optional<KeyPermissions>> told(
            boolean read, boolean trade, Optional<Boolean> withdraw) {
        return new Answer.Ok<>(
                Optional.of(
                        new KeyPermissions(
                                read, trade, withdraw, Optional.of(true), Optional.empty())));
    }
}
