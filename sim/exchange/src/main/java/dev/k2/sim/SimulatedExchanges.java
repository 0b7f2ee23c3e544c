package dev.k2.sim;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The door: starts the simulated exchanges and their administration, and stops them. */
public final class SimulatedExchanges implements AutoCloseable {
    private static final long START_SECONDS = 60;
    private static final long STOP_SECONDS = 8;

    private final Vertx vertx;
    private final AdminServer admin;
    private final List<SimVenue> venues;

    private SimulatedExchanges(Vertx vertx, AdminServer admin, List<SimVenue> venues) {
        this.vertx = vertx;
        this.admin = admin;
        this.venues = venues;
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
        try {
            for (SimVenueFactory factory : factories) {
                venues.add(await(open(vertx, config, faults, factory), START_SECONDS));
            }
            AdminServer admin = new AdminServer(vertx, faults, venues, config.clock());
            await(admin.listen(config.host(), config.portBase()), START_SECONDS);
            return new SimulatedExchanges(vertx, admin, List.copyOf(venues));
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
            Vertx vertx, SimConfig config, FaultTable faults, SimVenueFactory factory) {
        Context context = vertx.getOrCreateContext();
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
