package dev.k2.platform;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One JSON object a line, to standard error or a file; standard output belongs to the launcher.
 *
 * <p>Fields: timestamp, level, service, trace_id, user_id, message, logger, and whatever was added with {@code addKeyValue}. Put
 * what a user sent into a field, never into the message; control characters are escaped and long values cut.
 */
public final class Logs {
    /** The MDC key that ties the lines of one request together. */
    public static final String TRACE_ID = "trace_id";

    /** The MDC key that says for whom the work is done. */
    public static final String USER_ID = "user_id";

    private static final int DAYS_KEPT = 14;

    private Logs() {}

    /**
     * Sets level and place.
     *
     * @throws StartFailure when the file cannot be written
     */
    public static void configure(LogLevel level, Optional<Path> file) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            var appender =
                    file.map(path -> toFile(context, path))
                            .orElseGet(() -> toStandardError(context));
            install(context, Level.toLevel(level.name()), appender);
        }
    }

    static void install(
            LoggerContext context, Level level, OutputStreamAppender<ILoggingEvent> appender) {
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.setLevel(level);
        root.addAppender(appender);
        // These tell of their own insides at INFO, which says nothing about K2.
        context.getLogger("org.flywaydb").setLevel(Level.WARN);
        context.getLogger("com.zaxxer.hikari").setLevel(Level.WARN);
    }

    static OutputStreamAppender<ILoggingEvent> toStandardError(LoggerContext context) {
        var appender = new ConsoleAppender<ILoggingEvent>();
        appender.setTarget("System.err");
        return begin(context, appender);
    }

    private static OutputStreamAppender<ILoggingEvent> toFile(LoggerContext context, Path path) {
        try {
            Files.createDirectories(FileTrees.parent(path));
            if (!Files.exists(path)) {
                Files.createFile(path);
            }
        } catch (IOException failure) {
            throw new StartFailure(
                    "The log file "
                            + path
                            + " cannot be written: "
                            + Causes.sentence(failure)
                            + ".",
                    "Choose another with log.file.",
                    failure);
        }
        var appender = new RollingFileAppender<ILoggingEvent>();
        appender.setFile(path.toString());
        appender.setContext(context);
        appender.setRollingPolicy(rolling(context, appender, path));
        return begin(context, appender);
    }

    private static SizeAndTimeBasedRollingPolicy<ILoggingEvent> rolling(
            LoggerContext context, FileAppender<ILoggingEvent> appender, Path path) {
        var policy = new SizeAndTimeBasedRollingPolicy<ILoggingEvent>();
        policy.setContext(context);
        policy.setParent(appender);
        policy.setFileNamePattern(path + ".%d{yyyy-MM-dd}.%i.gz");
        policy.setMaxFileSize(FileSize.valueOf("50MB"));
        policy.setMaxHistory(DAYS_KEPT);
        policy.setTotalSizeCap(FileSize.valueOf("1GB"));
        policy.start();
        return policy;
    }

    private static OutputStreamAppender<ILoggingEvent> begin(
            LoggerContext context, OutputStreamAppender<ILoggingEvent> appender) {
        var encoder = JsonLines.encoder(context);
        appender.setName("k2");
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }
}
