package dev.k2.sim.binance;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Account;
import dev.k2.sim.Balance;
import dev.k2.sim.Ending;
import dev.k2.sim.EngineEvent;
import dev.k2.sim.Fill;
import dev.k2.sim.Listing;
import dev.k2.sim.Order;
import dev.k2.sim.Side;
import dev.k2.sim.WireJson;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The events of the user data stream in Binance's words. Pure. */
final class UserEventWords {
    private UserEventWords() {}

    /** What an executionReport says beside the order itself. */
    private record Execution(
            String type,
            String clientOrderId,
            String originalId,
            @Nullable Fill fill,
            long executionId,
            long micros,
            @Nullable Ending ending) {}

    static @Nullable ObjectNode report(EngineEvent event, long now, boolean micros) {
        return switch (event) {
            case EngineEvent.OrderAccepted e ->
                    report(
                            e.order(),
                            simple("NEW", e.order(), e.executionId(), e.micros()),
                            now,
                            micros);
            case EngineEvent.OrderTriggered e ->
                    report(
                            e.order(),
                            simple("NEW", e.order(), e.executionId(), e.micros()),
                            now,
                            micros);
            case EngineEvent.OrderFilled e ->
                    report(
                            e.order(),
                            new Execution(
                                    "TRADE",
                                    e.order().clientOrderId(),
                                    "",
                                    e.fill(),
                                    e.fill().executionId(),
                                    e.fill().micros(),
                                    null),
                            now,
                            micros);
            case EngineEvent.OrderAmended e ->
                    report(
                            e.order(),
                            new Execution(
                                    "REPLACED",
                                    e.order().clientOrderId(),
                                    e.formerClientOrderId(),
                                    null,
                                    e.executionId(),
                                    e.micros(),
                                    null),
                            now,
                            micros);
            case EngineEvent.OrderPrevented e -> prevented(e, now, micros);
            case EngineEvent.OrderClosed e -> closed(e, now, micros);
            case EngineEvent.OrderModified e -> null;
            case EngineEvent.Configured e -> null;
            case EngineEvent.Paid e -> null;
            case EngineEvent.MarginCalled e -> null;
            case EngineEvent.AlgoAccepted e -> null;
            case EngineEvent.AlgoChanged e -> null;
            case EngineEvent.PairStarted e -> null;
            case EngineEvent.PairEnded e -> null;
            case EngineEvent.ChainStarted e -> null;
            case EngineEvent.ChainEnded e -> null;
            case EngineEvent.OrderReleased e ->
                    report(
                            e.order(),
                            simple("NEW", e.order(), e.executionId(), e.micros()),
                            now,
                            micros);
            case EngineEvent.TradePrinted e -> null;
            case EngineEvent.AccountOpened e -> null;
            case EngineEvent.Deposited e -> null;
            case EngineEvent.IdsReserved e -> null;
        };
    }

    static ObjectNode position(
            Account account, Collection<String> assets, long now, boolean micros) {
        ObjectNode node =
                WireJson.object()
                        .put("e", "outboundAccountPosition")
                        .put("E", BinanceTime.shown(now, micros))
                        .put("u", BinanceTime.shown(account.updatedMicros(), micros));
        ArrayNode list = node.putArray("B");
        Map<String, Balance> balances = account.balances();
        for (String asset : assets) {
            Balance balance = balances.get(asset);
            list.addObject()
                    .put("a", asset)
                    .put("f", Eight.of(balance == null ? BigDecimal.ZERO : balance.free()))
                    .put("l", Eight.of(balance == null ? BigDecimal.ZERO : balance.held()));
        }
        return node;
    }

    static ObjectNode deposit(EngineEvent.Deposited event, long now, boolean micros) {
        return WireJson.object()
                .put("e", "balanceUpdate")
                .put("E", BinanceTime.shown(now, micros))
                .put("a", event.asset())
                .put("d", event.amount().setScale(8, java.math.RoundingMode.DOWN).toPlainString())
                .put("T", BinanceTime.shown(event.micros(), micros));
    }

    private static Execution simple(String type, Order order, long executionId, long micros) {
        return new Execution(type, order.clientOrderId(), "", null, executionId, micros, null);
    }

