package dev.k2.exchange.binance;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.net.PayloadFolder;
import dev.k2.exchange.net.PayloadTables;
import dev.k2.exchange.net.RawMessage;
import dev.k2.model.CandleInterval;
import dev.k2.model.Fill;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.OrderStatus;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Every recorded or documented payload of Binance, read by the parser that it is for. Reading is
 * strict here: a field that is neither read nor named as ignored fails the test, and so does a file
 * that stands in none of the tables.
 */
class BinancePayloadsTest extends PayloadTables<BinancePayloadsTest.Reader> {
    private static final List<String> KINDS =
            List.of(
                    "rest-public",
                    "rest-private",
                    "ws-public",
                    "ws-private",
                    "ws-api",
                    "ws-request",
                    "signing",
                    "recording");

    /** What reads a body. */
    enum Reader {
        TIME,
        EXCHANGE_INFO,
        DEPTH,
        TRADE,
        KLINE,
        TICKER,
        ORDER,
        MY_TRADE,
        ACCOUNT,
        COMMISSION,
        AMENDED,
        /** An order or a list that was cancelled with others. */
        CANCELLED,
        ORDER_LIST,
        RATE_LIMIT,
        /** A message of a market stream, wrapped or bare. */
        STREAM,
        /** An event of the user stream, wrapped or bare. */
        USER_EVENT,
        /** A stream's name as we ask for it. */
        STREAM_NAME,
        /** A request of the WebSocket API of the same form as ours. */
        SIGNED_REQUEST,
        /** A call about orders over the WebSocket API, by a name that we use too. */
        ORDER_REQUEST
    }

