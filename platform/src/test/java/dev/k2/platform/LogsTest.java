package dev.k2.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LogsTest {
    @TempDir private Path directory;

    @AfterEach
    void restore() {
        MDC.clear();
        Logs.configure(LogLevel.INFO, Optional.empty());
    }

    @Test
    void writesOneObjectALineWithItsFields() throws IOException {
        var file = directory.resolve("k2.log");
        Logs.configure(LogLevel.INFO, Optional.of(file));
        MDC.put(Logs.TRACE_ID, "trace-1");
        MDC.put(Logs.USER_ID, "user-1");

        LoggerFactory.getLogger("dev.k2.trading.Desk")
                .atInfo()
                .addKeyValue("latency_ms", 12)
                .log("order sent");

        var line = lines(file).getFirst();
        assertThat(line.get("timestamp").asString())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(line.get("level").asString()).isEqualTo("INFO");
        assertThat(line.get("service").asString()).isEqualTo("trading");
        assertThat(line.get("trace_id").asString()).isEqualTo("trace-1");
        assertThat(line.get("user_id").asString()).isEqualTo("user-1");
        assertThat(line.get("message").asString()).isEqualTo("order sent");
        assertThat(line.get("latency_ms").asInt()).isEqualTo(12);
    }

    @Test
    void keepsWhatAUserSentOnOneLineAndCutsIt() throws IOException {
        var file = directory.resolve("k2.log");
        Logs.configure(LogLevel.INFO, Optional.of(file));
        var forged = "a\r\n{\"level\":\"ERROR\",\"message\":\"forged\"}\u001b[31m";

        LoggerFactory.getLogger("dev.k2.gateway.Orders")
                .atInfo()
                .addKeyValue("label", forged)
                .addKeyValue("long", "x".repeat(5000))
                .log("refused");

        var lines = lines(file);
        assertThat(lines).hasSize(1);
        assertThat(lines.getFirst().get("label").asString()).isEqualTo(forged);
        assertThat(Files.readString(file)).doesNotContain("\u001b").doesNotContain("\r");
        assertThat(lines.getFirst().get("long").asString()).hasSize(JsonLines.LONGEST_FIELD + 1);
    }

    @Test
    void writesAStackTraceIntoItsLine() throws IOException {
        var file = directory.resolve("k2.log");
        Logs.configure(LogLevel.INFO, Optional.of(file));

        LoggerFactory.getLogger("org.example.Library")
                .atError()
                .setCause(new IOException("reset"))
                .log("failed");

        var line = lines(file).getFirst();
        assertThat(line.get("service").asString()).isEqualTo("k2");
        assertThat(line.get("stack_trace").asString())
                .contains("java.io.IOException: reset")
                .contains("LogsTest");
    }

    @Test
    void leavesOutWhatIsLessImportantThanTheLevel() throws IOException {
        var file = directory.resolve("k2.log");
        Logs.configure(LogLevel.WARN, Optional.of(file));

        LoggerFactory.getLogger("dev.k2.trading.Desk").atInfo().log("not wanted");

        assertThat(Files.readString(file)).isEmpty();
    }

    @Test
    void refusesAFileThatCannotBeWritten() throws IOException {
        var notADirectory = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(
                        () ->
                                Logs.configure(
                                        LogLevel.INFO,
                                        Optional.of(notADirectory.resolve("k2.log"))))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("cannot be written");
    }

    private static List<JsonNode> lines(Path file) throws IOException {
        var mapper = JsonMapper.builder().build();
        return Files.readAllLines(file).stream().map(line -> mapper.readTree(line)).toList();
    }
}
