package dev.k2.trading;

import dev.k2.exchange.Account;
import dev.k2.model.LinkChanged;
import dev.k2.model.LinkId;
import dev.k2.platform.Timers;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one account open for every active link: opens those there are at the start, follows
 * changes at once, and looks for missed ones now and then.
 */
final class UserStreams {
    private static final Logger LOG = LoggerFactory.getLogger(UserStreams.class);

    private final Links links;
    private final Accounts accounts;
    private final Sessions sessions;
    private final Timers timers;
    private final TradingConfig config;
    private final Function<LinkSession, SessionCare> care;
    private final Map<LinkId, SessionCare> kept = new ConcurrentHashMap<>();
    private boolean closed;
    private Timers.Ticket sync = () -> {};

    UserStreams(
            Links links,
            Accounts accounts,
            Sessions sessions,
            Timers timers,
            TradingConfig config,
            Function<LinkSession, SessionCare> care) {
        this.links = links;
        this.accounts = accounts;
        this.sessions = sessions;
        this.timers = timers;
        this.config = config;
        this.care = care;
    }

    synchronized void start() {
        sync();
        sync = timers.every(config.linkSyncPause(), this::sync);
    }

    /** A link was made, mended, or stopped being usable. */
    synchronized void changed(LinkChanged change) {
        if (change.active()) {
            Optional<LinkSession> known = sessions.of(change.link());
            if (known.isPresent() && known.get().phase() == LinkState.Phase.REFUSED) {
                end(change.link());
            }
            links.active().stream()
                    .filter(link -> link.id().equals(change.link()))
                    .forEach(this::begin);
        } else {
            end(change.link());
        }
    }

    private synchronized void sync() {
        Set<LinkId> active = new HashSet<>();
        for (Links.Link link : links.active()) {
            active.add(link.id());
            begin(link);
        }
        for (LinkId link : Set.copyOf(kept.keySet())) {
            if (!active.contains(link)) {
                end(link);
            }
        }
    }

    private void begin(Links.Link link) {
        if (closed || kept.containsKey(link.id())) {
            return;
        }
        Optional<Account> account = accounts.open(link.id());
        if (account.isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("link_id", link.id().toString())
                    .addKeyValue("exchange", link.exchange())
                    .log("an active link could not be opened");
            return;
        }
        LinkSession session = new LinkSession(link, account.get());
        sessions.put(session);
        SessionCare fresh = care.apply(session);
        kept.put(link.id(), fresh);
        fresh.start();
    }

    private void end(LinkId link) {
        SessionCare gone = kept.remove(link);
        if (gone != null) {
            sessions.remove(gone.session());
            timers.after(Duration.ZERO, gone::close);
        }
    }

    /** The care of a link, for asking it to look again. */
    Optional<SessionCare> of(LinkId link) {
        return Optional.ofNullable(kept.get(link));
    }

    /** Closes every account at the same time. */
    void close() {
        Set<SessionCare> open;
        synchronized (this) {
            closed = true;
            sync.cancel();
            open = Set.copyOf(kept.values());
            kept.clear();
        }
        try (var together = Executors.newVirtualThreadPerTaskExecutor()) {
            open.forEach(one -> together.execute(one::close));
        }
        open.forEach(one -> sessions.remove(one.session()));
    }
}
