package dev.k2.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.platform.Leases.Lease;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LeasesTest {
    private static final Duration TERM = Duration.ofMinutes(10);

    private Database database;
    private Leases one;
    private Leases other;

    @BeforeAll
    void open() {
        database = TestPostgres.database();
        one = Leases.open(database, "one", TERM);
        other = Leases.open(database, "other", TERM);
    }

    @AfterAll
    void close() {
        database.close();
    }

    @Test
    void givesAShardToOneOwnerOnly() {
        List<Lease> first = one.acquire(List.of("a1", "a2"), false);

        List<Lease> second = other.acquire(List.of("a1", "a2", "a3"), false);

        assertThat(first).containsExactlyInAnyOrder(new Lease("a1", 1), new Lease("a2", 1));
        assertThat(second).containsExactly(new Lease("a3", 1));
        assertThat(one.acquire(List.of("a1"), false)).isEmpty();
    }

    @Test
    void givesAShardOnWithAHigherEpochWhenItsTermIsOver() {
        one.acquire(List.of("b1"), false);
        runOut("b1");

        List<Lease> taken = other.acquire(List.of("b1"), false);

        assertThat(taken).containsExactly(new Lease("b1", 2));
        assertThat(one.renew(List.of(new Lease("b1", 1)))).isEmpty();
        assertThat(other.renew(taken)).containsExactly(new Lease("b1", 2));
    }

    @Test
    void renewsWhatRanOutAndNobodyTook() {
        List<Lease> held = one.acquire(List.of("c1"), false);
        runOut("c1");

        assertThat(one.renew(held)).containsExactly(new Lease("c1", 1));
        assertThat(other.acquire(List.of("c1"), false)).isEmpty();
    }

    @Test
    void givesBackAtOnceAndOnlyWhatIsItsOwn() {
        List<Lease> held = one.acquire(List.of("d1"), false);
        other.release(held);
        List<Lease> tooEarly = other.acquire(List.of("d1"), false);

        one.release(held);

        assertThat(tooEarly).isEmpty();
        assertThat(other.acquire(List.of("d1"), false)).containsExactly(new Lease("d1", 2));
        one.release(held);
        assertThat(other.renew(List.of(new Lease("d1", 2)))).hasSize(1);
    }

    @Test
    void resumesAtAStartWhatAnEarlierRunOfTheSameOwnerHeld() {
        one.acquire(List.of("e1"), false);

        List<Lease> resumed = Leases.open(database, "one", TERM).acquire(List.of("e1"), true);

        assertThat(resumed).containsExactly(new Lease("e1", 2));
        assertThat(one.renew(List.of(new Lease("e1", 1)))).isEmpty();
        assertThat(other.acquire(List.of("e1"), true)).isEmpty();
    }

    @Test
    void changesHandsOnceWhenManyWantAShard() {
        runOutAfter(one.acquire(List.of("f1"), false));
        var winners = ConcurrentHashMap.<Lease>newKeySet();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 16; i++) {
                Leases rival = Leases.open(database, "rival " + i, TERM);
                threads.execute(() -> winners.addAll(rival.acquire(List.of("f1"), false)));
            }
        }

        assertThat(winners).containsExactly(new Lease("f1", 2));
    }

    @Test
    void letsNobodyTakeOverBeforeAWriterIsThroughAndRenewsBesideIt() throws Exception {
        List<Lease> held = one.acquire(List.of("g1"), false);
        var taken = new CompletableFuture<List<Lease>>();

        database.useTransaction(
                handle -> {
                    assertThat(hold(handle, "g1", 1)).isEqualTo(1);
                    // On this thread they would be part of the transaction.
                    assertThat(CompletableFuture.supplyAsync(() -> one.renew(held)).get())
                            .hasSize(1);
                    CompletableFuture.runAsync(() -> runOut("g1")).get();
                    Thread.ofVirtual()
                            .start(() -> taken.complete(other.acquire(List.of("g1"), false)));
                    Eventually.until(
                            "somebody waits for the writer",
                            () -> CompletableFuture.supplyAsync(this::somebodyWaits).join());
                    assertThat(taken).isNotDone();
                });

        assertThat(taken.get()).containsExactly(new Lease("g1", 2));
        assertThat(database.<Integer, RuntimeException>inTransaction(h -> hold(h, "g1", 1)))
                .isZero();
    }

    @Test
    void endsATransactionInWhichNothingHappens() {
        String limit =
                database.jdbi()
                        .withHandle(
                                handle ->
                                        handle.createQuery(
                                                        "SHOW idle_in_transaction_session_timeout")
                                                .mapTo(String.class)
                                                .one());

        assertThat(limit).isEqualTo("10s");
    }

    private boolean somebodyWaits() {
        return database.jdbi()
                        .withHandle(
                                handle ->
                                        handle.createQuery(
                                                        "SELECT count(*) FROM pg_stat_activity"
                                                            + " WHERE datname = current_database()"
                                                            + " AND wait_event_type = 'Lock'")
                                                .mapTo(Integer.class)
                                                .one())
                > 0;
    }

    private static int hold(Handle handle, String shard, long epoch) {
        return handle.createQuery(
                        "SELECT epoch FROM platform.leases WHERE shard = :shard AND epoch = :epoch"
                                + " AND expires_at > clock_timestamp() FOR KEY SHARE")
                .bind("shard", shard)
                .bind("epoch", epoch)
                .mapTo(Long.class)
                .list()
                .size();
    }

    private void runOutAfter(List<Lease> leases) {
        leases.forEach(lease -> runOut(lease.shard()));
    }

    private void runOut(String shard) {
        database.jdbi()
                .useHandle(
                        handle ->
                                handle.execute(
                                        "UPDATE platform.leases SET expires_at = clock_timestamp()"
                                                + " - interval '1 second' WHERE shard = ?",
                                        shard));
    }
}
