package dev.k2.exchange.bybit;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Channel;
import dev.k2.exchange.FeedListener;
import dev.k2.exchange.bybit.BybitRestWire.Envelope;
import dev.k2.exchange.bybit.BybitRestWire.Page;
import dev.k2.exchange.net.FeedNotice;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Names;
import dev.k2.exchange.net.PayloadFolder;
import dev.k2.exchange.net.PayloadTables;
import dev.k2.model.CandleInterval;
import dev.k2.model.MarginMode;
import dev.k2.model.OrderStatus;
import dev.k2.model.OrderType;
import dev.k2.model.PositionSide;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Every recorded or documented payload of Bybit, read by the parser that it is for. Reading is
 * strict here: a field that is neither read nor named as ignored fails the test, and so does a file
 * that stands in none of the tables.
 */
class BybitPayloadsTest extends PayloadTables<BybitPayloadsTest.Reader> {
    private static final List<String> KINDS =
            List.of("rest-public", "rest-private", "ws-public", "ws-private", "ws-api");

    /** What reads a body. */
    enum Reader {
        INSTRUMENTS,
        DEPTH,
        TRADES,
        KLINES,
        TICKERS,
        FUNDING,
        ORDERS,
        EXECUTIONS,
        POSITIONS,
        WALLETS,
        ACCOUNT,
        KEY,
        /** An order, a change or a cancel that was taken. */
        TAKEN,
        ALL_TAKEN,
        BATCH,
        /** An answer that says nothing but that it was done. */
        DONE,
        REFUSAL,
        LOGIN,
        /** What the WebSocket for orders answers. */
        SOCKET_ORDER,
        /** A message of a market stream. */
        STREAM,
        /** A message of an account's stream. */
        PRIVATE
    }

