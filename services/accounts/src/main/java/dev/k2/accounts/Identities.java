package dev.k2.accounts;

import dev.k2.model.UserId;
import dev.k2.platform.Binding;
import dev.k2.platform.RandomToken;
import dev.k2.platform.SealedBox;
import dev.k2.platform.Secret;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;

/**
 * The door to logging in with Google and Apple (OpenID Connect, authorisation code with PKCE). A state works once, within ten minutes,
 * and only in the browser that was sent away with it.
 *
 * <p>Rules of linking: what a provider names for ever decides, never an address. An account that exists is not joined by a login, also
 * where the address is the same: whoever registered it first may be somebody else than who owns the address now. Its owner logs in and
 * links from there.
 */
public final class Identities {
    private static final Duration AWAY_MAX = Duration.ofMinutes(10);
    private static final int VISITS_MAX = 20_000;

    private final IdentityService service;
    private final IdentityStore store;
    private final UserStore users;
    private final IdTokens tokens;
    private final BiFunction<User, Origin, Login> letIn;
    private final SealedBox box;
    private final InstantSource clock;

    /**
     * @param letIn begins a session for somebody whom a provider vouched for, or asks for more
     */
    Identities(
            IdentityService service,
            IdentityStore store,
            UserStore users,
            BiFunction<User, Origin, Login> letIn,
            SealedBox box,
            InstantSource clock) {
        this.service = service;
        this.store = store;
        this.users = users;
        this.letIn = letIn;
        this.box = box;
        this.clock = clock;
        tokens = new IdTokens(service, clock);
    }

    /** Those that are configured. */
    public Set<IdentityProvider> providers() {
        return service.providers();
    }

    /**
     * Sends a browser to a provider.
     *
     * @param provider one of {@link #providers}
     * @param user who wants to link; empty for a login
     * @return empty where too many are on their way
     */
    public Optional<IdentityVisit> begin(IdentityProvider provider, Optional<UserId> user) {
        var now = clock.instant();
        var state = RandomToken.fresh();
        var verifier = RandomToken.fresh();
        var browser = RandomToken.fresh();
        var nonce = RandomToken.fresh().reveal();
        var hash = hash(state);
        var away =
                new IdentityStore.Away(
                        hash,
                        provider,
                        hash(browser),
                        user,
                        box.seal(verifier, visit(provider, hash)),
                        nonce,
                        now.plus(AWAY_MAX));
        if (!store.insert(away, VISITS_MAX, now)) {
            return Optional.empty();
        }
        var address = service.address(provider, state.reveal(), hash(verifier), nonce);
        return Optional.of(new IdentityVisit(address, browser, away.expiresAt()));
    }

    /** Lets somebody in with what the provider gave their browser. */
    public IdentityReturn login(
            IdentityProvider provider, Secret state, Secret code, Secret browser, Origin origin) {
        return redeem(provider, state, code, browser, Optional.empty())
                .finish(token -> welcome(provider, token, origin));
    }

    /** Links what the provider vouches for to a person. Whoever asks has confirmed who they are before they were sent away. */
    public IdentityReturn link(
            UserId user, IdentityProvider provider, Secret state, Secret code, Secret browser) {
        return redeem(provider, state, code, browser, Optional.of(user))
                .finish(
                        token -> {
                            var now = clock.instant();
                            return store.link(user, provider, token, now)
                                    ? new IdentityReturn.Linked(
                                            new Identity(provider, token.email(), now))
                                    : new IdentityReturn.Taken();
                        });
    }

    /** The accounts elsewhere by which this person logs in. */
    public List<Identity> list(UserId user) {
        return store.list(user);
    }

    /** Takes one away. */
    public Unlinking unlink(UserId user, IdentityProvider provider) {
        return store.unlink(user, provider);
    }

    int sweep() {
        return store.sweep(clock.instant());
    }

    /** Either a token that holds, or why there is none. */
    private sealed interface Redeemed {
        record Good(IdToken token) implements Redeemed {}

        record Bad(IdentityReturn why) implements Redeemed {}

        default IdentityReturn finish(java.util.function.Function<IdToken, IdentityReturn> next) {
            return switch (this) {
                case Good(IdToken token) -> next.apply(token);
                case Bad(IdentityReturn why) -> why;
            };
        }
    }

    private Redeemed redeem(
            IdentityProvider provider,
            Secret state,
            Secret code,
            Secret browser,
            Optional<UserId> user) {
        var hash = hash(state);
        var away = store.take(hash, provider, hash(browser), user, clock.instant());
        var verifier = away.flatMap(one -> box.open(one.verifier(), visit(provider, hash)));
        if (away.isEmpty() || verifier.isEmpty() || !providers().contains(provider)) {
            return new Redeemed.Bad(new IdentityReturn.NotExpected());
        }
        return switch (service.redeem(provider, code, verifier.get())) {
            case IdentityAnswer.Refused(String why) ->
                    new Redeemed.Bad(new IdentityReturn.Refused(why));
            case IdentityAnswer.Unclear(String why) ->
                    new Redeemed.Bad(new IdentityReturn.Unclear(why));
            case IdentityAnswer.Told(Secret idToken) ->
                    checked(tokens.read(provider, idToken.reveal(), away.get().nonce()));
        };
    }

    private static Redeemed checked(Optional<IdToken> token) {
        if (token.isEmpty()) {
            return new Redeemed.Bad(new IdentityReturn.Refused("the id token does not hold"));
        }
        return token.get().emailVerified()
                ? new Redeemed.Good(token.get())
                : new Redeemed.Bad(
                        new IdentityReturn.Refused("the provider has not verified the address"));
    }

    private IdentityReturn welcome(IdentityProvider provider, IdToken token, Origin origin) {
        var owner = store.owner(provider, token.subject()).flatMap(users::byId);
        if (owner.isPresent()) {
            return new IdentityReturn.Welcome(letIn.apply(owner.get(), origin));
        }
        var user = new User(new UserId(UUID.randomUUID()), token.email(), true, clock.instant());
        return store.register(user, provider, token)
                ? new IdentityReturn.Welcome(letIn.apply(user, origin))
                : new IdentityReturn.EmailTaken();
    }

    private static Binding visit(IdentityProvider provider, String stateHash) {
        return Binding.of("oauth_visit", provider.text(), stateHash);
    }

    private static String hash(Secret secret) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(RandomToken.hash(secret));
    }
}
