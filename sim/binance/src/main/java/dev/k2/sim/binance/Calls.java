package dev.k2.sim.binance;

import dev.k2.sim.WireJson;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Everything that can be asked, by REST's method and path and by the WebSocket API's method. */
final class Calls implements CallTable {
    private static final String API = "/api/v3/";
    private static final String LISTEN_KEY_PATH = "/api/v3/userDataStream";

    private final Map<String, Call> byPath = new HashMap<>();
    private final Map<String, Call> byMethod = new HashMap<>();

    Calls(MarketCalls market, TradeCalls trade, AccountCalls account) {
        market(market);
        tickers(market);
        trade(trade);
        lists(trade.lists());
        account(account);
        sapi(account);
    }

    /** The calls of a replay: what was recorded answers, the account exists, nothing trades. */
    static Calls ofReplay(MarketCalls time, ReplayMarkets replay, AccountCalls account) {
        Calls calls = new Calls();
        calls.replay(time, replay);
        calls.account(account);
        calls.sapi(account);
        return calls;
    }

    @Override
    public @Nullable Call rest(String method, String path) {
        return byPath.get(method + " " + path);
    }

    @Override
    public boolean gone(String path) {
        return path.equals(LISTEN_KEY_PATH);
    }

    @Override
    public @Nullable Call webSocket(String method) {
        return byMethod.get(method);
    }

    private Calls() {}

    private void replay(MarketCalls time, ReplayMarkets replay) {
        both("GET", "ping", "ping", Call.open("ping", 1, time::ping));
        both("GET", "time", "time", Call.open("time", 1, time::time));
        rest(
                "GET",
                "exchangeInfo",
                Call.open("exchangeInfo", 20, r -> replay.exchangeInfo(r, false), Params.ANY));
        byMethod.put(
                "exchangeInfo",
                Call.open("exchangeInfo", 20, r -> replay.exchangeInfo(r, true), Params.ANY));
        both(
                "GET",
                "depth",
                "depth",
                Call.open("depth", MarketCalls::depthWeight, replay::depth, Params.ANY));
        both(
                "GET",
                "ticker/price",
                "ticker.price",
                Call.open("ticker", 4, replay::priceTicker, Params.ANY));
        both(
                "GET",
                "ticker/bookTicker",
                "ticker.book",
                Call.open("ticker", 4, replay::bookTicker, Params.ANY));
        both(
                "GET",
                "trades",
                "trades.recent",
                Call.open("trades", 25, replay::nothing, Params.ANY));
        both(
                "GET",
                "aggTrades",
                "trades.aggregate",
                Call.open("aggTrades", 4, replay::nothing, Params.ANY));
        both("GET", "klines", "klines", Call.open("klines", 2, replay::nothing, Params.ANY));
        both(
                "GET",
                "openOrders",
                "openOrders.status",
                Call.signed("order.open", 6, r -> WireJson.array(), Params.ANY));
        both(
                "POST",
                "order",
                "order.place",
                Call.signed("order.place", 1, replay::closed, Params.ANY));
    }

    private void market(MarketCalls calls) {
        both("GET", "ping", "ping", Call.open("ping", 1, calls::ping));
        both("GET", "time", "time", Call.open("time", 1, calls::time));
        String[] info = {"symbol", "symbols", "permissions", "showPermissionSets", "symbolStatus"};
        rest(
                "GET",
                "exchangeInfo",
                Call.open("exchangeInfo", 20, r -> calls.exchangeInfo(r, false), info));
        byMethod.put(
                "exchangeInfo",
                Call.open("exchangeInfo", 20, r -> calls.exchangeInfo(r, true), info));
        both(
                "GET",
                "depth",
                "depth",
                Call.open(
                        "depth",
                        MarketCalls::depthWeight,
                        calls::depth,
                        "symbol",
                        "limit",
                        "symbolStatus"));
        both(
                "GET",
                "trades",
                "trades.recent",
                Call.open("trades", 25, calls::trades, "symbol", "limit"));
        both(
                "GET",
                "historicalTrades",
                "trades.historical",
                Call.open("trades", 25, calls::trades, "symbol", "limit", "fromId"));
        both(
                "GET",
                "aggTrades",
                "trades.aggregate",
                Call.open(
                        "aggTrades",
                        4,
                        calls::aggTrades,
                        "symbol",
                        "fromId",
                        "startTime",
                        "endTime",
                        "limit"));
        String[] klines = {"symbol", "interval", "startTime", "endTime", "timeZone", "limit"};
        both("GET", "klines", "klines", Call.open("klines", 2, calls::klines, klines));
        both("GET", "uiKlines", "uiKlines", Call.open("klines", 2, calls::klines, klines));
        both("GET", "avgPrice", "avgPrice", Call.open("avgPrice", 2, calls::avgPrice, "symbol"));
        both(
                "GET",
                "executionRules",
                "executionRules",
                Call.open(
                        "executionRules",
                        2,
                        calls::executionRules,
                        "symbol",
                        "symbols",
                        "symbolStatus"));
        both(
                "GET",
                "referencePrice",
                "referencePrice",
                Call.open("referencePrice", 2, calls::referencePrice, "symbol"));
    }