    private static final Map<String, Reader> READ =
            Map.ofEntries(
                    entry("rest-public/gct__GET_api_v3_depth.json", Reader.DEPTH),
                    entry("rest-public/gct__GET_api_v3_exchangeInfo.json", Reader.EXCHANGE_INFO),
                    entry("rest-public/gct__GET_api_v3_historicalTrades.json", Reader.TRADE),
                    entry("rest-public/gct__GET_api_v3_ticker_24hr.json", Reader.TICKER),
                    entry("rest-public/gct__GET_api_v3_trades.json", Reader.TRADE),
                    entry("rest-public/jkorf__ExchangeData_GetRecentTrades.json", Reader.TRADE),
                    entry("rest-public/jkorf__ExchangeData_GetServerTime.json", Reader.TIME),
                    entry("rest-public/jkorf__ExchangeData_GetTradeHistory.json", Reader.TRADE),
                    entry("rest-public/jkorf__ExchangeData_GetUiKlines.json", Reader.KLINE),
                    entry("rest-public/nautilus__depth_response.json", Reader.DEPTH),
                    entry("rest-public/nautilus__klines_response.json", Reader.KLINE),
                    entry("rest-public/nautilus__server_time_response.json", Reader.TIME),
                    entry("rest-public/nautilus__ticker_24hr_response.json", Reader.TICKER),
                    entry("rest-public/nautilus__trades_response.json", Reader.TRADE),
                    entry("rest-public/nautilus_py__http_spot_market_klines.json", Reader.KLINE),
                    entry("rest-public/nautilus_py__http_spot_market_time.json", Reader.TIME),
                    entry("rest-public/nautilus_py__http_spot_market_trades.json", Reader.TRADE),
                    entry("rest-public/xchange__depth.json", Reader.DEPTH),
                    entry("rest-public/xchange__single-24hr-ticker.json", Reader.TICKER),
                    entry("rest-private/gct__DELETE_api_v3_order.json", Reader.ORDER),
                    entry("rest-private/gct__GET_api_v3_openOrders.json", Reader.ORDER),
                    entry("rest-private/gct__GET_api_v3_order.json", Reader.ORDER),
                    entry("rest-private/jkorf__Account_GetAccountInfo.json", Reader.ACCOUNT),
                    entry("rest-private/jkorf__Account_GetCommissionRates.json", Reader.COMMISSION),
                    entry(
                            "rest-private/jkorf__Account_GetOrderRateLimitStatus.json",
                            Reader.RATE_LIMIT),
                    entry("rest-private/jkorf__Trading_CancelOrder.json", Reader.ORDER),
                    entry("rest-private/jkorf__Trading_GetOpenOrders.json", Reader.ORDER),
                    entry("rest-private/jkorf__Trading_GetOrders.json", Reader.ORDER),
                    entry("rest-private/jkorf__Trading_GetUserTrades.json", Reader.MY_TRADE),
                    entry("rest-private/nautilus__account_response.json", Reader.ACCOUNT),
                    entry("rest-private/nautilus__account_trades_response.json", Reader.MY_TRADE),
                    entry("rest-private/nautilus__all_orders_response.json", Reader.ORDER),
                    entry("rest-private/nautilus__new_order_full_response.json", Reader.ORDER),
                    entry("rest-private/nautilus__open_orders_response.json", Reader.ORDER),
                    entry(
                            "rest-private/nautilus_py__http_spot_wallet_account.json",
                            Reader.ACCOUNT),
                    entry("rest-private/xchange__filled-market-order.json", Reader.ORDER),
                    entry("rest-private/xchange__open-orders.json", Reader.ORDER),
                    entry(trading("AmendOrder"), Reader.AMENDED),
                    entry(trading("CancelAllOrders"), Reader.CANCELLED),
                    entry(trading("GetOcoOrder"), Reader.ORDER_LIST),
                    entry(trading("GetOcoOrders"), Reader.ORDER_LIST),
                    entry(trading("GetOpenOcoOrders"), Reader.ORDER_LIST),
                    entry(trading("PlaceOcoOrderList"), Reader.ORDER_LIST),
                    entry(trading("PlaceOtoOrderList"), Reader.ORDER_LIST),
                    entry(
                            "rest-private/nautilus__cancel_open_orders_response.json",
                            Reader.CANCELLED),
                    entry("ws-api/jkorf__Trading_AmendOrder.json", Reader.AMENDED),
                    entry("ws-api/jkorf__Trading_CancelAllOrders.json", Reader.CANCELLED),
                    entry("ws-api/jkorf__Trading_GetOcoOrder.json", Reader.ORDER_LIST),
                    entry("ws-api/jkorf__Trading_GetOpenOcoOrders.json", Reader.ORDER_LIST),
                    entry("ws-api/jkorf__Trading_PlaceOcoOrder.json", Reader.ORDER_LIST),
                    entry(request("api_TradeApi_openOrders.cancelAll"), Reader.ORDER_REQUEST),
                    entry(request("api_TradeApi_order.cancel"), Reader.ORDER_REQUEST),
                    entry(request("api_TradeApi_order.cancelReplace"), Reader.ORDER_REQUEST),
                    entry(request("api_TradeApi_order.place"), Reader.ORDER_REQUEST),
                    entry(request("api_TradeApi_orderList.place.oco"), Reader.ORDER_REQUEST),
                    entry(request("api_TradeApi_orderList.place.otoco"), Reader.ORDER_REQUEST),
                    entry("ws-public/gct__wsHandleData.jsonl", Reader.STREAM),
                    entry("ws-public/jkorf__ExchangeData_AggregatedTrades.json", Reader.STREAM),
                    entry("ws-public/jkorf__ExchangeData_Klines.json", Reader.STREAM),
                    entry("ws-public/jkorf__ExchangeData_MiniTicker.json", Reader.STREAM),
                    entry("ws-public/jkorf__ExchangeData_Ticker.json", Reader.STREAM),
                    entry("ws-public/jkorf__ExchangeData_Trades.json", Reader.STREAM),
                    entry("ws-public/nautilus_py__ws_spot_agg_trade.json", Reader.STREAM),
                    entry("ws-public/nautilus_py__ws_spot_ticker_24hr.json", Reader.STREAM),
                    entry("ws-public/nautilus_py__ws_spot_ticker_book.json", Reader.STREAM),
                    entry("ws-public/xchange__testTickerEvent.json", Reader.STREAM),
                    entry("ws-private/jkorf__Account_OcoOrder.json", Reader.USER_EVENT),
                    entry("ws-private/jkorf__Account_Order.json", Reader.USER_EVENT),
                    entry("ws-private/nautilus__account_position.json", Reader.USER_EVENT),
                    entry("ws-private/nautilus__account_position_wrapped.json", Reader.USER_EVENT),
                    entry("ws-private/nautilus__execution_report_expired.json", Reader.USER_EVENT),
                    entry("ws-private/nautilus__execution_report_new.json", Reader.USER_EVENT),
                    entry(
                            "ws-private/nautilus__execution_report_stop_loss.json",
                            Reader.USER_EVENT),
                    entry("ws-private/nautilus__execution_report_trade.json", Reader.USER_EVENT),
                    entry("ws-private/nautilus__execution_report_wrapped.json", Reader.USER_EVENT),
                    entry("ws-private/nautilus__list_status_wrapped.json", Reader.USER_EVENT),
                    entry(py("binance_us"), Reader.USER_EVENT),
                    entry(py("calculated"), Reader.USER_EVENT),
                    entry(py("canceled"), Reader.USER_EVENT),
                    entry(py("expired"), Reader.USER_EVENT),
                    entry(py("new_price_match"), Reader.USER_EVENT),
                    entry(py("new_stop_limit_price_match"), Reader.USER_EVENT),
                    entry(py("pending_cancel"), Reader.USER_EVENT),
                    entry(py("rejected"), Reader.USER_EVENT),
                    entry(py("trade"), Reader.USER_EVENT),
                    entry(py("trade_l_zero_expired"), Reader.USER_EVENT),
                    entry(py("trade_l_zero_new"), Reader.USER_EVENT),
                    entry(py("trade_l_zero_partial"), Reader.USER_EVENT),
                    entry("ws-api/jkorf__Account_GetAccountInfo.json", Reader.ACCOUNT),
                    entry("ws-api/jkorf__Account_GetOrderRateLimits.json", Reader.RATE_LIMIT),
                    entry("ws-api/jkorf__ExchangeData_GetExchangeInfo.json", Reader.EXCHANGE_INFO),
                    entry("ws-api/jkorf__ExchangeData_GetOrderBook.json", Reader.DEPTH),
                    entry("ws-api/jkorf__ExchangeData_GetRecentTrades.json", Reader.TRADE),
                    entry("ws-api/jkorf__ExchangeData_GetTickers.json", Reader.TICKER),
                    entry("ws-api/jkorf__ExchangeData_GetTradeHistory.json", Reader.TRADE),
                    entry("ws-api/jkorf__ExchangeData_GetUIKlines.json", Reader.KLINE),
                    entry("ws-api/jkorf__Trading_CancelOrder.json", Reader.ORDER),
                    entry("ws-api/jkorf__Trading_GetOpenOrders.json", Reader.ORDER),
                    entry("ws-api/jkorf__Trading_GetUserTrades.json", Reader.MY_TRADE),
                    entry(request("stream_WebSocketStreamsApi_symbol@ticker"), Reader.STREAM_NAME),
                    entry(request("stream_WebSocketStreamsApi_symbol@trade"), Reader.STREAM_NAME),
                    entry(
                            request("stream_WebSocketStreamsApi_symbol@aggTrade"),
                            Reader.STREAM_NAME),
                    entry(
                            request("stream_WebSocketStreamsApi_symbol@avgPrice"),
                            Reader.STREAM_NAME),
                    entry(
                            request(
                                    "stream_WebSocketStreamsApi_symbol@depthlevelsupdateSpeed_update_speed"),
                            Reader.STREAM_NAME),
                    entry(
                            request("stream_WebSocketStreamsApi_symbol@kline_interval"),
                            Reader.STREAM_NAME),
                    entry(
                            request("stream_WebSocketStreamsApi_symbol@bookTicker"),
                            Reader.STREAM_NAME),
                    entry(request("api_AuthApi_session.logon"), Reader.SIGNED_REQUEST));

