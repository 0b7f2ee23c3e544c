package dev.k2.app;

import dev.k2.exchange.Account;
import dev.k2.exchange.Capabilities;
import dev.k2.exchange.Credentials;
import dev.k2.exchange.Exchange;
import dev.k2.model.ExchangeId;
import dev.k2.model.LinkId;
import dev.k2.trading.Accounts;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Opens the account of a link at its exchange. */
final class AccountsForTrading implements Accounts {
    /** What a link opens with. */
    record Key(ExchangeId exchange, Credentials credentials) {}

    private final Map<ExchangeId, Exchange> exchanges;
    private final Function<LinkId, Optional<Key>> keys;

    /**
     * Knows exchanges and where keys are.
     *
     * @param keys unseals the credentials of an active link
     */
    AccountsForTrading(
            Map<ExchangeId, Exchange> exchanges, Function<LinkId, Optional<Key>> keys) {
        this.exchanges = Map.copyOf(exchanges);
        this.keys = keys;
    }

    @Override
    public Optional<Account> open(LinkId link) {
        return keys.apply(link)
                .flatMap(
                        key ->
                                Optional.ofNullable(exchanges.get(key.exchange()))
                                        .map(exchange -> exchange.account(key.credentials())));
    }

    @Override
    public Optional<Capabilities> capabilities(ExchangeId exchange) {
        return Optional.ofNullable(exchanges.get(exchange)).map(Exchange::capabilities);
    }
}
