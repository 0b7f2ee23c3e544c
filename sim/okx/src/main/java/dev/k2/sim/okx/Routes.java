package dev.k2.sim.okx;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every path there is, with the limit that OKX publishes for it. */
final class Routes {
    private static final String ROOT = "/api/v5/";
    private final Map<String, Call> calls = new HashMap<>();

    Routes(
            PublicCalls open,
            MarketCalls markets,
            TradeCalls trades,
            OrderCalls orders,
            AlgoCalls algos,
            AccountCalls account,
            DeadMan deadMan) {
        open(open);
        markets(markets);
        trades(trades, orders, deadMan);
        algos(algos);
        account(account);
    }

    /** Answers what was recorded in place of a market. */
    void replay(ReplayCalls recorded) {
        get("public/instruments", Call.open("exchangeInfo", 20, recorded::instruments));
        get("market/ticker", Call.open("ticker", 20, recorded::ticker));
        get("market/books", Call.open("depth", 40, recorded::book));
    }

    @Nullable Call find(String method, String path) {
        return calls.get(method + " " + path);
    }

    /** The call behind an operation that came over a WebSocket, null when there is none of that name. */
    @Nullable Call operation(String op) {
        return switch (op) {
            case "order", "cancel-order", "amend-order", "batch-orders" ->
                    find("POST", ROOT + "trade/" + op);
            case "batch-cancel-orders" -> find("POST", ROOT + "trade/cancel-batch-orders");
            case "batch-amend-orders" -> find("POST", ROOT + "trade/amend-batch-orders");
            case "mass-cancel" -> find("POST", ROOT + "trade/mass-cancel");
            default -> null;
        };
    }

    private void get(String path, Call call) {
        calls.put("GET " + ROOT + path, call);
    }

    private void post(String path, Call call) {
        calls.put("POST " + ROOT + path, call);
    }

    private void open(PublicCalls open) {
        get("public/time", Call.open("time", 10, open::time));
        get("public/instruments", Call.open("exchangeInfo", 20, open::instruments));
        get("public/underlying", Call.open("exchangeInfo", 20, open::underlyings));
        get("public/mark-price", Call.open("premiumIndex", 10, open::markPrice));
        get("public/funding-rate", Call.open("fundingRate", 10, open::fundingRate));
        get("public/funding-rate-history", Call.open("fundingRate", 10, open::fundingRateHistory));
        get("public/open-interest", Call.open("openInterest", 20, open::openInterest));
        get("public/price-limit", Call.open("priceLimit", 20, open::priceLimit));
        get("public/position-tiers", Call.open("brackets", 10, open::positionTiers));
        get("public/delivery-exercise-history", Call.open("history", 40, open::none));
        get("public/opt-summary", Call.open("history", 20, open::none));
        get("system/status", Call.open("status", 1, open::status));
    }

    private void markets(MarketCalls markets) {
        get("market/ticker", Call.open("ticker", 20, markets::ticker));
        get("market/tickers", Call.open("ticker", 20, markets::tickers));
        get("market/books", Call.open("depth", 40, markets::books));
        get("market/books-full", Call.open("depth", 10, markets::fullBooks));
        get("market/trades", Call.open("trades", 100, markets::trades));
        get("market/history-trades", Call.open("trades", 20, markets::pastTrades));
        get("market/candles", Call.open("klines", 40, markets::candles));
        get("market/history-candles", Call.open("klines", 20, markets::pastCandles));
        get("market/mark-price-candles", Call.open("klines", 20, markets::markCandles));
        get("market/history-mark-price-candles", Call.open("klines", 20, markets::markCandles));
        get("market/index-candles", Call.open("klines", 20, markets::indexCandles));
        get("market/history-index-candles", Call.open("klines", 20, markets::indexCandles));
        get("market/index-tickers", Call.open("ticker", 20, markets::indexTickers));
        get("market/platform-24-volume", Call.open("ticker", 2, markets::volume));
    }

    private void trades(TradeCalls trades, OrderCalls orders, DeadMan deadMan) {
        post("trade/order", Call.trading("order.place", 60, trades::place));
        post("trade/batch-orders", Call.trading("order.place", 300, trades::placeMany));
        post("trade/cancel-order", Call.trading("order.cancel", 60, trades::cancel));
        post("trade/cancel-batch-orders", Call.trading("order.cancel", 300, trades::cancelMany));
        post("trade/amend-order", Call.trading("order.amend", 60, trades::amend));
        post("trade/amend-batch-orders", Call.trading("order.amend", 300, trades::amendMany));
        post("trade/close-position", Call.trading("order.place", 20, trades::closePosition));
        post("trade/mass-cancel", Call.signed("order.cancelAll", 5, trades::massCancel));
        post("trade/cancel-all-after", Call.signed("order.countdown", 2, deadMan::set));
        get("trade/order", Call.trading("order.query", 60, orders::query));
        get("trade/orders-pending", Call.signed("order.open", 60, orders::pending));
        get("trade/orders-history", Call.signed("order.history", 40, orders::history));
        get("trade/orders-history-archive", Call.signed("order.history", 20, orders::archive));
        get("trade/fills", Call.signed("account.trades", 60, orders::fills));
        get("trade/fills-history", Call.signed("account.trades", 10, orders::pastFills));
    }

    private void algos(AlgoCalls algos) {
        post("trade/order-algo", Call.trading("order.place", 20, algos::place));
        post("trade/cancel-algos", Call.signed("order.cancel", 20, algos::cancel));
        get("trade/order-algo", Call.signed("order.query", 20, algos::query));
        get("trade/orders-algo-pending", Call.signed("order.open", 20, algos::pending));
        get("trade/orders-algo-history", Call.signed("order.history", 20, algos::history));
    }

    private void account(AccountCalls account) {
        get("account/balance", Call.signed("account", 10, account::balance));
        get("account/positions", Call.signed("account.positions", 10, account::positions));
        get("account/positions-history", Call.signed("account.positions", 1, account::none));
        get("account/config", Call.signed("account.config", 5, account::config));
        get("account/instruments", Call.signed("exchangeInfo", 20, account::instruments));
        get("account/leverage-info", Call.signed("account.leverage", 20, account::leverage));
        post("account/set-leverage", Call.signed("account.leverage", 20, account::setLeverage));
        post("account/set-position-mode", Call.signed("account.mode", 5, account::setPositionMode));
        get("account/trade-fee", Call.signed("account.commission", 5, account::fees));
        get("account/bills", Call.signed("account.income", 5, account::bills));
        get("account/bills-archive", Call.signed("account.income", 5, account::bills));
        get("asset/currencies", Call.signed("account.currencies", 6, account::currencies));
        get("asset/balances", Call.signed("account", 6, account::none));
        get("asset/bills", Call.signed("account.income", 6, account::none));
        get("asset/deposit-history", Call.signed("account.income", 6, account::none));
        get("asset/withdrawal-history", Call.signed("account.income", 6, account::none));
    }
}