    private static final String MARGIN = "K2 does not trade on margin";
    private static final String ALGO = "K2 does not use Binance's own order algorithms";
    private static final String CONVERT = "K2 does not convert";
    private static final String WALLET = "K2 reads the Spot account, not the wallet's other parts";
    private static final String OTHER_PRICE = "K2 takes prices from tickers, trades and books";
    private static final String RULES = "K2 does not show execution rules and reference prices";
    private static final String NO_ANSWER = "it holds a request whose answer is empty";
    private static final String NOT_SENT = "K2 does not send this request";
    private static final String LISTEN_KEY = "listen keys of Spot are gone";

    /** Payloads of what K2 does not use, with the reason. They are still JSON. */
    private static final Map<String, String> UNUSED =
            Map.ofEntries(
                    entry("rest-public/gct__GET_api_v3_avgPrice.json", OTHER_PRICE),
                    entry("rest-public/gct__GET_api_v3_ticker_bookTicker.json", OTHER_PRICE),
                    entry(data("GetAggregatedTradeHistory"), "K2 reads single trades"),
                    entry(data("GetAvgPrice"), OTHER_PRICE),
                    entry(data("GetBookPrice"), OTHER_PRICE),
                    entry(data("GetConvertListAllPairs"), CONVERT),
                    entry(data("GetCrossMarginCollateralRatio"), MARGIN),
                    entry(data("GetDelistSchedule"), "K2 goes by the status in exchangeInfo"),
                    entry(data("GetExecutionRules"), RULES),
                    entry(data("GetFutureHourlyInterestRate"), MARGIN),
                    entry(data("GetIsolatedMarginSymbols"), MARGIN),
                    entry(data("GetIsolatedMarginTierData"), MARGIN),
                    entry(data("GetMarginAssets"), MARGIN),
                    entry(data("GetMarginDelistSchedule"), MARGIN),
                    entry(data("GetMarginSymbols"), MARGIN),
                    entry(data("GetPrice"), OTHER_PRICE),
                    entry(data("GetReferencePrice"), RULES),
                    entry(data("GetRollingWindowTicker"), "K2 shows the last 24 hours"),
                    entry("rest-public/nautilus__avg_price_response.json", OTHER_PRICE),
                    entry("rest-public/nautilus__ticker_price_response.json", OTHER_PRICE),
                    entry(
                            "rest-public/nautilus_py__http_spot_market_agg_trades.json",
                            "K2 reads single trades"),
                    entry("rest-public/nautilus_py__http_spot_market_avg_price.json", OTHER_PRICE),
                    entry("rest-public/nautilus_py__http_spot_market_ping.json", "it is empty"),
                    entry(
                            "rest-public/nautilus_py__http_spot_market_ticker_price.json",
                            OTHER_PRICE),
                    entry("rest-private/gct__POST_api_v3_order.json", NO_ANSWER),
                    entry("rest-private/gct__POST_api_v3_order_test.json", NO_ANSWER),
                    entry(account("CrossMarginAdjustMaxLeverage"), MARGIN),
                    entry(account("GetAccountStatus"), WALLET),
                    entry(account("GetAssetDividendRecords"), WALLET),
                    entry(account("GetAssetsForDustTransfer"), WALLET),
                    entry(account("GetFundingWallet"), WALLET),
                    entry(account("GetIsolatedMarginFeeData"), MARGIN),
                    entry(account("GetMarginAccountInfo"), MARGIN),
                    entry(account("GetPortfolioMarginAccountInfo"), MARGIN),
                    entry(account("GetTradeFee"), "K2 reads fees from account/commission"),
                    entry(account("GetTradingStatus"), WALLET),
                    entry(account("GetUserAssets"), WALLET),
                    entry(account("GetWalletBalances"), WALLET),
                    entry(trading("CancelMarginOcoOrder"), MARGIN),
                    entry(trading("ConvertAcceptQuote"), CONVERT),
                    entry(trading("ConvertQuoteRequest"), CONVERT),
                    entry(trading("GetAlgoSubOrders"), ALGO),
                    entry(trading("GetClosedAlgoOrders"), ALGO),
                    entry(trading("GetConvertOrderStatus"), CONVERT),
                    entry(trading("GetConvertTradeHistory"), CONVERT),
                    entry(trading("GetLeveragedTokensRedemptionRecords"), WALLET),
                    entry(trading("GetMarginOcoOrder"), MARGIN),
                    entry(trading("GetMarginOcoOrders"), MARGIN),
                    entry(trading("GetMarginOpenOcoOrders"), MARGIN),
                    entry(trading("GetOpenAlgoOrders"), ALGO),
                    entry(trading("GetOpenMarginOrders"), MARGIN),
                    entry(trading("GetPayTradeHistory"), WALLET),
                    entry(trading("GetPayTradeHistory2"), WALLET),
                    entry(trading("PlaceMarginOCOOrder"), MARGIN),
                    entry(trading("PlaceMarginOrder"), MARGIN),
                    entry(trading("SubscribeLeveragedToken"), WALLET),
                    entry(
                            "rest-private/nautilus_py__http_wallet_trading_fee.json",
                            "K2 reads fees from account/commission"),
                    entry(
                            "ws-public/jkorf__ExchangeData_RollingWindowTicker.json",
                            "K2 shows the last 24 hours"),
                    entry("ws-private/jkorf__Account_Liability.json", MARGIN),
                    entry("ws-private/jkorf__Account_MarginCall.json", MARGIN),
                    entry(
                            "ws-api/jkorf__ExchangeData_GetAggregatedTradeHistory.json",
                            "K2 reads single trades"),
                    entry(
                            "ws-api/jkorf__ExchangeData_GetRollingWindowTickers.json",
                            "K2 shows the last 24 hours"),
                    entry(request("api_AccountApi_account.rateLimits.orders"), NOT_SENT),
                    entry(request("api_AccountApi_allOrderLists"), NOT_SENT),
                    entry(request("api_AccountApi_myAllocations"), NOT_SENT),
                    entry(request("api_AccountApi_myPreventedMatches"), NOT_SENT),
                    entry(request("api_AuthApi_session.logout"), NOT_SENT),
                    entry(request("api_GeneralApi_exchangeInfo"), NOT_SENT),
                    entry(request("api_GeneralApi_ping"), NOT_SENT),
                    entry(request("api_GeneralApi_time"), NOT_SENT),
                    entry(request("api_MarketApi_depth"), NOT_SENT),
                    entry(request("api_MarketApi_hr"), NOT_SENT),
                    entry(request("api_MarketApi_ticker.book"), NOT_SENT),
                    entry(request("api_MarketApi_ticker"), NOT_SENT),
                    entry(request("api_MarketApi_ticker.tradingDay"), NOT_SENT),
                    entry(request("api_MarketApi_trades.aggregate"), NOT_SENT),
                    entry(request("api_MarketApi_trades.historical"), NOT_SENT),
                    entry(request("api_MarketApi_uiKlines"), NOT_SENT),
                    entry(request("api_TradeApi_openOrderLists.status"), NOT_SENT),
                    entry(request("api_TradeApi_order.test"), NOT_SENT),
                    entry(request("api_TradeApi_orderList.place"), NOT_SENT),
                    entry(request("api_TradeApi_orderList.status"), NOT_SENT),
                    entry(request("api_UserDataStreamApi_userDataStream.ping"), LISTEN_KEY),
                    entry(request("api_UserDataStreamApi_userDataStream.start"), LISTEN_KEY),
                    entry(request("api_UserDataStreamApi_userDataStream.stop"), LISTEN_KEY),
                    entry(
                            request("stream_WebSocketStreamsApi_!ticker@arr"),
                            "Binance retired this stream"),
                    entry(
                            request("stream_WebSocketStreamsApi_symbol@depthupdateSpeed"),
                            "K2 takes the same stream ten times a second"),
                    entry(
                            request("stream_WebSocketStreamsApi_symbol@kline_interval@_0800"),
                            "K2's candles begin in UTC"),
                    entry(
                            request("stream_WebSocketStreamsApi_symbol@ticker_window-size"),
                            "K2 shows the last 24 hours"),
                    entry(
                            request("stream_WebSocketStreamsApi_ticker_window-size@arr"),
                            "K2 shows the last 24 hours"));

