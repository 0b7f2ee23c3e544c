package dev.k2.notifications;

import static dev.k2.model.Decimals.plain;

import dev.k2.model.ContractResult;
import dev.k2.model.LinkRefused;
import dev.k2.model.Order;
import dev.k2.model.PositionSettled;
import dev.k2.model.Resolution;
import dev.k2.model.SecurityEvent;
import dev.k2.model.Settlement;
import dev.k2.model.Side;
import dev.k2.model.UserId;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What happened, in words for a person. Pure.
 *
 * @param source what it is about: the same thing told twice is told to the person once
 */
record News(
        UserId user,
        NotificationKind kind,
        String source,
        String title,
        String body,
        Map<String, String> details) {
    private static final int BODY_MAX = 1000;

    News {
        body = body.substring(0, Math.min(BODY_MAX, body.length()));
    }

    /** What an order's owner is told of its state; nothing of states that are no news. */
    static Optional<News> of(Order order) {
        return kind(order).map(kind -> of(order, kind));
    }

    /** What the owner of an account is told of an event contract's end. */
    static News of(PositionSettled event) {
        Settlement settlement = event.settlement();
        Map<String, String> details = new TreeMap<>();
        details.put("settlement_id", event.id().toString());
        details.put("link_id", event.link().toString());
        details.put("exchange", event.exchange().text());
        details.put("instrument", settlement.instrument().text());
        details.put("result", word(settlement.result().ruling()));
        details.put("value", plain(settlement.result().value()));
        details.put("revenue", plain(settlement.revenue()));
        details.put("profit", plain(settlement.profit()));
        details.put("booked", plain(event.booked()));
        details.put("correction", Boolean.toString(event.correction()));
        return new News(
                event.user(),
                NotificationKind.EVENT_SETTLED,
                "settlement:" + event.id(),
                event.correction() ? "Event settlement corrected" : "Event settled",
                "%s ended with %s: %s paid, profit %s."
                        .formatted(
                                settlement.instrument(),
                                words(settlement.result()),
                                plain(settlement.revenue()),
                                plain(settlement.profit())),
                details);
    }

    /** What the owner of a link is told whose credentials are refused. */
    static News of(LinkRefused event) {
        return new News(
                event.user(),
                NotificationKind.LINK_REFUSED,
                "link:" + event.link() + ":" + event.at(),
                "Link refused",
                "%s refuses the credentials of your link (%s). Its open orders stand at the exchange; K2 cannot see or cancel them. Give the link another key of the same account, and it goes on with them."
                        .formatted(event.exchange(), event.reason()),
                Map.of(
                        "link_id", event.link().toString(),
                        "exchange", event.exchange().text(),
                        "reason", event.reason()));
    }

    /** What the owner of an account is told of its security. */
    static News of(SecurityEvent event) {
        Map<String, String> details = new TreeMap<>(event.details());
        details.put("what", event.what());
        return new News(
                event.user(),
                NotificationKind.SECURITY,
                "security:" + event.id(),
                event.title(),
                event.body(),
                details);
    }

    private static News of(Order order, NotificationKind kind) {
        boolean lost = kind == NotificationKind.ORDER_NEEDS_ATTENTION;
        Enum<?> state = lost ? order.resolution().orElseThrow() : order.status();
        Map<String, String> details = new TreeMap<>();
        details.put("order_id", order.id().toString());
        details.put("link_id", order.link().toString());
        details.put("exchange", order.exchange().text());
        details.put("instrument", order.instrument().text());
        details.put("side", word(order.side()));
        order.outcome().ifPresent(outcome -> details.put("outcome", word(outcome)));
        details.put("quantity", plain(order.quantity()));
        details.put("filled_quantity", plain(order.filledQuantity()));
        order.averagePrice().ifPresent(price -> details.put("avg_price", plain(price)));
        return new News(
                order.user(),
                kind,
                "order:" + order.id() + ":" + word(state),
                lost ? "Order needs you" : "Order " + word(state),
                body(order, kind),
                details);
    }

    private static String body(Order order, NotificationKind kind) {
        String what =
                order.outcome().map(outcome -> outcome.name() + " of ").orElse("")
                        + order.instrument()
                        + " on "
                        + order.exchange();
        return switch (kind) {
            case ORDER_FILLED ->
                    "%s %s %s at %s."
                            .formatted(
                                    order.side() == Side.BUY ? "Bought" : "Sold",
                                    plain(order.filledQuantity()),
                                    what,
                                    order.averagePrice().map(p -> plain(p)).orElse("its price"));
            case ORDER_CANCELLED ->
                    "The order to %s %s %s was cancelled; %s were filled."
                            .formatted(
                                    word(order.side()),
                                    plain(order.quantity()),
                                    what,
                                    plain(order.filledQuantity()));
            case ORDER_REJECTED ->
                    "The order to %s %s %s was rejected: %s."
                            .formatted(
                                    word(order.side()),
                                    plain(order.quantity()),
                                    what,
                                    order.error().orElse("no reason was told"));
            case ORDER_NEEDS_ATTENTION -> attention(order, what);
            case EVENT_SETTLED, LINK_REFUSED, SECURITY ->
                    throw new IllegalArgumentException("no order is told as " + kind);
        };
    }

    private static String attention(Order order, String what) {
        String wanted = "%s %s %s".formatted(word(order.side()), plain(order.quantity()), what);
        return isLeft(order)
                ? "The order to %s was open when its account was unlinked. K2 looks after it no longer: look at the exchange itself."
                        .formatted(wanted)
                : "%s does not tell what became of the order to %s. It may be live: look at the exchange itself before you place it again."
                        .formatted(order.exchange(), wanted);
    }

    private static boolean isLeft(Order order) {
        return order.resolution().equals(Optional.of(Resolution.LEFT));
    }

    private static Optional<NotificationKind> kind(Order order) {
        if (isLeft(order) || order.resolution().equals(Optional.of(Resolution.ATTENTION))) {
            return Optional.of(NotificationKind.ORDER_NEEDS_ATTENTION);
        }
        return switch (order.status()) {
            case FILLED -> Optional.of(NotificationKind.ORDER_FILLED);
            case CANCELLED -> Optional.of(NotificationKind.ORDER_CANCELLED);
            case REJECTED -> Optional.of(NotificationKind.ORDER_REJECTED);
            case PENDING, SUBMITTED, OPEN, PARTIAL, EXPIRED -> Optional.empty();
        };
    }

    private static String words(ContractResult result) {
        return switch (result.ruling()) {
            case YES -> "YES";
            case NO -> "NO";
            case PARTLY -> "YES worth " + plain(result.value());
        };
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
