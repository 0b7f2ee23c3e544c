package dev.k2.exchange.bybit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.ErrorCategory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BybitErrorsTest {
    @ParameterizedTest
    @ValueSource(
            ints = {
                429, 10000, 10001, 10002, 10003, 10004, 10005, 10006, 10007, 10008, 10009, 10010,
                10014, 10016, 10017, 10019, 10024, 10027, 10028, 10029, 10403, 10404, 10429, 20003,
                20006, 33004, 110001, 110003, 110004, 110007, 110008, 110009, 110010, 110012,
                110017, 110020, 110021, 110025, 110026, 110043, 110044, 110045, 110072, 110079,
                110092, 110093, 110094, 170121, 170124, 170130, 170131, 170132, 170133, 170134,
                170136, 170137, 170139, 170140, 170141, 170142, 170143, 170146, 170147, 170193,
                170194, 170210, 170212, 170213, 170217, 170218
            })
    void knowsEveryDocumentedCode(int code) {
        assertThat(BybitCodes.table()).containsKey(code);
    }

    /** What each code means is read by people: the table beside the repository's other facts. */
    @Test
    void isWhatTheTableInTheDocumentsSays() throws IOException {
        Path file =
                Path.of(System.getProperty("k2.root", "."))
                        .resolve("docs/exchanges/bybit-errors.md");
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
        "10000, true",
        "10016, true",
        "170146, true",
        "170147, true",
        "10001, false",
        "110007, false",
        "10019, false",
        "170131, false"
    })
    void leavesAnOrderOpenWhoseFateIsNotTold(int code, boolean unclear) {
        assertThat(BybitErrors.isUnclear(200, code)).isEqualTo(unclear);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 408})
    void leavesAnOrderOpenWhenAServerFails(int status) {
        assertThat(BybitErrors.isUnclear(status, 0)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 429})
    void takesDoorKeepersAtTheirWord(int status) {
        assertThat(BybitErrors.isUnclear(status, 0)).isFalse();
    }

    @Test
    void keepsAnUnknownCodeWhole() {
        var error = BybitErrors.answered("place an order", 200, 987_654, "Something new");

        assertThat(error.category()).isEqualTo(ErrorCategory.EXCHANGE_ERROR);
        assertThat(error.message()).isEqualTo("Something new");
        assertThat(error.details())
                .containsEntry("code", "987654")
                .containsEntry("exchange_message", "Something new");
    }

    @Test
    void tellsAServiceThatIsNotThereAsMaintenanceAlsoWhereItsCodeSaysNoMore() {
        var error = BybitErrors.answered("ask for an order", 503, 10_016, "under maintenance");

        assertThat(error.category()).isEqualTo(ErrorCategory.EXCHANGE_MAINTENANCE);
        assertThat(BybitErrors.isUnclear(503, 10_016)).isTrue();
    }

    @Test
    void tellsAWrongClockAsSomethingThatPasses() {
        var error = BybitErrors.answered("place an order", 200, 10_002, "timestamp");

        assertThat(error.category()).isEqualTo(ErrorCategory.VALIDATION);
        assertThat(error.retryable()).isTrue();
    }

    private static String table() {
        var table = new StringBuilder();
        table.append("# What Bybit's codes mean to K2\n\n");
        table.append("Written by `BybitErrorsTest`; `-Dk2.write=true` writes it anew. ");
        table.append(
                "A code that is not here is an `exchange_error`, kept whole in the details.\n");
        table.append("Where an order may be live, its outcome is unknown and it is asked for.\n\n");
        table.append("| code | category | what it stands for |\n|---|---|---|\n");
        BybitCodes.table()
                .values()
                .forEach(
                        code ->
                                table.append("| ")
                                        .append(code.code())
                                        .append(" | ")
                                        .append(code.category().name().toLowerCase(Locale.ROOT))
                                        .append(" | ")
                                        .append(code.words())
                                        .append(" |\n"));
        return table.toString();
    }
}
