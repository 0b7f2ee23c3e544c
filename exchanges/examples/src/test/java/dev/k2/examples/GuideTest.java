package dev.k2.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ErrorFacts;
import dev.k2.exchange.ExchangeError;
import dev.k2.model.ExchangeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** docs/library says what the code does. */
class GuideTest {
    private static final int LINES_MAX = 40;

    @Test
    void eachExampleHasFewerThanFortyLines() throws IOException {
        for (Path file : examples()) {
            assertThat(Files.readString(file).lines())
                    .as(file.toString())
                    .hasSizeLessThan(LINES_MAX);
        }
    }

    @Test
    void theGuideShowsTheExamplesAsTheyAre() throws IOException {
        String guide = Files.readString(root().resolve("docs/library/README.md"));

        assertThat(examples()).hasSizeGreaterThanOrEqualTo(5);
        for (Path file : examples()) {
            String text = Files.readString(file);
            String shown = text.substring(text.indexOf("/**"));
            assertThat(guide).as(file.toString()).contains("```java\n" + shown + "```");
        }
    }

    @ParameterizedTest
    @EnumSource(ErrorCategory.class)
    void theTableOfErrorsSaysWhatTheyAre(ErrorCategory category) throws IOException {
        List<String> rows =
                Files.readAllLines(root().resolve("docs/library/errors.md")).stream()
                        .filter(row -> row.contains("| " + category + " |"))
                        .toList();

        ExchangeError error =
                ExchangeError.of(category, ErrorFacts.of(ExchangeId.BINANCE, "ask", "scripted"));
        assertThat(rows)
                .singleElement()
                .asString()
                .contains("`" + error.getClass().getSimpleName() + "`")
                .contains("| " + error.severity().name().toLowerCase(Locale.ROOT) + " |")
                .contains(
                        category == ErrorCategory.VALIDATION
                                ? "| where it says so |"
                                : error.retryable() ? "| yes |" : "| no |");
    }

    private static List<Path> examples() throws IOException {
        Path folder = root().resolve("exchanges/examples/src/main/java/dev/k2/examples");
        try (var files = Files.list(folder)) {
            return files.filter(file -> !file.endsWith("package-info.java")).sorted().toList();
        }
    }

    private static Path root() {
        return Path.of(System.getProperty("k2.root"));
    }
}
