package dev.k2.exchange.binance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.Severity;
import dev.k2.model.ExchangeId;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinanceErrorsTest {
    @ParameterizedTest
    @CsvSource({
        "-1000, EXCHANGE_ERROR",
        "-1001, EXCHANGE_ERROR",
        "-1002, AUTHENTICATION",
        "-1003, RATE_LIMIT",
        "-1006, UNKNOWN_OUTCOME",
        "-1007, UNKNOWN_OUTCOME",
        "-1008, EXCHANGE_ERROR",
        "-1013, VALIDATION",
        "-1014, VALIDATION",
        "-1015, RATE_LIMIT",
        "-1021, VALIDATION",
        "-1022, AUTHENTICATION",
        "-1034, RATE_LIMIT",
        "-1100, VALIDATION",
        "-1101, VALIDATION",
        "-1102, VALIDATION",
        "-1103, VALIDATION",
        "-1104, VALIDATION",
        "-1105, VALIDATION",
        "-1106, VALIDATION",
        "-1111, VALIDATION",
        "-1112, MARKET_STATUS",
        "-1115, VALIDATION",
        "-1116, VALIDATION",
        "-1117, VALIDATION",
        "-1120, VALIDATION",
        "-1121, VALIDATION",
        "-1125, VALIDATION",
        "-1127, VALIDATION",
        "-1220, MARKET_STATUS",
        "-2010, VALIDATION",
        "-2011, VALIDATION",
        "-2013, ORDER_NOT_FOUND",
        "-2014, AUTHENTICATION",
        "-2015, AUTHENTICATION",
        "-2021, EXCHANGE_ERROR",
        "-2022, EXCHANGE_ERROR",
        "-2026, ORDER_NOT_FOUND",
        "-2043, MARKET_STATUS"
    })
    void knowsEveryDocumentedCode(int code, ErrorCategory category) {
        assertThat(BinanceErrors.category(400, code, "words")).isEqualTo(category);
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
        assertThat(BinanceErrors.category(400, -2010, words)).isEqualTo(category);
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
        assertThat(BinanceErrors.category(status, 0, "")).isEqualTo(category);
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

        assertThat(error.details()).containsEntry("until", "2026-11-21T10:00:30Z");
        assertThat(error.retryable()).isTrue();
        assertThat(error.suggestions()).isNotEmpty();
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

    private static ExchangeError answered(int code) {
        return BinanceErrors.answered(
                ExchangeId.BINANCE, "ask", 400, code, "words", Optional.empty());
    }
}
