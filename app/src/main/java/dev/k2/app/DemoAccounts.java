package dev.k2.app;

import dev.k2.accounts.Credentials;
import dev.k2.accounts.DemoUser;
import dev.k2.accounts.KeyRights;
import dev.k2.exchange.Answer;
import dev.k2.exchange.KeyPermissions;
import dev.k2.gateway.KeyCheck;
import dev.k2.model.ExchangeId;
import dev.k2.platform.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The accounts that the simulated exchanges made for the demo user, one at each. */
final class DemoAccounts {
    private DemoAccounts() {}

    static List<DemoUser.Account> of(SimulatedMarket simulated, KeyCheck keys, Instant now) {
        return Venues.ALL.stream()
                .map(Venue::id)
                .flatMap(id -> simulated.demo(id).map(key -> account(id, key, keys, now)).stream())
                .toList();
    }

    private static DemoUser.Account account(
            ExchangeId id, dev.k2.exchange.Credentials key, KeyCheck keys, Instant now) {
        Credentials credentials =
                new Credentials(
                        Secret.of(key.apiKey()),
                        Optional.of(key.apiSecret())
                                .filter(secret -> !secret.isEmpty())
                                .map(Secret::of),
                        key.passphrase().map(Secret::of),
                        key.privateKeyPem().map(Secret::of));
        return new DemoUser.Account(id, credentials, rights(keys.ask(id, credentials), now));
    }

    /** A simulated exchange that was told to misbehave must not keep the demo user out. */
    static Optional<KeyRights> rights(Answer<Optional<KeyPermissions>> answer, Instant now) {
        return switch (answer) {
            case Answer.Ok<Optional<KeyPermissions>>(Optional<KeyPermissions> told) ->
                    told.map(
                            may ->
                                    new KeyRights(
                                            may.read(),
                                            may.trade(),
                                            may.withdraw(),
                                            may.boundToAddress(),
                                            may.expires(),
                                            now));
            case Answer.Failed<Optional<KeyPermissions>> silent -> Optional.empty();
        };
    }
}
