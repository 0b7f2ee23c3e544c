package dev.k2.exchange.net;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread of events: whatever runs on it runs one after the other, and must not wait. Several
 * links can live on one.
 */
public final class Loop {
    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
    private static final int WAIT_SECONDS_MAX = 5;

    private final Vertx vertx;
    private final Context context;
    private final String deployment;

    private Loop(Vertx vertx, Context context, String deployment) {
        this.vertx = vertx;
        this.context = context;
        this.deployment = deployment;
    }

    static Loop open(Vertx vertx) {
        var home = new Home();
        String deployment = Waiting.forIt(vertx.deployVerticle(home), Duration.ofSeconds(10));
        return new Loop(vertx, home.here(), deployment);
    }

    /** Runs something on this thread, after what is there already. */
    public void execute(Runnable task) {
        context.runOnContext(ignored -> task.run());
    }

    /** Runs at once when this is the loop's own thread already. */
    void executeNow(Runnable task) {
        if (isHere()) {
            task.run();
        } else {
            execute(task);
        }
    }

    boolean isHere() {
        return Vertx.currentContext() == context;
    }

    /** Runs something on this thread and waits until it is done, 5 s at most. */
    public void executeAndWait(Runnable task) {
        if (isHere()) {
            task.run();
            return;
        }
        var done = new CountDownLatch(1);
        execute(
                () -> {
                    try {
                        task.run();
                    } finally {
                        done.countDown();
                    }
                });
        try {
            if (!done.await(WAIT_SECONDS_MAX, TimeUnit.SECONDS)) {
                LOG.warn("an event loop is busy for {} s", WAIT_SECONDS_MAX);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs something on this thread after a while. */
    public void executeAfter(Duration delay, Runnable task) {
        execute(() -> after(delay, task));
    }

    /** Starts a timer. Only to be called on the loop itself. */
    long after(Duration delay, Runnable task) {
        return vertx.setTimer(Math.max(1, delay.toMillis()), id -> task.run());
    }

    /** Starts a timer that comes again. Only to be called on the loop itself. */
    long every(Duration period, Runnable task) {
        return vertx.setPeriodic(Math.max(1, period.toMillis()), id -> task.run());
    }

    void cancel(long timer) {
        vertx.cancelTimer(timer);
    }

    /** Ends the thread's work. */
    public void close() {
        vertx.undeploy(deployment);
    }

    /** Gives a loop its own context, which is what a deployment is for. */
    private static final class Home extends VerticleBase {
        @Override
        public Future<?> start() {
            return Future.succeededFuture();
        }

        Context here() {
            return context;
        }
    }
}