    private static final Map<String, Reader> READ =
            Map.ofEntries(
                    entry("rest-private/jkorf__Account_EditApiKey.json", Reader.KEY),
                    entry("rest-private/jkorf__Account_GetApiKeyInfo.json", Reader.KEY),
                    entry("rest-private/jkorf__Account_GetMarginAccountInfo.json", Reader.ACCOUNT),
                    entry("rest-private/jkorf__Account_SetMarginMode.json", Reader.REFUSAL),
                    entry("rest-private/jkorf__Account_SwitchPositionMode.json", Reader.DONE),
                    entry("rest-private/jkorf__Trading_CancelAllOrder.json", Reader.ALL_TAKEN),
                    entry("rest-private/jkorf__Trading_CancelMultipleOrders.json", Reader.BATCH),
                    entry("rest-private/jkorf__Trading_CancelOrder.json", Reader.TAKEN),
                    entry("rest-private/jkorf__Trading_EditOrder.json", Reader.TAKEN),
                    entry("rest-private/jkorf__Trading_GetOrderHistory.json", Reader.ORDERS),
                    entry("rest-private/jkorf__Trading_GetOrders.json", Reader.ORDERS),
                    entry("rest-private/jkorf__Trading_GetUserTrades.json", Reader.EXECUTIONS),
                    entry("rest-private/jkorf__Trading_SetDisconnectCancelAll.json", Reader.DONE),
                    entry("rest-private/nautilus__http_get_account_info.json", Reader.ACCOUNT),
                    entry("rest-private/nautilus__http_get_executions.json", Reader.EXECUTIONS),
                    entry(
                            "rest-private/nautilus__http_get_order_partially_filled_rejected.json",
                            Reader.ORDERS),
                    entry("rest-private/nautilus__http_get_orders_history.json", Reader.ORDERS),
                    entry("rest-private/nautilus__http_get_orders_realtime.json", Reader.ORDERS),
                    entry(
                            "rest-private/nautilus__http_get_orders_realtime_tp_sl.json",
                            Reader.ORDERS),
                    entry("rest-private/nautilus__http_get_positions.json", Reader.POSITIONS),
                    entry(
                            "rest-private/nautilus__http_get_positions_with_open_time.json",
                            Reader.POSITIONS),
                    entry("rest-private/nautilus__http_get_wallet_balance.json", Reader.WALLETS),
                    entry(
                            "rest-private/nautilus__http_get_wallet_balance_with_spot_borrow.json",
                            Reader.WALLETS),
                    entry(
                            "rest-private/nautilus__http_post_user_update_master_api.json",
                            Reader.KEY),
                    entry("rest-private/nautilus__http_post_user_update_sub_api.json", Reader.KEY),
                    entry(
                            "rest-public/jkorf__ExchangeData_GetFundingRateHistory.json",
                            Reader.FUNDING),
                    entry(
                            "rest-public/jkorf__ExchangeData_GetLinearInverseSymbolsPreListing.json",
                            Reader.INSTRUMENTS),
                    entry("rest-public/jkorf__ExchangeData_GetOrderbook.json", Reader.DEPTH),
                    entry(
                            "rest-public/jkorf__ExchangeData_GetSpotSymbols.json",
                            Reader.INSTRUMENTS),
                    entry("rest-public/jkorf__ExchangeData_GetSpotTickers.json", Reader.TICKERS),
                    entry("rest-public/jkorf__ExchangeData_GetTradeHistory.json", Reader.TRADES),
                    entry("rest-public/nautilus__http_get_funding_history.json", Reader.FUNDING),
                    entry(
                            "rest-public/nautilus__http_get_instruments_inverse.json",
                            Reader.INSTRUMENTS),
                    entry(
                            "rest-public/nautilus__http_get_instruments_inverse_symbol_type.json",
                            Reader.INSTRUMENTS),
                    entry(
                            "rest-public/nautilus__http_get_instruments_linear.json",
                            Reader.INSTRUMENTS),
                    entry(
                            "rest-public/nautilus__http_get_instruments_linear_symbol_type.json",
                            Reader.INSTRUMENTS),
                    entry(
                            "rest-public/nautilus__http_get_instruments_spot.json",
                            Reader.INSTRUMENTS),
                    entry("rest-public/nautilus__http_get_klines_linear.json", Reader.KLINES),
                    entry("rest-public/nautilus__http_get_orderbook.json", Reader.DEPTH),
                    entry("ws-api/jkorf__Private_CancelOrder.json", Reader.SOCKET_ORDER),
                    entry("ws-api/jkorf__Private_PlaceOrder.json", Reader.SOCKET_ORDER),
                    entry("ws-private/gct__wsAuth.jsonl", Reader.PRIVATE),
                    entry("ws-private/jkorf__Private_Balance.json", Reader.PRIVATE),
                    entry("ws-private/jkorf__Private_Order.json", Reader.PRIVATE),
                    entry("ws-private/jkorf__Private_Position.json", Reader.PRIVATE),
                    entry("ws-private/nautilus__ws_account_order.json", Reader.PRIVATE),
                    entry(
                            "ws-private/nautilus__ws_account_order_buy_stop_market.json",
                            Reader.PRIVATE),
                    entry(
                            "ws-private/nautilus__ws_account_order_limit_if_touched.json",
                            Reader.PRIVATE),
                    entry(
                            "ws-private/nautilus__ws_account_order_market_if_touched.json",
                            Reader.PRIVATE),
                    entry(
                            "ws-private/nautilus__ws_account_order_sell_market_if_touched.json",
                            Reader.PRIVATE),
                    entry("ws-private/nautilus__ws_account_order_stop_loss.json", Reader.PRIVATE),
                    entry("ws-private/nautilus__ws_account_order_stop_market.json", Reader.PRIVATE),
                    entry("ws-private/nautilus__ws_account_position.json", Reader.PRIVATE),
                    entry(
                            "ws-private/nautilus__ws_account_position_with_open_time.json",
                            Reader.PRIVATE),
                    entry("ws-private/nautilus__ws_account_wallet.json", Reader.PRIVATE),
                    entry(
                            "ws-private/nautilus__ws_account_wallet_locked_exceeds_total.json",
                            Reader.PRIVATE),
                    entry(
                            "ws-private/nautilus__ws_account_wallet_small_order.json",
                            Reader.PRIVATE),
                    entry("ws-private/nautilus__ws_auth_failure.json", Reader.LOGIN),
                    entry("ws-private/nautilus__ws_auth_success.json", Reader.LOGIN),
                    entry("ws-private/nautilus__ws_order_response.json", Reader.SOCKET_ORDER),
                    entry("ws-public/gct__wsTicker.jsonl", Reader.STREAM),
                    entry("ws-public/jkorf__Linear_Liquidations.json", Reader.STREAM),
                    entry("ws-public/jkorf__Linear_Ticker.json", Reader.STREAM),
                    entry("ws-public/jkorf__Linear_Trades.json", Reader.STREAM),
                    entry("ws-public/jkorf__Spot_Trades.json", Reader.STREAM),
                    entry("ws-public/nautilus__ws_kline.json", Reader.STREAM),
                    entry("ws-public/nautilus__ws_orderbook_snapshot.json", Reader.STREAM),
                    entry("ws-public/nautilus__ws_public_trade.json", Reader.STREAM),
                    entry("ws-public/nautilus__ws_subscription_ack.json", Reader.STREAM),
                    entry("ws-public/nautilus__ws_ticker_linear.json", Reader.STREAM));

