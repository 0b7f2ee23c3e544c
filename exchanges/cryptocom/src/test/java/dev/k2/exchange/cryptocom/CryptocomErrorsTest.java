package dev.k2.exchange.cryptocom;

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

class CryptocomErrorsTest {
    @ParameterizedTest
    @ValueSource(
            ints = {
                201, 202, 203, 204, 205, 206, 207, 208, 209, 210, 211, 212, 213, 214, 215, 216, 217,
                218, 219, 220, 221, 222, 223, 224, 225, 226, 227, 228, 229, 230, 301, 302, 303, 304,
                305, 306, 307, 308, 309, 310, 311, 312, 313, 314, 315, 316, 317, 318, 319, 320, 321,
                401, 406, 407, 408, 409, 410, 411, 412, 415, 501, 604, 605, 606, 613, 614, 615, 616,
                617, 618, 619, 620, 1110, 30024, 40001, 40002, 40003, 40004, 40005, 40006, 40101,
                40102, 40103, 40104, 40107, 40401, 40801, 42901, 43003, 43004, 43005, 43012, 50001,
                50002, 120009, 130008
            })
    void knowsEveryDocumentedCode(int code) {
        assertThat(CryptocomCodes.table()).containsKey(code);
    }

    /** What each code means is read by people: the table in the document of the exchange. */
    @Test
    void isWhatTheTableInTheDocumentsSays() throws IOException {
        Path file =
                Path.of(System.getProperty("k2.root", "."))
                        .resolve("docs/exchanges/cryptocom-errors.md");
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
        "500, 306, false",
        "500, 43005, false",
        "400, 204, false",
        "200, 40401, false",
        "200, 43012, false",
        "429, 42901, false",
        "401, 40101, false",
        "400, 40006, true",
        "408, 40801, true",
        "500, 50001, true",
        "400, 50001, true",
        "200, 50001, true",
        "500, 987654, true",
        "400, 987654, false"
    })
    void goesByTheCodeForWhetherAnOrderMayBeLive(int status, int code, boolean unclear) {
        assertThat(CryptocomErrors.isUnclear(status, code)).isEqualTo(unclear);
    }

    @ParameterizedTest
    @CsvSource({"502, true", "504, true", "408, true", "200, true", "403, false", "429, false"})
    void goesByTheStatusWhereNobodyToldACode(int status, boolean unclear) {
        assertThat(CryptocomErrors.isUnclear(status, CryptocomErrors.NO_CODE)).isEqualTo(unclear);
    }

    @ParameterizedTest
    @CsvSource({
        "200, 40401, ORDER_NOT_FOUND",
        "500, 306, INSUFFICIENT_FUNDS",
        "400, 204, DUPLICATE_ORDER",
        "400, 208, MARKET_STATUS",
        "401, 40101, AUTHENTICATION",
        "401, 40104, PERMISSION",
        "429, 42901, RATE_LIMIT",
        "503, -1, EXCHANGE_MAINTENANCE",
        "503, 50001, EXCHANGE_MAINTENANCE",
        "500, 50001, EXCHANGE_ERROR",
        "503, 306, INSUFFICIENT_FUNDS"
    })
    void tellsWhatKindOfFailureItIs(int status, int code, ErrorCategory category) {
        assertThat(CryptocomErrors.category(status, code)).isEqualTo(category);
    }

    @Test
    void keepsAnUnknownCodeWhole() {
        var error = CryptocomErrors.answered("place an order", 400, 987_654, "Something new");

        assertThat(error.category()).isEqualTo(ErrorCategory.EXCHANGE_ERROR);
        assertThat(error.message()).isEqualTo("Something new");
        assertThat(error.details())
                .containsEntry("code", "987654")
                .containsEntry("exchange_message", "Something new");
    }

    @Test
    void tellsAWrongClockAsSomethingThatPasses() {
        var error = CryptocomErrors.answered("place an order", 400, 40_102, "INVALID_NONCE");

        assertThat(error.category()).isEqualTo(ErrorCategory.VALIDATION);
        assertThat(error.retryable()).isTrue();
    }

    private static String table() {
        var table = new StringBuilder();
        table.append("# What Crypto.com's codes mean to K2\n\n");
        table.append("Written by `CryptocomErrorsTest`; `-Dk2.write=true` writes it anew. ");
        table.append("The code decides, whatever the HTTP status: ");
        table.append("40401 and 43012 come with 200, rejected orders with 500.\n");
        table.append(
                "Only 50001, which says little, is maintenance where it comes with 502 or 503. ");
        table.append("A code that is not here goes by the status, kept whole in the details. ");
        table.append("Where an order may be live, its outcome is unknown and it is asked for.\n\n");
        table.append("| code | name | category | what it stands for | an order |\n");
        table.append("|---|---|---|---|---|\n");
        CryptocomCodes.table()
                .values()
                .forEach(
                        code ->
                                table.append("| ")
                                        .append(code.code())
                                        .append(" | ")
                                        .append(code.name())
                                        .append(" | ")
                                        .append(code.category().name().toLowerCase(Locale.ROOT))
                                        .append(" | ")
                                        .append(code.words())
                                        .append(" | ")
                                        .append(
                                                CryptocomCodes.isUnclear(code.code())
                                                        ? "unknown"
                                                        : "rejected")
                                        .append(" |\n"));
        return table.toString();
    }
}
