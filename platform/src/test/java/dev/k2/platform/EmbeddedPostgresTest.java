package dev.k2.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EmbeddedPostgresTest {
    @Test
    void answersQueries() {
        try (var database = TestPostgres.database()) {
            var version =
                    database.inTransaction(
                            handle ->
                                    handle.createQuery("SHOW server_version_num")
                                            .mapTo(Integer.class)
                                            .one());

            assertThat(version).isGreaterThanOrEqualTo(180000);
        }
    }
}
