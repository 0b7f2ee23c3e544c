package dev.k2.signals;

import dev.k2.model.UserId;
import dev.k2.platform.Binding;
import dev.k2.platform.Database;
import dev.k2.platform.Metrics;
import dev.k2.platform.RandomToken;
import dev.k2.platform.Sealed;
import dev.k2.platform.SealedBox;
import dev.k2.platform.Secret;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The door of signals: templates that people save, and the messages from outside that become orders
 * by them. What belongs to another user is missing. Calls block their (virtual) thread; a database
 * that does not answer throws.
 */
public final class Signals {
    /** How many templates a person may have. */
    public static final int TEMPLATES_MAX = 100;

    private final TemplateStore templates;
    private final ReceivedStore received;
    private final SignalDesk desk;
    private final SealedBox box;
    private final InstantSource clock;

    private Signals(
            Database database,
            SealedBox box,
            SignalOrders orders,
            InstantSource clock,
            Metrics metrics) {
        this.templates = new TemplateStore(database);
        this.received = new ReceivedStore(database);
        this.box = box;
        this.clock = clock;
        this.desk =
                new SignalDesk(
                        templates,
                        received,
                        new RepeatStore(database),
                        box,
                        orders,
                        clock,
                        metrics);
    }

    /**
     * Brings the tables up to date.
     *
     * @param box seals the secrets of signed templates
     * @param orders where signals place their orders
     */
    public static Signals open(
            Database database,
            SealedBox box,
            SignalOrders orders,
            InstantSource clock,
            Metrics metrics) {
        database.migrate("signals");
        return new Signals(database, box, orders, clock, metrics);
    }

    /** A person's templates, oldest first. */
    public List<SignalTemplate> list(UserId user) {
        return templates.list(user);
    }

    public Optional<SignalTemplate> find(UserId user, UUID id) {
        return templates.find(user, id);
    }

    /**
     * Saves a template. What is in the answer beside it is shown once and kept nowhere in the clear.
     *
     * @param terms must be fit
     * @return empty where the person has {@link #TEMPLATES_MAX} already
     */
    public Optional<SignalKeys> create(UserId user, SignalAuth auth, SignalTerms terms) {
        checkFit(terms);
        Instant now = now();
        SignalKeys keys = keys(new SignalTemplate(UUID.randomUUID(), user, auth, terms, now, now));
        boolean kept =
                templates.insert(
                        keys.template(), RandomToken.hash(keys.token()), seal(keys), TEMPLATES_MAX);
        return kept ? Optional.of(keys) : Optional.empty();
    }

    /**
     * Changes what a template makes of its signals; its address stays.
     *
     * @param terms must be fit
     */
    public Optional<SignalTemplate> update(UserId user, UUID id, SignalTerms terms) {
        checkFit(terms);
        return templates.update(user, id, terms, now())
                ? templates.find(user, id)
                : Optional.empty();
    }

    /** Gives a template another address and another secret; those before are worth nothing at once. */
    public Optional<SignalKeys> rotate(UserId user, UUID id) {
        return templates
                .find(user, id)
                .map(this::keys)
                .filter(
                        keys ->
                                templates.rotate(
                                        user,
                                        id,
                                        RandomToken.hash(keys.token()),
                                        seal(keys),
                                        now()));
    }

    /** Lets nothing in through a template any more; false where there is none. */
    public boolean delete(UserId user, UUID id) {
        return templates.delete(user, id, now());
    }

    /**
     * What a template received, newest first; empty where there is no such template.
     *
     * @param before the number that the page before told; empty for the newest
     */
    public Optional<ReceivedPage> received(UserId user, UUID id, Optional<Long> before, int limit) {
        if (templates.find(user, id).isEmpty()) {
            return Optional.empty();
        }
        List<ReceivedSignal> rows =
                received.list(user, id, before.orElse(Long.MAX_VALUE), limit + 1);
        boolean more = rows.size() > limit;
        List<ReceivedSignal> items = more ? rows.subList(0, limit) : rows;
        return Optional.of(
                new ReceivedPage(
                        items, more ? Optional.of(items.getLast().number()) : Optional.empty()));
    }

    /**
     * A message that came in at a template's address.
     *
     * @param token the last part of the address
     * @param body as it was sent, byte for byte
     */
    public SignalReply receive(Secret token, SignalHeaders headers, byte[] body) {
        return desk.receive(token, headers, body);
    }

    private SignalKeys keys(SignalTemplate template) {
        return new SignalKeys(
                template,
                RandomToken.fresh(),
                template.auth() == SignalAuth.SIGNED
                        ? Optional.of(Signature.secret())
                        : Optional.empty());
    }

    private Optional<Sealed> seal(SignalKeys keys) {
        return keys.secret().map(secret -> box.seal(secret, row(keys.template())));
    }

    static Binding row(SignalTemplate template) {
        return Binding.of("signal_template", template.user().toString(), template.id().toString());
    }

    private static void checkFit(SignalTerms terms) {
        terms.unfit()
                .ifPresent(
                        unfit -> {
                            throw new IllegalArgumentException(
                                    unfit.field() + ": expected " + unfit.expected());
                        });
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
