package dev.k2.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One simulated exchange that runs, with its administration and an HTTP client; a subclass signs as its exchange wants it. */
public abstract class RunningSim implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String exchange;
    private final SimulatedExchanges sim;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, SimAccount> accounts = new LinkedHashMap<>();

    /**
     * Starts it at any free port.
     *
     * @param clock the system's, or one that is moved by hand
     * @param stateDir where its journal is, or null to forget
     * @param replayDir recordings to play, or null
     */
    protected RunningSim(
            SimVenueFactory factory,
            InstantSource clock,
            @Nullable Path stateDir,
            @Nullable Path replayDir) {
        exchange = factory.exchange();
        sim =
                SimulatedExchanges.start(
                        new SimConfig("127.0.0.1", 0, 5, clock, stateDir, replayDir),
                        List.of(factory));
        learnAccounts();
    }

    /** Asks for the accounts anew, after one was opened. */
    public final void learnAccounts() {
        sim.accounts().forEach(account -> accounts.put(account.account(), account));
    }

    /** Whether an account of this name is known. */
    public final boolean has(String name) {
        return accounts.containsKey(name);
    }

    /** An account by its name. */
    public final SimAccount account(String name) {
        SimAccount account = accounts.get(name);
        if (account == null) {
            throw new AssertionError("no account " + name);
        }
        return account;
    }

    /** An address at the exchange's own port; the scheme is {@code http} or {@code ws}. */
    public final URI uri(String scheme, String path) {
        return URI.create(scheme + "://127.0.0.1:" + sim.port(exchange) + path);
    }

    /** A connection to the exchange. */
    public final TestSocket socket(String path) {
        return new TestSocket(http, uri("ws", path));
    }

    /** Asks anything over HTTP. */
    public final HttpResponse<String> answered(HttpRequest.Builder request) {
        try {
            return http.send(
                    request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Asks the administration. */
    public final HttpResponse<String> administered(String method, String path, String body) {
        return answered(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + sim.adminPort() + path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Lets something go wrong. */
    public final void fault(String json) {
        agreed(administered("PUT", "/faults", json));
    }

    /** Ends all that goes wrong. */
    public final void noFaults() {
        agreed(administered("DELETE", "/faults", ""));
    }

    /** Changes one of the exchange's own numbers, such as a limit. */
    public final void setting(String name, long value) {
        agreed(administered("PUT", "/settings/" + exchange, "{\"" + name + "\":" + value + "}"));
    }

    private static void agreed(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    }

    /** Moves a time that is moved by hand. */
    protected final void move(Duration by) {
        sim.advance(by);
    }

    @Override
    public final void close() {
        http.close();
        sim.close();
    }
}
