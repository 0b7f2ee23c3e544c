package dev.k2.exchange.net;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Everything that K2 logs at any level from here on, with whatever else a test saw in print. */
public final class Overheard implements AutoCloseable {
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
    private final Logger ours = (Logger) LoggerFactory.getLogger("dev.k2");
    private final List<String> shown = new ArrayList<>();

    public Overheard() {
        appender.start();
        ours.setLevel(Level.TRACE);
        ours.addAppender(appender);
    }

    /** Prints things as a careless program would. */
    public void show(Object... things) {
        for (Object thing : things) {
            shown.add(thing.toString());
        }
    }

    /** How many lines were logged. */
    public int lines() {
        return appender.list.size();
    }

    /** All of it. */
    public String text() {
        var text = new StringBuilder(String.join("\n", shown));
        for (ILoggingEvent event : List.copyOf(appender.list)) {
            text.append('\n').append(event.getFormattedMessage());
            if (event.getThrowableProxy() != null) {
                text.append(' ').append(event.getThrowableProxy().getMessage());
            }
        }
        return text.toString();
    }

    @Override
    public void close() {
        ours.detachAppender(appender);
        ours.setLevel(null);
    }
}
