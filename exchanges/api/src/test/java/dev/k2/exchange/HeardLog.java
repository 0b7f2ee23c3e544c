package dev.k2.exchange;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/** Keeps all that is logged, at every level, until it is closed. */
public final class HeardLog implements AutoCloseable {
    private final Logger logger;
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();

    private HeardLog(Logger logger) {
        this.logger = logger;
        events.start();
        logger.setLevel(Level.TRACE);
        logger.addAppender(events);
    }

    /** Hears a package and all beneath it. */
    public static HeardLog ofEverything(String name) {
        return new HeardLog((Logger) LoggerFactory.getLogger(name));
    }

    /** What was logged, with the traces of what was thrown. */
    public String text() {
        List<ILoggingEvent> told;
        synchronized (events) {
            told = List.copyOf(events.list);
        }
        return told.stream()
                .map(
                        event ->
                                event.getFormattedMessage()
                                        + (event.getThrowableProxy() == null
                                                ? ""
                                                : ThrowableProxyUtil.asString(
                                                        event.getThrowableProxy())))
                .collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        logger.detachAppender(events);
        logger.setLevel(null);
    }
}
