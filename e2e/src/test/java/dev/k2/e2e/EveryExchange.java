package dev.k2.e2e;

import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Runs a row of the fault matrix at all exchanges side by side, because a row mostly waits. Each
 * exchange is reported as a test of its own. All rows share one run of the simulated exchanges.
 */
final class EveryExchange implements ArgumentsProvider, InvocationInterceptor {
    private static final Namespace OURS = Namespace.create(EveryExchange.class);

    /** What became of a row in each column, by its name. */
    private record Ended(Map<String, Future<?>> ended) {
        void report(String column) throws Throwable {
            Future<?> outcome = ended.get(column);
            if (outcome == null) {
                throw new IllegalStateException("the row was not run at " + column);
            }
            if (outcome.state() == Future.State.FAILED) {
                throw outcome.exceptionNow();
            }
        }
    }

    @Override
    public Stream<? extends Arguments> provideArguments(
            ParameterDeclarations parameters, ExtensionContext context) {
        return stages(context).stream().map(Arguments::of);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation,
            ReflectiveInvocationContext<Method> call,
            ExtensionContext context)
            throws Throwable {
        invocation.skip();
        Method row = call.getExecutable();
        Object test = call.getTarget().orElseThrow();
        Ended outcomes =
                context.getParent()
                        .orElseThrow()
                        .getStore(OURS)
                        .getOrComputeIfAbsent(
                                Ended.class,
                                key ->
                                        run(
                                                stages(context),
                                                stage ->
                                                        ReflectionSupport.invokeMethod(
                                                                row, test, stage)),
                                Ended.class);
        outcomes.report(((Stage) call.getArguments().getFirst()).wire().name());
    }

    private static List<Stage> stages(ExtensionContext context) {
        Simulation simulation =
                context.getRoot()
                        .getStore(OURS)
                        .getOrComputeIfAbsent(Simulation.class, key -> started(), Simulation.class);
        boolean everyMarket =
                context.getRequiredTestMethod().getAnnotation(Row.class).everyMarket();
        return Wire.all().stream()
                .filter(wire -> everyMarket || wire.isFirstMarket())
                .map(wire -> new Stage(simulation, wire))
                .toList();
    }

    /** Many customers share one address here, and what it may ask in a moment. */
    private static Simulation started() {
        Simulation simulation = Simulation.start();
        Wire.all().forEach(wire -> simulation.set(wire.exchange(), wire.quotas()));
        simulation.script(
                "kalshi",
                "KXMATRIX-1",
                "create",
                """
                {"close_in_s":86400,"grid":{"label":"linear_cent"},
                 "markets":[{"suffix":"A","chance":0.5}]}
                """);
        return simulation;
    }

    private static Ended run(List<Stage> stages, Consumer<Stage> row) {
        Map<String, Future<?>> running = new HashMap<>();
        try (ExecutorService columns = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Stage stage : stages) {
                running.put(
                        stage.wire().name(),
                        columns.submit(
                                () -> {
                                    try (stage) {
                                        row.accept(stage);
                                    }
                                }));
            }
        }
        return new Ended(Map.copyOf(running));
    }
}
