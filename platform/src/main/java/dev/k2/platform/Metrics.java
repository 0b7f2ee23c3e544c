package dev.k2.platform;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The door to the figures that Prometheus collects.
 *
 * <p>Tags come in pairs of name and value, and every value must come from a small fixed set: a tag with a user's id in it would grow
 * without end.
 */
public final class Metrics implements AutoCloseable {
    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbage = new JvmGcMetrics();

    /** Figures of this JVM are there from the start. */
    public Metrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        garbage.bindTo(registry);
    }

    /** Adds one to a counter. Prometheus' name ends in {@code _total}, whether given so or not. */
    public void count(String name, String... tags) {
        registry.counter(name, tags).increment();
    }

    /** Adds an amount to a counter. */
    public void count(String name, long amount, String... tags) {
        registry.counter(name, tags).increment((double) amount);
    }

    /** Notes how long something took; percentiles come from a histogram of fixed buckets. */
    public void took(String name, Duration duration, String... tags) {
        Timer.builder(name)
                .tags(tags)
                .publishPercentileHistogram()
                .register(registry)
                .record(duration);
    }

    /** A figure that is asked for whenever Prometheus collects; the first registration of a name and its tags stays. */
    public void gauge(String name, Supplier<? extends Number> figure, String... tags) {
        Gauge.builder(name, () -> figure.get()).tags(tags).strongReference(true).register(registry);
    }

    /** Everything, in Prometheus' text format. */
    public String scrape() {
        return registry.scrape();
    }

    /** For libraries that report by themselves, such as Vert.x and the connection pool. */
    public MeterRegistry registry() {
        return registry;
    }

    @Override
    public void close() {
        garbage.close();
        registry.close();
    }
}