    private static final String OPTIONS = "K2 does not trade options";
    private static final String SPREADS = "K2 does not trade spreads";
    private static final String LEVERAGED = "K2 does not trade leveraged tokens";
    private static final String OTHER_PRICE = "K2 takes prices from tickers, trades and books";
    private static final String WALLET =
            "K2 reads the trading account, not the wallet's other parts";
    private static final String BORROWING = "K2 does not borrow";
    private static final String SUBACCOUNTS = "K2 does not manage accounts of others";
    private static final String PRE_CHECK = "K2 does not ask for margin beforehand";
    private static final String STOPS = "K2 sets stops by orders, not on positions";
    private static final String FAST = "K2 needs the fees, which the fast stream leaves out";
    private static final String LIMITS = "K2 leaves price limits to the exchange";

    /** Payloads of what K2 does not use, with the reason. They are still JSON. */
    private static final Map<String, String> UNUSED =
            Map.ofEntries(
                    entry("rest-private/jkorf__Account_ConfirmSmallBalancesQuote.json", WALLET),
                    entry("rest-private/jkorf__Account_GetAssetInfo.json", WALLET),
                    entry("rest-private/jkorf__Account_GetAssetOverview.json", WALLET),
                    entry("rest-private/jkorf__Account_GetBrokerAccountInfo.json", SUBACCOUNTS),
                    entry("rest-private/jkorf__Account_GetConvertAssets.json", WALLET),
                    entry("rest-private/jkorf__Account_GetFundingTransactionHistory.json", WALLET),
                    entry("rest-private/jkorf__Account_GetOptionAssetInfo.json", OPTIONS),
                    entry("rest-private/jkorf__Account_GetSmallBalanceAssets.json", WALLET),
                    entry(
                            "rest-private/jkorf__Account_GetSmallBalancesExchangeHistory.json",
                            WALLET),
                    entry("rest-private/jkorf__Account_GetSmallBalancesQuote.json", WALLET),
                    entry(
                            "rest-private/jkorf__Account_GetSpotMarginStatusAndLeverage.json",
                            BORROWING),
                    entry("rest-private/jkorf__Account_GetTransactionHistory.json", WALLET),
                    entry("rest-private/jkorf__Account_SetCollateralAsset.json", BORROWING),
                    entry("rest-private/jkorf__Trading_CancelAllSpreadOrders.json", SPREADS),
                    entry("rest-private/jkorf__Trading_EditSpreadOrder.json", SPREADS),
                    entry("rest-private/jkorf__Trading_GetAssetExchangeHistory.json", WALLET),
                    entry("rest-private/jkorf__Trading_GetBorrowQuota.json", BORROWING),
                    entry("rest-private/jkorf__Trading_GetClosedSpreadOrders.json", SPREADS),
                    entry("rest-private/jkorf__Trading_GetDeliveryHistory.json", OPTIONS),
                    entry(
                            "rest-private/jkorf__Trading_GetLeverageTokenOrderHistory.json",
                            LEVERAGED),
                    entry("rest-private/jkorf__Trading_GetSettlementHistory.json", WALLET),
                    entry("rest-private/jkorf__Trading_PlaceSpreadOrder.json", SPREADS),
                    entry("rest-private/jkorf__Trading_PreCheckOrder.json", PRE_CHECK),
                    entry("rest-private/jkorf__Trading_RedeemLeverageToken.json", LEVERAGED),
                    entry("rest-private/jkorf__Trading_SetTradingStop.json", STOPS),
                    entry(
                            "rest-private/nautilus__http_get_user_escrow_sub_members.json",
                            SUBACCOUNTS),
                    entry("rest-private/nautilus__http_get_user_sub_members.json", SUBACCOUNTS),
                    entry("rest-public/jkorf__ExchangeData_GetDeliveryPrice.json", OPTIONS),
                    entry("rest-public/jkorf__ExchangeData_GetHistoricalVolatility.json", OPTIONS),
                    entry("rest-public/jkorf__ExchangeData_GetIndexPriceKlines.json", OTHER_PRICE),
                    entry("rest-public/jkorf__ExchangeData_GetInsurance.json", OTHER_PRICE),
                    entry("rest-public/jkorf__ExchangeData_GetLeverageTokenMarket.json", LEVERAGED),
                    entry("rest-public/jkorf__ExchangeData_GetLeverageTokens.json", LEVERAGED),
                    entry("rest-public/jkorf__ExchangeData_GetLongShortRatio.json", OTHER_PRICE),
                    entry("rest-public/jkorf__ExchangeData_GetMarkPriceKlines.json", OTHER_PRICE),
                    entry("rest-public/jkorf__ExchangeData_GetOptionSymbols.json", OPTIONS),
                    entry("rest-public/jkorf__ExchangeData_GetOptionTickers.json", OPTIONS),
                    entry(
                            "rest-public/jkorf__ExchangeData_GetPremiumIndexPriceKlines.json",
                            OTHER_PRICE),
                    entry("rest-public/jkorf__ExchangeData_GetSpreadOrderBook.json", SPREADS),
                    entry("rest-public/jkorf__ExchangeData_GetSpreadRecentTrades.json", SPREADS),
                    entry("rest-public/jkorf__ExchangeData_GetSpreadSymbols.json", SPREADS),
                    entry("ws-private/jkorf__Private_MinimalUserTrades.json", FAST),
                    entry("ws-private/jkorf__Private_SpreadUserTrade.json", SPREADS),
                    entry("ws-private/nautilus__ws_account_execution_fast.json", FAST),
                    entry("ws-public/jkorf__Option_Book.json", OPTIONS),
                    entry("ws-public/jkorf__Option_Klines.json", OPTIONS),
                    entry("ws-public/jkorf__Option_Trades.json", OPTIONS),
                    entry("ws-public/jkorf__Spot_PriceLimit.json", LIMITS),
                    entry("ws-public/nautilus__ws_ticker_option.json", OPTIONS));

