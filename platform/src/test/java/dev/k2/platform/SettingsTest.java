package dev.k2.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @TempDir private Path directory;

    @Test
    void prefersFlagsToTheEnvironmentAndTheEnvironmentToTheFile() throws IOException {
        var file = file("port: 1\nhost: from-file\nsim:\n  port-base: 3\n");

        var settings =
                Settings.load(
                        Optional.of(file),
                        Map.of("K2_PORT", "2", "K2_SIM_PORT_BASE", "4"),
                        Map.of("port", "5"));

        assertThat(settings.number("port", 0, 0, 10)).isEqualTo(5);
        assertThat(settings.number("sim.port-base", 0, 0, 10)).isEqualTo(4);
        assertThat(settings.text("host", "")).isEqualTo("from-file");
        settings.check();
    }

    @Test
    void namesKeyValueSourceAndRemedyOfEveryBadSetting() throws IOException {
        var file = file("mode: demo\n");

        var settings =
                K2Settings.load(
                        Map.of(
                                "K2_PORT",
                                "eighty",
                                "K2_CONFIG",
                                file.toString(),
                                "K2_HOME",
                                directory.toString()),
                        Map.of("database.pool", "1"));
        K2Settings.from(settings);

        assertThatThrownBy(settings::check)
                .isInstanceOfSatisfying(
                        StartFailure.class,
                        failure ->
                                assertThat(failure.sentence())
                                        .contains(
                                                "port is \"eighty\" (from environment variable"
                                                        + " K2_PORT)")
                                        .contains("Give a whole number from 0 to 65535.")
                                        .contains("mode is \"demo\" (from " + file + ")")
                                        .contains("Give one of sim, paper, live.")
                                        .contains(
                                                "database.pool is \"1\" (from the command line)"));
    }

    @Test
    void refusesUnknownKeysOfTheFileByName() throws IOException {
        var file = file("prot: 8081\nsim:\n  base: 1\n");

        var settings = Settings.load(Optional.of(file), Map.of("K2_HOME", "/nowhere"), Map.of());
        K2Settings.from(settings);

        assertThatThrownBy(settings::check)
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("prot is an unknown key")
                .hasMessageContaining("sim.base is an unknown key");
    }

    @Test
    void refusesAFileThatIsNoYaml() throws IOException {
        var file = file("port: [1\nhost: {\n");

        assertThatThrownBy(() -> Settings.load(Optional.of(file), Map.of(), Map.of()))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("is not valid YAML");
    }

    @Test
    void refusesANamedFileThatIsMissing() {
        var missing = directory.resolve("missing.yaml");

        assertThatThrownBy(() -> K2Settings.load(Map.of("K2_CONFIG", missing.toString()), Map.of()))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining(missing.toString())
                .hasMessageContaining("it does not exist");
    }

    @Test
    void hasAFallbackForEverything() {
        var settings = K2Settings.load(Map.of("K2_HOME", directory.toString()), Map.of());
        var k2 = K2Settings.from(settings);
        settings.check();

        assertThat(k2.mode()).isEqualTo(Mode.SIM);
        assertThat(k2.port()).isEqualTo(8080);
        assertThat(k2.data()).isEqualTo(directory.resolve("data"));
        assertThat(k2.databaseUrl()).isEmpty();
    }

    @Test
    void doesNotShowThePasswordOfTheDatabase() {
        var settings =
                K2Settings.load(
                        Map.of(
                                "K2_HOME",
                                directory.toString(),
                                "K2_DATABASE_URL",
                                "postgresql://k2:canary@h/k2"),
                        Map.of());

        assertThat(K2Settings.from(settings).toString()).doesNotContain("canary");
    }

    @Test
    void readsLengthsOfTimeInTheWordsPeopleUse() {
        var settings =
                Settings.load(
                        Optional.empty(),
                        Map.of(),
                        Map.of("a", "250ms", "b", "5m", "c", "PT3S", "d", "0s"));

        assertThat(settings.duration("a", Duration.ZERO)).isEqualTo(Duration.ofMillis(250));
        assertThat(settings.duration("b", Duration.ZERO)).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.duration("c", Duration.ZERO)).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.duration("d", Duration.ofSeconds(7))).isEqualTo(Duration.ofSeconds(7));
        assertThat(settings.problems()).extracting(SettingProblem::key).containsExactly("d");
    }

    private Path file(String content) throws IOException {
        return Files.writeString(directory.resolve("k2.yaml"), content);
    }
}
