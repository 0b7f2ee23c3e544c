package dev.k2.sim.cryptocom;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every method there is, with the limit that Crypto.com publishes for it. */
final class Methods {
    private static final int PLACING = 15;
    private static final int DETAIL = 30;
    private static final int USUAL = 3;
    private final Map<String, Call> calls = new HashMap<>();

    Methods(MarketCalls markets, TradeCalls trades, OrderCalls orders, AccountCalls account) {
        open(markets);
        trades(trades);
        orders(orders);
        account(account);
    }

    @Nullable Call find(String method) {
        return calls.get(method);
    }

    private void add(Call call) {
        calls.put(call.method(), call);
    }

    private void open(MarketCalls markets) {
        add(Call.open("get-instruments", "exchangeInfo", markets::instruments));
        add(Call.open("get-tickers", "ticker", markets::tickers));
        add(Call.open("get-book", "depth", markets::book));
        add(Call.open("get-trades", "trades", markets::trades));
        add(Call.open("get-candlestick", "klines", markets::candles));
        add(Call.open("get-valuations", "premiumIndex", markets::valuations));
        add(Call.open("get-announcements", "announcements", markets::none));
        add(Call.open("get-expired-settlement-price", "settlement", markets::none));
        add(Call.open("get-insurance", "insurance", markets::insurance));
        add(Call.open("get-risk-parameters", "brackets", markets::risk));
    }

    private void trades(TradeCalls trades) {
        add(Call.trading("create-order", "order.place", PLACING, trades::create));
        add(Call.trading("amend-order", "order.amend", USUAL, trades::amend));
        add(Call.trading("cancel-order", "order.cancel", PLACING, trades::cancel));
        add(Call.trading("cancel-all-orders", "order.cancelAll", PLACING, trades::cancelAll));
        add(Call.trading("create-order-list", "order.place", USUAL, trades::createMany));
        add(Call.trading("cancel-order-list", "order.cancel", USUAL, trades::cancelMany));
        add(Call.trading("close-position", "order.place", USUAL, trades::closePosition));
    }

    private void orders(OrderCalls orders) {
        add(Call.often("get-order-detail", "order.query", DETAIL, orders::detail));
        add(Call.asking("get-open-orders", "order.open", orders::open));
        add(Call.rarely("get-order-history", "order.history", orders::history));
        add(Call.rarely("get-trades", "account.trades", orders::fills));
    }

    private void account(AccountCalls account) {
        add(Call.asking("user-balance", "account", account::balance));
        add(Call.asking("get-positions", "account.positions", account::positions));
        add(Call.asking("get-accounts", "account.config", account::accounts));
        add(Call.asking("get-fee-rate", "account.commission", account::fees));
        add(Call.asking("get-instrument-fee-rate", "account.commission", account::instrumentFees));
        add(Call.asking("get-account-settings", "account.config", account::settings));
        add(
                Call.trading(
                        "change-account-settings", "account.mode", USUAL, account::changeSettings));
        add(
                Call.trading(
                        "change-account-leverage",
                        "account.leverage",
                        USUAL,
                        account::changeLeverage));
        add(
                Call.trading(
                        "change-isolated-margin-leverage",
                        "account.leverage",
                        USUAL,
                        account::isolated));
        add(
                Call.trading(
                        "create-isolated-margin-transfer",
                        "account.leverage",
                        USUAL,
                        account::isolated));
    }
}
