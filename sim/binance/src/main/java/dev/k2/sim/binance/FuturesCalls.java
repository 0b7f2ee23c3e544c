package dev.k2.sim.binance;

import dev.k2.sim.WireJson;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything that the futures can be asked, by REST's method and path and by the WebSocket API's method. */
final class FuturesCalls implements CallTable {
    private static final String API = "/fapi/";

    /** The futures do not mind parameters that they do not read. */
    private static final String ANY = Params.ANY;

    private final Map<String, Call> byPath = new HashMap<>();
    private final Map<String, Call> byMethod = new HashMap<>();

    FuturesCalls(
            FuturesMarketCalls market,
            FuturesTradeCalls trade,
            FuturesAlgoCalls algo,
            FuturesAccountCalls account,
            FuturesMarginCalls margin,
            ListenKeys keys,
            Countdowns countdowns) {
        market(market);
        prices(market);
        trade(trade, countdowns);
        algo(algo);
        account(account);
        margin(margin);
        keys(keys);
    }

    private FuturesCalls() {}

    /** The calls of a replay: what was recorded answers, the account exists, nothing trades. */
    static FuturesCalls ofReplay(
            FuturesMarketCalls time,
            ReplayMarkets replay,
            FuturesAccountCalls account,
            FuturesMarginCalls margin,
            ListenKeys keys) {
        FuturesCalls calls = new FuturesCalls();
        calls.replay(time, replay);
        calls.account(account);
        calls.margin(margin);
        calls.keys(keys);
        return calls;
    }

    private void replay(FuturesMarketCalls time, ReplayMarkets replay) {
        both("GET v1/ping", "ping", Call.open("ping", 1, time::ping, ANY));
        both("GET v1/time", "time", Call.open("time", 1, time::time, ANY));
        rest(
                "GET v1/exchangeInfo",
                Call.open("exchangeInfo", 1, r -> replay.exchangeInfo(r, false), ANY));
        Call depth = Call.open("depth", FuturesMarketCalls::depthWeight, replay::depth, ANY);
        both("GET v1/depth", "depth", depth);
        Call price = Call.open("ticker", 2, replay::priceTicker, ANY);
        rest("GET v1/ticker/price", price);
        both("GET v2/ticker/price", "ticker.price", price);
        both(
                "GET v1/ticker/bookTicker",
                "ticker.book",
                Call.open("ticker", 5, replay::bookTicker, ANY));
        rest("GET v1/trades", Call.open("trades", 5, replay::nothing, ANY));
        rest("GET v1/aggTrades", Call.open("aggTrades", 20, replay::nothing, ANY));
        rest("GET v1/klines", Call.open("klines", 5, replay::nothing, ANY));
        rest("GET v1/openOrders", Call.signed("order.open", 1, r -> WireJson.array(), ANY));
        rest("GET v1/openAlgoOrders", Call.signed("order.open", 1, r -> WireJson.array(), ANY));
        both("POST v1/order", "order.place", Call.signed("order.place", 1, replay::closed, ANY));
    }

    @Override
    public @Nullable Call rest(String method, String path) {
        return byPath.get(method + " " + path);
    }

    @Override
    public @Nullable Call webSocket(String method) {
        return byMethod.get(method);
    }

    @Override
    public boolean gone(String path) {
        return false;
    }

    private void market(FuturesMarketCalls calls) {
        both("GET v1/ping", "ping", Call.open("ping", 1, calls::ping, ANY));
        both("GET v1/time", "time", Call.open("time", 1, calls::time, ANY));
        rest("GET v1/exchangeInfo", Call.open("exchangeInfo", 1, calls::exchangeInfo, ANY));
        Call depth = Call.open("depth", FuturesMarketCalls::depthWeight, calls::depth, ANY);
        both("GET v1/depth", "depth", depth);
        rest("GET v1/rpiDepth", depth);
        rest("GET v1/trades", Call.open("trades", 5, calls::trades, ANY));
        rest("GET v1/historicalTrades", Call.open("trades", 200, calls::trades, ANY));
        rest("GET v1/aggTrades", Call.open("aggTrades", 20, calls::aggTrades, ANY));
        klines("GET v1/klines", calls::klines);
        klines("GET v1/continuousKlines", calls::continuousKlines);
        klines("GET v1/markPriceKlines", calls::markPriceKlines);
        klines("GET v1/indexPriceKlines", calls::indexPriceKlines);
        klines("GET v1/premiumIndexKlines", calls::premiumIndexKlines);
    }

