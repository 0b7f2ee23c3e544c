package dev.k2.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** From an alert's message to an order at the exchange, and never to a second one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignalWalkTest {
    private static final String ACCOUNT = "demo";
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Map<String, String> PLAIN =
            Map.of("Content-Type", "text/plain; charset=utf-8");

    private final Folder folder = new Folder();
    private final Server.Place place = Server.Place.alone(folder.path());
    private final Simulation simulation = Simulation.inside(place.simPortBase());
    private Server server;
    private Api api;
    private Http sender;

    @BeforeAll
    void start() {
        server = Server.start(place);
        api = server.login().steppedUp(server.password());
        sender = new Http(server.origin());
        api.livePrice("BTC-USDT");
    }

    @AfterAll
    void stop() {
        try (folder) {
            server.close();
        }
    }

    @Test
    void anAlertIsOneOrderHoweverOftenItComes() {
        JsonNode signal = create();
        String path = signal.path("path").asText();
        String alert = alert("2026-11-21T09:30:00Z");
        int before = simulation.ledger(ACCOUNT).size();

        JsonNode first = sender.send("POST", path, alert).data(201);
        JsonNode again = sender.send("POST", path, alert, PLAIN).data(200);
        Http.Answer unknown = sender.send("POST", path + "x", alert);

        JsonNode order = api.orderOnce(first.path("order_id").asText(), "filled");
        assertThat(again.path("order_id")).isEqualTo(first.path("order_id"));
        assertThat(again.path("repeated").asBoolean()).isTrue();
        assertThat(order.path("metadata").path("signal_id")).isEqualTo(signal.path("id"));
        assertThat(unknown.status()).isEqualTo(401);
        assertThat(simulation.ledger(ACCOUNT)).hasSize(before + 1);
        JsonNode received =
                api.get("/v1/signals/" + signal.path("id").asText() + "/received").data(200);
        assertThat(received.findValuesAsText("outcome")).containsExactly("repeated", "placed");
        assertThat(server.output()).doesNotContain(path.substring("/v1/signals/".length()));
    }

    @Test
    void aHundredEqualSignalsAtOnceAreOneOrder() throws Exception {
        String path = create().path("path").asText();
        String alert = alert("2026-11-21T09:31:00Z");
        int before = simulation.ledger(ACCOUNT).size();
        Set<String> orders = new HashSet<>();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<String>> senders =
                    Stream.generate(() -> (Callable<String>) () -> heard(path, alert))
                            .limit(100)
                            .toList();
            for (Future<String> order : threads.invokeAll(senders)) {
                orders.add(order.get());
            }
        }

        assertThat(orders).hasSize(1);
        assertThat(simulation.ledger(ACCOUNT)).hasSize(before + 1);
    }

    /** Sends until the pace of the address lets it in; gives the order. */
    private String heard(String path, String alert) {
        return Until.present(
                LIMIT,
                "a signal to be heard",
                () ->
                        Optional.of(sender.send("POST", path, alert))
                                .filter(answer -> answer.status() != 429)
                                .map(answer -> answer.body().path("data").path("order_id").asText())
                                .filter(id -> !id.isEmpty()));
    }

    private JsonNode create() {
        ObjectNode terms =
                Api.object()
                        .put("name", "Breakout")
                        .put("auth", "token")
                        .put("exchange", "binance")
                        .put("type", "market")
                        .put("quantity_max", "0.05");
        terms.putArray("instruments").add("BTC-USDT").add("ETH-USDT");
        return api.send("POST", "/v1/signals", terms.toString()).data(201);
    }

    private static String alert(String time) {
        return Api.object()
                .put("ticker", "BINANCE:BTCUSDT")
                .put("action", "buy")
                .put("contracts", "0.01")
                .put("price", "64950.5")
                .put("time", time)
                .toString();
    }
}