    private void tickers(MarketCalls calls) {
        String[] some = {"symbol", "symbols", "type", "symbolStatus"};
        both(
                "GET",
                "ticker/24hr",
                "ticker.24hr",
                Call.open("ticker", MarketCalls::dayTickerWeight, calls::dayTicker, some));
        both(
                "GET",
                "ticker/tradingDay",
                "ticker.tradingDay",
                Call.open(
                        "ticker",
                        MarketCalls::windowWeight,
                        calls::tradingDayTicker,
                        "symbol",
                        "symbols",
                        "type",
                        "timeZone",
                        "symbolStatus"));
        both(
                "GET",
                "ticker",
                "ticker",
                Call.open(
                        "ticker",
                        MarketCalls::windowWeight,
                        calls::windowTicker,
                        "symbol",
                        "symbols",
                        "windowSize",
                        "type",
                        "symbolStatus"));
        String[] which = {"symbol", "symbols", "symbolStatus"};
        both(
                "GET",
                "ticker/price",
                "ticker.price",
                Call.open(
                        "ticker",
                        p -> MarketCalls.singleOrAll(p, 2, 4),
                        calls::priceTicker,
                        which));
        both(
                "GET",
                "ticker/bookTicker",
                "ticker.book",
                Call.open(
                        "ticker", p -> MarketCalls.singleOrAll(p, 2, 4), calls::bookTicker, which));
    }

    private void trade(TradeCalls calls) {
        both(
                "POST",
                "order",
                "order.place",
                Call.trading("order.place", 1, calls::place, OrderReading.READABLE));
        both(
                "POST",
                "order/test",
                "order.test",
                Call.signed(
                        "order.test",
                        p -> p.flag("computeCommissionRates", false) ? 20 : 1,
                        calls::test,
                        and(OrderReading.READABLE, "computeCommissionRates")));
        both(
                "DELETE",
                "order",
                "order.cancel",
                Call.trading(
                        "order.cancel",
                        1,
                        calls::cancel,
                        "symbol",
                        "orderId",
                        "origClientOrderId",
                        "newClientOrderId",
                        "cancelRestrictions"));
        both(
                "DELETE",
                "openOrders",
                "openOrders.cancelAll",
                Call.trading("order.cancelAll", 1, calls::cancelAll, "symbol"));
        both(
                "POST",
                "order/cancelReplace",
                "order.cancelReplace",
                Call.trading(
                        "order.replace",
                        1,
                        calls::cancelReplace,
                        and(
                                OrderReading.READABLE,
                                "cancelReplaceMode",
                                "cancelNewClientOrderId",
                                "cancelOrigClientOrderId",
                                "cancelOrderId",
                                "cancelRestrictions",
                                "orderRateLimitExceededMode")));
        both(
                "PUT",
                "order/amend/keepPriority",
                "order.amend.keepPriority",
                Call.signed(
                        "order.amend",
                        4,
                        calls::amend,
                        "symbol",
                        "orderId",
                        "origClientOrderId",
                        "newClientOrderId",
                        "newQty"));
        both(
                "GET",
                "order",
                "order.status",
                Call.signed(
                        "order.query", 4, calls::query, "symbol", "orderId", "origClientOrderId"));
        both(
                "GET",
                "openOrders",
                "openOrders.status",
                Call.signed(
                        "order.open",
                        p -> MarketCalls.singleOrAll(p, 6, 80),
                        calls::openOrders,
                        "symbol"));
    }

