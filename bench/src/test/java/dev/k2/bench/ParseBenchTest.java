package dev.k2.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ParseBenchTest {
    @ParameterizedTest
    @EnumSource(Kind.class)
    void allContestantsReadTheSameNumbers(Kind kind) {
        List<Contestant> contestants = ParseBench.contestants(kind);

        for (byte[] message : new Messages(kind, 3).batch(200)) {
            for (Contestant contestant : contestants) {
                contestant.read(message);
            }
            Contestant.Update expected = contestants.getLast().last();
            for (Contestant contestant : contestants) {
                assertThat(contestant.last())
                        .as("%s of %s", contestant.name(), text(message))
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void printsALinePerContestantAndARatio() {
        var printed = new ByteArrayOutputStream();

        ParseBench.print(
                new ParseBench.Length(0, 1, 1),
                new PrintStream(printed, true, StandardCharsets.UTF_8));

        List<String> lines = printed.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSize(1 + Kind.values().length * 4);
        assertThat(lines.getLast()).contains(" x XChange 5.2.4");
    }

    @Test
    void saysWhichBenchmarksThereAre() {
        var printed = new ByteArrayOutputStream();

        int status =
                Bench.run(
                        new String[] {"fly"},
                        System.out,
                        new PrintStream(printed, true, StandardCharsets.UTF_8));

        assertThat(status).isEqualTo(2);
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("parse");
    }

    private static String text(byte[] message) {
        return new String(message, StandardCharsets.US_ASCII);
    }
}
