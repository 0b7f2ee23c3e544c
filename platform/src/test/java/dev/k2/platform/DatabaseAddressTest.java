package dev.k2.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAddressTest {
    @Test
    void takesUserAndPasswordOutOfTheAddress() {
        var address =
                DatabaseAddress.parse(
                        Secret.of("postgres://ann:p%40ss+1@db.example:6543/k2?sslmode=require"));

        assertThat(address.jdbcUrl())
                .isEqualTo("jdbc:postgresql://db.example:6543/k2?sslmode=require");
        assertThat(address.user()).isEqualTo("ann");
        assertThat(address.password().reveal()).isEqualTo("p@ss+1");
        assertThat(address.toString()).doesNotContain("p@ss");
    }

    @Test
    void readsTheJdbcFormWithItsOptions() {
        var address =
                DatabaseAddress.parse(
                        Secret.of(
                                "jdbc:postgresql://localhost/k2?user=ann&password=secret&connectTimeout=3"));

        assertThat(address.jdbcUrl()).isEqualTo("jdbc:postgresql://localhost/k2?connectTimeout=3");
        assertThat(address.user()).isEqualTo("ann");
        assertThat(address.password().reveal()).isEqualTo("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "mysql://ann:canary@host/k2",
                "postgresql://ann:canary@host",
                "postgresql://a b:canary@h/k2"
            })
    void refusesWhatIsNoAddressWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> DatabaseAddress.parse(Secret.of(text)))
                .isInstanceOfSatisfying(
                        StartFailure.class,
                        failure ->
                                assertThat(failure.sentence())
                                        .contains("K2_DATABASE_URL")
                                        .doesNotContain("canary"));
    }
}
