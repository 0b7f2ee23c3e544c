package dev.k2.exchange.kalshi;

/** Endpoints, each with how it is called and which of the two budgets it draws from. */
enum KalshiEndpoint {
    DATA_TIME("GET", "/exchange/user_data_timestamp"),
    MARKETS("GET", "/markets"),
    MARKET("GET", "/markets/{ticker}"),
    BOOK("GET", "/markets/{ticker}/orderbook"),
    TRADES("GET", "/markets/trades"),
    CANDLES("GET", "/series/{series_ticker}/markets/{ticker}/candlesticks"),
    EVENTS("GET", "/events"),
    EVENT("GET", "/events/{event_ticker}"),
    SERIES("GET", "/series/{series_ticker}"),
    SERIES_LIST("GET", "/series"),
    CUTOFF("GET", "/historical/cutoff"),
    OLD_CANDLES("GET", "/historical/markets/{ticker}/candlesticks"),
    OLD_MARKET("GET", "/historical/markets/{ticker}"),
    OLD_TRADES("GET", "/historical/trades"),
    OLD_ORDERS("GET", "/historical/orders"),
    OLD_FILLS("GET", "/historical/fills"),
    LIMITS("GET", "/account/limits"),
    COSTS("GET", "/account/endpoint_costs"),
    KEYS("GET", "/api_keys"),
    BALANCE("GET", "/portfolio/balance"),
    RESTING("GET", "/portfolio/summary/total_resting_order_value"),
    POSITIONS("GET", "/portfolio/positions"),
    SETTLEMENTS("GET", "/portfolio/settlements"),
    FILLS("GET", "/portfolio/fills"),
    ORDERS("GET", "/portfolio/orders"),
    ORDER("GET", "/portfolio/orders/{order_id}"),
    CREATE("POST", "/portfolio/events/orders"),
    CREATE_EACH("POST", "/portfolio/events/orders/batched"),
    CANCEL("DELETE", "/portfolio/events/orders/{order_id}"),
    CANCEL_EACH("DELETE", "/portfolio/events/orders/batched"),
    AMEND("POST", "/portfolio/events/orders/{order_id}/amend"),
    DECREASE("POST", "/portfolio/events/orders/{order_id}/decrease");

    /** All paths begin with it, in signatures too. */
    static final String ROOT = "/trade-api/v2";

    private final String method;
    private final String path;

    KalshiEndpoint(String method, String path) {
        this.method = method;
        this.path = path;
    }

    String method() {
        return method;
    }

    /** The path with names in braces, as the table of costs has it. */
    String path() {
        return path;
    }

    boolean isQuestion() {
        return method.equals("GET");
    }
}