    private void klines(String path, Call.Work work) {
        rest(path, Call.open("klines", FuturesMarketCalls::klineWeight, work, ANY));
    }

    private void prices(FuturesMarketCalls calls) {
        rest(
                "GET v1/premiumIndex",
                Call.open(
                        "premiumIndex",
                        p -> MarketCalls.singleOrAll(p, 1, 10),
                        calls::premiumIndex,
                        ANY));
        rest("GET v1/fundingRate", Call.open("fundingRate", 1, calls::fundingRate, ANY));
        rest("GET v1/fundingInfo", Call.open("fundingRate", 1, calls::fundingInfo, ANY));
        rest(
                "GET v1/ticker/24hr",
                Call.open("ticker", p -> MarketCalls.singleOrAll(p, 1, 40), calls::dayTicker, ANY));
        Call price =
                Call.open("ticker", p -> MarketCalls.singleOrAll(p, 1, 2), calls::priceTicker, ANY);
        rest("GET v1/ticker/price", price);
        both("GET v2/ticker/price", "ticker.price", price);
        both(
                "GET v1/ticker/bookTicker",
                "ticker.book",
                Call.open("ticker", p -> MarketCalls.singleOrAll(p, 2, 5), calls::bookTicker, ANY));
        rest("GET v1/openInterest", Call.open("openInterest", 1, calls::openInterest, ANY));
        rest(
                "GET v1/tradingSchedule",
                Call.open("tradingSchedule", 5, calls::tradingSchedule, ANY));
        rest("GET v1/assetIndex", Call.open("assetIndex", 1, calls::assetIndex, ANY));
    }

    private void trade(FuturesTradeCalls calls, Countdowns countdowns) {
        both("POST v1/order", "order.place", Call.trading("order.place", 0, calls::place, ANY));
        rest("POST v1/order/test", Call.trading("order.test", 0, calls::test, ANY));
        both("PUT v1/order", "order.modify", Call.trading("order.amend", 1, calls::modify, ANY));
        both("DELETE v1/order", "order.cancel", Call.signed("order.cancel", 1, calls::cancel, ANY));
        both("GET v1/order", "order.status", Call.signed("order.query", 1, calls::query, ANY));
        rest("POST v1/batchOrders", Call.trading("order.place", 5, calls::placeBatch, ANY));
        rest("PUT v1/batchOrders", Call.trading("order.amend", 5, calls::modifyBatch, ANY));
        rest("DELETE v1/batchOrders", Call.signed("order.cancel", 1, calls::cancelBatch, ANY));
        rest("DELETE v1/allOpenOrders", Call.signed("order.cancelAll", 1, calls::cancelAll, ANY));
        rest(
                "POST v1/countdownCancelAll",
                Call.signed("order.countdown", 10, countdowns::set, ANY));
        rest("GET v1/openOrder", Call.signed("order.open", 1, calls::openOrder, ANY));
        rest(
                "GET v1/openOrders",
                Call.signed(
                        "order.open",
                        p -> MarketCalls.singleOrAll(p, 1, 40),
                        calls::openOrders,
                        ANY));
        rest("GET v1/orderAmendment", Call.signed("order.history", 1, calls::amendments, ANY));
    }

