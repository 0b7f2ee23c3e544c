package dev.k2.sim.binance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Account;
import dev.k2.sim.Market;
import dev.k2.sim.Order;
import dev.k2.sim.OrderArchive;
import dev.k2.sim.WireJson;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What an account may ask about itself: balances, fees, history. */
final class AccountCalls {
    private static final long DAY = 24 * 60 * 60 * 1000L;
    private static final long UID_BASE = 354_937_000;

    private final BinanceFloor floor;
    private final Limits limits;

    AccountCalls(BinanceFloor floor, Limits limits) {
        this.floor = floor;
        this.limits = limits;
    }

    JsonNode account(Call.Request request) {
        Account account = request.customer();
        long maker = account.makerFee().movePointRight(4).longValue();
        long taker = account.takerFee().movePointRight(4).longValue();
        ObjectNode node =
                WireJson.object()
                        .put("makerCommission", maker)
                        .put("takerCommission", taker)
                        .put("buyerCommission", 0)
                        .put("sellerCommission", 0);
        node.set("commissionRates", rates(account.makerFee(), account.takerFee()));
        node.put("canTrade", true)
                .put("canWithdraw", true)
                .put("canDeposit", true)
                .put("brokered", false)
                .put("requireSelfTradePrevention", false)
                .put("preventSor", false)
                .put("updateTime", BinanceTime.shown(account.updatedMicros(), request.micros()))
                .put("accountType", "SPOT");
        node.set("balances", balances(account, request.params().flag("omitZeroBalances", false)));
        node.putArray("permissions").add("SPOT");
        return node.put("uid", UID_BASE + account.number());
    }

    JsonNode commission(Call.Request request) {
        Market market = floor.market(request.params().symbol());
        Account account = request.customer();
        ObjectNode node = WireJson.object().put("symbol", market.listing().symbol());
        node.set("standardCommission", rates(account.makerFee(), account.takerFee()));
        node.set("specialCommission", rates(BigDecimal.ZERO, BigDecimal.ZERO));
        node.set("taxCommission", rates(BigDecimal.ZERO, BigDecimal.ZERO));
        node.set("discount", discount());
        return node;
    }

    JsonNode orderCount(Call.Request request) {
        return limits.orderCounts(request.customer(), floor.micros() / 1000);
    }

    JsonNode allOrders(Call.Request request) {
        Market market = floor.market(request.params().symbol());
        List<Order> all =
                floor.visible(
                        floor.engine().archive().orders(request.customer(), market),
                        "order.history");
        ArrayNode list = WireJson.array();
        page(all, request.params(), "orderId", Order::id, Order::acceptedMicros)
                .forEach(order -> list.add(OrderWords.queried(order, request.micros())));
        return list;
    }

    JsonNode myTrades(Call.Request request) {
        Params params = request.params();
        Market market = floor.market(params.symbol());
        Long orderId = params.integer("orderId");
        if (orderId != null && (params.has("startTime") || params.has("endTime"))) {
            throw BinanceRefusal.badCombination();
        }
        List<OrderArchive.OwnTrade> all =
                new ArrayList<>(floor.engine().archive().trades(request.customer(), market));
        all.removeIf(trade -> orderId != null && trade.order().id() != orderId);
        ArrayNode list = WireJson.array();
        page(all, params, "fromId", trade -> trade.fill().tradeId(), trade -> trade.fill().micros())
                .forEach(trade -> list.add(OrderWords.ownTrade(trade, request.micros())));
        return list;
    }

    JsonNode nothing(Call.Request request) {
        return WireJson.array();
    }

    JsonNode myFilters(Call.Request request) {
        Market market = floor.market(request.params().symbol());
        ObjectNode node = WireJson.object();
        node.putArray("exchangeFilters");
        node.set("symbolFilters", SymbolWords.filters(floor.rules(market)));
        node.putArray("assetFilters");
        return node;
    }

