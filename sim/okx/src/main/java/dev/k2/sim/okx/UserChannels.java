package dev.k2.sim.okx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Account;
import dev.k2.sim.AccountHub;
import dev.k2.sim.AlgoOrder;
import dev.k2.sim.EngineEvent;
import dev.k2.sim.EngineListener;
import dev.k2.sim.Fault;
import dev.k2.sim.Fill;
import dev.k2.sim.MarginSetting;
import dev.k2.sim.Market;
import dev.k2.sim.Order;
import dev.k2.sim.Position;
import dev.k2.sim.Target;
import dev.k2.sim.WireJson;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells accounts what happens to their orders, positions and money. */
final class UserChannels implements EngineListener {
    private static final int REFRESH_TICKS = 50;
    private static final Set<Fault.Kind> DISTURBING =
            EnumSet.of(
                    Fault.Kind.SKIP_MESSAGE,
                    Fault.Kind.DUPLICATE_MESSAGE,
                    Fault.Kind.REORDER_MESSAGE,
                    Fault.Kind.MALFORMED_MESSAGE,
                    Fault.Kind.DELAY);
    private final OkxFloor floor;
    private final AccountHub<UserMessage> hub;
    private final OrderWords orders;
    private final AccountWords accounts;
    private final AlgoWords algos;
    private final Amendments amendments;
    private final Map<Account, News> news = new LinkedHashMap<>();
    private long ticks;

    UserChannels(
            OkxFloor floor,
            AccountHub<UserMessage> hub,
            OrderWords orders,
            AccountWords accounts,
            AlgoWords algos,
            Amendments amendments) {
        this.floor = floor;
        this.hub = hub;
        this.orders = orders;
        this.accounts = accounts;
        this.algos = algos;
        this.amendments = amendments;
    }

    /** What changed of an account in the command that is running. */
    private static final class News {
        private final Set<Position> positions = new LinkedHashSet<>();
        private final Set<String> currencies = new LinkedHashSet<>();
        private final ArrayNode trades = WireJson.array();
        private String type = "";
    }

    @Override
    public void on(EngineEvent event) {
        switch (event) {
            case EngineEvent.OrderAccepted e -> {
                order(e.order(), null, "", "");
                news(e.order().account());
            }
            case EngineEvent.OrderFilled e -> filled(e.order(), e.fill());
            case EngineEvent.OrderModified e -> amended(e.order());
            case EngineEvent.OrderAmended e -> amended(e.order());
            case EngineEvent.OrderClosed e -> {
                order(e.order(), null, "", "");
                news(e.order().account());
            }
            case EngineEvent.OrderPrevented e -> order(e.order(), null, "", "");
            case EngineEvent.Deposited e -> money(e.account(), e.asset(), "transferred");
            case EngineEvent.Paid e -> paid(e);
            case EngineEvent.Configured e -> {
                if (e.setting() == MarginSetting.LEVERAGE) {
                    news(e.account()).type = "set_leverage";
                }
            }
            case EngineEvent.AlgoAccepted e -> algo(e.algo());
            case EngineEvent.AlgoChanged e -> algo(e.algo());
            case EngineEvent.MarginCalled e -> warn(e.account(), e.positions());
            case EngineEvent.OrderTriggered e -> {}
            case EngineEvent.PairStarted e -> {}
            case EngineEvent.PairEnded e -> {}
            case EngineEvent.ChainStarted e -> {}
            case EngineEvent.ChainEnded e -> {}
            case EngineEvent.OrderReleased e -> {}
            case EngineEvent.TradePrinted e -> {}
            case EngineEvent.AccountOpened e -> {}
            case EngineEvent.IdsReserved e -> {}
        }
    }

    @Override
    public void commandDone(List<Market> touched) {
        Map<Account, News> done = Map.copyOf(news);
        news.clear();
        done.forEach(this::tell);
        hub.flush();
    }

    /** Every few seconds positions and balances are told again, since prices move them. */
    void tick() {
        if (++ticks % REFRESH_TICKS != 0) {
            return;
        }
        for (Account account : List.copyOf(floor.engine().accounts())) {
            News again = new News();
            again.positions.addAll(account.margin().open());
            if (!again.positions.isEmpty() && !isDisturbed(account, again.positions)) {
                tell(account, again);
            }
        }
        hub.flush();
    }

