package dev.k2.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * kill -9 of the server, of its PostgreSQL, or of both, at random moments while people place orders. The simulated
 * exchanges live on in a process of their own, so their ledgers are the judge of what was sent.
 */
class CrashLoopTest {
    private static final int ROUNDS = Integer.getInteger("k2.e2e.rounds", 15);
    private static final String ACCOUNT = "demo";
    private static final Duration LIFE_MIN = Duration.ofMillis(150);
    private static final Duration LIFE_MAX = Duration.ofMillis(2_500);
    private static final Duration BIRTH_MAX = Duration.ofSeconds(4);
    private static final Duration DATABASE_BACK_WITHIN = Duration.ofMinutes(2);

    /** An order that the exchange does not know is given up after 60 s of asking at the earliest. */
    private static final Duration RESOLVED_WITHIN = Duration.ofMinutes(3);

    /** Answers that come late or never, so that kills meet orders on their way. */
    private static final String FAULTS =
            """
            [{"id": "late", "kind": "DELAY", "exchange": "binance", "operation": "order.place",
              "probability": 0.5, "delay_ms": 150},
             {"id": "lost", "kind": "DROP_REPLY", "exchange": "binance", "operation": "order.place",
              "probability": 0.05}]\
            """;

    private static final Map<String, String> STATUSES =
            Map.of(
                    "NEW", "open",
                    "PARTIALLY_FILLED", "partial",
                    "FILLED", "filled",
                    "CANCELED", "cancelled",
                    "EXPIRED", "expired",
                    "EXPIRED_IN_MATCH", "expired");

    @Test
    void noAcknowledgedOrderIsLostAndNoneIsSentTwice() {
        long seed = Long.getLong("k2.e2e.seed", System.nanoTime() & 0xffffff);
        System.out.println("CrashLoopTest: " + ROUNDS + " rounds, -Dk2.e2e.seed=" + seed);
        Random random = new Random(seed);
        OrderLoad load = new OrderLoad(seed);
        try (Folder folder = new Folder();
                Simulation simulation = Simulation.start()) {
            Server.Place place = Server.Place.beside(simulation, folder.path());
            Session session = new Session(place);
            for (int round = 1; round <= ROUNDS; round++) {
                if (round > 1 && random.nextInt(4) == 0) {
                    killWhileItStarts(place, random);
                }
                killUnderLoad(session, load, simulation, folder, random);
            }
            simulation.heal();

            try (Server server = Server.start(place)) {
                Api api = session.with(server);
                settled(api, simulation, server);
                List<JsonNode> mirror = api.orders();
                List<Placed> ledger = ledgers(simulation);
                System.out.println(
                        "CrashLoopTest: "
                                + load.sent().size()
                                + " keys, "
                                + load.acknowledged().size()
                                + " acknowledged, "
                                + mirror.size()
                                + " orders here, "
                                + ledger.size()
                                + " at the exchange, answers "
                                + load.answers());
                judge(load, mirror, ledger, server);
            }
        }
    }

    /** One log-in for the whole test: the token outlives the process that gave it. */
    private static final class Session {
        private final Server.Place place;
        private final List<Api> api = new ArrayList<>();

        Session(Server.Place place) {
            this.place = place;
        }

        Api with(Server server) {
            if (api.isEmpty() || api.getFirst().get("/v1/users/me").status() != 200) {
                api.clear();
                api.add(server.login());
            }
            return api.getFirst();
        }
    }

    private static void killUnderLoad(
            Session session, OrderLoad load, Simulation simulation, Folder folder, Random random) {
        try (Server server = Server.start(session.place)) {
            Api api = session.with(server);
            simulation.put(FAULTS);
            List<Thread> people = load.start(api);
            LockSupport.parkNanos(random.nextLong(LIFE_MIN.toNanos(), LIFE_MAX.toNanos()));
            switch (random.nextInt(4)) {
                case 0 -> {
                    // The server stays, answers 503 meanwhile, and serves again by itself.
                    killDatabase(folder);
                    Until.holds(
                            DATABASE_BACK_WITHIN,
                            "the server to serve again, its database having been killed",
                            () -> api.get("/v1/orders?limit=1").status() == 200);
                    assertThat(server.alive()).as(server.output()).isTrue();
                }
                case 1 -> killDatabase(folder);
                default -> {}
            }
            server.kill();
            for (Thread person : people) {
                Until.holds(Server.STOPPED_WITHIN, person + " to end", () -> !person.isAlive());
            }
        }
    }