    private static final Set<String> SAID_OF_BOOKS = Set.of("s", "b", "a", "u", "seq");
    private static final Set<String> SAID_OF_TRADES =
            Set.of("T", "s", "S", "v", "p", "L", "i", "BT", "RPI", "seq");
    private static final Set<String> SAID_AROUND =
            Set.of("topic", "type", "ts", "cts", "cs", "data", "id");

    BybitPayloadsTest() {
        super(new PayloadFolder("bybit"), KINDS, READ, UNUSED, Set.of());
    }

    @Override
    protected void read(Reader reader, JsonNode body) throws Exception {
        switch (reader) {
            case INSTRUMENTS -> each(body, BybitRestWire.Symbol.class);
            case DEPTH -> strict(result(body), BybitRestWire.Depth.class);
            case TRADES -> {
                for (var wire : each(body, BybitRestWire.Trade.class)) {
                    BybitParse.trade(TestBybit.SPOT.id(), wire);
                }
            }
            case KLINES ->
                    each(body, BybitRestWire.Kline.class)
                            .forEach(
                                    wire ->
                                            BybitParse.candle(
                                                    TestBybit.LINEAR.id(),
                                                    CandleInterval.M5,
                                                    wire,
                                                    0));
            case TICKERS -> each(body, BybitRestWire.Ticker.class);
            case FUNDING -> each(body, BybitRestWire.Funding.class);
            case ORDERS -> {
                for (var wire : each(body, BybitAccountWire.Order.class)) {
                    BybitParse.order(TestBybit.LINEAR, wire);
                }
            }
            case EXECUTIONS -> {
                for (var wire : each(body, BybitAccountWire.Execution.class)) {
                    assertThat(BybitParse.fill(TestBybit.LINEAR, wire)).isPresent();
                }
            }
            case POSITIONS -> {
                for (var wire : each(body, BybitAccountWire.Position.class)) {
                    BybitParse.position(TestBybit.LINEAR.id(), wire, MarginMode.CROSS);
                }
            }
            case WALLETS ->
                    each(body, BybitAccountWire.Wallet.class)
                            .forEach(wire -> BybitParse.balances(wire, true));
            case ACCOUNT -> {
                var facts = strict(result(body), BybitAccountWire.AccountFacts.class);
                assertThat(BybitParse.marginMode(facts.marginMode())).isEqualTo(MarginMode.CROSS);
            }
            case KEY ->
                    BybitParse.permissions(strict(result(body), BybitAccountWire.KeyFacts.class));
            case TAKEN -> strict(result(body), BybitAccountWire.Taken.class);
            case ALL_TAKEN -> each(body, BybitAccountWire.Taken.class);
            case BATCH -> {
                each(body, BybitAccountWire.Taken.class);
                for (JsonNode said : body.path("retExtInfo").path("list")) {
                    strict(said, BybitAccountWire.BatchPart.class);
                }
            }
            case DONE -> assertThat(strict(body, Envelope.class).retCode()).isZero();
            case REFUSAL ->
                    assertThat(BybitCodes.table())
                            .containsKey(strict(body, Envelope.class).retCode());
            case LOGIN ->
                    assertThat(BybitLogin.failure(body).isEmpty())
                            .isEqualTo(body.path("success").asBoolean());
            case SOCKET_ORDER -> socketOrder(body);
            case STREAM -> stream(body);
            case PRIVATE -> privately(body);
        }
    }