    private void lists(ListCalls calls) {
        both(
                "POST",
                "orderList/oco",
                "orderList.place.oco",
                Call.trading("order.list", 1, calls::placeOco, ListCalls.READABLE));
        both(
                "POST",
                "orderList/oto",
                "orderList.place.oto",
                Call.trading("order.list", 1, calls::placeOto, ListCalls.READABLE_OTO));
        both(
                "POST",
                "orderList/otoco",
                "orderList.place.otoco",
                Call.trading("order.list", 1, calls::placeOtoco, ListCalls.READABLE_OTOCO));
        both(
                "POST",
                "order/oco",
                "orderList.place",
                Call.trading("order.list", 1, calls::placeOldOco, ListCalls.READABLE_OLD));
        both(
                "DELETE",
                "orderList",
                "orderList.cancel",
                Call.trading(
                        "order.cancel",
                        1,
                        calls::cancel,
                        "symbol",
                        "orderListId",
                        "listClientOrderId",
                        "newClientOrderId"));
        both(
                "GET",
                "orderList",
                "orderList.status",
                Call.signed("order.query", 4, calls::query, "orderListId", "origClientOrderId"));
        both(
                "GET",
                "allOrderList",
                "allOrderLists",
                Call.signed(
                        "order.history",
                        20,
                        calls::all,
                        "fromId",
                        "startTime",
                        "endTime",
                        "limit"));
        both(
                "GET",
                "openOrderList",
                "openOrderLists.status",
                Call.signed("order.open", 6, calls::open));
    }

    private void account(AccountCalls calls) {
        both(
                "GET",
                "account",
                "account.status",
                Call.signed("account", 20, calls::account, "omitZeroBalances"));
        both(
                "GET",
                "account/commission",
                "account.commission",
                Call.signed("account.commission", 20, calls::commission, "symbol"));
        both(
                "GET",
                "rateLimit/order",
                "account.rateLimits.orders",
                Call.signed("account.limits", 40, calls::orderCount));
        both(
                "GET",
                "allOrders",
                "allOrders",
                Call.signed(
                        "order.history",
                        20,
                        calls::allOrders,
                        "symbol",
                        "orderId",
                        "startTime",
                        "endTime",
                        "limit"));
        both(
                "GET",
                "myTrades",
                "myTrades",
                Call.signed(
                        "account.trades",
                        p -> p.has("orderId") ? 5 : 20,
                        calls::myTrades,
                        "symbol",
                        "orderId",
                        "startTime",
                        "endTime",
                        "fromId",
                        "limit"));
        both(
                "GET",
                "myPreventedMatches",
                "myPreventedMatches",
                Call.signed(
                        "account.prevented",
                        20,
                        calls::nothing,
                        "symbol",
                        "preventedMatchId",
                        "orderId",
                        "fromPreventedMatchId",
                        "limit"));
        both(
                "GET",
                "myAllocations",
                "myAllocations",
                Call.signed(
                        "account.allocations",
                        20,
                        calls::nothing,
                        "symbol",
                        "startTime",
                        "endTime",
                        "fromAllocationId",
                        "limit",
                        "orderId"));
        both(
                "GET",
                "myFilters",
                "myFilters",
                Call.signed("account.filters", 40, calls::myFilters, "symbol"));
    }

    /** What clients of other people load together with the markets. These mind no further parameters. */
    private void sapi(AccountCalls calls) {
        sapi("capital/config/getall", 10, calls::coins);
        sapi("asset/assetDetail", 1, calls::assetDetail);
        sapi("asset/tradeFee", 1, calls::tradeFees);
        sapi("account/status", 1, calls::accountStatus);
        sapi("account/apiRestrictions", 1, calls::apiRestrictions);
        sapi("margin/allPairs", 1, calls::nothing);
        sapi("margin/isolated/allPairs", 10, calls::nothing);
    }

    private void sapi(String path, long weight, Call.Work work) {
        byPath.put("GET /sapi/v1/" + path, Call.signed("sapi", weight, work, Params.ANY));
    }

    private void both(String method, String path, String webSocketMethod, Call call) {
        rest(method, path, call);
        byMethod.put(webSocketMethod, call);
    }

    private void rest(String method, String path, Call call) {
        byPath.put(method + " " + API + path, call);
    }

    private static String[] and(String[] some, String... more) {
        return Stream.concat(Arrays.stream(some), Arrays.stream(more)).toArray(String[]::new);
    }
}
