package dev.k2.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ASVS 13.3.4: the user-data-key is rotated under load, and nothing that is stored fails to open. */
class RewrapTest {
    private static final SealedTable TABLE =
            SealedTable.of("links", "id", "uuid", "key_version")
                    .column("credentials", "'link'", "user_id", "id")
                    .column("token", "'token'", "user_id", "id");

    @TempDir private Path directory;
    private final Database database = TestPostgres.database();
    private Keyset keys;
    private SealedBox box;

    @BeforeEach
    void makeTable() {
        keys = Keyset.openOrCreate(directory);
        box = keys.userData();
        database.useTransaction(
                handle ->
                        handle.execute(
                                "CREATE TABLE links (id uuid PRIMARY KEY, user_id uuid NOT NULL,"
                                        + " credentials bytea, token bytea, key_version integer)"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void sealsTenThousandAnewWhileTheyAreReadAndFailsNone() throws InterruptedException {
        var rows = fill(10_000);
        var stop = new AtomicBoolean();
        var read = new AtomicLong();
        var failed = new ConcurrentLinkedQueue<UUID>();
        var server = Keyset.openOrCreate(directory).userData();
        var readers =
                List.of(0, 1, 2).stream()
                        .map(
                                start ->
                                        Thread.ofVirtual()
                                                .start(
                                                        () ->
                                                                readOn(
                                                                        rows, start, server, stop,
                                                                        read, failed)))
                        .toList();

        int version = keys.rotate(KeyName.USER_DATA, Set.of());
        var end = rewrap().run(progress -> {});
        stop.set(true);
        for (var reader : readers) {
            reader.join();
        }

        assertThat(failed).isEmpty();
        assertThat(read.get()).isPositive();
        assertThat(end).containsExactly(new Rewrap.Progress("links", 10_000, 0, 0));
        assertThat(rewrap().used()).containsExactly(version);
        assertThat(rows).allSatisfy(row -> assertThat(open(row, box)).isPresent());
    }

    @Test
    void goesOnWhereItWasStopped() {
        fill(250);
        keys.rotate(KeyName.USER_DATA, Set.of());

        assertThatThrownBy(
                        () ->
                                rewrap().run(
                                                progress -> {
                                                    throw new IllegalStateException("killed");
                                                }))
                .hasMessage("killed");

        assertThat(rewrap().ahead().getFirst().left()).isEqualTo(150);
        assertThat(rewrap().run(progress -> {}).getFirst())
                .isEqualTo(new Rewrap.Progress("links", 150, 0, 0));
    }

    @Test
    void leavesARowThatDoesNotOpenAndSaysSo() {
        var rows = fill(3);
        swap(rows.get(0), rows.get(1));
        keys.rotate(KeyName.USER_DATA, Set.of());

        var end = rewrap().run(progress -> {}).getFirst();

        assertThat(end).isEqualTo(new Rewrap.Progress("links", 1, 2, 2));
        assertThat(open(rows.get(0), box)).isEmpty();
        assertThat(open(rows.get(2), box)).isPresent();
    }

    private Rewrap rewrap() {
        return new Rewrap(database, box, List.of(TABLE));
    }

    private void readOn(
            List<UUID> rows,
            int start,
            SealedBox reader,
            AtomicBoolean stop,
            AtomicLong read,
            ConcurrentLinkedQueue<UUID> failed) {
        for (int at = start; !stop.get(); at = (at + 7) % rows.size()) {
            if (open(rows.get(at), reader).isEmpty()) {
                failed.add(rows.get(at));
            }
            read.incrementAndGet();
        }
    }

    private List<UUID> fill(int count) {
        var rows = java.util.stream.Stream.generate(UUID::randomUUID).limit(count).toList();
        database.useTransaction(
                handle -> {
                    var batch =
                            handle.prepareBatch(
                                    "INSERT INTO links (id, user_id, credentials, token,"
                                        + " key_version) VALUES (:id, :id, :credentials, :token,"
                                        + " :version)");
                    for (var row : rows) {
                        var credentials = box.seal(Secret.of("c-" + row), binding("link", row));
                        batch.bind("id", row)
                                .bind("credentials", credentials.ciphertext())
                                .bind(
                                        "token",
                                        row.hashCode() % 2 == 0
                                                ? null
                                                : box.seal(
                                                                Secret.of("t-" + row),
                                                                binding("token", row))
                                                        .ciphertext())
                                .bind("version", credentials.keyVersion())
                                .add();
                    }
                    batch.execute();
                });
        return rows;
    }

    private Optional<String> open(UUID row, SealedBox with) {
        var sealed =
                database.jdbi()
                        .withHandle(
                                handle ->
                                        handle.createQuery(
                                                        "SELECT credentials, key_version FROM links"
                                                                + " WHERE id = :id")
                                                .bind("id", row)
                                                .map(
                                                        (found, context) ->
                                                                new Sealed(
                                                                        found.getInt("key_version"),
                                                                        found.getBytes(
                                                                                "credentials")))
                                                .one());
        return with.open(sealed, binding("link", row))
                .map(Secret::reveal)
                .filter(("c-" + row)::equals);
    }

    private void swap(UUID one, UUID other) {
        database.useTransaction(
                handle ->
                        handle.createUpdate(
                                        """
                                        UPDATE links SET credentials = from_.credentials
                                        FROM links AS from_
                                        WHERE (links.id = :one AND from_.id = :other)
                                           OR (links.id = :other AND from_.id = :one)\
                                        """)
                                .bind("one", one)
                                .bind("other", other)
                                .execute());
    }

    private static Binding binding(String what, UUID row) {
        return Binding.of(what, row.toString(), row.toString());
    }
}