    /** Files that a test of their own reads. */
    private static final Set<String> READ_ELSEWHERE =
            Set.of(
                    "signing/connector__rest_signing_AccountApiTest.jsonl",
                    "signing/connector__rest_signing_TradeApiTest.jsonl",
                    "recording/cryptofeed__binance_tr_depth_snapshots.jsonl.gz",
                    "recording/cryptofeed__binance_tr_exchange_info.jsonl.gz",
                    "recording/cryptofeed__binance_tr_ws_stream.jsonl.gz",
                    "recording/cryptofeed__binance_us_depth_snapshots.jsonl.gz",
                    "recording/cryptofeed__binance_us_exchange_info.jsonl.gz",
                    "recording/cryptofeed__binance_us_ws_stream.jsonl.gz");

    private static final Instrument BTC =
            new BinanceDecoderSymbols(BinanceProduct.SPOT).of("BTCUSDT");
    private static final InstrumentId ID = BTC.id();

    BinancePayloadsTest() {
        super(new PayloadFolder("binance"), KINDS, READ, UNUSED, READ_ELSEWHERE);
    }

    @Test
    void readsWhatTheFilesSay() throws Exception {
        var order =
                BinanceOrderParse.order(
                        ID,
                        strict(
                                whole("rest-private/xchange__filled-market-order.json"),
                                BinanceOrderWire.Order.class));
        assertThat(order.status()).isEqualTo(OrderStatus.FILLED);
        assertThat(order.price()).isEmpty();
        assertThat(order.averagePrice().orElseThrow())
                .isEqualByComparingTo(
                        new BigDecimal("0.00198847")
                                .divide(new BigDecimal("0.107"), 12, RoundingMode.HALF_EVEN));

        var fill =
                BinanceOrderParse.fill(
                        ID,
                        strict(
                                whole("rest-private/jkorf__Trading_GetUserTrades.json").get(0),
                                BinanceOrderWire.MyTrade.class));
        assertThat(fill.price()).isEqualTo(new BigDecimal("4.00000100"));
        assertThat(fill.fee()).isEqualTo(new BigDecimal("10.10000000"));
        assertThat(fill.feeCurrency()).isEqualTo("BNB");

        var candle =
                BinanceParse.candle(
                        ID,
                        CandleInterval.M1,
                        strict(
                                whole("rest-public/nautilus__klines_response.json").get(0),
                                BinanceRestWire.Kline.class),
                        Long.MAX_VALUE);
        assertThat(candle.volume()).isEqualTo(new BigDecimal("148976.11427815"));
        assertThat(candle.closed()).isTrue();
    }

