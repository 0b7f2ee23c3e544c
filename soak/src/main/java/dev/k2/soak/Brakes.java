package dev.k2.soak;

import dev.k2.model.ExchangeId;
import dev.k2.model.UserId;
import dev.k2.trading.CancelFilter;
import dev.k2.trading.CancelReport;
import dev.k2.trading.InstallationSwitch;
import dev.k2.trading.KillReport;
import dev.k2.trading.Links;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Kill switches, pulled in the middle of everything and let go a while later, and the wish that
 * everything be cancelled. Each account knows which of them hold it.
 */
final class Brakes {
    private static final Duration PAUSE = Duration.ofSeconds(45);
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final VirtualTime time;
    private final Town town;
    private final Chance chance;
    private final Diary diary;
    private final Crowd.Host host;
    private final InstallationSwitch everybody;
    private final Map<Brake, State> pulled = new LinkedHashMap<>();
    private boolean home;

    /**
     * A kill switch.
     *
     * @param user empty for everybody's
     * @param exchange empty for every exchange
     */
    record Brake(Optional<UserId> user, Optional<ExchangeId> exchange) {
        boolean covers(Links.Link link) {
            return user.map(link.user()::equals).orElse(true)
                    && exchange.map(one -> one == link.exchange()).orElse(true);
        }
    }

    private enum State {
        PULLED,
        LOOSENING
    }

    Brakes(
            VirtualTime time,
            Town town,
            Chance chance,
            Diary diary,
            Crowd.Host host,
            InstallationSwitch everybody) {
        this.time = time;
        this.town = town;
        this.chance = chance;
        this.diary = diary;
        this.host = host;
        this.everybody = everybody;
    }

    void begin() {
        time.later(chance.about(PAUSE), this::next);
    }

    /** Lets everything go, and pulls nothing any more. */
    void release() {
        home = true;
        List.copyOf(pulled.keySet()).forEach(this::loosen);
    }

    boolean isAnyPulled() {
        return !pulled.isEmpty();
    }

    private void next() {
        if (home) {
            return;
        }
        Seat seat = chance.of(town.seats());
        Optional<ExchangeId> exchange =
                chance.isOneIn(2) ? Optional.of(seat.link().exchange()) : Optional.empty();
        if (chance.isOneIn(3)) {
            cancelAll(seat.link().user(), exchange);
        } else {
            boolean everyone = chance.isOneIn(4);
            pull(
                    new Brake(
                            everyone ? Optional.empty() : Optional.of(seat.link().user()),
                            exchange));
        }
        begin();
    }

    private void cancelAll(UserId user, Optional<ExchangeId> exchange) {
        CancelFilter filter = new CancelFilter(exchange, Optional.empty(), Optional.empty());
        host.server()
                .ifPresent(
                        server ->
                                time.strand(
                                        Duration.ZERO,
                                        server.life(),
                                        () -> {
                                            diary.count("wishes to cancel all");
                                            CancelReport report =
                                                    server.trading().cancelAll(user, filter);
                                            diary.note(
                                                    "cancelled all",
                                                    report.taken().size(),
                                                    report.unconfirmed().size());
                                        }));
    }

    private void pull(Brake brake) {
        Optional<Crowd.Open> server = host.server();
        if (pulled.containsKey(brake) || server.isEmpty()) {
            return;
        }
        pulled.put(brake, State.PULLED);
        diary.note("pulls", brake);
        diary.count("kill switches turned on");
        if (brake.user().isEmpty()) {
            everybody.turn(true, brake.exchange(), Optional.of("soak"));
            holds(brake);
        } else {
            Crowd.Open open = server.get();
            time.strand(
                    Duration.ZERO,
                    open.life(),
                    () -> {
                        KillReport report =
                                open.trading()
                                        .turnKillSwitchOn(
                                                brake.user().get(), brake.exchange(), "soak");
                        diary.note("pulled", report.cancels().unconfirmed().size());
                        holds(brake);
                    });
        }
        time.later(chance.seconds(2, 30), () -> loosen(brake));
    }

    /** It was acknowledged: nothing that it covers may leave any more. */
    private void holds(Brake brake) {
        if (pulled.get(brake) == State.PULLED) {
            Instant now = time.instant();
            covered(brake).forEach(seat -> seat.stopped(brake, now));
        } else {
            // Whoever pulled it stood still meanwhile, and it was let go before it was on.
            pulled.put(brake, State.LOOSENING);
            loosen(brake);
        }
    }

    private void loosen(Brake brake) {
        if (!pulled.containsKey(brake)) {
            return;
        }
        doubt(brake);
        if (brake.user().isEmpty()) {
            everybody.turn(false, brake.exchange(), Optional.empty());
            loose(brake);
            return;
        }
        host.server()
                .ifPresent(
                        server ->
                                time.strand(
                                        Duration.ZERO,
                                        server.life(),
                                        () -> {
                                            doubt(brake);
                                            server.trading()
                                                    .turnKillSwitchOff(
                                                            brake.user().get(), brake.exchange());
                                            loose(brake);
                                        }));
        // Whoever was asked may be dead by then.
        time.later(AGAIN, () -> loosen(brake));
    }

    /** From here on it may be off. */
    private void doubt(Brake brake) {
        pulled.computeIfPresent(brake, (same, before) -> State.LOOSENING);
        covered(brake).forEach(seat -> seat.loosened(brake));
    }

    private void loose(Brake brake) {
        if (pulled.remove(brake) != null) {
            diary.note("loose", brake);
        }
    }

    private List<Seat> covered(Brake brake) {
        return town.seats().stream().filter(seat -> brake.covers(seat.link())).toList();
    }
}
