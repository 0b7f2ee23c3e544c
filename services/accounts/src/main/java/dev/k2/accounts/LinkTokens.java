package dev.k2.accounts;

import dev.k2.model.ExchangeId;
import dev.k2.model.UserId;
import dev.k2.platform.Binding;
import dev.k2.platform.RandomToken;
import dev.k2.platform.SealedBox;
import dev.k2.platform.Secret;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Links by consent (OAuth 2 with PKCE), for exchanges that are configured for it. A state works
 * once, within ten minutes, and only for the person who was sent away with it, so nobody can be
 * made to bring somebody else's account home.
 */
public final class LinkTokens {
    private static final Logger LOG = LoggerFactory.getLogger(LinkTokens.class);
    private static final Duration AWAY_MAX = Duration.ofMinutes(10);
    private static final int VISITS_MAX = 20;

    /** Tokens are renewed this long before they end. */
    private static final Duration EARLY = Duration.ofMinutes(5);

    /** How long nobody else tries while one does. */
    private static final Duration CLAIM = Duration.ofMinutes(1);

    private static final int RENEWED_AT_ONCE = 50;

    private final TokenService service;
    private final LinkVisitStore visits;
    private final LinkTokenStore tokens;
    private final TokenSeal seal;
    private final Links links;
    private final SealedBox box;
    private final InstantSource clock;

    LinkTokens(
            TokenService service,
            LinkVisitStore visits,
            LinkTokenStore tokens,
            TokenSeal seal,
            Links links,
            SealedBox box,
            InstantSource clock) {
        this.service = service;
        this.visits = visits;
        this.tokens = tokens;
        this.seal = seal;
        this.links = links;
        this.box = box;
        this.clock = clock;
    }

    /** The exchanges that are linked by consent here. */
    public Set<ExchangeId> exchanges() {
        return service.exchanges();
    }

    /** Why nobody is sent away with this label now. */
    public Optional<LinkCreation> objection(UserId user, String label) {
        return links.objection(user, label)
                .or(
                        () ->
                                visits.hasRoom(user, VISITS_MAX, clock.instant())
                                        ? Optional.empty()
                                        : Optional.of(new LinkCreation.TooMany(VISITS_MAX)));
    }

    /**
     * Sends a person to an exchange.
     *
     * @param exchange one of {@link #exchanges}
     */
    public LinkVisit begin(UserId user, ExchangeId exchange, String label) {
        Instant now = clock.instant();
        Secret state = RandomToken.fresh();
        Secret verifier = RandomToken.fresh();
        String nonce = RandomToken.fresh().reveal();
        Instant end = now.plus(AWAY_MAX);
        String hash = hash(state);
        visits.insert(
                new LinkVisitStore.Away(
                        hash,
                        user,
                        exchange,
                        label.strip(),
                        box.seal(verifier, visit(user, exchange, hash)),
                        nonce,
                        end));
        String challenge = hash(verifier);
        return new LinkVisit(
                exchange, service.consentAddress(exchange, state.reveal(), challenge, nonce), end);
    }

    /** Takes a person back in, with what the exchange gave them. */
    public LinkReturn finish(
            UserId user, ExchangeId exchange, Secret state, Secret code, Origin by) {
        String hash = hash(state);
        Optional<LinkVisitStore.Away> away = visits.take(hash, user, exchange, clock.instant());
        Optional<Secret> verifier =
                away.flatMap(one -> box.open(one.verifier(), visit(user, exchange, hash)));
        if (away.isEmpty() || verifier.isEmpty() || !exchanges().contains(exchange)) {
            return new LinkReturn.NotExpected();
        }
        return switch (service.redeem(exchange, code, verifier.get())) {
            case TokenGrant.Refused(String why) -> new LinkReturn.Refused(why);
            case TokenGrant.Unclear(String why) -> new LinkReturn.Unclear(why);
            case TokenGrant.Granted granted -> keep(away.get(), granted, by);
        };
    }

    private LinkReturn keep(LinkVisitStore.Away away, TokenGrant.Granted granted, Origin by) {
        boolean another = granted.nonce().filter(told -> !isSame(told, away.nonce())).isPresent();
        if (another) {
            return new LinkReturn.Refused("the answer belongs to another request");
        }
        return new LinkReturn.Done(
                links.create(
                        away.user(),
                        away.exchange(),
                        away.label(),
                        link ->
                                tokens.insert(
                                        link,
                                        seal.seal(
                                                TokenSeal.Row.of(link),
                                                granted,
                                                Optional.empty(),
                                                link.createdAt()),
                                        granted.exchangeUserId(),
                                        Optional.of(by))));
    }

    /**
     * Renews the tokens that end soon; to be called every minute or so. A link whose server says no
     * expires; one without a clear answer is tried again later.
     *
     * @return how many were renewed
     */
    public int renew() {
        Instant now = clock.instant();
        int renewed = 0;
        for (LinkTokenStore.Due due :
                tokens.claim(now.plus(EARLY), now, now.plus(CLAIM), RENEWED_AT_ONCE)) {
            if (renew(due)) {
                renewed++;
            }
        }
        return renewed;
    }

    private boolean renew(LinkTokenStore.Due due) {
        Optional<Secret> refresh = seal.refresh(due.row(), due.tokens());
        if (refresh.isEmpty()) {
            LOG.atError().addKeyValue("link_id", due.link()).log("sealed tokens do not open");
            return false;
        }
        return switch (service.refresh(due.exchange(), refresh.get())) {
            case TokenGrant.Granted granted -> {
                Instant now = clock.instant();
                yield tokens.replace(due.link(), seal.seal(due.row(), granted, refresh, now), now);
            }
            case TokenGrant.Refused(String why) -> {
                LOG.atWarn()
                        .addKeyValue("link_id", due.link())
                        .addKeyValue("cause", why)
                        .log("the tokens of a link are not renewed; it expires");
                links.expire(due.user(), due.link(), due.generation());
                yield false;
            }
            case TokenGrant.Unclear(String why) -> {
                LOG.atWarn()
                        .addKeyValue("link_id", due.link())
                        .addKeyValue("cause", why)
                        .log("the tokens of a link could not be renewed yet");
                yield false;
            }
        };
    }

    /** Forgets who did not come back. */
    int sweep() {
        return visits.sweep(clock.instant());
    }

    private static Binding visit(UserId user, ExchangeId exchange, String stateHash) {
        return Binding.of("link_visit", user.toString(), exchange.text(), stateHash);
    }

    private static String hash(Secret secret) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(RandomToken.hash(secret));
    }

    private static boolean isSame(String one, String other) {
        return MessageDigest.isEqual(
                RandomToken.hash(Secret.of(one)), RandomToken.hash(Secret.of(other)));
    }
}