    @Test
    void tellsFillsOnlyWhereThereAreSome() throws Exception {
        assertThat(fillOf(py("trade")).orElseThrow().quantity()).isEqualByComparingTo("0.5");
        assertThat(fillOf(py("calculated")).orElseThrow().price()).isEqualByComparingTo("49500");
        assertThat(fillOf(py("trade_l_zero_new"))).isEmpty();
        assertThat(fillOf(py("trade_l_zero_partial"))).isEmpty();
        assertThat(fillOf(py("trade_l_zero_expired"))).isEmpty();
        assertThat(fillOf(py("canceled"))).isEmpty();
    }

    @Test
    void keepsTheFilledQuantityOfOrdersThatEnded() throws Exception {
        var canceled = BinanceOrderParse.order(ID, report(py("canceled")));
        assertThat(canceled.status()).isEqualTo(OrderStatus.CANCELLED);
        assertThat(canceled.filledQuantity()).isEqualByComparingTo("0.1");

        var pending = BinanceOrderParse.order(ID, report(py("pending_cancel")));
        assertThat(pending.status()).isEqualTo(OrderStatus.PARTIAL);

        var expired =
                BinanceOrderParse.order(
                        ID, report("ws-private/nautilus__execution_report_expired.json"));
        assertThat(expired.status()).isEqualTo(OrderStatus.EXPIRED);
        assertThat(expired.reason()).contains("INSUFFICIENT_LIQUIDITY");

        var rejected = BinanceOrderParse.order(ID, report(py("rejected")));
        assertThat(rejected.status()).isEqualTo(OrderStatus.REJECTED);
        assertThat(rejected.reason()).contains("GTX_ORDER_REJECT");
    }

