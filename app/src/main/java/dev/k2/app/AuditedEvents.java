package dev.k2.app;

import dev.k2.accounts.SessionRevoked;
import dev.k2.audit.AuditEvent;
import dev.k2.audit.AuditKind;
import dev.k2.audit.AuditLog;
import dev.k2.model.LinkChanged;
import dev.k2.model.LinkRefused;
import dev.k2.model.Order;
import dev.k2.model.OrderId;
import dev.k2.model.OrderUpdated;
import dev.k2.model.Resolution;
import dev.k2.model.UserId;
import dev.k2.platform.EventBus;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What happens without a request, or after its answer: what exchanges said of orders, links that ended, sessions that were taken. */
final class AuditedEvents {
    private static final int WAITING_MAX = 20_000;
    private static final int REMEMBERED_MAX = 20_000;

    private final AuditLog log;
    private final InstantSource clock;

    /** The status that was written down last; only a new one is news. */
    private final Map<OrderId, String> statuses =
            new LinkedHashMap<>(64, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<OrderId, String> eldest) {
                    return size() > REMEMBERED_MAX;
                }
            };

    private AuditedEvents(AuditLog log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    static void follow(EventBus bus, AuditLog log, InstantSource clock) {
        AuditedEvents events = new AuditedEvents(log, clock);
        bus.subscribe("audit-orders", OrderUpdated.class, WAITING_MAX, events::order, events::lost);
        bus.subscribe("audit-links", LinkChanged.class, WAITING_MAX, events::link, events::lost);
        bus.subscribe(
                "audit-refusals", LinkRefused.class, WAITING_MAX, events::refused, events::lost);
        bus.subscribe(
                "audit-sessions", SessionRevoked.class, WAITING_MAX, events::session, events::lost);
    }

    private static String unresolved(Resolution resolution) {
        return switch (resolution) {
            case PENDING, ATTENTION -> ".unresolved";
            case LEFT -> ".left";
        };
    }

    private void order(OrderUpdated event) {
        Order order = event.order();
        String status =
                order.status().name().toLowerCase(Locale.ROOT)
                        + order.resolution().map(AuditedEvents::unresolved).orElse("");
        synchronized (statuses) {
            if (status.equals(statuses.put(order.id(), status))) {
                return;
            }
        }
        Map<String, String> details = new TreeMap<>();
        details.put("exchange", order.exchange().text());
        details.put("instrument", order.instrument().text());
        details.put("client_order_id", order.clientOrderId().toString());
        details.put("filled_quantity", order.filledQuantity().toPlainString());
        order.exchangeOrderId().ifPresent(id -> details.put("exchange_order_id", id.toString()));
        write(
                AuditKind.ORDER,
                "order." + status,
                Optional.of(order.user()),
                order.id().toString(),
                "ok",
                details);
    }

    private void link(LinkChanged event) {
        write(
                AuditKind.EXCHANGE,
                event.active() ? "link.active" : "link.ended",
                Optional.of(event.user()),
                event.link().toString(),
                "ok",
                Map.of("exchange", event.exchange().text()));
    }

    private void refused(LinkRefused event) {
        write(
                AuditKind.ERROR,
                "link.refused",
                Optional.of(event.user()),
                event.link().toString(),
                "refused",
                Map.of("exchange", event.exchange().text()));
    }

    private void session(SessionRevoked event) {
        write(
                AuditKind.AUTH,
                event.stolen() ? "session.stolen" : "session.ended",
                Optional.of(event.user()),
                event.session().toString(),
                "ok",
                Map.of());
    }

    private void lost(long events) {
        write(
                AuditKind.ERROR,
                "events.lost",
                Optional.empty(),
                "",
                "failed",
                Map.of("events", Long.toString(events)));
    }

    private void write(
            AuditKind kind,
            String action,
            Optional<UserId> user,
            String object,
            String outcome,
            Map<String, String> details) {
        log.record(
                AuditEvent.inside(clock.instant(), kind, action, user, object, outcome, details));
    }
}
