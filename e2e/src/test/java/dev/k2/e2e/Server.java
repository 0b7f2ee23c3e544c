package dev.k2.e2e;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** K2 as {@code ./k2 up} runs it, in a process of its own. */
final class Server implements AutoCloseable {
    static final Duration READY_WITHIN = Duration.ofMinutes(3);
    static final Duration STOPPED_WITHIN = Duration.ofSeconds(30);

    private final Child child;
    private final URI origin;
    private final String email;
    private final String password;

    private Server(Child child) {
        this.child = child;
        this.origin = URI.create(after("K2 is ready at "));
        this.email = after("Demo user: ");
        this.password = after("Demo password: ");
    }

    /** Where a server works and what it talks to. The ports stay the same over restarts. */
    record Place(
            Path data,
            int port,
            int simPortBase,
            boolean externalSimulation,
            @Nullable Path web,
            @Nullable String database) {
        static Place alone(Path data) {
            return new Place(
                    data, Machine.freePort(), Machine.freeRun(Simulation.PORTS), false, null, null);
        }

        static Place beside(Simulation simulation, Path data) {
            return new Place(data, Machine.freePort(), simulation.portBase(), true, null, null);
        }

        Place showing(Path page) {
            return new Place(data, port, simPortBase, externalSimulation, page, database);
        }

        /** With an installed database in place of one of its own. */
        Place on(String address) {
            return new Place(data, port, simPortBase, externalSimulation, web, address);
        }
    }

    static Child launch(Place place) {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "up",
                                "--port",
                                Integer.toString(place.port()),
                                "--data",
                                place.data().toString(),
                                "--sim-port-base",
                                Integer.toString(place.simPortBase())));
        if (place.externalSimulation()) {
            words.add("--external-sim");
        }
        if (place.web() != null) {
            words.addAll(List.of("--web", place.web().toString()));
        }
        String database = place.database();
        return Program.start(
                database == null ? Map.of() : Map.of("K2_DATABASE_URL", database),
                words.toArray(String[]::new));
    }

    /** Starts one and waits until it serves. */
    static Server start(Place place) {
        Child child = launch(place);
        try {
            return new Server(child);
        } catch (AssertionError late) {
            child.close();
            throw late;
        }
    }

    URI origin() {
        return origin;
    }

    String email() {
        return email;
    }

    String password() {
        return password;
    }

    boolean alive() {
        return child.alive();
    }

    String output() {
        return child.output();
    }

    long pid() {
        return child.pid();
    }

    /** A client that is logged in as the demo user. */
    Api login() {
        return Api.login(new Http(origin), email, password);
    }

    /** Lets it stand still, so that it does not even notice that time passes. */
    void standStill() {
        child.signal("STOP");
    }

    /** Lets it go on. */
    void goOn() {
        child.signal("CONT");
    }

    /** Ends it as {@code kill -9} does. */
    void kill() {
        child.kill();
    }

    /** Asks it to stop, which has to be done in time. */
    void stop() {
        child.signal("TERM");
        child.exit(STOPPED_WITHIN);
    }

    @Override
    public void close() {
        if (child.alive()) {
            stop();
        }
    }

    private String after(String words) {
        return child.line("'" + words + "…'", line -> line.startsWith(words), READY_WITHIN)
                .substring(words.length())
                .trim();
    }
}