    @Override
    protected void passOver(JsonNode body) {
        var lines = BinanceDecoder.spot().decode(new RawMessage("recv", "", 0, body));

        assertThat(lines).allSatisfy(line -> assertThat(line).containsKey("type"));
    }

    /** The result of an answer of the WebSocket API; subscriptions answer with nothing to read. */
    @Override
    protected JsonNode inner(JsonNode frame) {
        boolean answer = frame.has("status") && frame.has("result");
        return answer && !frame.path("result").has("subscriptionId") ? frame.path("result") : frame;
    }

    @Override
    protected void read(Reader reader, JsonNode body) throws Exception {
        switch (reader) {
            case TIME ->
                    assertThat(strict(body, BinanceRestWire.ServerTime.class).serverTime())
                            .isPositive();
            case EXCHANGE_INFO -> {
                var info = strict(body, BinanceRestWire.ExchangeInfo.class);
                List<String> skipped = new ArrayList<>();
                var symbols = BinanceSymbols.of(BinanceProduct.SPOT, info, skipped::add);
                assertThat(symbols.all()).hasSize(info.symbols().size());
                assertThat(skipped).isEmpty();
            }
            case DEPTH -> {
                var depth = strict(body, BinanceRestWire.Depth.class);
                assertThat(BinanceParse.book(ID, depth, 5).bids()).isNotEmpty();
            }
            case TRADE -> BinanceParse.trade(ID, strict(body, BinanceRestWire.Trade.class));
            case KLINE ->
                    BinanceParse.candle(
                            ID, CandleInterval.M1, strict(body, BinanceRestWire.Kline.class), 0);
            case TICKER -> {
                var ticker = strict(body, BinanceRestWire.Ticker24h.class);
                assertThat(BinanceParse.ticker(ID, ticker).last()).isPositive();
            }
            case ORDER -> BinanceOrderParse.order(ID, strict(body, BinanceOrderWire.Order.class));
            case MY_TRADE ->
                    BinanceOrderParse.fill(ID, strict(body, BinanceOrderWire.MyTrade.class));
            case ACCOUNT -> {
                var account = strict(body, BinanceOrderWire.AccountState.class);
                assertThat(BinanceOrderParse.balances(account)).isNotEmpty();
            }
            case COMMISSION ->
                    BinanceOrderParse.fees(strict(body, BinanceOrderWire.Commission.class));
            case RATE_LIMIT -> strict(body, BinanceRestWire.RateLimit.class);
            case STREAM -> stream(body);
            case USER_EVENT -> userEvent(body);
            case STREAM_NAME -> {
                assertThat(body.path("method").asText()).isEqualTo("SUBSCRIBE");
                assertThat(
                                BinanceProduct.SPOT.channels().stream()
                                        .map(at -> BinanceProduct.SPOT.stream(BTC, at)))
                        .contains(body.path("params").get(0).asText());
            }
            case AMENDED ->
                    BinanceOrderParse.order(
                            ID, strict(body, BinanceOrderWire.Amended.class).amendedOrder());
            case CANCELLED -> {
                if (body.has("orders")) {
                    list(body);
                } else {
                    BinanceOrderParse.order(ID, strict(body, BinanceOrderWire.Order.class));
                }
            }
            case ORDER_LIST -> list(body);
            case ORDER_REQUEST -> {
                assertThat(BinanceOrderCalls.SOCKET_METHODS)
                        .containsValue(body.path("method").asText());
                assertThat(body.path("params").fieldNames())
                        .toIterable()
                        .contains("apiKey", "timestamp", "signature", "symbol");
            }
            case SIGNED_REQUEST ->
                    assertThat(body.path("params").fieldNames())
                            .toIterable()
                            .containsExactlyInAnyOrder("apiKey", "timestamp", "signature");
        }
    }