    private static void killDatabase(Folder folder) {
        List<ProcessHandle> databases = folder.databases();
        assertThat(databases).as("databases that work in the test's own folder").hasSize(1);
        databases.forEach(ProcessHandle::destroyForcibly);
    }

    private static void killWhileItStarts(Server.Place place, Random random) {
        try (Child starting = Server.launch(place)) {
            LockSupport.parkNanos(random.nextLong(BIRTH_MAX.toNanos()));
            starting.kill();
        }
    }

    /** Waits until the mirror knows of every order how it stands and the exchange says the same. */
    private static void settled(Api api, Simulation simulation, Server server) {
        List<String> open = new ArrayList<>();
        Until.present(
                RESOLVED_WITHIN,
                () -> "the mirror to agree with the exchange:\n" + String.join("\n", open),
                () -> {
                    assertThat(server.alive()).as(server.output()).isTrue();
                    open.clear();
                    open.addAll(differences(api.orders(), ledgers(simulation)));
                    return open.isEmpty() ? Optional.of(true) : Optional.empty();
                });
    }

    /** An order in a ledger. */
    private record Placed(String exchange, Simulation.Entry entry) {}

    private static List<Placed> ledgers(Simulation simulation) {
        return OrderLoad.exchanges().stream()
                .flatMap(
                        exchange ->
                                simulation.ledger(exchange, ACCOUNT).stream()
                                        .map(entry -> new Placed(exchange, entry)))
                .toList();
    }

    /**
     * Exchanges spell their ids in their own ways, so orders are held against each other by everything else:
     * exchange, side, quantity, status and what is filled.
     */
    private static List<String> differences(List<JsonNode> mirror, List<Placed> ledger) {
        List<String> found = new ArrayList<>();
        List<String> here = new ArrayList<>();
        for (JsonNode order : mirror) {
            if (order.path("resolution").isTextual()) {
                found.add("unresolved: " + order);
            } else if (order.path("exchange_order_id").isTextual()) {
                here.add(
                        shape(
                                order.path("exchange").asText(),
                                order.path("side").asText(),
                                new BigDecimal(order.path("quantity").asText()),
                                order.path("status").asText(),
                                new BigDecimal(order.path("filled_quantity").asText())));
            } else if (!order.path("status").asText().equals("rejected")) {
                found.add("no exchange knows " + order);
            }
        }
        for (Placed placed : ledger) {
            Simulation.Entry entry = placed.entry();
            String shape =
                    shape(
                            placed.exchange(),
                            entry.side().toLowerCase(Locale.ROOT),
                            entry.quantity(),
                            String.valueOf(STATUSES.get(entry.status())),
                            entry.filled());
            if (!here.remove(shape)) {
                found.add("the mirror does not know " + placed);
            }
        }
        here.forEach(shape -> found.add("no exchange has " + shape));
        return found;
    }

    private static String shape(
            String exchange, String side, BigDecimal quantity, String status, BigDecimal filled) {
        return String.join(
                " ",
                exchange,
                side,
                quantity.stripTrailingZeros().toPlainString(),
                status,
                filled.stripTrailingZeros().toPlainString());
    }

    private static void judge(
            OrderLoad load, List<JsonNode> mirror, List<Placed> ledger, Server server) {
        Map<String, String> idByKey = new HashMap<>();
        for (JsonNode order : mirror) {
            String key = order.path("client_order_id").asText();
            assertThat(idByKey.put(key, order.path("id").asText()))
                    .as("a second order of key " + key)
                    .isNull();
        }

        assertThat(load.broken()).isEmpty();
        assertThat(load.acknowledged()).hasSizeGreaterThan(ROUNDS);
        assertThat(idByKey).as(server.output()).containsAllEntriesOf(load.acknowledged());
        assertThat(load.sent()).containsAll(idByKey.keySet());
        assertThat(ledger)
                .extracting(placed -> placed.exchange() + " " + placed.entry().clientOrderId())
                .doesNotHaveDuplicates();
        assertThat(mirror)
                .filteredOn(order -> order.path("exchange_order_id").isTextual())
                .extracting(
                        order ->
                                order.path("exchange").asText()
                                        + " "
                                        + order.path("exchange_order_id").asText())
                .doesNotHaveDuplicates();
        assertThat(ledger).hasSizeLessThanOrEqualTo(load.sent().size());
    }
}
