package dev.k2.accounts;

import dev.k2.model.ExchangeId;
import dev.k2.model.LinkChanged;
import dev.k2.model.LinkId;
import dev.k2.model.UserId;
import dev.k2.platform.Binding;
import dev.k2.platform.EventBus;
import dev.k2.platform.SealedBox;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door to links with exchanges. Another user's link looks like one that does not exist. Publishes {@link LinkChanged} after every
 * change.
 */
public final class Links {
    private static final Logger LOG = LoggerFactory.getLogger(Links.class);
    private static final int MOST = 100;
    private static final int LONGEST_LABEL = 50;

    private final LinkStore store;
    private final LinkTokenStore tokens;
    private final TokenService service;
    private final TokenSeal seal;
    private final SealedBox box;
    private final EventBus events;
    private final InstantSource clock;

    Links(
            LinkStore store,
            LinkTokenStore tokens,
            TokenService service,
            SealedBox box,
            EventBus events,
            InstantSource clock) {
        this.store = store;
        this.tokens = tokens;
        this.service = service;
        seal = new TokenSeal(box);
        this.box = box;
        this.events = events;
        this.clock = clock;
    }

    /** Why no link can be made of these, whatever the exchange says; to be asked before it is. */
    public Optional<LinkCreation> objection(UserId user, String label, Credentials credentials) {
        return objection(user, label).or(credentials::complaint);
    }

    /** Why no link of this name can be made, whatever it is made with. */
    Optional<LinkCreation> objection(UserId user, String label) {
        var name = label.strip();
        if (name.isEmpty()
                || name.length() > LONGEST_LABEL
                || name.codePoints().anyMatch(Character::isISOControl)) {
            return Optional.of(
                    new LinkCreation.Invalid(
                            "label", "A name of 1 to " + LONGEST_LABEL + " characters."));
        }
        return store.count(user) >= MOST
                ? Optional.of(new LinkCreation.TooMany(MOST))
                : Optional.empty();
    }

    /**
     * Makes a link, unless its key may do too little or too much. The credentials are sealed into its
     * row and stay the caller's to wipe.
     *
     * @param rights what the exchange says the key may do; empty where it does not tell
     * @param by whoever links it; its owner is told
     */
    public LinkCreation create(
            UserId user,
            ExchangeId exchange,
            String label,
            Credentials credentials,
            Optional<KeyRights> rights,
            Origin by) {
        return create(user, exchange, label, credentials, rights, Optional.of(by));
    }

    /** The same for a link of K2's own making, of which nobody needs to be told. */
    public LinkCreation create(
            UserId user,
            ExchangeId exchange,
            String label,
            Credentials credentials,
            Optional<KeyRights> rights) {
        return create(user, exchange, label, credentials, rights, Optional.empty());
    }

    private LinkCreation create(
            UserId user,
            ExchangeId exchange,
            String label,
            Credentials credentials,
            Optional<KeyRights> rights,
            Optional<Origin> by) {
        var objection = objection(user, label, credentials).or(() -> objection(rights));
        if (objection.isPresent()) {
            return objection.get();
        }
        return insert(
                fresh(user, exchange, label, rights),
                link -> store.insert(link, box.seal(credentials.pack(), row(link)), by));
    }

    /** Makes a link that holds something else than credentials. */
    LinkCreation create(
            UserId user, ExchangeId exchange, String label, Predicate<ExchangeLink> insert) {
        var objection = objection(user, label);
        return objection.isPresent()
                ? objection.get()
                : insert(fresh(user, exchange, label, Optional.empty()), insert);
    }

    private LinkCreation insert(ExchangeLink link, Predicate<ExchangeLink> insert) {
        if (!insert.test(link)) {
            return new LinkCreation.LabelTaken();
        }
        tell(link, true);
        return new LinkCreation.Created(link);
    }

    private ExchangeLink fresh(
            UserId user, ExchangeId exchange, String label, Optional<KeyRights> rights) {
        var now = clock.instant();
        return new ExchangeLink(
                new LinkId(UUID.randomUUID()),
                user,
                exchange,
                label.strip(),
                LinkStatus.ACTIVE,
                1,
                rights,
                now,
                now);
    }

    private static Optional<LinkCreation> objection(Optional<KeyRights> rights) {
        if (!rights.map(KeyRights::read).orElse(true)) {
            return Optional.of(new LinkCreation.CannotRead());
        }
        return rights.flatMap(KeyRights::withdraw).orElse(false)
                ? Optional.of(new LinkCreation.CanWithdraw())
                : Optional.empty();
    }

    /** This user's links, the oldest first, revoked ones left out. */
    public List<ExchangeLink> list(UserId user) {
        return store.list(user);
    }

    /** One link of this user, revoked ones included. */
    public Optional<ExchangeLink> find(UserId user, LinkId id) {
        return store.find(user, id).map(LinkStore.Kept::link);
    }

