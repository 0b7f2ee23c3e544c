package dev.k2.e2e;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Hears in the log what became of each attempt at a request. A refused connection leaves no other
 * trace: whoever refuses it cannot count it. Several may listen at once, to requests of their own.
 */
final class Attempts extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private static final Logger LOG = (Logger) LoggerFactory.getLogger("dev.k2.exchange.net.Http");
    private static final @Nullable Level USUAL = LOG.getLevel();

    /** How many listen. Guarded by the class. */
    private static int listening;

    private final String request;
    private Runnable afterTheFirst = () -> {};
    private int refused;

    Attempts(String request) {
        this.request = request;
        start();
        LOG.addAppender(this);
        listen(1);
    }

    private static synchronized void listen(int more) {
        listening += more;
        LOG.setLevel(listening > 0 ? Level.DEBUG : USUAL);
    }

    /** Does something on the thread of the first refused attempt, before there can be another. */
    synchronized void afterTheFirst(Runnable work) {
        afterTheFirst = work;
    }

    /** How often no connection was made. */
    synchronized int refused() {
        return refused;
    }

    @Override
    protected synchronized void append(ILoggingEvent event) {
        String told = event.getFormattedMessage();
        if (told.contains(request) && told.contains("NotSent")) {
            refused++;
            if (refused == 1) {
                afterTheFirst.run();
            }
        }
    }

    @Override
    public void close() {
        LOG.detachAppender(this);
        listen(-1);
        stop();
    }
}