    /** A fault that waits for a message shall strike one that tells of something new. */
    private boolean isDisturbed(Account account, Set<Position> positions) {
        for (Position position : positions) {
            Target target = new Target("stream:user", account.name(), position.market());
            for (Fault.Kind kind : DISTURBING) {
                if (floor.faults().stands(kind, target).isPresent()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** What somebody is sent first who begins to listen; orders and fills have no such beginning. */
    @Nullable ArrayNode welcome(Account account, JsonNode arg) {
        Args args = new Args(arg);
        return switch (arg.path("channel").asText()) {
            case "account" ->
                    WireJson.array()
                            .add(accounts.balance(account, currencies(args.text("ccy", ""))));
            case "positions" -> {
                ArrayNode rows = WireJson.array();
                accounts.positions(account, args)
                        .forEach(one -> rows.add(accounts.position(account, one)));
                yield rows;
            }
            case "balance_and_position" -> {
                News all = new News();
                all.type = "snapshot";
                all.currencies.addAll(account.balances().keySet());
                all.positions.addAll(account.margin().open());
                yield WireJson.array().add(both(account, all));
            }
            default -> null;
        };
    }

    private static Set<String> currencies(String list) {
        return list.isEmpty() ? Set.of() : Set.of(list.split(",", -1));
    }

    private void filled(Order order, Fill fill) {
        order(order, fill, "", "");
        OkxInstrument of = floor.instrument(order.market());
        publish(order.account(), of, "fills", orders.fillEvent(order, fill), order.market());
        News changed = news(order.account());
        changed.type = OrderWords.isLiquidation(order) ? "liquidation" : "filled";
        changed.currencies.add(order.listing().quote());
        changed.trades
                .addObject()
                .put("instId", of.instId())
                .put("tradeId", Long.toString(fill.tradeId()));
        if (of.isSwap()) {
            changed.positions.add(
                    order.account()
                            .margin()
                            .position(order.market(), order.request().position().side()));
        } else {
            changed.currencies.add(order.listing().base());
        }
    }

    private void amended(Order order) {
        order(order, null, amendments.reqId(order), "0");
        news(order.account());
    }

    private void order(Order order, @Nullable Fill fill, String reqId, String amendResult) {
        OkxInstrument of = floor.instrument(order.market());
        hub.publish(
                order.account(),
                order.market(),
                () ->
                        message(
                                "orders",
                                of,
                                WireJson.array()
                                        .add(orders.event(order, fill, reqId, amendResult))));
    }

    private void algo(AlgoOrder algo) {
        if (Pairs.isSecond(algo) && algo.triggeredMicros() == 0) {
            return;
        }
        OkxInstrument of = floor.instrument(algo.market());
        hub.publish(
                algo.account(),
                algo.market(),
                () -> message(algos.channel(algo), of, WireJson.array().add(algos.event(algo))));
    }

    private void paid(EngineEvent.Paid paid) {
        String type =
                switch (paid.kind()) {
                    case FUNDING -> "funding_fee";
                    case INSURANCE -> "claw_back";
                    case MARGIN -> "adjust_margin";
                };
        money(paid.account(), paid.asset(), type);
        news(paid.account())
                .positions
                .add(paid.account().margin().position(paid.market(), paid.side()));
    }

    private void money(Account account, String asset, String type) {
        News changed = news(account);
        changed.currencies.add(asset);
        changed.type = type;
    }

    private void warn(Account account, List<Position> positions) {
        for (Position position : positions) {
            OkxInstrument of = floor.instrument(position.market());
            publish(
                    account,
                    of,
                    "liquidation-warning",
                    accounts.position(account, position),
                    position.market());
        }
    }

    private News news(Account account) {
        return news.computeIfAbsent(account, a -> new News());
    }

    private void tell(Account account, News changed) {
        if (account.endless() || !hub.isHeard(account)) {
            return;
        }
        hub.publish(
                account,
                null,
                () ->
                        new UserMessage(
                                "account",
                                "",
                                "",
                                "",
                                WireJson.array().add(accounts.balance(account, Set.of()))));
        if (!changed.type.isEmpty()) {
            hub.publish(
                    account,
                    null,
                    () ->
                            new UserMessage(
                                    "balance_and_position",
                                    "",
                                    "",
                                    "",
                                    WireJson.array().add(both(account, changed))));
        }
        for (Position position : changed.positions) {
            OkxInstrument of = floor.instrument(position.market());
            ObjectNode row = accounts.position(account, position);
            publish(account, of, "positions", row, position.market());
        }
    }

    private ObjectNode both(Account account, News changed) {
        ObjectNode json = WireJson.object();
        json.put("pTime", Long.toString(floor.millis())).put("eventType", changed.type);
        ArrayNode balances = json.putArray("balData");
        changed.currencies.forEach(ccy -> balances.add(accounts.shortBalance(account, ccy)));
        ArrayNode positions = json.putArray("posData");
        changed.positions.forEach(one -> positions.add(accounts.shortPosition(account, one)));
        json.set("trades", changed.trades);
        return json;
    }

    private void publish(
            Account account, OkxInstrument of, String channel, ObjectNode row, Market market) {
        hub.publish(account, market, () -> message(channel, of, WireJson.array().add(row)));
    }

    private static UserMessage message(String channel, OkxInstrument of, ArrayNode rows) {
        return new UserMessage(channel, of.instType(), of.instId(), of.pair(), rows);
    }
}
