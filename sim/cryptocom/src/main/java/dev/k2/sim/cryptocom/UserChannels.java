package dev.k2.sim.cryptocom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.k2.sim.Account;
import dev.k2.sim.AccountHub;
import dev.k2.sim.EngineEvent;
import dev.k2.sim.EngineListener;
import dev.k2.sim.Fill;
import dev.k2.sim.Market;
import dev.k2.sim.Order;
import dev.k2.sim.WireJson;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Tells accounts what happens to their orders, positions and money. None of it is numbered. */
final class UserChannels implements EngineListener, TradeCalls.Rejections {
    private final CryptocomFloor floor;
    private final AccountHub<UserMessage> hub;
    private final OrderIndex index;
    private final OrderWords orders;
    private final AccountWords accounts;
    private final Set<Account> moved = new LinkedHashSet<>();
    private final Set<Account> held = new LinkedHashSet<>();

    UserChannels(
            CryptocomFloor floor,
            AccountHub<UserMessage> hub,
            OrderIndex index,
            OrderWords orders,
            AccountWords accounts) {
        this.floor = floor;
        this.hub = hub;
        this.index = index;
        this.orders = orders;
        this.accounts = accounts;
    }

    @Override
    public void on(EngineEvent event) {
        switch (event) {
            case EngineEvent.OrderAccepted e -> order(e.order());
            case EngineEvent.OrderFilled e -> filled(e.order(), e.fill());
            case EngineEvent.OrderModified e -> order(e.order());
            case EngineEvent.OrderAmended e -> order(e.order());
            case EngineEvent.OrderClosed e -> order(e.order());
            case EngineEvent.OrderPrevented e -> order(e.order());
            case EngineEvent.OrderTriggered e -> order(e.order());
            case EngineEvent.OrderReleased e -> order(e.order());
            case EngineEvent.Deposited e -> moved.add(e.account());
            case EngineEvent.Paid e -> {
                moved.add(e.account());
                held.add(e.account());
            }
            case EngineEvent.Configured e -> {}
            case EngineEvent.AlgoAccepted e -> {}
            case EngineEvent.AlgoChanged e -> {}
            case EngineEvent.MarginCalled e -> held.add(e.account());
            case EngineEvent.PairStarted e -> {}
            case EngineEvent.PairEnded e -> {}
            case EngineEvent.ChainStarted e -> {}
            case EngineEvent.ChainEnded e -> {}
            case EngineEvent.TradePrinted e -> {}
            case EngineEvent.AccountOpened e -> {}
            case EngineEvent.IdsReserved e -> {}
        }
    }

    @Override
    public void commandDone(List<Market> touched) {
        Set<Account> changed = new LinkedHashSet<>(moved);
        changed.addAll(held);
        for (Account account : changed) {
            if (moved.contains(account)) {
                tell(account, "user.balance", () -> one(accounts.balance(account)));
            }
            if (held.contains(account)) {
                tell(account, "user.positions", () -> accounts.positions(account));
            }
            tell(account, "user.position_balance", () -> one(accounts.both(account)));
            tell(account, "user.account_risk", () -> one(accounts.risk(account)));
        }
        moved.clear();
        held.clear();
        hub.flush();
    }

    @Override
    public void told(Known.Rejected rejected) {
        String name = rejected.market().listing().symbol();
        boolean advanced = rejected.request().trigger() != null;
        hub.publish(
                rejected.account(),
                rejected.market(),
                () ->
                        new UserMessage(
                                advanced ? UserMessage.ADVANCED : "user.order",
                                name,
                                one(orders.known(rejected))));
        hub.flush();
    }

    /** What somebody is told first who begins to listen: how things stand. */
    ArrayNode first(Account account, Channel channel) {
        ArrayNode rows = WireJson.array();
        if (channel.isAdvanced() || channel.kind().equals("user.order")) {
            for (Order order : floor.engine().archive().open(account)) {
                String name = order.listing().symbol();
                boolean wanted =
                        channel.instrument().isEmpty() || channel.instrument().equals(name);
                if (wanted && OrderCalls.isAdvanced(order) == channel.isAdvanced()) {
                    rows.add(orders.event(order));
                }
            }
            return rows;
        }
        return switch (channel.kind()) {
            case "user.balance" -> rows.add(accounts.balance(account));
            case "user.positions" -> accounts.positions(account);
            case "user.position_balance" -> rows.add(accounts.both(account));
            case "user.account_risk" -> rows.add(accounts.risk(account));
            default -> rows;
        };
    }

    private void filled(Order order, Fill fill) {
        order(order);
        String name = order.listing().symbol();
        hub.publish(
                order.account(),
                order.market(),
                () -> new UserMessage("user.trade", name, one(orders.fill(order, fill))));
        if (order.listing().contract() != null) {
            held.add(order.account());
        }
    }

    /** An advanced order is told of on its own channel, and as an ordinary one too when it works like one. */
    private void order(Order order) {
        moved.add(order.account());
        if (!index.isShown(order)) {
            return;
        }
        String name = order.listing().symbol();
        boolean advanced = OrderCalls.isAdvanced(order);
        if (advanced) {
            hub.publish(
                    order.account(),
                    order.market(),
                    () -> new UserMessage(UserMessage.ADVANCED, name, one(orders.event(order))));
        }
        if (!advanced || order.workingMicros() > 0) {
            hub.publish(
                    order.account(),
                    order.market(),
                    () -> new UserMessage("user.order", name, one(orders.event(order))));
        }
    }

    private void tell(Account account, String kind, Supplier<ArrayNode> data) {
        if (hub.isHeard(account)) {
            hub.publish(account, null, () -> new UserMessage(kind, "", data.get()));
        }
    }

    private static ArrayNode one(JsonNode row) {
        return WireJson.array().add(row);
    }
}
