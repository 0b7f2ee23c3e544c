package dev.k2.sim;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The door: starts the simulated exchanges and their administration, and stops them. */
public final class SimulatedExchanges implements AutoCloseable {
    private static final long START_SECONDS = 60;
    private static final long STOP_SECONDS = 8;

    /** So short that nobody's answer to a ping comes too late for it. */
    private static final Duration SLICE = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final AdminServer admin;
    private final List<SimVenue> venues;
    private final @Nullable VirtualTime virtual;

    private SimulatedExchanges(
            Vertx vertx, AdminServer admin, List<SimVenue> venues, @Nullable VirtualTime virtual) {
        this.vertx = vertx;
        this.admin = admin;
        this.venues = venues;
        this.virtual = virtual;
    }

    /**
     * Starts them all and returns when they answer.
     *
     * @throws IllegalStateException when a port is taken or a state directory cannot be read; nothing is left running
     */
    public static SimulatedExchanges start(SimConfig config, List<SimVenueFactory> factories) {
        Vertx vertx = Vertx.vertx(options());
        FaultTable faults = new FaultTable(config.seed());
        List<SimVenue> venues = new ArrayList<>();
        VirtualTime virtual = config.clock() instanceof VirtualTime time ? time : null;
        Context shared = vertx.getOrCreateContext();
        try {
            for (SimVenueFactory factory : factories) {
                Context own = virtual == null ? vertx.getOrCreateContext() : shared;
                venues.add(await(open(vertx, own, config, faults, factory), START_SECONDS));
            }
            AdminServer admin = new AdminServer(vertx, faults, venues, config.clock());
            await(admin.listen(config.host(), config.portBase()), START_SECONDS);
            return new SimulatedExchanges(vertx, admin, List.copyOf(venues), virtual);
        } catch (RuntimeException e) {
            stop(vertx, venues);
            throw e;
        }
    }

    /** Everybody who can trade, at all exchanges. */
    public List<SimAccount> accounts() {
        List<SimAccount> all = new ArrayList<>();
        for (SimVenue venue : venues) {
            all.addAll(await(onVenue(venue, () -> venue.floor().accounts()), START_SECONDS));
        }
        return all;
    }

    /** The port that each exchange listens on, and that of {@code admin}. */
    public Map<String, Integer> ports() {
        Map<String, Integer> ports = new TreeMap<>();
        ports.put("admin", admin.port());
        venues.forEach(venue -> ports.put(venue.exchange(), venue.port()));
        return ports;
    }

    public int adminPort() {
        return admin.port();
    }

    public int port(String exchange) {
        Integer port = ports().get(exchange);
        if (port == null) {
            throw new IllegalArgumentException("no simulated exchange is called " + exchange);
        }
        return port;
    }

    /**
     * Moves virtual time, which all exchanges then share, and returns when everything that fell due is done and was taken
     * by whoever listens. A day goes by as fast as the machine can.
     *
     * @throws IllegalStateException when the clock is not {@link VirtualTime}, or when a listener takes nothing for long
     */
    public void advance(Duration by) {
        VirtualTime time = virtual;
        if (time == null || venues.isEmpty()) {
            throw new IllegalStateException("the clock of these exchanges is not virtual time");
        }
        SimVenue any = venues.getFirst();
        Instant until = time.instant().plus(by);
        while (time.instant().isBefore(until)) {
            Duration left = Duration.between(time.instant(), until);
            Duration slice = left.compareTo(SLICE) < 0 ? left : SLICE;
            await(
                    onVenue(
                            any,
                            () -> {
                                time.advance(slice);
                                return time;
                            }),
                    START_SECONDS);
            awaitSettled();
        }
    }

    private void awaitSettled() {
        long began = System.nanoTime();
        for (SimVenue venue : venues) {
            while (!await(onVenue(venue, venue::settled), START_SECONDS)) {
                if (System.nanoTime() - began > TimeUnit.SECONDS.toNanos(START_SECONDS)) {
                    throw new IllegalStateException(
                            "somebody who listens to " + venue.exchange() + " takes nothing");
                }
                Thread.onSpinWait();
            }
        }
    }

    @Override
    public void close() {
        stop(vertx, venues);
    }

    /** Runs something on the thread that an exchange lives on. */
    static <T> Future<T> onVenue(SimVenue venue, java.util.concurrent.Callable<T> work) {
        Promise<T> promise = Promise.promise();
        venue.context()
                .runOnContext(
                        ignored -> {
                            try {
                                promise.complete(work.call());
                            } catch (Exception e) {
                                promise.fail(e);
                            }
                        });
        return promise.future();
    }

    /** Reading a long journal at the start may keep an event loop busy for some seconds, and nobody waits for it then. */
    private static VertxOptions options() {
        return new VertxOptions()
                .setEventLoopPoolSize(2)
                .setWorkerPoolSize(2)
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.SECONDS)
                .setMaxEventLoopExecuteTime(START_SECONDS);
    }

    private static Future<SimVenue> open(
            Vertx vertx,
            Context context,
            SimConfig config,
            FaultTable faults,
            SimVenueFactory factory) {
        Promise<SimVenue> promise = Promise.promise();
        int port = config.portBase() == 0 ? 0 : config.portBase() + factory.portOffset();
        VenueSetup setup =
                new VenueSetup(
                        vertx,
                        context,
                        config.host(),
                        port,
                        config.clock(),
                        config.seed(),
                        faults,
                        config.stateDir(),
                        config.replayDir());
        context.runOnContext(
                ignored -> {
                    try {
                        factory.open(setup).onComplete(promise);
                    } catch (RuntimeException e) {
                        promise.fail(e);
                    }
                });
        return promise.future()
                .recover(
                        e ->
                                Future.failedFuture(
                                        new IllegalStateException(
                                                "the simulated "
                                                        + factory.exchange()
                                                        + " cannot start on port "
                                                        + port
                                                        + ": "
                                                        + e.getMessage(),
                                                e)));
    }

    private static void stop(Vertx vertx, List<SimVenue> venues) {
        for (SimVenue venue : venues) {
            await(onVenue(venue, venue::close).compose(closing -> closing), STOP_SECONDS);
        }
        await(vertx.close(), STOP_SECONDS);
    }

    private static <T> T await(Future<T> future, long seconds) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(seconds, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "the simulated exchanges took longer than " + seconds + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(
                    "interrupted while waiting for the simulated exchanges", e);
        }
    }
}
