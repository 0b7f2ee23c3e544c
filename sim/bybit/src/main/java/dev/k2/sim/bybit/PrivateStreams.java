package dev.k2.sim.bybit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Account;
import dev.k2.sim.AccountHub;
import dev.k2.sim.EngineEvent;
import dev.k2.sim.EngineListener;
import dev.k2.sim.Fill;
import dev.k2.sim.Market;
import dev.k2.sim.Order;
import dev.k2.sim.Plain;
import dev.k2.sim.Position;
import dev.k2.sim.PositionSide;
import dev.k2.sim.WireJson;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells accounts what happens to their orders, positions and money: one message a topic and market for each command. */
final class PrivateStreams implements EngineListener {
    private final BybitFloor floor;
    private final TicketBook tickets;
    private final Wallets wallets;
    private final PositionWords positions;
    private final AccountHub<News> hub;
    private final Map<Account, Changes> changed = new LinkedHashMap<>();
    private long messages;

    PrivateStreams(BybitFloor floor, TicketBook tickets, Wallets wallets, AccountHub<News> hub) {
        this.floor = floor;
        this.tickets = tickets;
        this.wallets = wallets;
        this.positions = new PositionWords(floor);
        this.hub = hub;
    }

    private record Place(Market market, PositionSide side) {}

    /** What one command did to one account. */
    private static final class Changes {
        private final Map<Market, Set<Ticket>> orders = new LinkedHashMap<>();
        private final Map<Market, List<ObjectNode>> executions = new LinkedHashMap<>();
        private final Map<Market, List<ObjectNode>> fast = new LinkedHashMap<>();
        private final Set<Place> positions = new LinkedHashSet<>();
        private boolean wallet;
    }

    @Override
    public void on(EngineEvent event) {
        switch (event) {
            case EngineEvent.OrderAccepted e -> order(e.order());
            case EngineEvent.OrderTriggered e -> order(e.order());
            case EngineEvent.OrderFilled e -> filled(e.order(), e.fill());
            case EngineEvent.OrderPrevented e -> order(e.order());
            case EngineEvent.OrderAmended e -> order(e.order());
            case EngineEvent.OrderModified e -> order(e.order());
            case EngineEvent.OrderClosed e -> order(e.order());
            case EngineEvent.OrderReleased e -> order(e.order());
            case EngineEvent.AlgoAccepted e -> ticket(tickets.of(e.algo()));
            case EngineEvent.AlgoChanged e -> ticket(tickets.of(e.algo()));
            case EngineEvent.Deposited e -> of(e.account()).wallet = true;
            case EngineEvent.Paid e -> paid(e);
            case EngineEvent.Configured e -> configured(e);
            case EngineEvent.MarginCalled e -> {}
            case EngineEvent.PairStarted e -> {}
            case EngineEvent.PairEnded e -> {}
            case EngineEvent.ChainStarted e -> {}
            case EngineEvent.ChainEnded e -> {}
            case EngineEvent.TradePrinted e -> {}
            case EngineEvent.AccountOpened e -> {}
            case EngineEvent.IdsReserved e -> {}
        }
    }

    private void order(Order order) {
        ticket(tickets.of(order));
    }

    private void ticket(Ticket ticket) {
        Changes changes = of(ticket.account());
        changes.orders.computeIfAbsent(ticket.market(), m -> new LinkedHashSet<>()).add(ticket);
        changes.wallet = true;
    }

    private void filled(Order order, Fill fill) {
        order(order);
        Market market = order.market();
        Ticket ticket = tickets.of(order);
        Changes changes = of(order.account());
        changes.executions
                .computeIfAbsent(market, m -> new ArrayList<>())
                .add(OrderWords.execution(ticket, order, fill, floor.symbol(market)));
        changes.fast
                .computeIfAbsent(market, m -> new ArrayList<>())
                .add(OrderWords.fastExecution(ticket, order, fill, floor.symbol(market)));
        if (market.listing().contract() != null) {
            changes.positions.add(new Place(market, order.request().position().side()));
        }
    }

    /** Funding is told as an execution that is none. */
    private void paid(EngineEvent.Paid paid) {
        Changes changes = of(paid.account());
        changes.wallet = true;
        changes.positions.add(new Place(paid.market(), paid.side()));
        if (paid.kind() != EngineEvent.Payment.FUNDING) {
            return;
        }
        Position position = paid.account().margin().position(paid.market(), paid.side());
        changes.executions
                .computeIfAbsent(paid.market(), m -> new ArrayList<>())
                .add(funding(paid, position));
    }

    private ObjectNode funding(EngineEvent.Paid paid, Position position) {
        Market market = paid.market();
        BigDecimal mark = floor.engine().margin().marks().mark(market);
        return WireJson.object()
                .put("category", "linear")
                .put("symbol", floor.symbol(market))
                .put("orderId", TicketBook.uuid("funding" + paid.micros()))
                .put("orderLinkId", "")
                .put("side", position.quantity() > 0 ? "Buy" : "Sell")
                .put("orderPrice", "0")
                .put("orderQty", "0")
                .put("leavesQty", "0")
                .put("createType", "")
                .put("orderType", "UNKNOWN")
                .put("stopOrderType", "UNKNOWN")
                .put("execFee", OrderWords.plain(paid.amount().negate()))
                .put("feeCurrency", paid.asset())
                .put("execId", TicketBook.uuid("funding/execution" + paid.micros()))
                .put("execPrice", MarketWords.price(market.listing(), mark).toPlainString())
                .put("execQty", Plain.quantity(market.listing(), Math.abs(position.quantity())))
                .put("execType", "Funding")
                .put("execValue", OrderWords.plain(position.notional(mark)))
                .put("execTime", OrderWords.millis(paid.micros()))
                .put("isMaker", false)
                .put("feeRate", "0")
                .put("closedSize", "0")
                .put("seq", market.book().updateId());
    }

    private void configured(EngineEvent.Configured change) {
        Market market = change.market();
        if (market != null) {
            PositionSide side =
                    change.account().margin().hedged() ? PositionSide.LONG : PositionSide.BOTH;
            of(change.account()).positions.add(new Place(market, side));
        }
    }

    @Override
    public void commandDone(List<Market> touched) {
        changed.forEach(this::tell);
        changed.clear();
        hub.flush();
    }

    private void tell(Account account, Changes changes) {
        if (!hub.isHeard(account)) {
            return;
        }
        changes.executions.forEach((market, rows) -> tell(account, market, "execution", rows));
        changes.fast.forEach((market, rows) -> tell(account, market, "execution.fast", rows));
        changes.orders.forEach(
                (market, own) ->
                        tell(
                                account,
                                market,
                                "order",
                                own.stream()
                                        .map(t -> OrderWords.row(t, floor.symbol(market)))
                                        .toList()));
        for (Place place : changes.positions) {
            Position position = account.margin().position(place.market(), place.side());
            tell(account, place.market(), "position", List.of(positions.told(account, position)));
        }
        if (changes.wallet) {
            tell(account, null, "wallet", List.of(wallets.wallet(account, Set.of())));
        }
    }

    private void tell(
            Account account, @Nullable Market market, String topic, List<ObjectNode> rows) {
        ArrayNode list = WireJson.array();
        list.addAll(rows);
        Category category = market == null ? null : floor.category(market);
        News news = new News(topic, category, list, "sim" + ++messages, floor.now());
        hub.publish(account, market, () -> news);
    }

    private Changes of(Account account) {
        return changed.computeIfAbsent(account, a -> new Changes());
    }
}
