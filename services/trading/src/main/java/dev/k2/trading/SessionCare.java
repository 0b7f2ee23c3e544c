package dev.k2.trading;

import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.OrderReport;
import dev.k2.exchange.UserStream;
import dev.k2.exchange.UserStreamListener;
import dev.k2.model.Balance;
import dev.k2.model.BalancesChanged;
import dev.k2.model.Fill;
import dev.k2.model.Position;
import dev.k2.platform.Metrics;
import dev.k2.platform.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after one account: takes the news of its stream one after the other, compares it with its
 * exchange when the stream comes back and every so often, shows its orders as stale in between, and
 * gives up on credentials that are refused.
 */
final class SessionCare implements UserStreamListener {
    private static final Logger LOG = LoggerFactory.getLogger(SessionCare.class);
    private static final Duration TICK = Duration.ofSeconds(5);

    private final LinkSession session;
    private final Reconciliation reconciliation;
    private final Ledger ledger;
    private final OrderStore orders;
    private final Links links;
    private final Announcements announcements;
    private final Timers timers;
    private final Metrics metrics;
    private final TradingConfig config;
    private final Runnable onPhase;
    private final Runnable onOutdated;
    private final SerialQueue news;
    private volatile @Nullable UserStream stream;
    private Timers.Ticket ticking = () -> {};
    private Timers.Ticket checking = () -> {};

    private boolean comparing;
    private boolean compareAgain;
    private boolean connected;
    private boolean keyAlive = true;

    /** Orders may have changed unseen, also such that ended here. */
    private boolean thorough = true;

    private boolean closed;
    private int tries;

    /** Whether every order shows what the stream was when it was last marked. */
    private volatile boolean marked;

    private Instant comparedAt = Instant.MIN;

    /**
     * What the care of an account needs of the rest of trading.
     *
     * @param onPhase the account opened for orders, or closed
     * @param onOutdated its credentials were refused, and its link has others by now
     */
    record Surroundings(
            Ledger ledger,
            OrderStore orders,
            Links links,
            Announcements announcements,
            Timers timers,
            Metrics metrics,
            TradingConfig config,
            Runnable onPhase,
            Runnable onOutdated) {}

    SessionCare(LinkSession session, Reconciliation reconciliation, Surroundings around) {
        this.session = session;
        this.reconciliation = reconciliation;
        this.ledger = around.ledger();
        this.orders = around.orders();
        this.links = around.links();
        this.announcements = around.announcements();
        this.timers = around.timers();
        this.metrics = around.metrics();
        this.config = around.config();
        this.onPhase = around.onPhase();
        this.onOutdated = around.onOutdated();
        this.news = new SerialQueue(timers, this::compareSoon);
    }

    LinkSession session() {
        return session;
    }

    void start() {
        news.add(() -> markStale(true));
        stream = session.account().stream(this);
        ticking = timers.every(TICK, this::tick);
        checking = timers.every(config.healthPause(), this::check);
        // A stream that does not come up must not keep an account shut.
        timers.after(config.streamPatience(), this::compareUnlessReady);
    }

    @Override
    public void onLive() {
        synchronized (this) {
            connected = true;
            keyAlive = true;
        }
        compareSoon();
    }

    @Override
    public void onCut(ExchangeError cause) {
        synchronized (this) {
            connected = false;
        }
        session.trouble(Optional.of(cause));
        countReconnect(OrderRowStore.text(cause.category()));
        doubt();
    }

    /** A stream whose key is not kept alive may bring nothing any more, so it counts as cut. */
    @Override
    public void onKeepAlive(boolean extended) {
        metrics.count(
                "userdata_listenkey_renewals_total",
                "exchange",
                session.link().exchange().text(),
                "status",
                extended ? "success" : "failure");
        boolean before;
        synchronized (this) {
            before = keyAlive;
            keyAlive = extended;
        }
        if (before && !extended) {
            doubt();
        } else if (!before && extended) {
            compareSoon();
        }
    }

