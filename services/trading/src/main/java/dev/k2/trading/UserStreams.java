package dev.k2.trading;

import dev.k2.exchange.Account;
import dev.k2.model.ExchangeId;
import dev.k2.model.LinkChanged;
import dev.k2.model.LinkId;
import dev.k2.platform.Metrics;
import dev.k2.platform.Timers;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one account open for every active link that no other node holds: opens those there are at
 * the start, follows changes at once and those that another node made within a second, compares all
 * of them now and then, takes over what became free, and gives up what was taken.
 */
final class UserStreams {
    private static final Logger LOG = LoggerFactory.getLogger(UserStreams.class);

    /** Between looks whether any node changed a link. */
    static final Duration LOOK_PAUSE = Duration.ofSeconds(1);

    private final Links links;
    private final Accounts accounts;
    private final Sessions sessions;
    private final LinkLeases leases;
    private final Timers timers;
    private final Metrics metrics;
    private final TradingConfig config;
    private final Function<LinkSession, SessionCare> care;
    private final Map<LinkId, SessionCare> kept = new ConcurrentHashMap<>();
    private boolean started;
    private boolean closed;
    private long seen;
    private Timers.Ticket looking = () -> {};
    private Timers.Ticket sync = () -> {};
    private Timers.Ticket renewal = () -> {};

    UserStreams(
            Links links,
            Accounts accounts,
            Sessions sessions,
            LinkLeases leases,
            Timers timers,
            Metrics metrics,
            TradingConfig config,
            Function<LinkSession, SessionCare> care) {
        this.links = links;
        this.accounts = accounts;
        this.sessions = sessions;
        this.leases = leases;
        this.timers = timers;
        this.metrics = metrics;
        this.config = config;
        this.care = care;
        leases.onLost(link -> timers.after(Duration.ZERO, () -> giveUp(link)));
    }

    synchronized void start() {
        seen = links.changes();
        sync(true);
        looking = timers.every(LOOK_PAUSE, this::look);
        sync = timers.every(config.linkSyncPause(), () -> sync(false));
        renewal = timers.every(config.leases().renewal(), this::renew);
        started = true;
    }

    /** A link was made, has other credentials, or stopped being usable. */
    synchronized void changed(LinkChanged change) {
        if (change.active()) {
            sync(false);
        } else {
            // Whatever the database does: nothing is sent with a key that was taken back.
            end(change.link());
            sessions.removeElsewhere(change.link());
        }
    }

    /** What this node was told of is there already, and found to be so. */
    private synchronized void look() {
        long newest = links.changes();
        if (newest != seen) {
            sync(false);
            seen = newest;
        }
    }

    /** An account was refused with credentials that its link has no more. */
    void outdated() {
        timers.after(Duration.ZERO, () -> sync(false));
    }

    private synchronized void sync(boolean resuming) {
        Map<LinkId, Links.Link> active = new HashMap<>();
        links.active().forEach(link -> active.put(link.id(), link));
        for (SessionCare care : List.copyOf(kept.values())) {
            // Perhaps only another node was told of other credentials, or that these were refused.
            Links.Link link = care.session().link();
            if (!link.equals(active.get(link.id()))
                    || care.session().phase() == LinkState.Phase.REFUSED) {
                end(link.id());
            }
        }
        for (Links.Link link : sessions.elsewhere()) {
            if (!active.containsKey(link.id())) {
                sessions.removeElsewhere(link.id());
            }
        }
        begin(active.values(), resuming);
    }

    /** Not synchronized as a whole: opening accounts must not keep leases from being renewed. */
    private void renew() {
        leases.renew().forEach(this::giveUp);
        if (!sessions.elsewhere().isEmpty()) {
            timers.after(Duration.ZERO, this::takeOver);
        }
    }

    /** What became free may be free because it is linked no more: then it is nobody's. */
    private synchronized void takeOver() {
        if (closed) {
            return;
        }
        Set<LinkId> free =
                leases.acquire(sessions.elsewhere().stream().map(Links.Link::id).toList(), false);
        if (free.isEmpty()) {
            return;
        }
        Map<LinkId, Links.Link> active = new HashMap<>();
        try {
            links.active().forEach(link -> active.put(link.id(), link));
        } catch (RuntimeException fault) {
            release(free);
            throw fault;
        }
        for (LinkId id : free) {
            Links.Link link = active.get(id);
            if (link == null) {
                sessions.removeElsewhere(id);
                release(Set.of(id));
            } else {
                open(link);
            }
        }
    }

