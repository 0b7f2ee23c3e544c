package dev.k2.gateway;

import dev.k2.accounts.IdentityProvider;
import dev.k2.exchange.Capabilities.Feature;
import dev.k2.marketdata.FeedStatus;
import dev.k2.marketdata.MarketData;
import dev.k2.platform.Health;
import dev.k2.platform.HealthCheck;
import dev.k2.platform.HealthReport;
import dev.k2.platform.HealthState;
import dev.k2.platform.Metrics;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Calls about K2 itself. */
final class SystemCalls {
    private static final String FIGURES = "text/plain; version=0.0.4; charset=utf-8";

    private final GatewayConfig config;
    private final Set<IdentityProvider> providers;
    private final MarketData market;
    private final Health health;
    private final Metrics metrics;
    private final IntSupplier sockets;
    private final Instant startedAt;
    private final Buffer openApi;
    private final Buffer asyncApi;

    SystemCalls(
            GatewayConfig config,
            Set<IdentityProvider> providers,
            MarketData market,
            Health health,
            Metrics metrics,
            IntSupplier sockets,
            Instant startedAt) {
        this.config = config;
        this.providers = providers;
        this.market = market;
        this.health = health;
        this.metrics = metrics;
        this.sockets = sockets;
        this.startedAt = startedAt;
        this.openApi = document("openapi.yaml").toBuffer();
        this.asyncApi = document("asyncapi.yaml").toBuffer();
    }

    Map<String, Call> all() {
        return Map.of(
                "getSystem", asked -> Reply.ok(system()),
                "getHealth", asked -> health(),
                "getLiveness", asked -> Reply.ok(alive("live", "it answers")),
                "getReadiness", asked -> ready(),
                "getComponentHealth", this::component,
                "getMetrics", asked -> new Reply.Raw(200, FIGURES, Buffer.buffer(metrics.scrape())),
                "getOpenApi", asked -> new Reply.Raw(200, "application/json", openApi.copy()),
                "getAsyncApi", asked -> new Reply.Raw(200, "application/json", asyncApi.copy()));
    }

    private JsonObject system() {
        JsonArray exchanges = new JsonArray();
        for (FeedStatus feed : market.feeds()) {
            exchanges.add(
                    new JsonObject()
                            .put("exchange", feed.exchange().text())
                            .put("state", Words.of(feed.state()))
                            .put("health", Words.of(standing(feed)))
                            .put("latency_ms", millis(feed.latency()))
                            .put("age_ms", millis(feed.lastMessageAge()))
                            .put("reconnects", feed.reconnects())
                            .put(
                                    "amends",
                                    market.capabilities(feed.exchange())
                                            .filter(offered -> offered.has(Feature.AMEND))
                                            .isPresent()));
        }
        return new JsonObject()
                .put("mode", config.mode())
                .put("version", config.version())
                .put("started_at", Times.text(startedAt))
                .put(
                        "identity_providers",
                        new JsonArray(
                                providers.stream().map(IdentityProvider::text).sorted().toList()))
                .put("exchanges", exchanges);
    }

    /** How the exchange does as a whole, of which its feed is a part. */
    private HealthState standing(FeedStatus feed) {
        return health.component(feed.exchange().text())
                .map(component -> component.finding().state())
                .orElse(HealthState.UNKNOWN);
    }

    private Reply health() {
        HealthReport report = health.whole();
        JsonArray components = new JsonArray();
        report.components().forEach(component -> components.add(json(component)));
        JsonObject data =
                new JsonObject()
                        .put("status", Words.of(report.state()))
                        .put("version", config.version())
                        .put("uptime_seconds", report.uptime().toSeconds())
                        .put("memory_used_bytes", report.memoryUsedBytes())
                        .put("memory_max_bytes", report.memoryMostBytes())
                        .put("connections", sockets.getAsInt())
                        .put("components", components);
        return report.state() == HealthState.UNHEALTHY
                ? sick("K2 is unhealthy.", data)
                : Reply.ok(data);
    }

    private Reply ready() {
        HealthReport report = health.vital();
        if (report.state() == HealthState.UNHEALTHY) {
            JsonObject sick = new JsonObject();
            report.components().stream()
                    .filter(c -> c.finding().state() == HealthState.UNHEALTHY)
                    .forEach(c -> sick.put(c.name(), c.finding().note()));
            return sick("K2 is not ready.", sick);
        }
        return Reply.ok(alive("ready", "requests are served"));
    }

    private Reply component(Asked asked) {
        String name = asked.needed("component");
        Optional<HealthReport.Component> found = health.component(name);
        if (found.isEmpty()) {
            return Reply.refused(Problem.notFound("component"));
        }
        JsonObject data = json(found.get());
        return found.get().finding().state() == HealthState.UNHEALTHY
                ? sick("The component is unhealthy.", data)
                : Reply.ok(data);
    }

    private static Reply sick(String message, JsonObject details) {
        Map<String, Object> figures = new LinkedHashMap<>();
        details.forEach(entry -> figures.put(entry.getKey(), orText(entry.getValue())));
        return Reply.refused(new Problem(503, "UNHEALTHY", message, figures));
    }

    private static Object orText(@Nullable Object value) {
        return value == null ? "" : value;
    }

    private JsonObject alive(String name, String message) {
        return new JsonObject()
                .put("name", name)
                .put("status", "healthy")
                .put("vital", true)
                .put("message", message)
                .put("checked_at", Times.text(startedAt))
                .put("took_ms", 0)
                .put("details", new JsonObject())
                .put("parts", new JsonArray());
    }

    private static JsonObject json(HealthReport.Component component) {
        String note = component.finding().note();
        return new JsonObject()
                .put("name", component.name())
                .put("status", Words.of(component.finding().state()))
                .put("vital", component.vital())
                .put("message", note.isBlank() ? null : note)
                .put("checked_at", Times.text(component.checkedAt()))
                .put("took_ms", component.took().toMillis())
                .put("details", figures(component.finding().figures()))
                .put("parts", parts(component.finding().parts()));
    }

    private static JsonArray parts(List<HealthCheck.Part> parts) {
        JsonArray list = new JsonArray();
        parts.forEach(part -> add(list, part.name(), part));
        return list;
    }

    private static void add(JsonArray list, String name, HealthCheck.Part part) {
        list.add(
                new JsonObject()
                        .put("name", name)
                        .put("status", Words.of(part.state()))
                        .put("details", figures(part.figures())));
        part.parts().forEach(inner -> add(list, name + " / " + inner.name(), inner));
    }

    private static JsonObject figures(Map<String, String> figures) {
        return new JsonObject(new TreeMap<>(figures));
    }

    private static @Nullable Long millis(Optional<Duration> duration) {
        return duration.map(Duration::toMillis).orElse(null);
    }

    /** A document as it is written. What Vert.x made of it to check requests by is not that. */
    private static JsonObject document(String name) {
        Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
        Map<String, Object> document = yaml.load(WebFiles.resource(name));
        return new JsonObject(document);
    }
}
