package dev.k2.exchange.kalshi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.net.Reply.Certainty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class KalshiErrorsTest {
    private static final Pattern ROW = Pattern.compile("\\| `([a-z0-9_]+)` \\| ([A-Z_]+) \\|.*");

    /** The table that people read says what the adapter does. */
    @Test
    void knowsEveryDocumentedCode() throws IOException {
        Map<String, ErrorCategory> documented = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("../../docs/exchanges/kalshi.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                documented.put(row.group(1), ErrorCategory.valueOf(row.group(2)));
            }
        }

        assertThat(documented).isEqualTo(KalshiCodes.table());
    }

    @Test
    void readsAFailureOfEitherForm() {
        var whole =
                KalshiErrors.told(
                        "{\"error\":{\"code\":\"bad_request\",\"message\":\"bad request\","
                                + "\"details\":\"invalid status filter\"}}");
        var bare = KalshiErrors.told("{\"error\":\"too many requests\"}");

        assertThat(KalshiErrors.answered("ask", 400, whole).message())
                .isEqualTo("bad request: invalid status filter");
        assertThat(KalshiErrors.category(429, bare)).isEqualTo(ErrorCategory.RATE_LIMIT);
        assertThat(KalshiErrors.category(503, KalshiErrors.told("<html>")))
                .isEqualTo(ErrorCategory.EXCHANGE_MAINTENANCE);
    }

    @Test
    void keepsWhatItDoesNotKnow() {
        var told = KalshiErrors.told("{\"error\":{\"code\":\"new_one\",\"message\":\"words\"}}");

        var error = KalshiErrors.answered("place an order", 400, told);

        assertThat(error.category()).isEqualTo(ErrorCategory.VALIDATION);
        assertThat(error.details()).containsEntry("code", "new_one");
    }

    @Test
    void leavesOpenWhatMayHaveHappened() {
        var nothing = KalshiErrors.told("");

        assertThat(KalshiErrors.certainty(500, nothing)).isEqualTo(Certainty.UNCLEAR);
        assertThat(KalshiErrors.certainty(504, nothing)).isEqualTo(Certainty.UNCLEAR);
        assertThat(KalshiErrors.certainty(409, nothing)).isEqualTo(Certainty.REFUSED);
        assertThat(KalshiErrors.certainty(410, nothing)).isEqualTo(Certainty.REFUSED);
    }

    @Test
    void blamesTheClockForARefusedTime() {
        var told =
                KalshiErrors.told(
                        "{\"error\":{\"code\":\"authentication_error\","
                                + "\"message\":\"authentication_error\","
                                + "\"details\":\"header timestamp expired\"}}");

        assertThat(KalshiErrors.isClock(401, told)).isTrue();
        assertThat(KalshiErrors.answered("ask", 401, told).retryable()).isTrue();
    }
}
