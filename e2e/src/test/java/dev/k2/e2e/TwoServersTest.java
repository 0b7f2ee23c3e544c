package dev.k2.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.platform.DataDirectory;
import dev.k2.platform.DatabaseAddress;
import dev.k2.platform.EmbeddedPostgres;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Two servers on one database: one acts for an account, and the other once that one stood still. */
class TwoServersTest {
    private static final String ACCOUNT = "demo";
    private static final String PAIR = "BTC-USDT";
    private static final String HELD_ELSEWHERE = "EXCHANGE_HELD_ELSEWHERE";

    /** Longer than the term of 15 s for which a server holds an account. */
    private static final Duration STILL = Duration.ofSeconds(Long.getLong("k2.e2e.still", 30));

    /** No two orders look alike, or the second would be held for a mistake. */
    private static final AtomicInteger NEXT = new AtomicInteger(1000);

    private static final Duration TAKEN_OVER_WITHIN = Duration.ofMinutes(2);

    @Test
    void anAccountChangesHandsWhenItsServerStandsStillAndTheOldOneWritesNothingAfterwards()
            throws IOException {
        try (Folder database = new Folder();
                Folder first = new Folder();
                Folder second = new Folder();
                Simulation simulation = Simulation.start();
                DataDirectory data = DataDirectory.open(database.path());
                EmbeddedPostgres postgres =
                        EmbeddedPostgres.start(Machine.folder().resolve("target/k2-home"), data)) {
            String address = address(postgres.address());
            try (Server owner =
                    Server.start(Server.Place.beside(simulation, first.path()).on(address))) {
                copyKeys(first.path(), second.path());
                try (Server other =
                        Server.start(Server.Place.beside(simulation, second.path()).on(address))) {
                    handOver(owner, other, simulation);
                }
            }
        }
    }

    private static void handOver(Server owner, Server other, Simulation simulation) {
        Api atOwner = owner.login();
        Api atOther = other.login();
        JsonNode resting = atOwner.place(resting(atOwner), "EXCHANGE_RECONCILING");
        String id = resting.path("id").asText();

        // The other one shows the order, places none, and passes a cancel on.
        assertThat(atOther.order(id).path("status").asText()).isEqualTo("open");
        Http.Answer refused = atOther.place(resting(atOther));
        assertThat(refused.status()).as(refused.text()).isEqualTo(503);
        assertThat(refused.errorCode()).isEqualTo(HELD_ELSEWHERE);
        String wished = atOwner.place(resting(atOwner)).data(201).path("id").asText();
        assertThat(atOther.send("DELETE", "/v1/orders/" + wished, null).status()).isLessThan(300);
        atOther.orderOnce(wished, "cancelled");

        long still = System.nanoTime();
        owner.standStill();
        // Sent to the one that stands still: it finds this when it goes on.
        CompletableFuture<Http.Answer> late =
                CompletableFuture.supplyAsync(() -> atOwner.place(resting(atOther)));
        JsonNode taken =
                Until.present(
                        TAKEN_OVER_WITHIN,
                        "the other server to take the account over",
                        () ->
                                Optional.of(atOther.place(resting(atOther)))
                                        .filter(answer -> answer.status() == 201)
                                        .map(answer -> answer.data(201)));
        // What the exchange tells the first of this waits in its socket.
        assertThat(atOther.send("DELETE", "/v1/orders/" + id, null).status()).isLessThan(300);
        atOther.orderOnce(id, "cancelled");
        Until.holds(
                STILL.plusSeconds(10),
                "it to stand still for long enough",
                () -> System.nanoTime() - still > STILL.toNanos());
        int sent = simulation.ledger(ACCOUNT).size();
        JsonNode before = atOther.get("/v1/orders?limit=100").expect(200).path("data");

        owner.goOn();

        Until.holds(
                TAKEN_OVER_WITHIN,
                "the first server to notice that it lost the account",
                () -> atOwner.place(resting(atOther)).errorCode().equals(HELD_ELSEWHERE));
        late.handle((answer, failure) -> answer)
                .thenAccept(
                        answer ->
                                assertThat(answer == null ? 0 : answer.status()).isNotEqualTo(201))
                .join();
        assertThat(simulation.ledger(ACCOUNT)).hasSize(sent);
        assertThat(atOther.get("/v1/orders?limit=100").expect(200).path("data")).isEqualTo(before);
        assertThat(atOwner.order(taken.path("id").asText()).path("status").asText())
                .isEqualTo("open");
        assertThat(atOther.place(resting(atOther)).status()).isEqualTo(201);
        System.out.println(
                "TwoServersTest: stood still for "
                        + STILL.toSeconds()
                        + " s; "
                        + owner.output()
                                .lines()
                                .filter(line -> line.contains("lost its hold"))
                                .count()
                        + " accounts given up, "
                        + sent
                        + " orders at the exchange before and after");
    }

    /** A limit order far below the market. */
    private static ObjectNode resting(Api api) {
        BigDecimal price =
                new BigDecimal(api.livePrice(PAIR).path("bid").asText())
                        .multiply(new BigDecimal("0.9"))
                        .setScale(0, RoundingMode.DOWN);
        return Api.object()
                .put("client_order_id", UUID.randomUUID().toString())
                .put("exchange", "binance")
                .put("instrument", PAIR)
                .put("side", "buy")
                .put("type", "limit")
                .put("quantity", "0.0" + NEXT.incrementAndGet())
                .put("price", price.toPlainString());
    }

    private static String address(DatabaseAddress address) {
        return address.jdbcUrl()
                + "?user="
                + encoded(address.user())
                + "&password="
                + encoded(address.password().reveal());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Whoever works on one database has the same master keys. */
    private static void copyKeys(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        Path keys = Files.createDirectory(to.resolve("keys"));
        try (Stream<Path> all = Files.list(from.resolve("keys"))) {
            for (Path key : all.toList()) {
                Files.copy(
                        key, keys.resolve(key.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