    private void begin(Collection<Links.Link> wanted, boolean resuming) {
        List<Links.Link> missing =
                wanted.stream().filter(link -> !kept.containsKey(link.id())).toList();
        if (closed || missing.isEmpty()) {
            return;
        }
        // One that was closed a moment ago is held still, and goes on under the same lease.
        List<LinkId> others =
                missing.stream().map(Links.Link::id).filter(id -> !leases.holds(id)).toList();
        leases.acquire(others, resuming);
        for (Links.Link link : missing) {
            if (leases.holds(link.id())) {
                open(link);
            } else {
                sessions.putElsewhere(link);
            }
        }
    }

    private void open(Links.Link link) {
        try {
            takeUp(link);
        } catch (RuntimeException fault) {
            LOG.atError()
                    .addKeyValue("link_id", link.id().toString())
                    .addKeyValue("exchange", link.exchange())
                    .setCause(fault)
                    .log("an account could not be taken up; it is given back and tried again");
            giveBack(link);
        }
    }

    private void takeUp(Links.Link link) {
        sessions.removeElsewhere(link.id());
        Optional<Account> account = accounts.open(link.id());
        if (account.isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("link_id", link.id().toString())
                    .addKeyValue("exchange", link.exchange())
                    .log("an active link could not be opened");
            leases.release(List.of(link.id()));
            return;
        }
        LinkSession session = new LinkSession(link, account.get(), timers);
        SessionCare fresh;
        try {
            fresh = care.apply(session);
        } catch (RuntimeException fault) {
            session.account().close();
            throw fault;
        }
        sessions.put(session);
        kept.put(link.id(), fresh);
        fresh.start();
        count("opened", link.exchange());
    }

    /** A lease that is kept for an account that nobody cares for would keep everybody from it. */
    private void giveBack(Links.Link link) {
        SessionCare half = kept.remove(link.id());
        if (half != null) {
            sessions.remove(half.session());
            half.close();
        }
        sessions.putElsewhere(link);
        release(Set.of(link.id()));
    }

    private void release(Collection<LinkId> ids) {
        try {
            leases.release(List.copyOf(ids));
        } catch (RuntimeException fault) {
            LOG.atWarn()
                    .addKeyValue("accounts", ids.size())
                    .setCause(fault)
                    .log("accounts could not be given back; others wait until their terms end");
        }
    }

    private void end(LinkId link) {
        SessionCare gone = kept.remove(link);
        if (gone != null) {
            sessions.remove(gone.session());
            gone.dismiss();
            timers.after(Duration.ZERO, () -> close(gone));
            count("closed", gone.session().link().exchange());
        }
    }

    private void close(SessionCare gone) {
        gone.close();
        synchronized (this) {
            // It may have been opened anew in the meantime, under the same lease.
            if (!kept.containsKey(gone.session().link().id())) {
                leases.release(List.of(gone.session().link().id()));
            }
        }
    }

    /** Another node took an account over. */
    private synchronized void giveUp(LinkId link) {
        SessionCare gone = kept.remove(link);
        if (gone == null) {
            return;
        }
        sessions.remove(gone.session());
        sessions.putElsewhere(gone.session().link());
        LOG.atWarn()
                .addKeyValue("link_id", link.toString())
                .addKeyValue("exchange", gone.session().link().exchange())
                .log("this node lost its hold of an account; it is left to the node that has it");
        timers.after(Duration.ZERO, gone::close);
        count("lost", gone.session().link().exchange());
    }

    private synchronized void count(String operation, ExchangeId exchange) {
        if (!started) {
            return;
        }
        metrics.count(
                "userdata_hotreload_operations_total",
                "operation",
                operation,
                "exchange",
                exchange.text());
    }

    /** The care of a link, for asking it to look again. */
    Optional<SessionCare> of(LinkId link) {
        return Optional.ofNullable(kept.get(link));
    }

    /** Closes every account at the same time, and leaves them to whoever wants them. */
    void close() {
        List<SessionCare> open;
        synchronized (this) {
            closed = true;
            looking.cancel();
            sync.cancel();
            renewal.cancel();
            open = List.copyOf(kept.values());
            kept.clear();
        }
        try (var together = Executors.newVirtualThreadPerTaskExecutor()) {
            open.forEach(one -> together.execute(one::close));
        }
        open.forEach(one -> sessions.remove(one.session()));
        release(leases.all());
    }
}
