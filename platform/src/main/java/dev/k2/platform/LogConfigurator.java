package dev.k2.platform;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * Gives the very first log line its shape. Logback finds this class by itself and would else write to standard output. System
 * property {@code k2.log.level} sets the level until {@link Logs#configure} is called.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class LogConfigurator extends ContextAwareBase implements Configurator {
    /** Called by Logback. */
    public LogConfigurator() {}

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        var level = Level.toLevel(System.getProperty("k2.log.level"), Level.INFO);
        Logs.install(context, level, Logs.toStandardError(context));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