    private void algo(FuturesAlgoCalls calls) {
        both(
                "POST v1/algoOrder",
                "algoOrder.place",
                Call.trading("order.place", 0, calls::place, ANY));
        both(
                "DELETE v1/algoOrder",
                "algoOrder.cancel",
                Call.signed("order.cancel", 1, calls::cancel, ANY));
        rest("GET v1/algoOrder", Call.signed("order.query", 1, calls::query, ANY));
        rest("DELETE v1/algoOpenOrders", Call.signed("order.cancelAll", 1, calls::cancelAll, ANY));
        rest(
                "GET v1/openAlgoOrders",
                Call.signed(
                        "order.open", p -> MarketCalls.singleOrAll(p, 1, 40), calls::open, ANY));
        rest("GET v1/allAlgoOrders", Call.signed("order.history", 5, calls::all, ANY));
    }

    private void account(FuturesAccountCalls calls) {
        rest("GET v1/allOrders", Call.signed("order.history", 5, calls::allOrders, ANY));
        rest("GET v1/userTrades", Call.signed("account.trades", 5, calls::userTrades, ANY));
        rest(
                "GET v1/forceOrders",
                Call.signed(
                        "order.history",
                        p -> MarketCalls.singleOrAll(p, 20, 50),
                        calls::forceOrders,
                        ANY));
        rest("GET v1/income", Call.signed("account.income", 30, calls::income, ANY));
        rest("GET v1/rateLimit/order", Call.signed("account.limits", 1, calls::orderCount, ANY));
        Call account = Call.signed("account", 5, calls::account, ANY);
        Call older = Call.signed("account", 5, calls::olderAccount, ANY);
        both("GET v3/account", "v2/account.status", account);
        both("GET v2/account", "account.status", older);
        rest("GET v1/account", older);
        Call balance = Call.signed("account", 5, calls::balance, ANY);
        both("GET v3/balance", "v2/account.balance", balance);
        both("GET v2/balance", "account.balance", balance);
        Call risk = Call.signed("account.positions", 5, calls::positionRisk, ANY);
        Call olderRisk = Call.signed("account.positions", 5, calls::olderPositionRisk, ANY);
        both("GET v3/positionRisk", "v2/account.position", risk);
        both("GET v2/positionRisk", "account.position", olderRisk);
        rest("GET v1/positionRisk", olderRisk);
        rest("GET v1/accountConfig", Call.signed("account", 5, calls::accountConfig, ANY));
        rest("GET v1/symbolConfig", Call.signed("account", 5, calls::symbolConfig, ANY));
        rest(
                "GET v1/commissionRate",
                Call.signed("account.commission", 20, calls::commissionRate, ANY));
        rest(
                "GET v1/leverageBracket",
                Call.signed("account.brackets", 1, calls::leverageBracket, ANY));
    }

    private void margin(FuturesMarginCalls calls) {
        rest("POST v1/leverage", Call.signed("account.leverage", 1, calls::leverage, ANY));
        rest("POST v1/marginType", Call.signed("account.margin", 1, calls::marginType, ANY));
        rest(
                "POST v1/positionMargin",
                Call.signed("account.margin", 1, calls::positionMargin, ANY));
        rest("GET v1/positionSide/dual", Call.signed("account.mode", 30, calls::positionMode, ANY));
        rest(
                "POST v1/positionSide/dual",
                Call.signed("account.mode", 1, calls::setPositionMode, ANY));
        rest("GET v1/multiAssetsMargin", Call.signed("account.mode", 30, calls::multiAssets, ANY));
        rest(
                "POST v1/multiAssetsMargin",
                Call.signed("account.mode", 1, calls::setMultiAssets, ANY));
    }

    private void keys(ListenKeys keys) {
        both(
                "POST v1/listenKey",
                "userDataStream.start",
                Call.keyed("listenKey", 1, keys::start, ANY));
        both(
                "PUT v1/listenKey",
                "userDataStream.ping",
                Call.keyed("listenKey", 1, keys::keepAlive, ANY));
        both(
                "DELETE v1/listenKey",
                "userDataStream.stop",
                Call.keyed("listenKey", 1, keys::close, ANY));
    }

    private void both(String path, String webSocketMethod, Call call) {
        rest(path, call);
        byMethod.put(webSocketMethod, call);
    }

    private void rest(String path, Call call) {
        byPath.put(path.replace(" ", " " + API), call);
    }
}