    /** Every active link of every user, for those who keep user streams open. */
    public List<ExchangeLink> allActive() {
        return store.allActive();
    }

    /** A number that rises with every change of which links are active and of what their keys are, by whichever node. */
    public long changes() {
        return store.changes();
    }

    /** A link's credentials, for the one who speaks to the exchange. */
    public Unsealing unseal(UserId user, LinkId id) {
        var kept = store.find(user, id);
        if (kept.isEmpty()) {
            return new Unsealing.Missing();
        }
        var link = kept.get().link();
        if (link.status() != LinkStatus.ACTIVE) {
            return new Unsealing.Unusable(link.status());
        }
        var consent = tokens.find(id);
        if (consent.isPresent()) {
            return unseal(link, consent.get());
        }
        var opened = kept.get().credentials().flatMap(value -> box.open(value, row(link)));
        return opened.isPresent()
                ? new Unsealing.Opened(link, Credentials.unpack(opened.get()))
                : new Unsealing.Broken();
    }

    private Unsealing unseal(ExchangeLink link, LinkTokenStore.Kept consent) {
        var now = clock.instant();
        if (consent.expiresAt().filter(end -> !now.isBefore(end)).isPresent()) {
            return new Unsealing.Unusable(LinkStatus.EXPIRED);
        }
        return seal.access(TokenSeal.Row.of(link), consent)
                .<Unsealing>map(access -> new Unsealing.Token(link, access))
                .orElseGet(Unsealing.Broken::new);
    }

    /**
     * Takes other credentials of the same account for a link that exists, and makes it active, unless
     * their key may do too little or too much. They stay the caller's to wipe.
     *
     * @param by whoever gives them; the link's owner is told
     * @return empty when this user has no such link
     */
    public Optional<LinkCreation> replace(
            UserId user,
            LinkId id,
            Credentials credentials,
            Optional<KeyRights> rights,
            Origin by) {
        return replace(user, id, credentials, rights, Optional.of(by));
    }

    /** The same for a link of K2's own making, of which nobody needs to be told. */
    public Optional<LinkCreation> replace(
            UserId user, LinkId id, Credentials credentials, Optional<KeyRights> rights) {
        return replace(user, id, credentials, rights, Optional.empty());
    }

    private Optional<LinkCreation> replace(
            UserId user,
            LinkId id,
            Credentials credentials,
            Optional<KeyRights> rights,
            Optional<Origin> by) {
        var link = find(user, id).filter(one -> one.status() != LinkStatus.REVOKED);
        if (link.isEmpty()) {
            return Optional.empty();
        }
        Optional<LinkCreation> objection =
                credentials.complaint().<LinkCreation>map(why -> why).or(() -> objection(rights));
        if (objection.isPresent()) {
            return objection;
        }
        var sealed = box.seal(credentials.pack(), row(link.get()));
        var replaced = store.replace(user, id, sealed, rights, by, clock.instant());
        replaced.ifPresent(fresh -> tell(fresh, true));
        return replaced.map(LinkCreation.Created::new);
    }

    /** Which of these links are no more: taken away, or never there. */
    public Set<LinkId> gone(Collection<LinkId> asked) {
        var gone = new HashSet<>(asked);
        gone.removeAll(store.kept(asked));
        return gone;
    }

    /** Takes a link away and forgets its credentials. False when this user has no such link. */
    public boolean revoke(UserId user, LinkId id) {
        var consent = tokens.find(id);
        var revoked = store.revoke(user, id, clock.instant());
        revoked.ifPresent(link -> tell(link, false));
        if (revoked.isPresent() && consent.isPresent()) {
            end(revoked.get(), consent.get());
        }
        return revoked.isPresent();
    }

    private void end(ExchangeLink link, LinkTokenStore.Kept consent) {
        var row = TokenSeal.Row.of(link);
        var last = seal.refresh(row, consent).or(() -> seal.access(row, consent));
        if (last.filter(token -> service.revoke(link.exchange(), token)).isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("link_id", link.id())
                    .addKeyValue("exchange", link.exchange())
                    .log("the exchange did not say that the tokens of a revoked link have ended");
        }
    }

    /**
     * Notes that the exchange refused the credentials. False when this user has no such active link,
     * or it has others by now.
     *
     * @param generation which of its credentials were refused
     */
    public boolean expire(UserId user, LinkId id, int generation) {
        var expired = store.expire(user, id, generation, clock.instant());
        expired.ifPresent(link -> tell(link, false));
        return expired.isPresent();
    }

    private void tell(ExchangeLink link, boolean active) {
        events.publish(new LinkChanged(link.user(), link.id(), link.exchange(), active));
    }

    private static Binding row(ExchangeLink link) {
        return Binding.of(
                "exchange_link",
                link.user().toString(),
                link.id().toString(),
                link.exchange().text());
    }
}