    private void countReconnect(String reason) {
        metrics.count(
                "userdata_reconnects_total",
                "exchange",
                session.link().exchange().text(),
                "reason",
                reason);
    }

    /** From now on things may happen unseen. */
    private void doubt() {
        synchronized (this) {
            thorough = true;
        }
        session.live(false);
        news.add(() -> markStale(true));
    }

    @Override
    public void onRefused(ExchangeError cause) {
        refuse(cause);
    }

    @Override
    public void onOrder(OrderReport report) {
        Runnable work = () -> ledger.report(session.link().id(), report, "stream");
        report.clientOrderId()
                .ifPresentOrElse(
                        name -> session.underway().whenAnswered(name, () -> news.add(work)),
                        () -> news.add(work));
    }

    @Override
    public void onFill(Fill fill) {
        session.holdings().filled();
        news.add(() -> ledger.fills(session.link().id(), List.of(fill), "stream"));
    }

    @Override
    public void onBalances(List<Balance> changed) {
        news.add(
                () -> {
                    session.funds().update(changed);
                    announce(changed);
                });
    }

    @Override
    public void onPositions(List<Position> changed) {
        session.holdings().filled();
    }

    /** Takes a whole list of balances and tells what is new in it. */
    void holds(List<Balance> whole) {
        List<Balance> changed = session.funds().replace(whole, ledger.now());
        if (!changed.isEmpty()) {
            announce(changed);
        }
    }

    /** Compares the account with its exchange as soon as may be; many wishes are one. */
    void compareSoon() {
        synchronized (this) {
            if (closed || session.phase() == LinkState.Phase.REFUSED) {
                return;
            }
            if (comparing) {
                compareAgain = true;
                return;
            }
            comparing = true;
        }
        timers.after(Duration.ZERO, this::compare);
    }

    /** Nothing is done on its word from now on: its credentials may be those of before. */
    synchronized void dismiss() {
        closed = true;
    }

    void refuse(ExchangeError cause) {
        synchronized (this) {
            if (closed || session.phase() == LinkState.Phase.REFUSED) {
                return;
            }
            session.phase(LinkState.Phase.REFUSED);
        }
        session.live(false);
        session.trouble(Optional.of(cause));
        LOG.atError()
                .addKeyValue("link_id", session.link().id().toString())
                .addKeyValue("exchange", session.link().exchange())
                .log("an exchange refuses the credentials of a link");
        news.add(() -> markStale(true));
        onPhase.run();
        if (!links.refused(session.link(), cause)) {
            onOutdated.run();
        }
    }

    void close() {
        dismiss();
        session.live(false);
        news.close();
        ticking.cancel();
        checking.cancel();
        UserStream open = stream;
        if (open != null) {
            open.close();
        }
        session.account().close();
    }

    /**
     * Whether the stream is what it is taken for. Streams notice by themselves within 15 s that
     * nothing comes any more; this finds those whose word of it went missing, and those that ended.
     */
    private void check() {
        UserStream open = stream;
        boolean believed;
        synchronized (this) {
            if (closed || open == null || session.phase() == LinkState.Phase.REFUSED) {
                return;
            }
            believed = connected;
        }
        switch (open.state()) {
            case LIVE -> {
                if (!believed) {
                    onLive();
                }
            }
            case CONNECTING, BACKING_OFF, BREAKER_OPEN -> {
                if (believed) {
                    missed("unnoticed");
                }
            }
            case CLOSED -> {
                missed("ended");
                open.close();
                stream = session.account().stream(this);
            }
        }
    }

    private void missed(String reason) {
        synchronized (this) {
            connected = false;
        }
        LOG.atWarn()
                .addKeyValue("link_id", session.link().id().toString())
                .addKeyValue("exchange", session.link().exchange())
                .addKeyValue("reason", reason)
                .log("an account's stream is not live and did not say so");
        countReconnect(reason);
        doubt();
    }

