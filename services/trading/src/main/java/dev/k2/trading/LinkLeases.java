package dev.k2.trading;

import dev.k2.model.LinkId;
import dev.k2.platform.Database;
import dev.k2.platform.Leases;
import dev.k2.platform.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The accounts that this node acts for. The database decides whether a write counts; whether an
 * order may still be sent is decided here, by the time since the last renewal was asked for, because
 * a process that stood still does not know what others did meanwhile.
 */
final class LinkLeases {
    private static final Logger LOG = LoggerFactory.getLogger(LinkLeases.class);
    private static final String SHARD = "link:";

    private final Leases leases;
    private final LeaseTerms terms;
    private final InstantSource clock;
    private final LongSupplier ticks;
    private final Metrics metrics;
    private final Map<LinkId, Held> held = new ConcurrentHashMap<>();
    private volatile Consumer<LinkId> onLost = link -> {};

    /** A lease, and when the question was asked that was answered with it. */
    private record Held(Leases.Lease lease, Moment asked) {}

    /** A moment by the wall clock and by one that nobody sets: time has passed when either says. */
    private record Moment(Instant at, long ticks) {}

    /**
     * Holds nothing yet.
     *
     * @param ticks nanoseconds of a clock that is never set
     */
    LinkLeases(
            Leases leases,
            LeaseTerms terms,
            InstantSource clock,
            LongSupplier ticks,
            Metrics metrics) {
        this.leases = leases;
        this.terms = terms;
        this.clock = clock;
        this.ticks = ticks;
        this.metrics = metrics;
    }

    /** Those of a process that acts for no account. */
    static LinkLeases none(Database database, InstantSource clock) {
        return new LinkLeases(
                Leases.open(database, "nobody", LeaseTerms.USUAL.term()),
                LeaseTerms.USUAL,
                clock,
                System::nanoTime,
                new Metrics());
    }

    /** Whom to tell of an account that a write found to be another node's. */
    void onLost(Consumer<LinkId> listener) {
        onLost = listener;
    }

    /** Takes those accounts that are free; says which. */
    Set<LinkId> acquire(Collection<LinkId> links, boolean resuming) {
        Map<String, LinkId> byShard =
                links.stream().collect(Collectors.toMap(LinkLeases::shard, link -> link));
        Moment asked = moment();
        Set<LinkId> taken = new HashSet<>();
        for (Leases.Lease lease : leases.acquire(byShard.keySet(), resuming)) {
            LinkId link = Optional.ofNullable(byShard.get(lease.shard())).orElseThrow();
            held.put(link, new Held(lease, asked));
            taken.add(link);
        }
        return taken;
    }

    /** Renews every lease; says which accounts changed hands. */
    Set<LinkId> renew() {
        Map<LinkId, Held> before = new LinkedHashMap<>(held);
        Moment asked = moment();
        Set<Leases.Lease> kept = leases.renew(before.values().stream().map(Held::lease).toList());
        Set<LinkId> lost = new HashSet<>();
        before.forEach(
                (link, own) -> {
                    if (kept.contains(own.lease())) {
                        held.replace(link, own, new Held(own.lease(), asked));
                    } else if (held.remove(link, own)) {
                        lost.add(link);
                    }
                });
        return lost;
    }

    /** Gives accounts back. Where the database is away they become free when their terms end. */
    void release(Collection<LinkId> links) {
        List<Leases.Lease> given = new ArrayList<>();
        for (LinkId link : links) {
            Optional.ofNullable(held.remove(link)).map(Held::lease).ifPresent(given::add);
        }
        leases.release(given);
    }

    /** The accounts that are held. */
    Set<LinkId> all() {
        return new LinkedHashSet<>(held.keySet());
    }

    boolean holds(LinkId link) {
        return held.containsKey(link);
    }

    /**
     * What a write about an account is made under.
     *
     * @throws NotOurs where another node acts for it
     */
    Leases.Lease of(LinkId link) {
        return find(link).orElseThrow(() -> new NotOurs(link));
    }

    /** The lease on an account; empty where another node acts for it. */
    Optional<Leases.Lease> find(LinkId link) {
        return Optional.ofNullable(held.get(link)).map(Held::lease);
    }

    /** Whether an order may be sent to an account now, by what was last heard. */
    boolean maySend(LinkId link) {
        Held own = held.get(link);
        return own != null && isYoung(own.asked());
    }

    /** The same for an order that was written down under a lease: it has to be this very one. */
    boolean maySend(LinkId link, Leases.Lease lease) {
        Held own = held.get(link);
        return own != null && own.lease().equals(lease) && isYoung(own.asked());
    }

    /** A write touched no row because a lease does not stand: the account is given up at once. */
    NotOurs lost(LinkId link, Leases.Lease lease) {
        metrics.count("k2_fenced_writes_total");
        Held own = held.get(link);
        if (own != null && own.lease().equals(lease) && held.remove(link, own)) {
            LOG.atWarn()
                    .addKeyValue("link_id", link.toString())
                    .log(
                            "a write touched no row: another node may hold the account; it is given"
                                    + " up");
            onLost.accept(link);
        }
        return new NotOurs(link);
    }

    /** A write touched no row, and nothing but a lost lease explains it. */
    void suspect(LinkId link) {
        find(link).ifPresent(lease -> lost(link, lease));
    }

    private boolean isYoung(Moment asked) {
        Duration most = terms.sendsFor();
        return ticks.getAsLong() - asked.ticks() < most.toNanos()
                && Duration.between(asked.at(), clock.instant()).compareTo(most) < 0;
    }

    private Moment moment() {
        return new Moment(clock.instant(), ticks.getAsLong());
    }

    private static String shard(LinkId link) {
        return SHARD + link;
    }
}
