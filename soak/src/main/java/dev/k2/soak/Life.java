package dev.k2.soak;

import dev.k2.platform.Timers;
import dev.k2.trading.CrashPoint;
import dev.k2.trading.CrashPoints;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * One run of the program, from its start to its death: its timers, and the point at which it dies.
 * After that nothing of it runs any more.
 */
final class Life implements Timers, CrashPoints {
    /** Where something is committed already, whether anybody hears of it or not. */
    private static final Set<CrashPoint> COMMITS =
            EnumSet.of(
                    CrashPoint.INTENT_COMMITTED,
                    CrashPoint.CHANGE_COMMITTED,
                    CrashPoint.CANCEL_COMMITTED,
                    CrashPoint.AMEND_COMMITTED);

    private final VirtualTime time;
    private final Diary diary;
    private final int number;
    private final Runnable onDeath;
    private CrashPoint fatal = CrashPoint.ORDER_JUDGED;
    private int passes = -1;
    private CrashPoint stops = CrashPoint.ORDER_JUDGED;
    private int passesToStop = -1;
    private Duration stopped = Duration.ZERO;
    private Instant stillUntil = Instant.MIN;
    private BooleanSupplier unheard = () -> false;
    private volatile boolean alive = true;

    Life(VirtualTime time, Diary diary, int number, Runnable onDeath) {
        this.time = time;
        this.diary = diary;
        this.number = number;
        this.onDeath = onDeath;
    }

    /** Dies when a point is reached for the nth time. */
    void diesAt(CrashPoint point, int nth) {
        fatal = point;
        passes = nth;
    }

    /** Stands still for a while when a point is reached for the nth time. */
    void standsStillAt(CrashPoint point, int nth, Duration length) {
        stops = point;
        passesToStop = nth;
        stopped = length;
    }

    /**
     * Its connection breaks while something is committed: that holds, and it hears nothing of it.
     *
     * @param now says of each commit whether it is so
     */
    void hearsNothing(BooleanSupplier now) {
        unheard = now;
    }

    /** Never mind. */
    void isSpared() {
        unheard = () -> false;
        passes = -1;
        passesToStop = -1;
    }

    /** As a process does that is stopped and goes on: it finds out by its clock alone. */
    void standStill(Duration length) {
        diary.note("stands still", number, length);
        diary.count("processes that stood still");
        stillUntil = time.instant().plus(length);
    }

    /** For how long it stands still yet. */
    Duration stillFor(Instant now) {
        return alive && now.isBefore(stillUntil)
                ? Duration.between(now, stillUntil)
                : Duration.ZERO;
    }

    boolean isAlive() {
        return alive;
    }

    int number() {
        return number;
    }

    /** As kill -9 does. */
    void kill(String why) {
        if (alive) {
            alive = false;
            diary.note("death", number, why);
            diary.count("deaths");
            onDeath.run();
        }
    }

    @Override
    public void reached(CrashPoint point) {
        if (!alive) {
            throw new Died();
        }
        if (point == fatal && passes > 0 && --passes == 0) {
            diary.count("died at " + point);
            kill(point.name());
            throw new Died();
        }
        if (point == stops && passesToStop > 0 && --passesToStop == 0) {
            diary.count("stood still at " + point);
            standStill(stopped);
            time.sleep(Duration.ZERO);
        }
        if (COMMITS.contains(point) && unheard.getAsBoolean()) {
            diary.note("hears nothing", number, point);
            diary.count("heard nothing at " + point);
            throw new IllegalStateException("the connection broke at " + point);
        }
    }

    /** A strand of it noticed. */
    void ended() {
        diary.note("unwound", number);
    }

    /** A task failed; as with real timers, that ends this task and no other. */
    void failed(RuntimeException failure) {
        diary.note("failure", number, failure.getClass().getSimpleName());
        diary.count("failed tasks");
        diary.failure(failure);
    }

    @Override
    public Ticket after(Duration delay, Runnable task) {
        AtomicBoolean cancelled = new AtomicBoolean();
        time.strand(
                delay,
                this,
                () -> {
                    if (!cancelled.get()) {
                        task.run();
                    }
                });
        return () -> cancelled.set(true);
    }

    @Override
    public Ticket every(Duration pause, Runnable task) {
        AtomicBoolean cancelled = new AtomicBoolean();
        repeat(pause, task, cancelled);
        return () -> cancelled.set(true);
    }

    @Override
    public void together(int most, List<Runnable> work) {
        time.together(this, most, work);
    }

    private void repeat(Duration pause, Runnable task, AtomicBoolean cancelled) {
        time.strand(
                pause,
                this,
                () -> {
                    if (cancelled.get()) {
                        return;
                    }
                    try {
                        task.run();
                    } catch (RuntimeException failure) {
                        failed(failure);
                    }
                    if (!cancelled.get()) {
                        repeat(pause, task, cancelled);
                    }
                });
    }
}