    private static void socketOrder(JsonNode body) throws Exception {
        if (body.path("op").asText().equals("auth")) {
            assertThat(BybitLogin.failure(body)).isEmpty();
        } else {
            strict(result(body), BybitAccountWire.Taken.class);
        }
    }

    private static void stream(JsonNode body) throws Exception {
        byte[] bytes = Json.lenient().writeValueAsBytes(body);
        if (!body.has("topic")) {
            var protocol = new BybitFeedProtocol(BybitConfig.sim(1), Optional::empty);
            assertThat(protocol.notice(bytes, bytes.length))
                    .isInstanceOf(FeedNotice.Answered.class);
            return;
        }
        body.fieldNames().forEachRemaining(name -> assertThat(SAID_AROUND).contains(name));
        String topic = body.path("topic").asText();
        JsonNode data = body.path("data");
        Channel channel;
        if (data.has("bidIv")) {
            // An option's among the tickers of a recording.
            return;
        }
        if (topic.startsWith("tickers.")) {
            strict(data, BybitFeedWire.Ticker.class);
            channel = Channel.TICKER;
        } else if (topic.startsWith("kline.")) {
            strict(data, BybitFeedWire.Kline[].class);
            channel = Channel.candles(CandleInterval.M5);
        } else if (topic.startsWith("allLiquidation.")) {
            strict(data, BybitFeedWire.Liquidation[].class);
            channel = Channel.LIQUIDATIONS;
        } else if (topic.startsWith("orderbook.")) {
            data.fieldNames().forEachRemaining(name -> assertThat(SAID_OF_BOOKS).contains(name));
            channel = Channel.BOOK;
        } else {
            for (JsonNode trade : data) {
                trade.fieldNames()
                        .forEachRemaining(name -> assertThat(SAID_OF_TRADES).contains(name));
            }
            channel = Channel.TRADES;
        }
        Names<BybitStream> names = new Names<>();
        names.put(
                topic.getBytes(StandardCharsets.UTF_8),
                BybitStream.of(TestBybit.LINEAR, channel, 50));
        List<String> skipped = new ArrayList<>();
        var reader =
                new BybitFeedReader(
                        names,
                        new FeedListener() {
                            @Override
                            public void onSkipped(String what) {
                                skipped.add(what);
                            }
                        },
                        lost -> {},
                        held -> {});
        assertThat(reader.read(bytes, bytes.length, 1)).isTrue();
        assertThat(skipped).isEmpty();
    }