    /** The coins and their networks, which some clients load with the markets. Nothing can be moved here. */
    JsonNode coins(Call.Request request) {
        ArrayNode list = WireJson.array();
        for (String asset : assets()) {
            dev.k2.sim.Balance balance = request.customer().balances().get(asset);
            BigDecimal free = balance == null ? BigDecimal.ZERO : balance.free();
            BigDecimal held = balance == null ? BigDecimal.ZERO : balance.held();
            ObjectNode coin =
                    list.addObject()
                            .put("coin", asset)
                            .put("depositAllEnable", false)
                            .put("free", Eight.of(free))
                            .put("freeze", Eight.of(BigDecimal.ZERO))
                            .put("ipoable", Eight.of(BigDecimal.ZERO))
                            .put("ipoing", Eight.of(BigDecimal.ZERO))
                            .put("isLegalMoney", false)
                            .put("locked", Eight.of(held))
                            .put("name", asset);
            coin.putArray("networkList");
            coin.put("storage", Eight.of(BigDecimal.ZERO))
                    .put("trading", true)
                    .put("withdrawAllEnable", false)
                    .put("withdrawing", Eight.of(BigDecimal.ZERO));
        }
        return list;
    }

    JsonNode tradeFees(Call.Request request) {
        ArrayNode list = WireJson.array();
        Account account = request.customer();
        for (Market market : floor.markets()) {
            String symbol = market.listing().symbol();
            if (!request.params().has("symbol") || request.params().symbol().equals(symbol)) {
                list.addObject()
                        .put("symbol", symbol)
                        .put("makerCommission", account.makerFee().toPlainString())
                        .put("takerCommission", account.takerFee().toPlainString());
            }
        }
        return list;
    }

    JsonNode assetDetail(Call.Request request) {
        ObjectNode details = WireJson.object();
        for (String asset : assets()) {
            details.putObject(asset)
                    .put("minWithdrawAmount", Eight.of(BigDecimal.ZERO))
                    .put("depositStatus", false)
                    .put("withdrawFee", Eight.of(BigDecimal.ZERO))
                    .put("withdrawStatus", false);
        }
        return details;
    }

    JsonNode accountStatus(Call.Request request) {
        return WireJson.object().put("data", "Normal");
    }

    JsonNode apiRestrictions(Call.Request request) {
        return WireJson.object()
                .put("ipRestrict", false)
                .put("createTime", floor.engine().clock().millis() - DAY)
                .put("enableReading", true)
                .put("enableSpotAndMarginTrading", request.customer().key().trades())
                .put("enableWithdrawals", request.customer().key().withdraws())
                .put("enableInternalTransfer", false)
                .put("permitsUniversalTransfer", false)
                .put("enableMargin", false)
                .put("enableFutures", false)
                .put("enableVanillaOptions", false)
                .put("enablePortfolioMarginTrading", false);
    }

    private ArrayNode balances(Account account, boolean omitZero) {
        ArrayNode list = OrderWords.balances(account, omitZero);
        if (!omitZero) {
            Set<String> missing = assets();
            missing.removeAll(account.balances().keySet());
            missing.forEach(
                    asset ->
                            list.addObject()
                                    .put("asset", asset)
                                    .put("free", Eight.of(BigDecimal.ZERO))
                                    .put("locked", Eight.of(BigDecimal.ZERO)));
        }
        return list;
    }

    private Set<String> assets() {
        Set<String> assets = new TreeSet<>();
        for (Market market : floor.markets()) {
            assets.add(market.listing().base());
            assets.add(market.listing().quote());
        }
        return assets;
    }

    /** Binance's paging rule: from an id, or from the older end of the times asked for, or the newest. */
    private static <T> List<T> page(
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
        checkWindow(start, end);
        List<T> wanted =
                all.stream()
                        .filter(one -> id.applyAsLong(one) >= fromId)
                        .filter(one -> start == null || micros.applyAsLong(one) / 1000 >= start)
                        .filter(one -> end == null || micros.applyAsLong(one) / 1000 <= end)
                        .toList();
        boolean oldestFirst = byId || start != null;
        int surplus = Math.max(0, wanted.size() - limit);
        return oldestFirst
                ? wanted.subList(0, wanted.size() - surplus)
                : wanted.subList(surplus, wanted.size());
    }

    private static void checkWindow(@Nullable Long start, @Nullable Long end) {
        if (start != null && end != null && end - start > DAY) {
            throw new BinanceRefusal(-1127, "More than 24 hours between startTime and endTime.");
        }
    }

    private static ObjectNode rates(BigDecimal maker, BigDecimal taker) {
        return WireJson.object()
                .put("maker", Eight.of(maker))
                .put("taker", Eight.of(taker))
                .put("buyer", Eight.of(BigDecimal.ZERO))
                .put("seller", Eight.of(BigDecimal.ZERO));
    }

    static ObjectNode discount() {
        return WireJson.object()
                .put("enabledForAccount", false)
                .put("enabledForSymbol", false)
                .put("discountAsset", "BNB")
                .put("discount", "0.75000000");
    }
}
