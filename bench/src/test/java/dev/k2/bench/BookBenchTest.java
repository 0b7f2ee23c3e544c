package dev.k2.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BookBenchTest {
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void allBooksHaveTheSameTopAfterEveryChange(boolean text) throws IOException {
        for (Diffs diffs : Recorded.books(fixtures())) {
            List<BookBench.Keeper> keepers = BookBench.keepers(diffs, text);
            keepers.forEach(BookBench.Keeper::load);
            for (int n = 0; n < diffs.changes().size(); n++) {
                List<List<BigDecimal>> tops = new ArrayList<>();
                for (BookBench.Keeper keeper : keepers) {
                    keeper.change(n);
                    keeper.readTop();
                    tops.add(keeper.top().stream().map(BigDecimal::stripTrailingZeros).toList());
                }
                assertThat(tops.getFirst()).as("after change %d", n).isEqualTo(tops.getLast());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void printsALinePerContestantAndARatio(boolean text) throws IOException {
        var printed = new ByteArrayOutputStream();

        BookBench.measure(
                Recorded.books(fixtures()).getFirst(),
                text,
                1,
                new PrintStream(printed, true, StandardCharsets.UTF_8));

        List<String> lines = printed.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.getLast()).endsWith(" x " + (text ? "Jackson and " : "") + "TreeMap");
    }

    private static Path fixtures() {
        Path fixtures = Recorded.fixtures();
        if (!Files.isDirectory(fixtures)) {
            assertThat(System.getenv("CI")).as("the recordings are needed in CI").isNull();
        }
        assumeTrue(Files.isDirectory(fixtures), "skipped: the recordings are not here");
        return fixtures;
    }
}
