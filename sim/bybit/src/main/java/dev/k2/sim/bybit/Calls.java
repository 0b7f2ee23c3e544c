package dev.k2.sim.bybit;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can be asked, over REST by method and path, and over the order socket by its operation. */
final class Calls {
    private final Map<String, Call> rest = new LinkedHashMap<>();
    private final Map<String, Call> socket = new LinkedHashMap<>();

    Calls(
            MarketCalls market,
            TradeCalls trade,
            OrderQueries orders,
            PositionCalls positions,
            TradingStops stops,
            AccountCalls account,
            TransactionLog log,
            Disconnects disconnects) {
        market(market);
        trade(trade, orders);
        get("/v5/execution/list", Call.reading("execution", "account.trades", orders::executions));
        post(
                "/v5/order/disconnected-cancel-all",
                Call.trading("dcp", "account.dcp", disconnects::set));
        get("/v5/position/list", Call.reading("position", "account.positions", positions::list));
        get(
                "/v5/position/closed-pnl",
                Call.reading("closed-pnl", "account.income", positions::closedProfit));
        post(
                "/v5/position/set-leverage",
                Call.trading("leverage", "account.leverage", positions::setLeverage));
        post(
                "/v5/position/switch-mode",
                Call.trading("mode", "account.mode", positions::switchMode));
        post("/v5/position/trading-stop", Call.trading("stop", "account.stops", stops::set));
        get("/v5/account/wallet-balance", Call.reading("wallet", "account", account::wallet));
        get("/v5/account/info", Call.reading("info", "account.info", account::info));
        post(
                "/v5/account/set-margin-mode",
                Call.trading("margin-mode", "account.mode", account::setMarginMode));
        get("/v5/account/fee-rate", Call.reading("fee", "account.commission", account::fees));
        get("/v5/account/transaction-log", Call.reading("log", "account.income", log::answer));
        get("/v5/user/query-api", Call.reading("key", "account.key", account::key));
        get("/v5/asset/coin/query-info", Call.reading("coins", "account.coins", account::coins));
    }

    private void market(MarketCalls market) {
        get("/v5/market/time", Call.open("time", "time", market::time));
        get(
                "/v5/market/instruments-info",
                Call.open("instruments", "exchangeInfo", market::instruments));
        get("/v5/market/orderbook", Call.open("book", "depth", market::book));
        get("/v5/market/tickers", Call.open("tickers", "ticker", market::tickers));
        get("/v5/market/recent-trade", Call.open("trades", "trades", market::trades));
        get("/v5/market/kline", Call.open("kline", "klines", market::candles));
        get("/v5/market/mark-price-kline", Call.open("mark", "klines", market::priceCandles));
        get("/v5/market/index-price-kline", Call.open("index", "klines", market::priceCandles));
        get(
                "/v5/market/premium-index-price-kline",
                Call.open("premium", "klines", market::premiumCandles));
        get("/v5/market/funding/history", Call.open("funding", "fundingRate", market::funding));
        get(
                "/v5/market/open-interest",
                Call.open("interest", "openInterest", market::openInterest));
        get("/v5/market/risk-limit", Call.open("risk", "account.brackets", market::riskLimits));
    }

    private void trade(TradeCalls trade, OrderQueries orders) {
        order("create", Call.trading("create", "order.place", trade::create));
        order("amend", Call.trading("amend", "order.amend", trade::amend));
        order("cancel", Call.trading("cancel", "order.cancel", trade::cancel));
        order(
                "create-batch",
                Call.batch("create-batch", "order.place", r -> trade.batch(r, trade::create)));
        order(
                "amend-batch",
                Call.batch("amend-batch", "order.amend", r -> trade.batch(r, trade::amend)));
        order(
                "cancel-batch",
                Call.batch("cancel-batch", "order.cancel", r -> trade.batch(r, trade::cancel)));
        post(
                "/v5/order/cancel-all",
                Call.trading("cancel-all", "order.cancelAll", trade::cancelAll));
        get("/v5/order/realtime", Call.reading("realtime", "order.open", orders::realtime));
        get("/v5/order/history", Call.reading("history", "order.history", orders::history));
    }

    Map<String, Call> rest() {
        return rest;
    }

    @Nullable Call socket(String operation) {
        return socket.get(operation);
    }

    /** Orders go over both ways. */
    private void order(String name, Call call) {
        post("/v5/order/" + name, call);
        socket.put("order." + name, call);
    }

    private void get(String path, Call call) {
        rest.put("GET " + path, call);
    }

    private void post(String path, Call call) {
        rest.put("POST " + path, call);
    }
}
