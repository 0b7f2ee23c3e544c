package dev.k2.trading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k2.model.LinkId;
import dev.k2.model.UserId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IntentStoreTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123456Z");
    private static final BigDecimal PLENTY = new BigDecimal("1000000");

    private final World world = World.shut();
    private final UserId user = world.user;
    private final LinkId link = world.link.id();
    private final LinkLeases leases = world.leases();
    private OrderStore orders = store();

    @BeforeEach
    void begin() {
        orders.insert(row("first", "10", Map.of()), claims(PLENTY));
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void writesWhatSixtyFourCallersWantInTwoTransactions() throws Exception {
        List<OrderStore.Written> written =
                inTwoLots(64, i -> orders.insert(row("k" + i, "10", Map.of()), claims(PLENTY)));

        assertThat(written).allMatch(OrderStore.Committed.class::isInstance);
        assertThat(
                        world.count(
                                "SELECT count(DISTINCT xmin::text) FROM trading.orders WHERE"
                                        + " client_order_id <> 'first'"))
                .isEqualTo(2);
        assertThat(reserved("user")).isEqualByComparingTo("650");
    }

    @Test
    void keepsOneOrderOfAKeyWithinALotAndBetweenLots() throws Exception {
        List<OrderStore.Written> written =
                inTwoLots(64, i -> orders.insert(row("k" + i % 4, "10", Map.of()), claims(PLENTY)));
        OrderStore.Written later = orders.insert(row("k1", "10", Map.of()), claims(PLENTY));

        assertThat(written.stream().filter(OrderStore.Committed.class::isInstance)).hasSize(4);
        assertThat(written.stream().filter(OrderStore.KeyTaken.class::isInstance)).hasSize(60);
        assertThat(later).isInstanceOf(OrderStore.KeyTaken.class);
        assertThat(world.count("SELECT count(*) FROM trading.orders")).isEqualTo(5);
        for (OrderStore.Written one : written) {
            if (one instanceof OrderStore.Committed committed) {
                assertThat(orders.byId(committed.row().id())).contains(committed.row());
            }
        }
        assertThat(Sums.wrong(world.database)).isEmpty();
    }

    @Test
    void letsASmallOrderPassBehindALargeOneThatDoesNotFit() throws Exception {
        List<OrderStore.Written> written =
                inTwoLots(
                        9,
                        i ->
                                orders.insert(
                                        row("k" + i, i % 2 == 0 ? "100" : "10", Map.of()),
                                        claims(new BigDecimal("60"))));

        for (int i = 0; i < 9; i++) {
            assertThat(written.get(i))
                    .isInstanceOf(
                            i % 2 == 0 ? OrderStore.TooMuch.class : OrderStore.Committed.class);
        }
        assertThat(reserved("user")).isEqualByComparingTo("50");
    }

    @Test
    void writesNothingForAnAccountThatAnotherNodeTookWhileOthersOfTheLotPass() throws Exception {
        LinkId other = new LinkId(UUID.randomUUID());
        leases.acquire(List.of(other), false);
        world.runOut(other);

        List<OrderStore.Written> written =
                inTwoLots(
                        8,
                        i ->
                                orders.insert(
                                        row("k" + i, "10", Map.of(), i % 2 == 0 ? link : other),
                                        claims(PLENTY)));

        for (int i = 0; i < 8; i++) {
            assertThat(written.get(i))
                    .isInstanceOf(
                            i % 2 == 0 ? OrderStore.Committed.class : OrderStore.NotHeld.class);
        }
        assertThat(reserved("user")).isEqualByComparingTo("50");
    }

    @Test
    void letsNoMorePassThanFitWhoeverWritesThem() throws Exception {
        List<OrderStore> processes = List.of(store(), store(), store(), store());

        List<OrderStore.Written> written =
                PlacingTest.together(
                        64,
                        i ->
                                processes
                                        .get(i % 4)
                                        .insert(
                                                row("k" + i, "7", Map.of()),
                                                claims(new BigDecimal("99"))));

        assertThat(written.stream().filter(OrderStore.Committed.class::isInstance)).hasSize(12);
        assertThat(reserved("user")).isEqualByComparingTo("94");
        assertThat(Sums.wrong(world.database)).isEmpty();
    }

    @Test
    void takesAllThatAnOrderClaimsOrNothing() {
        List<Claim> wide = List.of(Claim.link(link, new BigDecimal("5")), Claim.user(PLENTY));

        OrderStore.Written refused = orders.insert(row("k", "10", Map.of()), wide);
        OrderStore.Written fits =
                orders.insert(
                        row("k", "10", Map.of()),
                        List.of(
                                Claim.link(link, PLENTY),
                                Claim.instrument(World.BTC, PLENTY),
                                Claim.user(PLENTY)));

        assertThat(refused).isInstanceOf(OrderStore.TooMuch.class);
        Refusal refusal = ((OrderStore.TooMuch) refused).refusal();
        assertThat(refusal.details())
                .containsEntry("scope", "link:" + link)
                .containsEntry("value", "10");
        assertThat(fits).isInstanceOf(OrderStore.Committed.class);
        assertThat(reserved("user")).isEqualByComparingTo("20");
        assertThat(reserved("link:" + link.value())).isEqualByComparingTo("10");
        assertThat(reserved("instrument:BTC-USDT")).isEqualByComparingTo("10");
    }

    @Test
    void writesAllButTheOneThatTheServerCannotTake() throws Exception {
        List<Boolean> written =
                inTwoLots(
                        16,
                        i -> {
                            Map<String, String> notes = i == 7 ? Map.of("n", "\0") : Map.of();
                            try {
                                return orders.insert(row("k" + i, "10", notes), claims(PLENTY))
                                        instanceof OrderStore.Committed;
                            } catch (IllegalStateException failed) {
                                return false;
                            }
                        });

        for (int i = 0; i < 16; i++) {
            assertThat(written.get(i)).isEqualTo(i != 7);
        }
        assertThat(reserved("user")).isEqualByComparingTo("160");
    }

    @Test
    void acknowledgesNobodyWhereTheTransactionBreaks() throws Exception {
        world.database
                .jdbi()
                .useHandle(
                        handle -> handle.execute("ALTER TABLE trading.orders RENAME TO elsewhere"));

        assertThatThrownBy(() -> orders.insert(row("k", "10", Map.of()), claims(PLENTY)))
                .isInstanceOf(IllegalStateException.class);

        assertThat(world.count("SELECT count(*) FROM trading.elsewhere")).isOne();
        assertThat(reserved("user")).isEqualByComparingTo("10");
    }

    @Test
    void readsBackWhatItWrote() {
        OrderRow row = row("k", "12.345678901234567891", Map.of("why", "it's \"cheap\"", "x", ""));

        orders.insert(row, claims(PLENTY));

        assertThat(orders.byId(row.id())).contains(row);
    }

    /** The first caller's lot waits for a lock until all others wait for it. */
    private <T> List<T> inTwoLots(int count, PlacingTest.Work<T> work) throws Exception {
        try (Handle holder = world.database.jdbi().open()) {
            holder.begin();
            holder.execute("SELECT * FROM trading.reservations FOR UPDATE");
            CompletableFuture<List<T>> all = new CompletableFuture<>();
            Thread.ofVirtual()
                    .start(
                            () -> {
                                try {
                                    all.complete(PlacingTest.together(count, work));
                                } catch (Exception failed) {
                                    all.completeExceptionally(failed);
                                }
                            });
            long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (orders.waiting() < count - 1 && !all.isDone()) {
                assertThat(System.nanoTime()).isLessThan(end);
                Thread.onSpinWait();
            }
            holder.commit();
            return all.get();
        }
    }

    private OrderStore store() {
        return new OrderStore(
                world.database, new ExecutionStore(world.database, Names.RANDOM), leases);
    }

    private static List<Claim> claims(BigDecimal most) {
        return List.of(Claim.user(most));
    }

    private OrderRow row(String key, String reserved, Map<String, String> metadata) {
        return row(key, reserved, metadata, link);
    }

    private OrderRow row(
            String key, String reserved, Map<String, String> metadata, LinkId account) {
        Intent intent = Intents.limit(user, account, key, new BigDecimal(reserved), NOW, metadata);
        return new OrderRow(intent, Standing.SENDING, NOW, 17);
    }

    private BigDecimal reserved(String scope) {
        return world.database
                .jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                "SELECT reserved FROM trading.reservations WHERE"
                                                        + " scope = :scope")
                                        .bind("scope", scope)
                                        .mapTo(BigDecimal.class)
                                        .one());
    }
}
