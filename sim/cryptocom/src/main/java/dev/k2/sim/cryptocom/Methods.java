package dev.k2.sim.cryptocom;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every method there is, with the limit that Crypto.com publishes for it. */
final class Methods {
    private static final String ADVANCED = "advanced/";
    private static final int PLACING = 15;
    private static final int DETAIL = 30;
    private static final int USUAL = 3;
    private final Map<String, Call> calls = new HashMap<>();

    Methods(
            MarketCalls markets,
            TradeCalls trades,
            OrderCalls orders,
            AdvancedCalls advanced,
            AccountCalls account,
            FundsCalls funds) {
        open(markets);
        trades(trades);
        orders(orders);
        advanced(trades, orders);
        lists(advanced);
        account(account);
        funds(funds);
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

    private void advanced(TradeCalls trades, OrderCalls orders) {
        add(Call.trading(ADVANCED + "create-order", "order.place", USUAL, trades::createAdvanced));
        add(
                Call.trading(
                        ADVANCED + "create-order-list",
                        "order.place",
                        USUAL,
                        trades::createManyAdvanced));
        add(Call.trading(ADVANCED + "cancel-order", "order.cancel", USUAL, trades::cancel));
        add(
                Call.trading(
                        ADVANCED + "cancel-order-list", "order.cancel", USUAL, trades::cancelMany));
        add(
                Call.trading(
                        ADVANCED + "cancel-all-orders",
                        "order.cancelAll",
                        USUAL,
                        trades::cancelAllAdvanced));
        add(Call.asking(ADVANCED + "get-order-detail", "order.query", orders::detail));
        add(Call.asking(ADVANCED + "get-open-orders", "order.open", orders::openAdvanced));
        add(Call.rarely(ADVANCED + "get-order-history", "order.history", orders::historyAdvanced));
    }

    private void lists(AdvancedCalls advanced) {
        add(Call.trading(ADVANCED + "amend-order", "order.amend", USUAL, advanced::amend));
        add(Call.trading(ADVANCED + "create-oco", "order.place", USUAL, advanced::createOco));
        add(Call.trading(ADVANCED + "create-oto", "order.place", USUAL, advanced::createOto));
        add(Call.trading(ADVANCED + "create-otoco", "order.place", USUAL, advanced::createOtoco));
        for (String kind : new String[] {"oco", "oto", "otoco"}) {
            String name = ADVANCED + "cancel-" + kind;
            add(Call.trading(name, "order.cancel", USUAL, advanced::cancelList));
        }
        add(Call.asking(ADVANCED + "get-order-list-detail", "order.query", advanced::lists));
    }

    private void funds(FundsCalls funds) {
        add(Call.asking("get-transactions", "account.income", funds::transactions));
        add(Call.asking("get-currency-networks", "account.currencies", funds::networks));
        add(Call.asking("get-deposit-address", "account.income", funds::addresses));
        add(Call.asking("get-deposit-history", "account.income", funds::deposits));
        add(Call.asking("get-withdrawal-history", "account.income", funds::withdrawals));
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
