package dev.k2.trading;

import dev.k2.exchange.Answer;
import dev.k2.exchange.Capabilities;
import dev.k2.exchange.ExchangeError;
import dev.k2.model.ExchangeId;
import dev.k2.model.LinkId;
import dev.k2.model.PositionSettled;
import dev.k2.model.Settlement;
import dev.k2.model.UserId;
import dev.k2.platform.Timers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks accounts what the ends of their event contracts paid: from the newest known on, at the start,
 * every so often, and when a contract ended. What is new is booked once, then announced.
 */
final class Settlements {
    private static final Logger LOG = LoggerFactory.getLogger(Settlements.class);

    /** How far back an account is asked that was never asked before. */
    private static final Duration FIRST_LOOK = Duration.ofDays(30);

    /** What ended longer ago is no news where nobody saw it end. */
    private static final Duration NEWS = Duration.ofDays(1);

    /** An exchange tells an end before it pays. */
    private static final List<Duration> AFTER_AN_END =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(20));

    private final SettlementStore store;
    private final Sessions sessions;
    private final Links links;
    private final Market market;
    private final Announcements announcements;
    private final InstantSource clock;
    private final Timers timers;
    private final TradingConfig config;
    private final Set<ExchangeId> awaited = ConcurrentHashMap.newKeySet();

    /** Accounts that are being asked, and whether they are to be asked again then. */
    private final Map<LinkSession, Boolean> underWay = new ConcurrentHashMap<>();

    /** Up to when an account told everything, of those of which nothing is booked. */
    private final Map<LinkId, Instant> askedAt = new ConcurrentHashMap<>();

    private Timers.Ticket asking = () -> {};

    Settlements(
            SettlementStore store,
            Sessions sessions,
            Links links,
            Market market,
            Announcements announcements,
            InstantSource clock,
            Timers timers,
            TradingConfig config) {
        this.store = store;
        this.sessions = sessions;
        this.links = links;
        this.market = market;
        this.announcements = announcements;
        this.clock = clock;
        this.timers = timers;
        this.config = config;
    }

    void start() {
        // What was booked just before a crash may not have been told.
        store.bookedSince(clock.instant().minus(NEWS)).stream()
                .filter(this::isNews)
                .forEach(announcements::positionSettled);
        asking = timers.every(config.settlementPause(), this::askAll);
    }

    /** An event contract ended: whoever held it will be paid. */
    void contractEnded(ExchangeId exchange) {
        // Many contracts end at once, and one question tells of all.
        if (!awaited.add(exchange)) {
            return;
        }
        timers.after(AFTER_AN_END.getFirst(), () -> awaited.remove(exchange));
        for (Duration pause : AFTER_AN_END) {
            timers.after(pause, () -> ask(exchange));
        }
    }

    /** An account was opened and compared. */
    void opened(LinkSession session) {
        timers.after(Duration.ZERO, () -> askSafely(session));
    }

    List<PositionSettled> of(UserId user, int limit) {
        return store.of(user, limit);
    }

    void close() {
        asking.cancel();
    }

    private void askAll() {
        sessions.all().forEach(this::askSafely);
    }

    private void ask(ExchangeId exchange) {
        sessions.all().stream()
                .filter(session -> session.link().exchange() == exchange)
                .forEach(this::askSafely);
    }

    /** Accounts do not wait for each other: one that answers slowly is slow for itself. */
    private void askSafely(LinkSession session) {
        if (underWay.merge(session, false, (before, now) -> true)) {
            return;
        }
        boolean again = true;
        try {
            while (again) {
                underWay.put(session, false);
                askOnce(session);
                again = !underWay.remove(session, false);
            }
        } finally {
            if (again) {
                underWay.remove(session);
            }
        }
    }

    private void askOnce(LinkSession session) {
        if (session.phase() != LinkState.Phase.READY
                || !market.offers(session.link().exchange(), Capabilities.Feature.SETTLEMENT)) {
            return;
        }
        try {
            ask(session);
        } catch (NotOurs lost) {
            // Whoever holds the account asks for them.
            return;
        } catch (RuntimeException fault) {
            LOG.atError()
                    .addKeyValue("link_id", session.link().id().toString())
                    .setCause(fault)
                    .log("settlements could not be booked; it will be tried again");
        }
    }

    private void ask(LinkSession session) {
        LinkId link = session.link().id();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant from =
                store.latest(link)
                        .map(at -> at.minus(config.overlap()))
                        .or(() -> Optional.ofNullable(askedAt.get(link)).map(at -> at.minus(NEWS)))
                        .orElse(now.minus(FIRST_LOOK));
        switch (session.account().settlements(from)) {
            case Answer.Ok<List<Settlement>>(List<Settlement> told) -> {
                session.reach().answered();
                Set<LinkId> former = told.isEmpty() ? Set.of() : former(session.link());
                // A correction means something only after what it corrects.
                told.stream()
                        .sorted(Comparator.comparing(Settlement::settledAt))
                        .forEach(one -> book(session, former, one, now));
                askedAt.put(link, now);
            }
            case Answer.Failed<List<Settlement>>(ExchangeError error) -> failed(session, error);
        }
    }

    private Set<LinkId> former(Links.Link link) {
        return links.gone(store.links(link.user(), link.exchange()));
    }

    private void book(LinkSession session, Set<LinkId> former, Settlement told, Instant now) {
        Optional<PositionSettled> booked = store.book(session.link(), former, told, now);
        if (booked.isEmpty()) {
            return;
        }
        session.holdings().filled();
        LOG.atInfo()
                .addKeyValue("link_id", session.link().id().toString())
                .addKeyValue("exchange", session.link().exchange())
                .addKeyValue("instrument", told.instrument())
                .addKeyValue("correction", booked.get().correction())
                .log("the end of an event contract was booked");
        if (isNews(booked.get())) {
            announcements.positionSettled(booked.get());
        }
    }

    private boolean isNews(PositionSettled row) {
        return row.correction()
                || row.settlement()
                        .settledAt()
                        .isAfter(clock.instant().minus(NEWS.multipliedBy(2)));
    }

    private void failed(LinkSession session, ExchangeError error) {
        session.reach().failed(error);
        LOG.atWarn()
                .addKeyValue("link_id", session.link().id().toString())
                .addKeyValue("exchange", session.link().exchange())
                .addKeyValue("category", error.category())
                .log("an account could not be asked for settlements");
    }
}
