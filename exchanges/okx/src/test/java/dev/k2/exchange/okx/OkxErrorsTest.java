package dev.k2.exchange.okx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OkxErrorsTest {
    @ParameterizedTest
    @ValueSource(
            ints = {
                50001, 50004, 50011, 50013, 50014, 50015, 50026, 50027, 50036, 50040, 50061, 50101,
                50102, 50103, 50104, 50105, 50106, 50107, 50108, 50110, 50111, 50112, 50113, 50114,
                50119, 50120, 51000, 51001, 51003, 51004, 51005, 51006, 51008, 51010, 51016, 51019,
                51020, 51021, 51024, 51030, 51046, 51053, 51102, 51103, 51174, 51112, 51119, 51127,
                51131, 51121, 51137, 51138, 51150, 51155, 51400, 51401, 51402, 51409, 51410, 51502,
                51503, 51509, 51510, 51511, 51603, 60001, 60002, 60003, 60004, 60005, 60006, 60007,
                60009, 60011, 60012, 60014, 60018, 60024, 60032, 64001, 64008
            })
    void knowsEveryDocumentedCode(int code) {
        assertThat(OkxCodes.table()).containsKey(code);
    }

    /** What each code means is read by people: the table beside the repository's other facts. */
    @Test
    void isWhatTheTableInTheDocumentsSays() throws IOException {
        Path file =
                Path.of(System.getProperty("k2.root", ".")).resolve("docs/exchanges/okx-errors.md");
        String table = table();

        if (Boolean.getBoolean("k2.write")) {
            Files.writeString(file, table);
        }
        assertThat(Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "")
                .as("%s says what is mapped; -Dk2.write=true writes it anew", file)
                .isEqualTo(table);
    }

    @ParameterizedTest
    @CsvSource({
        "401, AUTHENTICATION",
        "403, RATE_LIMIT",
        "429, RATE_LIMIT",
        "451, PERMISSION",
        "500, EXCHANGE_ERROR",
        "503, EXCHANGE_MAINTENANCE"
    })
    void goesByTheStatusWhereThereIsNoCode(int status, ErrorCategory category) {
        assertThat(OkxErrors.category(status, OkxErrors.NO_CODE)).isEqualTo(category);
    }

    @Test
    void keepsAnUnknownCodeWhole() {
        ExchangeError error = OkxErrors.answered("place an order", 400, 59999, "New words");

        assertThat(error.category()).isEqualTo(ErrorCategory.EXCHANGE_ERROR);
        assertThat(error.message()).isEqualTo("New words");
        assertThat(error.details())
                .containsEntry("code", "59999")
                .containsEntry("exchange_message", "New words")
                .containsEntry("http_status", "400");
    }

    @Test
    void leavesAnOrdersFateOpenWhereOkxRanOutOfTime() {
        assertThat(OkxErrors.isUnclear(200, 50004)).isTrue();
        assertThat(OkxErrors.isUnclear(502, OkxErrors.NO_CODE)).isTrue();
        assertThat(OkxErrors.isUnclear(200, 51008)).isFalse();
        assertThat(OkxErrors.isUnclear(429, OkxErrors.NO_CODE)).isFalse();
    }

    @Test
    void stopsForRefusedKeysOnly() {
        assertThat(OkxErrors.isRefusal(60032)).isTrue();
        assertThat(OkxErrors.isRefusal(60011)).isFalse();
        assertThat(OkxErrors.isRefusal(60004)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"51000, 51000", "0, 0", "'', -1", "abc, -1", "12345678901, -1"})
    void readsCodesThatAreText(String text, int number) {
        assertThat(OkxErrors.number(text)).isEqualTo(number);
    }

    private static String table() {
        var text = new StringBuilder("# What OKX's errors mean to K2\n\n");
        text.append("Written by `OkxErrorsTest` from what the adapter does; do not edit.\n\n");
        text.append("A code that is not listed goes by the HTTP status, and code and words are")
                .append(" kept whole in the details. Where an order's fate is open, placing it")
                .append(" says unknown, never rejected.\n\n");
        text.append("| code | it says | category | an order |\n|---|---|---|---|\n");
        for (OkxCodes.Code code : OkxCodes.table().values()) {
            text.append("| ")
                    .append(code.code())
                    .append(" | ")
                    .append(code.words())
                    .append(" | ")
                    .append(word(code.category()))
                    .append(" | ")
                    .append(fate(200, code.code()))
                    .append(" |\n");
        }
        text.append(
                "\n## Without a code\n\n| HTTP status | category | an order |\n|---|---|---|\n");
        for (int status : new int[] {401, 403, 408, 429, 451, 500, 502, 503, 504}) {
            text.append("| ")
                    .append(status)
                    .append(" | ")
                    .append(word(OkxErrors.category(status, OkxErrors.NO_CODE)))
                    .append(" | ")
                    .append(fate(status, OkxErrors.NO_CODE))
                    .append(" |\n");
        }
        return text.toString();
    }

    private static String fate(int status, int code) {
        return OkxErrors.isUnclear(status, code) ? "unknown" : "rejected";
    }

    private static String word(ErrorCategory category) {
        return category.name().toLowerCase(Locale.ROOT);
    }
}
