package dev.k2.sim.kalshi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.WireJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every path there is. */
final class Routes {
    static final String ROOT = "/trade-api/v2/";

    private final List<Route> routes = new ArrayList<>();

    private record Route(String method, List<String> parts, Call call) {}

    /** A call and what its path named. */
    record Found(Call call, Map<String, String> words) {}

    Routes(
            ExchangeCalls exchange,
            EventCalls events,
            MarketCalls markets,
            OrderWrites writes,
            PortfolioCalls portfolio,
            AccountCalls account) {
        exchange(exchange, events);
        markets(markets, events);
        orders(writes);
        portfolio(portfolio);
        account(account);
    }

    /** The call of a path; of several the one that was named first. */
    @Nullable Found find(String method, String path) {
        if (!path.startsWith(ROOT)) {
            return null;
        }
        List<String> parts = List.of(path.substring(ROOT.length()).split("/"));
        for (Route route : routes) {
            if (route.method().equals(method) && route.parts().size() == parts.size()) {
                Map<String, String> words = words(route.parts(), parts);
                if (words != null) {
                    return new Found(route.call(), words);
                }
            }
        }
        return null;
    }

    private static @Nullable Map<String, String> words(List<String> wanted, List<String> given) {
        Map<String, String> words = new HashMap<>();
        for (int i = 0; i < wanted.size(); i++) {
            String part = wanted.get(i);
            if (part.startsWith("{")) {
                words.put(part.substring(1, part.length() - 1), given.get(i));
            } else if (!part.equals(given.get(i))) {
                return null;
            }
        }
        return words;
    }

    private void on(String method, String path, Call call) {
        routes.add(new Route(method, List.of(path.split("/")), call));
    }

    private void get(String path, Call call) {
        on("GET", path, call);
    }

    private void exchange(ExchangeCalls exchange, EventCalls events) {
        get("exchange/status", Call.open("time", exchange::status));
        get("exchange/schedule", Call.open("time", exchange::schedule));
        get("exchange/announcements", Call.open("time", exchange::announcements));
        get("exchange/user_data_timestamp", Call.open("time", exchange::userDataTimestamp));
        get("series", Call.open("exchangeInfo", events::seriesList));
        get("series/fee_changes", Call.open("exchangeInfo", events::noFeeChanges));
        get("series/{series_ticker}", Call.open("exchangeInfo", events::series));
        get("events", Call.open("exchangeInfo", events::list));
        get("events/multivariate", Call.open("exchangeInfo", events::none));
        get("events/fee_changes", Call.open("exchangeInfo", events::noEventFeeChanges));
        get("events/{event_ticker}", Call.open("exchangeInfo", events::one));
        get("events/{event_ticker}/metadata", Call.open("exchangeInfo", events::metadata));
    }

    private void markets(MarketCalls markets, EventCalls events) {
        get("markets", Call.open("exchangeInfo", markets::list));
        get("markets/trades", Call.open("trades", markets::trades));
        get("markets/orderbooks", Call.open("depth", markets::books));
        get("markets/candlesticks", Call.open("klines", markets::manyCandles));
        get("markets/{ticker}", Call.open("ticker", markets::one));
        get("markets/{ticker}/orderbook", Call.open("depth", markets::book));
        get(
                "series/{series_ticker}/markets/{ticker}/candlesticks",
                Call.open("klines", markets::candles));
        get(
                "series/{series_ticker}/events/{event_ticker}/candlesticks",
                Call.open("klines", markets::eventCandles));
        get("historical/cutoff", Call.open("exchangeInfo", events::cutoff));
        get("historical/markets", Call.open("exchangeInfo", markets::pastMarkets));
        get("historical/trades", Call.open("trades", markets::pastTrades));
        get("historical/markets/{ticker}", Call.open("ticker", markets::pastMarket));
        get("historical/markets/{ticker}/candlesticks", Call.open("klines", markets::pastCandles));
    }

    private void orders(OrderWrites writes) {
        on("POST", "portfolio/events/orders", Call.write("order.place", writes::place));
        on(
                "POST",
                "portfolio/events/orders/batched",
                new Call("order.place", Call.Access.WRITE, -Call.USUAL, writes::placeMany));
        on("DELETE", "portfolio/events/orders", Call.write("order.cancelAll", writes::cancelAll));
        on(
                "DELETE",
                "portfolio/events/orders/batched",
                new Call(
                        "order.cancel",
                        Call.Access.WRITE,
                        -AccountCalls.CANCEL_COST,
                        writes::cancelMany));
        on(
                "DELETE",
                "portfolio/events/orders/{order_id}",
                Call.write("order.cancel", writes::cancel));
        on(
                "POST",
                "portfolio/events/orders/{order_id}/amend",
                Call.write("order.amend", writes::amend));
        on(
                "POST",
                "portfolio/events/orders/{order_id}/decrease",
                Call.write("order.amend", writes::decrease));
        Call gone = Call.write("order.v1", OrderWrites::gone);
        on("POST", "portfolio/orders", gone);
        on("POST", "portfolio/orders/batched", gone);
        on("DELETE", "portfolio/orders/batched", gone);
        on("DELETE", "portfolio/orders/{order_id}", gone);
        on("POST", "portfolio/orders/{order_id}/amend", gone);
        on("POST", "portfolio/orders/{order_id}/decrease", gone);
    }

    private void portfolio(PortfolioCalls portfolio) {
        get("portfolio/balance", Call.read("account", portfolio::balance));
        get("portfolio/positions", Call.read("account.positions", portfolio::positions));
        get("portfolio/fills", Call.read("account.trades", portfolio::fills));
        get("portfolio/settlements", Call.read("account.income", portfolio::settlements));
        get("portfolio/orders", Call.read("order.open", portfolio::orders));
        get("portfolio/orders/queue_positions", Call.read("order.open", portfolio::queuePositions));
        get("portfolio/orders/{order_id}", Call.read("order.query", portfolio::order));
        get(
                "portfolio/orders/{order_id}/queue_position",
                Call.read("order.query", portfolio::queuePosition));
        get(
                "portfolio/summary/total_resting_order_value",
                Call.read("account", portfolio::restingValue));
        get("portfolio/deposits", Call.read("account", request -> none("deposits")));
        get("portfolio/withdrawals", Call.read("account", request -> none("withdrawals")));
        get("portfolio/order_groups", Call.read("account", request -> none("order_groups")));
        get("historical/orders", Call.read("order.history", request -> none("orders")));
        get("historical/fills", Call.read("account.trades", request -> none("fills")));
        get(
                "historical/positions",
                Call.read("account.positions", request -> none("market_positions")));
    }

    private static Answer none(String name) {
        ObjectNode json = WireJson.object();
        json.putArray(name);
        return Answer.ok(json.put("cursor", ""));
    }

    private void account(AccountCalls account) {
        get("account/limits", Call.read("account.config", account::limits));
        get("account/endpoint_costs", Call.open("account.config", account::costs));
        get("api_keys", Call.read("account.config", account::keys));
    }
}