    private static ObjectNode closed(EngineEvent.OrderClosed event, long now, boolean micros) {
        Order order = event.order();
        String cancelId = event.cancelId();
        Execution execution =
                new Execution(
                        event.ending() == Ending.CANCELED_BY_OWNER ? "CANCELED" : "EXPIRED",
                        cancelId == null ? order.clientOrderId() : cancelId,
                        cancelId == null ? "" : order.clientOrderId(),
                        null,
                        event.executionId(),
                        event.micros(),
                        event.ending());
        return report(order, execution, now, micros);
    }

    private static ObjectNode prevented(
            EngineEvent.OrderPrevented event, long now, boolean micros) {
        Order order = event.order();
        return report(
                        order,
                        simple("TRADE_PREVENTION", order, event.executionId(), event.micros()),
                        now,
                        micros)
                .put("v", event.executionId())
                .put("A", OrderWords.quantity(order, order.prevented()))
                .put("B", OrderWords.quantity(order, event.quantity()))
                .put("U", event.counterOrderId());
    }

    private static ObjectNode report(Order order, Execution execution, long now, boolean micros) {
        Listing listing = order.listing();
        Fill fill = execution.fill();
        ObjectNode node =
                WireJson.object()
                        .put("e", "executionReport")
                        .put("E", BinanceTime.shown(now, micros))
                        .put("s", listing.symbol())
                        .put("c", execution.clientOrderId())
                        .put("S", order.side() == Side.BUY ? "BUY" : "SELL")
                        .put("o", OrderWords.type(order.request()))
                        .put("f", order.request().timeInForce().name())
                        .put("q", OrderWords.quantity(order, order.quantity()))
                        .put("p", OrderWords.price(order))
                        .put("P", OrderWords.stopPrice(order))
                        .put("F", order.request().words().getOrDefault("icebergQty", "0.00000000"))
                        .put("g", OrderWords.listId(order))
                        .put("C", execution.originalId())
                        .put("x", execution.type())
                        .put("X", order.status().name())
                        .put("r", "NONE")
                        .put("i", order.id())
                        .put("l", OrderWords.quantity(order, fill == null ? 0 : fill.quantity()))
                        .put("z", OrderWords.quantity(order, order.filled()))
                        .put("L", Eight.of(fill == null ? 0 : fill.price(), listing.priceScale()));
        if (fill == null) {
            node.put("n", "0").putNull("N");
        } else {
            node.put("n", Eight.of(fill.fee())).put("N", fill.feeAsset());
        }
        node.put("T", BinanceTime.shown(execution.micros(), micros))
                .put("t", fill == null ? -1 : fill.tradeId())
                .put("I", execution.executionId())
                .put("w", order.status().open() && !order.dormant() && !order.parked())
                .put("m", fill != null && fill.maker())
                .put("M", fill != null)
                .put("O", BinanceTime.shown(order.acceptedMicros(), micros))
                .put("Z", OrderWords.quote(order))
                .put(
                        "Y",
                        Eight.of(
                                fill == null
                                        ? 0
                                        : Math.multiplyExact(fill.price(), fill.quantity()),
                                listing.quoteScale()))
                .put("Q", OrderWords.quoteOrderQty(order));
        attached(node, order);
        if (order.workingMicros() != 0) {
            node.put("W", BinanceTime.shown(order.workingMicros(), micros));
        }
        node.put("V", order.request().selfTrade().name());
        if (execution.type().equals("EXPIRED")) {
            node.put("eR", OrderWords.expiryReason(execution.ending()));
        }
        return node;
    }

    private static void attached(ObjectNode node, Order order) {
        String trailing = order.request().words().get("trailingDelta");
        if (trailing != null) {
            node.put("d", Long.parseLong(trailing))
                    .put("D", order.trailingMicros() == 0 ? -1 : order.trailingMicros() / 1000);
        }
        String strategyId = order.request().words().get("strategyId");
        if (strategyId != null) {
            node.put("j", Long.parseLong(strategyId));
        }
        String strategyType = order.request().words().get("strategyType");
        if (strategyType != null) {
            node.put("J", Long.parseLong(strategyType));
        }
    }
}
