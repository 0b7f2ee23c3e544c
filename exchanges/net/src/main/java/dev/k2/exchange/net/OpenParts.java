package dev.k2.exchange.net;

import dev.k2.exchange.Health;
import dev.k2.model.ExchangeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The feeds and accounts that one exchange has open, and how they and its REST side stand. */
public final class OpenParts {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(5);

    private final ExchangeId exchange;
    private final HealthChecks checks;
    private final Set<OpenPart> open = ConcurrentHashMap.newKeySet();

    /**
     * Begins with nothing open.
     *
     * @param rest asks how REST stands, see {@link RestCalls#health}; it is given 5 s
     */
    public OpenParts(ExchangeId exchange, Supplier<Health> rest) {
        this.exchange = exchange;
        this.checks = new HealthChecks(exchange.text(), ANSWER_MAX);
        checks.add("rest", rest);
    }

    public <P extends OpenPart> P add(P part) {
        open.add(part);
        return part;
    }

    public void remove(OpenPart part) {
        open.remove(part);
    }

    /** How the exchange stands: its answers to questions, and every connection. */
    public Health health() {
        List<Health> parts = new ArrayList<>(checks.check().parts());
        open.forEach(part -> parts.addAll(part.connections()));
        return Health.whole(exchange.text(), parts);
    }

    public void close() {
        open.forEach(OpenPart::close);
        open.clear();
    }
}
