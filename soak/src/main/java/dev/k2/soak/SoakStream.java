package dev.k2.soak;

import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.OrderReport;
import dev.k2.exchange.UserStream;
import dev.k2.exchange.UserStreamListener;
import dev.k2.model.Balance;
import dev.k2.model.Fill;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** One account's stream: it comes up, is cut, comes back, and may lose or shuffle what it tells. */
final class SoakStream implements UserStream {
    private static final int DROPPED = 150;
    private static final int SHUFFLED = 300;

    private final VirtualTime time;
    private final Life life;
    private final Venue venue;
    private final Seat seat;
    private final Chance chance;
    private final UserStreamListener listener;
    private ConnectionState state = ConnectionState.CONNECTING;
    private Instant lastDelivery = Instant.MIN;
    private int connection;

    SoakStream(
            VirtualTime time,
            Life life,
            Venue venue,
            Seat seat,
            Chance chance,
            UserStreamListener listener) {
        this.time = time;
        this.life = life;
        this.venue = venue;
        this.seat = seat;
        this.chance = chance;
        this.listener = listener;
    }

    void connect(Duration delay) {
        time.strand(delay, life, this::connectNow);
    }

    private void connectNow() {
        if (state == ConnectionState.CLOSED) {
            return;
        }
        if (seat.isRevoked()) {
            close();
            listener.onRefused(venue.error(ErrorCategory.AUTHENTICATION, "user stream"));
            return;
        }
        boolean shut =
                venue.has(Trouble.UNREACHABLE)
                        || venue.has(Trouble.UNREACHABLE_LONG)
                        || venue.has(Trouble.SWALLOWS)
                        || venue.has(Trouble.MAINTENANCE)
                        || venue.silence().until().isPresent();
        if (shut || (!venue.isCalm() && chance.permille(50))) {
            connect(chance.seconds(1, 5));
            return;
        }
        state = ConnectionState.LIVE;
        connection++;
        seat.streams().add(this);
        listener.onLive();
    }

    /** The connection breaks, and is made anew. */
    void cut(Duration noticed) {
        if (state != ConnectionState.LIVE) {
            return;
        }
        seat.streams().remove(this);
        state = ConnectionState.BACKING_OFF;
        time.strand(
                noticed,
                life,
                () -> {
                    if (state == ConnectionState.BACKING_OFF) {
                        listener.onCut(venue.error(ErrorCategory.NETWORK, "user stream"));
                        connect(chance.millis(200, 3000));
                    }
                });
    }

    void order(OrderReport report) {
        deliver(() -> listener.onOrder(report));
    }

    void fill(Fill fill) {
        deliver(() -> listener.onFill(fill));
    }

    void balances() {
        List<Balance> now = seat.balances();
        deliver(() -> listener.onBalances(now));
    }

    private void deliver(Runnable told) {
        if (venue.has(Trouble.DROPS) && chance.permille(DROPPED)) {
            return;
        }
        Duration lag = chance.millis(2, 120);
        Instant at = time.instant().plus(lag);
        boolean shuffled = venue.has(Trouble.SHUFFLES) && chance.permille(SHUFFLED);
        if (shuffled) {
            later(chance.millis(2, 5000), told);
            later(chance.millis(2, 9000), told);
            return;
        }
        Instant inTurn = at.isBefore(lastDelivery) ? lastDelivery : at;
        lastDelivery = inTurn;
        later(Duration.between(time.instant(), inTurn), told);
    }

    private void later(Duration delay, Runnable told) {
        int own = connection;
        time.strand(
                delay,
                life,
                () -> {
                    if (state == ConnectionState.LIVE && own == connection) {
                        told.run();
                    }
                });
    }

    @Override
    public ConnectionState state() {
        return state;
    }

    @Override
    public void close() {
        state = ConnectionState.CLOSED;
        seat.streams().remove(this);
    }
}