    private static void privately(JsonNode body) throws Exception {
        switch (body.path("op").asText()) {
            case "auth" -> {
                assertThat(BybitLogin.failure(body)).isEmpty();
                return;
            }
            case "subscribe" -> {
                assertThat(body.path("success").asBoolean()).isTrue();
                return;
            }
            default -> {}
        }
        if (!body.has("topic")) {
            position(body);
            return;
        }
        for (JsonNode node : body.path("data")) {
            switch (body.path("topic").asText()) {
                case "order" ->
                        BybitParse.order(
                                TestBybit.LINEAR, strict(node, BybitAccountWire.Order.class));
                case "execution" ->
                        BybitParse.fill(
                                TestBybit.LINEAR, strict(node, BybitAccountWire.Execution.class));
                case "wallet" ->
                        BybitParse.balances(strict(node, BybitAccountWire.Wallet.class), true);
                case "position" -> position(node);
                case "greeks" -> assertThat(node.has("totalDelta")).isTrue();
                default -> throw new AssertionError("a topic that nobody reads: " + body);
            }
        }
    }

    private static void position(JsonNode node) throws Exception {
        BybitParse.position(
                TestBybit.LINEAR.id(),
                strict(node, BybitAccountWire.Position.class),
                MarginMode.CROSS);
    }

    private static JsonNode result(JsonNode body) throws Exception {
        JsonNode result = strict(body, Envelope.class).result();
        assertThat(result).isNotNull();
        return result;
    }

    private static <T> List<T> each(JsonNode body, Class<T> type) throws Exception {
        List<T> read = new ArrayList<>();
        for (JsonNode node : strict(result(body), Page.class).list()) {
            read.add(strict(node, type));
        }
        assertThat(read).isNotEmpty();
        return read;
    }

    private <T> T first(String file, Class<T> type) throws Exception {
        return each(whole(file), type).getFirst();
    }

    @Test
    void readsWhatTheFilesSayOfOrders() throws Exception {
        var passive =
                BybitParse.order(
                        TestBybit.LINEAR,
                        first(
                                "rest-private/jkorf__Trading_GetOrderHistory.json",
                                BybitAccountWire.Order.class));
        var takeProfit =
                BybitParse.order(
                        TestBybit.LINEAR,
                        first(
                                "rest-private/nautilus__http_get_orders_realtime_tp_sl.json",
                                BybitAccountWire.Order.class));

        assertThat(passive.status()).isEqualTo(OrderStatus.EXPIRED);
        assertThat(passive.reason()).contains("EC_PostOnlyWillTakeLiquidity");
        assertThat(passive.price()).contains(new BigDecimal("26864.40"));
        assertThat(passive.updatedAt()).isEqualTo(Instant.ofEpochMilli(1684476068372L));
        assertThat(takeProfit.type()).isEqualTo(OrderType.TAKE_PROFIT);
        assertThat(takeProfit.status()).isEqualTo(OrderStatus.OPEN);
    }

    @Test
    void readsWhatTheFilesSayOfAccounts() throws Exception {
        var fill =
                BybitParse.fill(
                                TestBybit.LINEAR,
                                first(
                                        "rest-private/jkorf__Trading_GetUserTrades.json",
                                        BybitAccountWire.Execution.class))
                        .orElseThrow();
        var position =
                BybitParse.position(
                        TestBybit.LINEAR.id(),
                        first(
                                "rest-private/nautilus__http_get_positions.json",
                                BybitAccountWire.Position.class),
                        MarginMode.CROSS);
        var key =
                BybitParse.permissions(
                        strict(
                                result(whole("rest-private/jkorf__Account_GetApiKeyInfo.json")),
                                BybitAccountWire.KeyFacts.class));

        assertThat(fill.fee()).isEqualTo(new BigDecimal("0.071409"));
        assertThat(fill.feeCurrency()).isEqualTo("USDT");
        assertThat(fill.maker()).isFalse();
        assertThat(position.side()).isEqualTo(PositionSide.LONG);
        assertThat(position.entryPrice()).isEqualByComparingTo("50000");
        assertThat(position.leverage()).contains(10);
        assertThat(key.trade()).isTrue();
        assertThat(key.withdraw()).contains(false);
        assertThat(key.boundToAddress()).contains(false);
        assertThat(key.expires()).contains(Instant.parse("2023-12-22T07:20:25Z"));
    }
}
