package dev.k2.exchange.okx;

import dev.k2.exchange.net.Rate;
import java.time.Duration;

/** OKX's endpoints as far as they are used, and how often each takes calls. */
enum OkxEndpoint {
    INSTRUMENTS("GET", "public/instruments", 20, Counted.BY_ADDRESS),
    TIME("GET", "public/time", 10, Counted.BY_ADDRESS),
    MARK_PRICE("GET", "public/mark-price", 10, Counted.BY_ADDRESS),
    FUNDING("GET", "public/funding-rate", 20, Counted.BY_ADDRESS),
    FUNDING_HISTORY("GET", "public/funding-rate-history", 10, Counted.BY_ADDRESS),
    TICKER("GET", "market/ticker", 20, Counted.BY_ADDRESS),
    INDEX_TICKERS("GET", "market/index-tickers", 20, Counted.BY_ADDRESS),
    BOOK("GET", "market/books", 40, Counted.BY_ADDRESS),
    BOOK_FULL("GET", "market/books-full", 10, Counted.BY_ADDRESS),
    // Sources name 100 and 5; the smaller was not seen in practice.
    TRADES("GET", "market/trades", 100, Counted.BY_ADDRESS),
    CANDLES("GET", "market/candles", 40, Counted.BY_ADDRESS),
    CANDLES_HISTORY("GET", "market/history-candles", 20, Counted.BY_ADDRESS),
    BALANCE("GET", "account/balance", 10, Counted.BY_ACCOUNT),
    POSITIONS("GET", "account/positions", 10, Counted.BY_ACCOUNT),
    CONFIG("GET", "account/config", 5, Counted.BY_ACCOUNT),
    LEVERAGE("GET", "account/leverage-info", 20, Counted.BY_ACCOUNT),
    SET_LEVERAGE("POST", "account/set-leverage", 20, Counted.BY_ACCOUNT),
    SET_POSITION_MODE("POST", "account/set-position-mode", 5, Counted.BY_ACCOUNT),
    TRADE_FEE("GET", "account/trade-fee", 5, Counted.BY_ACCOUNT),
    PLACE("POST", "trade/order", 60, Counted.BY_INSTRUMENT),
    PLACE_BATCH("POST", "trade/batch-orders", 300, Counted.BY_INSTRUMENT),
    CANCEL("POST", "trade/cancel-order", 60, Counted.BY_INSTRUMENT),
    CANCEL_BATCH("POST", "trade/cancel-batch-orders", 300, Counted.BY_INSTRUMENT),
    AMEND("POST", "trade/amend-order", 60, Counted.BY_INSTRUMENT),
    ORDER("GET", "trade/order", 60, Counted.BY_INSTRUMENT),
    ORDERS_PENDING("GET", "trade/orders-pending", 60, Counted.BY_ACCOUNT),
    ORDERS_HISTORY("GET", "trade/orders-history", 40, Counted.BY_ACCOUNT),
    ORDERS_ARCHIVE("GET", "trade/orders-history-archive", 20, Counted.BY_ACCOUNT),
    FILLS("GET", "trade/fills", 60, Counted.BY_ACCOUNT),
    FILLS_HISTORY("GET", "trade/fills-history", 10, Counted.BY_ACCOUNT),
    CANCEL_ALL_AFTER("POST", "trade/cancel-all-after", 1, Counted.BY_ACCOUNT),
    PLACE_ALGO("POST", "trade/order-algo", 20, Counted.BY_INSTRUMENT),
    AMEND_ALGO("POST", "trade/amend-algos", 20, Counted.BY_INSTRUMENT),
    CANCEL_ALGOS("POST", "trade/cancel-algos", 20, Counted.BY_INSTRUMENT),
    ALGO("GET", "trade/order-algo", 20, Counted.BY_ACCOUNT),
    ALGOS_PENDING("GET", "trade/orders-algo-pending", 20, Counted.BY_ACCOUNT),
    ALGOS_HISTORY("GET", "trade/orders-algo-history", 20, Counted.BY_ACCOUNT);

    private final String method;
    private final String path;
    private final int calls;
    private final Counted counted;

    OkxEndpoint(String method, String path, int calls, Counted counted) {
        this.method = method;
        this.path = "/api/v5/" + path;
        this.calls = calls;
        this.counted = counted;
    }

    /** Whom a limit counts. */
    enum Counted {
        BY_ADDRESS,
        BY_ACCOUNT,
        /** An account, each instrument by itself. */
        BY_INSTRUMENT
    }

    String method() {
        return method;
    }

    String path() {
        return path;
    }

    Rate rate() {
        return new Rate(calls, Duration.ofSeconds(2));
    }

    Counted counted() {
        return counted;
    }

    /** Whether each order of a request is answered by itself, whatever the answer as a whole says. */
    boolean answersEach() {
        return switch (this) {
            case PLACE,
                    PLACE_BATCH,
                    CANCEL,
                    CANCEL_BATCH,
                    AMEND,
                    PLACE_ALGO,
                    AMEND_ALGO,
                    CANCEL_ALGOS ->
                    true;
            case INSTRUMENTS,
                    TIME,
                    MARK_PRICE,
                    FUNDING,
                    FUNDING_HISTORY,
                    TICKER,
                    INDEX_TICKERS,
                    BOOK,
                    BOOK_FULL,
                    TRADES,
                    CANDLES,
                    CANDLES_HISTORY,
                    BALANCE,
                    POSITIONS,
                    CONFIG,
                    LEVERAGE,
                    SET_LEVERAGE,
                    SET_POSITION_MODE,
                    TRADE_FEE,
                    ORDER,
                    ORDERS_PENDING,
                    ORDERS_HISTORY,
                    ORDERS_ARCHIVE,
                    FILLS,
                    FILLS_HISTORY,
                    CANCEL_ALL_AFTER,
                    ALGO,
                    ALGOS_PENDING,
                    ALGOS_HISTORY ->
                    false;
        };
    }

    /** Whether a call counts as a new or changed order of an account. */
    boolean isOrder() {
        return this == PLACE || this == PLACE_BATCH || this == AMEND;
    }
}
