package dev.k2.exchange.binance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.Severity;
import dev.k2.model.ExchangeId;
import dev.k2.model.InstrumentId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BinanceErrorsTest {
    @ParameterizedTest
    @ValueSource(
            ints = {
                -1000, -1001, -1002, -1003, -1006, -1007, -1008, -1013, -1014, -1015, -1021, -1022,
                -1034, -1100, -1101, -1102, -1103, -1104, -1105, -1106, -1111, -1112, -1115, -1116,
                -1117, -1120, -1121, -1125, -1127, -1220, -2010, -2011, -2013, -2014, -2015, -2021,
                -2022, -2026, -2043
            })
    void knowsEveryDocumentedCode(int code) {
        assertThat(BinanceCodes.of(ExchangeId.BINANCE)).containsKey(code);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                -1000, -1003, -1021, -2010, -2013, -2015, -2018, -2019, -2020, -2021, -2022, -2025,
                -2027, -2028, -4001, -4002, -4003, -4004, -4005, -4006, -4007, -4014, -4015, -4023,
                -4045, -4046, -4047, -4048, -4055, -4059, -4060, -4061, -4062, -4067, -4068, -4088,
                -4116, -4120, -4131, -4164, -5021, -5022, -5024, -5026, -5027, -5029
            })
    void knowsEveryDocumentedCodeOfFutures(int code) {
        assertThat(BinanceCodes.of(ExchangeId.BINANCE_FUTURES)).containsKey(code);
    }

    /** What each code means is read by people: the table beside the repository's other facts. */
    @Test
    void isWhatTheTableInTheDocumentsSays() throws IOException {
        Path file =
                Path.of(System.getProperty("k2.root", "."))
                        .resolve("docs/exchanges/binance-errors.md");
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
        "Account has insufficient balance for requested action., INSUFFICIENT_FUNDS",
        "Duplicate order sent., DUPLICATE_ORDER",
        "Market is closed., MARKET_STATUS",
        "Order would immediately match and take., VALIDATION",
        "Order would trigger immediately., VALIDATION",
        "This symbol is not permitted for this account., PERMISSION",
        "This action is disabled on this account., PERMISSION",
        "This account may not place or cancel orders., PERMISSION",
        "Rest API trading is not enabled., PERMISSION"
    })
    void goesByTheWordsOfARejection(String words, ErrorCategory category) {
        assertThat(category(400, -2010, words)).isEqualTo(category);
    }

    @Test
    void tellsAnUnknownOrderFromACancelThatIsRefusedOtherwise() {
        assertThat(category(400, -2011, "Unknown order sent."))
                .isEqualTo(ErrorCategory.ORDER_NOT_FOUND);
        assertThat(category(400, -2011, "Order was not canceled due to cancel restrictions."))
                .isEqualTo(ErrorCategory.VALIDATION);
    }

    @ParameterizedTest
    @CsvSource({
        "BINANCE, -2021, EXCHANGE_ERROR",
        "BINANCE_FUTURES, -2021, VALIDATION",
        "BINANCE, -2019, EXCHANGE_ERROR",
        "BINANCE_FUTURES, -2019, INSUFFICIENT_FUNDS",
        "BINANCE_FUTURES, -4116, DUPLICATE_ORDER"
    })
    void readsACodeAsItsProductMeansIt(ExchangeId exchange, int code, ErrorCategory category) {
        assertThat(BinanceErrors.category(exchange, 400, code, "words")).isEqualTo(category);
    }

    @ParameterizedTest
    @CsvSource({
        "401, AUTHENTICATION",
        "403, RATE_LIMIT",
        "418, RATE_LIMIT",
        "429, RATE_LIMIT",
        "451, PERMISSION",
        "500, EXCHANGE_ERROR",
        "502, EXCHANGE_ERROR",
        "503, EXCHANGE_MAINTENANCE",
        "504, EXCHANGE_ERROR"
    })
    void goesByTheStatusWhereThereIsNoCode(int status, ErrorCategory category) {
        assertThat(category(status, 0, "")).isEqualTo(category);
    }

    @Test
    void keepsAnUnknownCodeWhole() {
        ExchangeError error =
                BinanceErrors.answered(
                        ExchangeId.BINANCE,
                        "place an order",
                        400,
                        -4711,
                        "New words",
                        Optional.empty());

        assertThat(error.category()).isEqualTo(ErrorCategory.EXCHANGE_ERROR);
        assertThat(error.message()).isEqualTo("New words");
        assertThat(error.operation()).isEqualTo("place an order");
        assertThat(error.details())
                .containsEntry("code", "-4711")
                .containsEntry("exchange_message", "New words")
                .containsEntry("http_status", "400");
    }

    @Test
    void namesTheEndOfASilence() {
        Instant until = Instant.parse("2026-11-21T10:00:30Z");

        ExchangeError error =
                BinanceErrors.answered(
                        ExchangeId.BINANCE,
                        "ask",
                        429,
                        -1003,
                        "Too many requests",
                        Optional.of(until));

        assertThat(error).isInstanceOf(ExchangeError.RateLimit.class);
        assertThat(((ExchangeError.RateLimit) error).until()).contains(until);
        assertThat(error.details()).containsEntry("until", "2026-11-21T10:00:30Z");
        assertThat(error.retryable()).isTrue();
        assertThat(error.suggestions()).isNotEmpty();
    }

    @Test
    void keepsItsKindWhenItIsToldOfAnInstrument() {
        InstrumentId btc = InstrumentId.spot("BTC", "USDT");
        Instant until = Instant.parse("2026-11-21T10:00:30Z");
        ExchangeError limited = BinanceErrors.held(ExchangeId.BINANCE, "ask", "why", until);

        ExchangeError about = BinanceErrors.about(limited, btc);

        assertThat(about.instrument()).contains(btc);
        assertThat(((ExchangeError.RateLimit) about).until()).contains(until);
        assertThat(BinanceErrors.about(answered(-1021), btc).retryable()).isTrue();
        for (BinanceCodes.Code code : BinanceCodes.of(ExchangeId.BINANCE).values()) {
            ExchangeError told = answered(code.code());
            assertThat(BinanceErrors.about(told, btc)).hasSameClassAs(told);
        }
    }

    @Test
    void raisesAlarmOnlyForWhatNeedsAPerson() {
        assertThat(answered(-2015).severity()).isEqualTo(Severity.CRITICAL);
        assertThat(answered(-1013).severity()).isEqualTo(Severity.INFO);
    }

    @Test
    void makesAnUnknownOutcomeThatIsNeverToBeRepeated() {
        ExchangeError unknown = BinanceErrors.unknownOutcome(answered(-1001));

        assertThat(unknown.category()).isEqualTo(ErrorCategory.UNKNOWN_OUTCOME);
        assertThat(unknown.retryable()).isFalse();
        assertThat(unknown.details()).containsEntry("code", "-1001");
    }

    private static String table() {
        var text = new StringBuilder("# What Binance's errors mean to K2\n\n");
        text.append("Written by `BinanceErrorsTest` from what the adapter does; do not edit.\n\n");
        text.append("A code that is not listed goes by the HTTP status, and code and words are")
                .append(" kept whole in the details. Where an order's fate is open, placing it")
                .append(" says unknown, never rejected.\n");
        section(text, "Binance Spot", ExchangeId.BINANCE);
        section(text, "Binance USD-M Futures", ExchangeId.BINANCE_FUTURES);
        text.append("\n## Words that decide\n\n");
        text.append("Of -2010, by a part of the message; any other is validation.\n\n");
        text.append("| the message has | category |\n|---|---|\n");
        BinanceErrors.rejections()
                .forEach(
                        words ->
                                text.append("| ")
                                        .append(words.getKey())
                                        .append(" | ")
                                        .append(word(words.getValue()))
                                        .append(" |\n"));
        text.append("\nOf -2011, \"unknown order\" is order not found; any other is validation.\n");
        text.append(
                "\n## Without a code\n\n| HTTP status | category | an order |\n|---|---|---|\n");
        for (int status : new int[] {401, 403, 408, 418, 429, 451, 500, 502, 503, 504}) {
            text.append("| ")
                    .append(status)
                    .append(" | ")
                    .append(word(category(status, 0, "")))
                    .append(" | ")
                    .append(fate(status, 0))
                    .append(" |\n");
        }
        return text.toString();
    }

    private static void section(StringBuilder text, String name, ExchangeId exchange) {
        text.append("\n## ").append(name).append("\n\n");
        text.append("| code | it says | category | an order |\n|---|---|---|---|\n");
        for (BinanceCodes.Code code : BinanceCodes.of(exchange).values()) {
            ErrorCategory category = BinanceErrors.category(exchange, 400, code.code(), "");
            assertThat(category).isEqualTo(code.category());
            text.append("| ")
                    .append(code.code())
                    .append(" | ")
                    .append(code.words())
                    .append(" | ")
                    .append(word(category))
                    .append(" | ")
                    .append(fate(400, code.code()))
                    .append(" |\n");
        }
    }

    private static String fate(int status, int code) {
        return BinanceErrors.isUnclear(status, code) ? "unknown" : "rejected";
    }

    private static String word(ErrorCategory category) {
        return category.name().toLowerCase(Locale.ROOT);
    }

    private static ErrorCategory category(int status, int code, String message) {
        return BinanceErrors.category(ExchangeId.BINANCE, status, code, message);
    }

    private static ExchangeError answered(int code) {
        return BinanceErrors.answered(
                ExchangeId.BINANCE, "ask", 400, code, "words", Optional.empty());
    }
}
