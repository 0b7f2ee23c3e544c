package dev.k2.sim;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;

/** Runs work on a Vert.x event loop. */
final class LoopScheduler implements Scheduler {
    private final Vertx vertx;
    private final Context context;

    LoopScheduler(Vertx vertx, Context context) {
        this.vertx = vertx;
        this.context = context;
    }

    @Override
    public Task every(Duration period, Runnable work) {
        long id = vertx.setPeriodic(period.toMillis(), period.toMillis(), ignored -> onLoop(work));
        return () -> vertx.cancelTimer(id);
    }

    @Override
    public Task after(Duration delay, Runnable work) {
        long id = vertx.setTimer(Math.max(1, delay.toMillis()), ignored -> onLoop(work));
        return () -> vertx.cancelTimer(id);
    }

    private void onLoop(Runnable work) {
        context.runOnContext(ignored -> work.run());
    }
}
