package dev.k2.sim.binance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Account;
import dev.k2.sim.EngineEvent;
import dev.k2.sim.Interval;
import dev.k2.sim.MarginDesk;
import dev.k2.sim.Market;
import dev.k2.sim.Order;
import dev.k2.sim.OrderArchive;
import dev.k2.sim.Position;
import dev.k2.sim.WireJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What an account may ask the futures about itself. */
final class FuturesAccountCalls {
    private static final long WEEK = 7 * Interval.DAY;

    private final BinanceFloor floor;
    private final Limits limits;
    private final FuturesAccountWords words;

    FuturesAccountCalls(BinanceFloor floor, Limits limits) {
        this.floor = floor;
        this.limits = limits;
        this.words = new FuturesAccountWords(floor.engine());
    }

    JsonNode account(Call.Request request) {
        return words.account(request.customer(), false);
    }

    JsonNode olderAccount(Call.Request request) {
        return words.account(request.customer(), true);
    }

    JsonNode balance(Call.Request request) {
        return words.balances(request.customer());
    }

    JsonNode positionRisk(Call.Request request) {
        return risk(request, false);
    }

    JsonNode olderPositionRisk(Call.Request request) {
        return risk(request, true);
    }

    JsonNode accountConfig(Call.Request request) {
        return WireJson.object()
                .put("feeTier", 0)
                .put("canTrade", request.customer().key().trades())
                .put("canDeposit", true)
                .put("canWithdraw", true)
                .put("dualSidePosition", request.customer().margin().hedged())
                .put("updateTime", request.customer().updatedMicros() / 1000)
                .put("multiAssetsMargin", request.customer().margin().multiAssets())
                .put("tradeGroupId", -1);
    }

    JsonNode symbolConfig(Call.Request request) {
        Account account = request.customer();
        ArrayNode list = WireJson.array();
        for (Market market : chosen(request.params())) {
            int leverage = account.margin().leverage(market);
            list.addObject()
                    .put("symbol", market.listing().symbol())
                    .put("marginType", account.margin().isolated(market) ? "ISOLATED" : "CROSSED")
                    .put("isAutoAddMargin", "false")
                    .put("leverage", leverage)
                    .put("maxNotionalValue", FuturesAccountWords.maxNotional(market, leverage));
        }
        return list;
    }

    JsonNode commissionRate(Call.Request request) {
        Market market = floor.market(request.params().symbol());
        return WireJson.object()
                .put("symbol", market.listing().symbol())
                .put("makerCommissionRate", request.customer().makerFee().toPlainString())
                .put("takerCommissionRate", request.customer().takerFee().toPlainString())
                .put("rpiCommissionRate", "0.00005");
    }

    JsonNode leverageBracket(Call.Request request) {
        ArrayNode list = WireJson.array();
        chosen(request.params())
                .forEach(market -> list.add(FuturesSymbolWords.brackets(market.listing())));
        return list;
    }

    JsonNode orderCount(Call.Request request) {
        return limits.orderCounts(request.customer(), now());
    }

    JsonNode allOrders(Call.Request request) {
        Params params = request.params();
        Market market = floor.market(params.symbol());
        List<Order> all =
                floor.visible(
                        floor.engine().archive().orders(request.customer(), market),
                        "order.history");
        ArrayNode list = WireJson.array();
        page(all, params, "orderId", Order::id, Order::acceptedMicros)
                .forEach(order -> list.add(FuturesOrderWords.queried(order)));
        return list;
    }

    JsonNode userTrades(Call.Request request) {
        Params params = request.params();
        Market market = floor.market(params.symbol());
        if (params.has("fromId") && (params.has("startTime") || params.has("endTime"))) {
            throw BinanceRefusal.badCombination();
        }
        Long orderId = params.integer("orderId");
        List<OrderArchive.OwnTrade> all =
                new ArrayList<>(floor.engine().archive().trades(request.customer(), market));
        all.removeIf(trade -> orderId != null && trade.order().id() != orderId);
        ArrayNode list = WireJson.array();
        page(all, params, "fromId", trade -> trade.fill().tradeId(), trade -> trade.fill().micros())
                .forEach(trade -> list.add(FuturesOrderWords.ownTrade(trade)));
        return list;
    }

    /** The exchange's own orders that closed positions of the account. */
    JsonNode forceOrders(Call.Request request) {
        ArrayNode list = WireJson.array();
        for (Market market : chosen(request.params())) {
            for (Order order : floor.engine().archive().orders(request.customer(), market)) {
                if (order.clientOrderId().startsWith(MarginDesk.LIQUIDATION_PREFIX)) {
                    list.add(FuturesOrderWords.queried(order));
                }
            }
        }
        return list;
    }