    private static void list(JsonNode body) throws Exception {
        var list = strict(body, BinanceOrderWire.OrderList.class);
        assertThat(list.orders()).hasSize(2);
        if (list.orderReports() != null) {
            for (BinanceOrderWire.Order order : list.orderReports()) {
                String id = BinanceOrderParse.order(ID, order).id().text();
                assertThat(list.orders())
                        .anyMatch(listed -> Long.toString(listed.orderId()).equals(id));
            }
        }
    }

    private static void stream(JsonNode body) throws Exception {
        JsonNode event = body.has("data") ? body.path("data") : body;
        switch (event.path("e").asText()) {
            case "balanceUpdate", "listStatus", "executionReport", "outboundAccountPosition" ->
                    userEvent(event);
            default -> MarketPayloads.SPOT.stream(body);
        }
    }

    private static void userEvent(JsonNode body) throws Exception {
        if (body.has("status")) {
            assertThat(body.path("status").asInt()).isEqualTo(200);
            return;
        }
        JsonNode event =
                body.has("event")
                        ? body.path("event")
                        : body.has("data") ? body.path("data") : body;
        switch (event.path("e").asText()) {
            case "executionReport" -> {
                var wire = strict(event, BinanceUserWire.ExecutionReport.class);
                assertThat(BinanceOrderParse.order(ID, wire).id().text()).isNotEmpty();
                BinanceOrderParse.fill(ID, wire);
            }
            case "outboundAccountPosition" -> {
                var wire = strict(event, BinanceUserWire.AccountPosition.class);
                assertThat(BinanceOrderParse.balances(wire)).isNotEmpty();
            }
            // Nothing of these is read: orders and amounts are told in the other two.
            case "listStatus" -> assertThat(event.path("O").size()).isEqualTo(2);
            case "balanceUpdate" -> assertThat(event.has("d")).isTrue();
            default -> throw new AssertionError("an unknown event: " + event.path("e"));
        }
    }

    private Optional<Fill> fillOf(String file) throws Exception {
        return BinanceOrderParse.fill(ID, report(file));
    }

    private BinanceUserWire.ExecutionReport report(String file) throws IOException {
        JsonNode body = bodies(file).getFirst();
        JsonNode event = body.has("data") ? body.path("data") : body;
        return strict(event, BinanceUserWire.ExecutionReport.class);
    }

    private static String py(String name) {
        return "ws-private/nautilus_py__ws_spot_execution_report_" + name + ".json";
    }

    private static String data(String name) {
        return "rest-public/jkorf__ExchangeData_" + name + ".json";
    }

    private static String account(String name) {
        return "rest-private/jkorf__Account_" + name + ".json";
    }

    private static String trading(String name) {
        return "rest-private/jkorf__Trading_" + name + ".json";
    }

    private static String request(String name) {
        return "ws-request/connector__" + name + ".json";
    }
}
