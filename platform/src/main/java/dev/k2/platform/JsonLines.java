package dev.k2.platform;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import net.logstash.logback.composite.AbstractFieldJsonProvider;
import net.logstash.logback.composite.loggingevent.KeyValuePairsJsonProvider;
import net.logstash.logback.composite.loggingevent.LogLevelJsonProvider;
import net.logstash.logback.composite.loggingevent.LoggerNameJsonProvider;
import net.logstash.logback.composite.loggingevent.LoggingEventFormattedTimestampJsonProvider;
import net.logstash.logback.composite.loggingevent.MdcJsonProvider;
import net.logstash.logback.composite.loggingevent.MessageJsonProvider;
import net.logstash.logback.composite.loggingevent.StackTraceJsonProvider;
import net.logstash.logback.decorate.JsonGeneratorDecorator;
import net.logstash.logback.encoder.LoggingEventCompositeJsonEncoder;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.util.JsonGeneratorDelegate;

/** How a log event becomes a line. */
final class JsonLines {
    static final int LONGEST_FIELD = 1024;
    private static final int LONGEST_STACK_TRACE = 16 * 1024;
    private static final String STACK_TRACE = "stack_trace";
    private static final String OURS = "dev.k2.";

    private JsonLines() {}

    static LoggingEventCompositeJsonEncoder encoder(LoggerContext context) {
        var encoder = new LoggingEventCompositeJsonEncoder();
        encoder.setContext(context);
        // Reading every module's Jackson services takes 100 ms at start, and none of ours adds any.
        encoder.setFindAndRegisterJacksonModules(false);
        encoder.addDecorator(new Cut());
        var timestamp = new LoggingEventFormattedTimestampJsonProvider();
        timestamp.setFieldName("timestamp");
        timestamp.setTimeZone("UTC");
        timestamp.setPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'");
        var logger = new LoggerNameJsonProvider();
        logger.setFieldName("logger");
        var stackTrace = new StackTraceJsonProvider();
        stackTrace.setFieldName(STACK_TRACE);
        var providers = encoder.getProviders();
        providers.addProvider(timestamp);
        providers.addProvider(new LogLevelJsonProvider());
        providers.addProvider(new Service());
        providers.addProvider(new MdcJsonProvider());
        providers.addProvider(new MessageJsonProvider());
        providers.addProvider(logger);
        providers.addProvider(new KeyValuePairsJsonProvider());
        providers.addProvider(stackTrace);
        encoder.start();
        return encoder;
    }

    /** The module that speaks: dev.k2.accounts.Logins is accounts; other people's code speaks for k2. */
    private static final class Service extends AbstractFieldJsonProvider<ILoggingEvent> {
        Service() {
            setFieldName("service");
        }

        @Override
        public void writeTo(JsonGenerator generator, ILoggingEvent event) {
            generator.writeStringProperty(getFieldName(), serviceOf(event.getLoggerName()));
        }
    }

    static String serviceOf(String logger) {
        int end = logger.indexOf('.', OURS.length());
        return logger.startsWith(OURS) && end > 0 ? logger.substring(OURS.length(), end) : "k2";
    }

    private static final class Cut implements JsonGeneratorDecorator {
        @Override
        public JsonGenerator decorate(JsonGenerator generator) {
            return new CuttingGenerator(generator);
        }
    }

    private static final class CuttingGenerator extends JsonGeneratorDelegate {
        CuttingGenerator(JsonGenerator generator) {
            super(generator, false);
        }

        @Override
        public JsonGenerator writeString(String text) {
            int longest =
                    STACK_TRACE.equals(streamWriteContext().currentName())
                            ? LONGEST_STACK_TRACE
                            : LONGEST_FIELD;
            return super.writeString(
                    text != null && text.length() > longest
                            ? text.substring(0, longest) + "…"
                            : text);
        }
    }
}
