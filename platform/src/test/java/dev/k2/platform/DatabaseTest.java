package dev.k2.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabaseTest {
    private Database database;

    @BeforeAll
    void open() {
        database = TestPostgres.database("sample");
    }

    @AfterAll
    void close() {
        database.close();
    }

    @Test
    void migratesAServiceIntoItsOwnSchemaAndAgainWithoutHarm() {
        database.migrate("sample");

        var tables =
                database.inTransaction(
                        handle ->
                                handle.createQuery(
                                                "SELECT table_name FROM information_schema.tables"
                                                    + " WHERE table_schema = 'sample' ORDER BY 1")
                                        .mapTo(String.class)
                                        .list());

        assertThat(tables).containsExactly("flyway_history", "notes");
    }

    @Test
    void migratesAnewWhatIsNotThereAnyMore() {
        database.migrate("sample");
        database.useTransaction(handle -> handle.execute("DROP SCHEMA sample CASCADE"));

        database.migrate("sample");

        var notes =
                database.inTransaction(
                        handle ->
                                handle.createQuery("SELECT count(*) FROM sample.notes")
                                        .mapTo(Integer.class)
                                        .one());
        assertThat(notes).isZero();
    }

    @Test
    void rollsBackWhenTheWorkThrows() {
        assertThatThrownBy(
                        () ->
                                database.useTransaction(
                                        handle -> {
                                            handle.execute(
                                                    "INSERT INTO sample.notes VALUES (1, 'lost')");
                                            throw new IllegalArgumentException("stop");
                                        }))
                .hasMessage("stop");

        var count =
                database.inTransaction(
                        handle ->
                                handle.createQuery("SELECT count(*) FROM sample.notes WHERE id = 1")
                                        .mapTo(Integer.class)
                                        .one());
        assertThat(count).isZero();
    }

    @Test
    void keepsNothingOfAMigrationThatFails() {
        assertThatThrownBy(() -> database.migrate("broken"))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("The tables of broken could not be brought up to date");

        var found =
                database.inTransaction(
                        handle ->
                                handle.createQuery(
                                                "SELECT count(*) FROM information_schema.tables"
                                                        + " WHERE table_name = 'broken'")
                                        .mapTo(Integer.class)
                                        .one());
        assertThat(found).isZero();
    }

    @Test
    void saysWhetherItAnswers() {
        var other = TestPostgres.database();

        assertThat(other.answers(Duration.ofSeconds(5))).isTrue();

        other.close();
        assertThat(other.answers(Duration.ofSeconds(5))).isFalse();
    }

    @Test
    void refusesAServerThatDoesNotAnswerWithoutNamingThePassword() {
        var nobody =
                new DatabaseAddress(
                        "jdbc:postgresql://127.0.0.1:1/k2", "k2", Secret.of("canary-password"));

        assertThatThrownBy(() -> Database.open(nobody, 2, new Metrics()))
                .isInstanceOfSatisfying(
                        StartFailure.class,
                        failure ->
                                assertThat(failure.sentence())
                                        .contains("127.0.0.1:1")
                                        .doesNotContain("canary-password"));
    }
}