    private void compareUnlessReady() {
        if (session.phase() == LinkState.Phase.RECONCILING) {
            compareSoon();
        }
    }

    /** Looks at open orders every so often, and more often while something is amiss. */
    private void tick() {
        boolean amiss =
                !session.isLive() || !session.reach().isUp() || session.reach().isRefusing();
        Duration pause = amiss ? TICK : config.pollPause();
        boolean due;
        synchronized (this) {
            due =
                    !closed
                            && session.phase() == LinkState.Phase.READY
                            && !comparing
                            && Duration.between(comparedAt, ledger.now()).compareTo(pause) >= 0;
        }
        boolean needed =
                due
                        && (!session.reach().isUp()
                                || session.reach().isRefusing()
                                || !orders.openOf(session.link().id()).isEmpty());
        if (needed) {
            compareSoon();
        }
    }

    private void compare() {
        Optional<ExchangeError> failure;
        boolean wasConnected;
        boolean asksForAll;
        synchronized (this) {
            wasConnected = connected && keyAlive;
            asksForAll = thorough;
            thorough = false;
        }
        try {
            failure = reconciliation.run(asksForAll);
        } catch (NotOurs lost) {
            // The account is being closed here.
            synchronized (this) {
                comparing = false;
            }
            return;
        } catch (RuntimeException fault) {
            LOG.atError()
                    .addKeyValue("link_id", session.link().id().toString())
                    .setCause(fault)
                    .log("comparing an account failed in an unforeseen way; it will be repeated");
            failure = Optional.of(Errors.unforeseen(session.link().exchange(), "compare account"));
        }
        metrics.count(
                "userdata_reconciliations_total",
                "status",
                failure.isEmpty() ? "success" : "failure");
        if (failure.isPresent()) {
            synchronized (this) {
                thorough |= asksForAll;
            }
            repeat(failure.get());
        } else {
            agree(wasConnected);
        }
    }

    private void agree(boolean wasConnected) {
        session.reach().answered();
        boolean again;
        boolean nowLive;
        synchronized (this) {
            comparing = false;
            tries = 0;
            comparedAt = ledger.now();
            again = compareAgain;
            compareAgain = false;
            nowLive = wasConnected && connected && keyAlive && !closed;
        }
        if (session.phase() == LinkState.Phase.RECONCILING) {
            session.phase(LinkState.Phase.READY);
            LOG.atInfo()
                    .addKeyValue("link_id", session.link().id().toString())
                    .addKeyValue("exchange", session.link().exchange())
                    .log("an account agrees with its exchange and is open for orders");
            onPhase.run();
        }
        if (nowLive && !session.isLive()) {
            session.live(true);
            session.trouble(Optional.empty());
            marked = false;
        }
        if (!marked) {
            news.add(() -> markStale(!session.isLive()));
        }
        if (again) {
            compareSoon();
        }
    }

    private void repeat(ExchangeError error) {
        session.trouble(Optional.of(error));
        boolean hopeless = session.reach().failed(error);
        if (hopeless) {
            refuse(error);
        }
        int pause;
        synchronized (this) {
            if (closed || hopeless) {
                comparing = false;
                return;
            }
            pause = tries++;
        }
        LOG.atWarn()
                .addKeyValue("link_id", session.link().id().toString())
                .addKeyValue("exchange", session.link().exchange())
                .addKeyValue("category", error.category())
                .addKeyValue("error", error.message())
                .log("an account could not be compared with its exchange");
        timers.after(Backoff.pause(pause), this::compare);
    }

    private void markStale(boolean now) {
        marked = false;
        for (OrderRow row : orders.openOf(session.link().id())) {
            if (row.standing().stale() != now) {
                ledger.stale(row, now);
            }
        }
        marked = true;
    }

    private void announce(List<Balance> changed) {
        announcements.balancesChanged(
                new BalancesChanged(
                        session.link().user(),
                        session.link().id(),
                        session.link().exchange(),
                        changed));
    }
}