    JsonNode income(Call.Request request) {
        Params params = request.params();
        String type = params.text("incomeType");
        List<Income> all = new ArrayList<>();
        for (EngineEvent.Paid paid : request.customer().margin().payments()) {
            Income income = income(paid);
            if (income != null) {
                all.add(income);
            }
        }
        for (Market market : floor.markets()) {
            floor.engine().archive().trades(request.customer(), market).forEach(t -> add(t, all));
        }
        all.removeIf(income -> type != null && !type.equals(income.type()));
        all.removeIf(
                income ->
                        params.has("symbol")
                                && !params.symbol().equals(income.market().listing().symbol()));
        all.sort(Comparator.comparingLong(Income::micros));
        ArrayNode list = WireJson.array();
        List<Income> page = page(all, params, "tranId", income -> Long.MAX_VALUE, Income::micros);
        for (Income income : page) {
            list.addObject()
                    .put("symbol", income.market().listing().symbol())
                    .put("incomeType", income.type())
                    .put("income", Eight.of(income.amount()))
                    .put("asset", income.asset())
                    .put("info", income.tradeId().isEmpty() ? income.type() : income.tradeId())
                    .put("time", income.micros() / 1000)
                    .put(
                            "tranId",
                            Long.toString(income.micros() * 10 + income.type().length() % 10))
                    .put("tradeId", income.tradeId());
        }
        return list;
    }

    private record Income(
            String type,
            Market market,
            String asset,
            java.math.BigDecimal amount,
            long micros,
            String tradeId) {}

    private static @Nullable Income income(EngineEvent.Paid paid) {
        String type =
                switch (paid.kind()) {
                    case FUNDING -> "FUNDING_FEE";
                    case INSURANCE -> "INSURANCE_CLEAR";
                    case MARGIN -> "";
                };
        return type.isEmpty()
                ? null
                : new Income(type, paid.market(), paid.asset(), paid.amount(), paid.micros(), "");
    }

    private static void add(OrderArchive.OwnTrade trade, List<Income> into) {
        Market market = trade.order().market();
        String asset = market.listing().quote();
        String id = Long.toString(trade.fill().tradeId());
        long micros = trade.fill().micros();
        if (trade.fill().realised().signum() != 0) {
            into.add(
                    new Income("REALIZED_PNL", market, asset, trade.fill().realised(), micros, id));
        }
        into.add(new Income("COMMISSION", market, asset, trade.fill().fee().negate(), micros, id));
    }

    private JsonNode risk(Call.Request request, boolean older) {
        Account account = request.customer();
        Params params = request.params();
        List<Position> positions =
                params.has("symbol")
                        ? words.positions(account, floor.market(params.symbol()))
                        : words.positions(account, older);
        ArrayNode list = WireJson.array();
        for (Position position : positions) {
            boolean something =
                    position.isOpen()
                            || floor.engine().archive().openCount(account, position.market()) > 0;
            if (older || something) {
                list.add(words.risk(account, position, older));
            }
        }
        return list;
    }

    private List<Market> chosen(Params params) {
        return params.has("symbol")
                ? List.of(floor.market(params.symbol()))
                : List.copyOf(floor.markets());
    }

    /** The futures' paging rule: from an id, or a window of a week, the last one when no times are given. */
    private <T> List<T> page(
            List<T> all,
            Params params,
            String idName,
            ToLongFunction<T> id,
            ToLongFunction<T> micros) {
        boolean byId = params.has(idName);
        long fromId = params.integer(idName, 0);
        Long start = params.millis("startTime");
        Long end = params.millis("endTime");
        int limit = (int) Math.min(1000, params.integer("limit", 500));
        if (start != null && end != null && end - start > WEEK) {
            throw new BinanceRefusal(
                    -4165, "Invalid time interval: startTime and endTime are over 7 days apart.");
        }
        long from = byId ? 0 : start != null ? start : (end == null ? now() : end) - WEEK;
        long until = byId ? Long.MAX_VALUE : end != null ? end : from + WEEK;
        List<T> wanted =
                all.stream()
                        .filter(one -> id.applyAsLong(one) >= fromId)
                        .filter(one -> micros.applyAsLong(one) / 1000 >= from)
                        .filter(one -> micros.applyAsLong(one) / 1000 <= until)
                        .toList();
        int surplus = Math.max(0, wanted.size() - limit);
        return byId || start != null
                ? wanted.subList(0, wanted.size() - surplus)
                : wanted.subList(surplus, wanted.size());
    }

    private long now() {
        return floor.micros() / 1000;
    }

    static ObjectNode success() {
        return WireJson.object().put("code", 200).put("msg", "success");
    }
}
