package dev.k2.exchange.okx;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Channel;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Names;
import dev.k2.exchange.net.PayloadFolder;
import dev.k2.exchange.net.PayloadTables;
import dev.k2.exchange.net.SocketBook;
import dev.k2.model.CandleInterval;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Every documented payload of OKX, read by the parser that it is for. Reading is strict: a field
 * that is neither read nor named as ignored fails, and so does a file that stands in no table.
 */
final class OkxPayloadsTest extends PayloadTables<OkxPayloadsTest.Reader> {
    private static final InstrumentId BTC = InstrumentId.spot("BTC", "USDT");

    /** What reads a body. */
    enum Reader {
        TIME,
        INSTRUMENT,
        TICKER,
        BOOK,
        TRADE,
        CANDLE,
        MARK_PRICE,
        INDEX_TICKER,
        FUNDING,
        FUNDING_PAID,
        BALANCE,
        BALANCE_DETAIL,
        POSITION,
        POSITION_MODE,
        LEVERAGE,
        ORDER,
        ALGO,
        FILL,
        FILL_ALONE,
        ACK,
        ACK_ALONE,
        COUNTDOWN,
        /** Answers of a socket to orders, behind a login. */
        SOCKET,
        /** A push, or an event in front of it. */
        PUSH
    }

    private static final Map<String, Reader> READ =
            Map.ofEntries(
                    entry(data("GetFundingRateHistory"), Reader.FUNDING_PAID),
                    entry(data("GetFundingRates"), Reader.FUNDING),
                    entry(data("GetIndexTickers"), Reader.INDEX_TICKER),
                    entry(data("GetKlineHistory"), Reader.CANDLE),
                    entry(data("GetMarkPrices"), Reader.MARK_PRICE),
                    entry(data("GetOrderBook"), Reader.BOOK),
                    entry(data("GetRecentTrades"), Reader.TRADE),
                    entry(data("GetServerTime"), Reader.TIME),
                    entry(data("GetSymbols"), Reader.INSTRUMENT),
                    entry(data("GetTickers"), Reader.TICKER),
                    entry(data("GetTradeHistory"), Reader.TRADE),
                    entry(http("candlesticks"), Reader.CANDLE),
                    entry(http("candlesticks_full"), Reader.CANDLE),
                    entry(http("index_price"), Reader.INDEX_TICKER),
                    entry(http("instruments_margin"), Reader.INSTRUMENT),
                    entry(http("instruments_option"), Reader.INSTRUMENT),
                    entry(http("instruments_spot"), Reader.INSTRUMENT),
                    entry(http("instruments_swap"), Reader.INSTRUMENT),
                    entry(http("mark_price"), Reader.MARK_PRICE),
                    entry(http("order_book"), Reader.BOOK),
                    entry(account("GetAccountBalance"), Reader.BALANCE),
                    entry(account("GetAccountPositions"), Reader.POSITION),
                    entry(account("SetAccountLeverage"), Reader.LEVERAGE),
                    entry(account("SetAccountPositionMode"), Reader.POSITION_MODE),
                    entry(
                            "rest-private/jkorf__SubAccounts_GetSubAccountTradingBalances.json",
                            Reader.BALANCE),
                    entry(trading("AmendOrder"), Reader.ACK),
                    entry(trading("CancelAlgoOrder"), Reader.ACK),
                    entry(trading("CancelAllAfter"), Reader.COUNTDOWN),
                    entry(trading("CancelMultipleOrders"), Reader.ACK),
                    entry(trading("CancelOrder"), Reader.ACK),
                    entry(trading("GetOrderArchive"), Reader.ORDER),
                    entry(trading("GetOrderHistory"), Reader.ORDER),
                    entry(trading("GetOrders"), Reader.ORDER),
                    entry(trading("GetUserTrades"), Reader.FILL),
                    entry(trading("GetUserTradesArchive"), Reader.FILL),
                    entry(own("balance_detail_new_fields"), Reader.BALANCE_DETAIL),
                    entry(own("balance_detail_old_fields"), Reader.BALANCE_DETAIL),
                    entry(own("cancel_algo_order_response"), Reader.ACK),
                    entry(own("get_account_balance"), Reader.BALANCE),
                    entry(own("get_orders_algo_pending"), Reader.ALGO),
                    entry(own("get_orders_algo_pending_attached_oco"), Reader.ALGO),
                    entry(own("get_orders_algo_pending_close_fraction"), Reader.ALGO),
                    entry(own("get_orders_history"), Reader.ORDER),
                    entry(own("get_orders_pending"), Reader.ORDER),
                    entry(own("get_positions"), Reader.POSITION),
                    entry(own("place_algo_order_rejected"), Reader.ACK),
                    entry(own("place_order_response"), Reader.ACK_ALONE),
                    entry(own("transaction_detail_empty_fee"), Reader.FILL_ALONE),
                    entry("ws-api/jkorf__UnifiedApi_AmendOrder.json", Reader.SOCKET),
                    entry("ws-api/jkorf__UnifiedApi_CancelMultipleOrders.json", Reader.SOCKET),
                    entry("ws-api/jkorf__UnifiedApi_CancelOrder.json", Reader.SOCKET),
                    entry("ws-api/jkorf__UnifiedApi_PlaceOrder.json", Reader.SOCKET),
                    entry("ws-private/gct__wsOrders.jsonl", Reader.PUSH),
                    entry("ws-private/jkorf__Account_Balance.json", Reader.PUSH),
                    entry("ws-private/jkorf__Account_BalanceAndPosition.json", Reader.PUSH),
                    entry("ws-private/jkorf__Trading_AlgoOrder.json", Reader.PUSH),
                    entry("ws-private/jkorf__Trading_Position.json", Reader.PUSH),
                    entry("ws-private/jkorf__Trading_UserTrade.json", Reader.PUSH),
                    entry("ws-private/nautilus__ws_account.json", Reader.PUSH),
                    entry("ws-private/nautilus__ws_orders.json", Reader.PUSH),
                    entry("ws-private/nautilus__ws_orders_adl.json", Reader.PUSH),
                    entry("ws-private/nautilus__ws_orders_algo.json", Reader.PUSH),
                    entry("ws-private/nautilus__ws_orders_fok.json", Reader.PUSH),
                    entry("ws-private/nautilus__ws_orders_ioc.json", Reader.PUSH),
                    entry("ws-private/nautilus__ws_orders_optimal_limit_ioc.json", Reader.PUSH),
                    entry("ws-public/gct__wsAllTrades.jsonl", Reader.PUSH),
                    entry(stream("FundingRate"), Reader.PUSH),
                    entry(stream("Klines"), Reader.PUSH),
                    entry(stream("MarkPrice"), Reader.PUSH),
                    entry(stream("OrderBook"), Reader.PUSH),
                    entry(stream("Ticker"), Reader.PUSH),
                    entry(stream("Trades"), Reader.PUSH),
                    entry("ws-public/nautilus__ws_bbo_tbt.json", Reader.PUSH),
                    entry("ws-public/nautilus__ws_funding_rate.json", Reader.PUSH),
                    entry("ws-public/nautilus__ws_instruments.json", Reader.PUSH),
                    entry("ws-public/nautilus__ws_tickers.json", Reader.PUSH),
                    entry("ws-public/nautilus__ws_trades.json", Reader.PUSH));

    private static final String STATISTICS = "K2 does not show what other traders do";
    private static final String INDEX = "K2 tells the index beside the mark price only";
    private static final String OPTIONS = "K2 trades no options";
    private static final String BLOCKS = "K2 shows no block trades";
    private static final String BOOKKEEPING = "K2 keeps no account of bills";
    private static final String SUB_ACCOUNTS = "K2 does not manage sub-accounts";
    private static final String COPYING = "K2 copies nobody";
    private static final String MONEY = "K2 moves no money";
    private static final String MODE = "how an account is set up is its owner's matter";

    private static final Map<String, String> UNUSED =
            Map.ofEntries(
                    entry(data("Get24HourVolume"), STATISTICS),
                    entry(data("GetBlockTicker"), BLOCKS),
                    entry(data("GetBlockTickers"), BLOCKS),
                    entry(data("GetBlockTrades"), BLOCKS),
                    entry(data("GetEstimatedPrice"), "contracts without an end are not delivered"),
                    entry(data("GetIndexComponents"), INDEX),
                    entry(data("GetIndexKlines"), INDEX),
                    entry(data("GetInsuranceFund"), STATISTICS),
                    entry(data("GetLimitPrice"), "OKX checks its band itself"),
                    entry(data("GetMarkPriceKlines"), "K2's candles are of trades"),
                    entry(data("GetOpenInterests"), STATISTICS),
                    entry(data("GetOptionMarketData"), OPTIONS),
                    entry(data("GetOracle"), INDEX),
                    entry(data("GetPremiumHistory"), STATISTICS),
                    entry(data("GetRubikContractSummary"), STATISTICS),
                    entry(data("GetRubikInterestVolumeExpiry"), STATISTICS),
                    entry(data("GetRubikInterestVolumeStrike"), STATISTICS),
                    entry(data("GetRubikMarginLendingRatio"), STATISTICS),
                    entry(data("GetRubikSupportCoin"), STATISTICS),
                    entry(data("GetRubikTakerFlow"), STATISTICS),
                    entry(data("GetRubikTakerVolume"), STATISTICS),
                    entry(
                            "rest-public/nautilus__common_optional_string_to_u64.json",
                            "no message of OKX's"),
                    entry(http("spread_trades"), "K2 trades no spreads"),
                    entry(account("GetAccountPositionHistory"), BOOKKEEPING),
                    entry(account("GetAccountPositionRisk"), "positions are asked for themselves"),
                    entry(account("GetAccountRiskState"), OPTIONS),
                    entry(account("GetAssetValuation"), BOOKKEEPING),
                    entry(account("GetBillArchive"), BOOKKEEPING),
                    entry(account("GetBillHistory"), BOOKKEEPING),
                    entry(account("GetEasyConvertDustAssets"), MONEY),
                    entry(account("GetEstimatedLeverageInfo"), "OKX checks a leverage itself"),
                    entry(account("GetFundingBalance"), MONEY),
                    entry(account("GetGreeks"), OPTIONS),
                    entry(account("SetAccountMode"), MODE),
                    entry(account("SetGreeks"), OPTIONS),
                    entry(account("SetIsolatedMarginMode"), MODE),
                    entry("rest-private/jkorf__CopyTrading_AmendLeadingInstruments.json", COPYING),
                    entry("rest-private/jkorf__CopyTrading_CloseLeadPosition.json", COPYING),
                    entry("rest-private/jkorf__CopyTrading_PlaceLeadStopOrder.json", COPYING),
                    entry(sub("CreateSubAccountApiKey"), SUB_ACCOUNTS),
                    entry(sub("DeleteSubAccountApiKey"), SUB_ACCOUNTS),
                    entry(sub("GetManagedSubAccountBills"), SUB_ACCOUNTS),
                    entry(sub("GetSubAccountApiKeys"), SUB_ACCOUNTS),
                    entry(sub("GetSubAccountBills"), SUB_ACCOUNTS),
                    entry(sub("GetSubAccountFundingBalances"), SUB_ACCOUNTS),
                    entry(sub("ResetSubAccountApiKey"), SUB_ACCOUNTS),
                    entry(trading("CancelAdvanceAlgoOrder"), "cancel-algos cancels them too"),
                    entry(trading("GetAccountRateLimit"), "the documented limits are counted"),
                    entry(trading("GetOneClickRepayCurrencyList"), MONEY),
                    entry(trading("GetOneClickRepayHistory"), MONEY),
                    entry(trading("OneClickRepay"), MONEY),
                    entry(own("get_account_positions-history"), BOOKKEEPING),
                    entry(own("get_position_tiers"), "OKX checks a position's size itself"),
                    entry("ws-private/jkorf__Account_Deposit.json", MONEY),
                    entry("ws-private/jkorf__Account_Withdrawal.json", MONEY),
                    entry(
                            "ws-private/jkorf__Trading_AdvancedAlgoOrder.json",
                            "K2 does not use OKX's robots"),
                    entry("ws-private/nautilus__ws_sprd_orders.json", "K2 trades no spreads"),
                    entry(stream("EstimatedPrice"), "contracts without an end are not delivered"),
                    entry(stream("IndexKlines"), INDEX),
                    entry(stream("IndexTicker"), INDEX),
                    entry(stream("MarkPriceKlines"), "K2's candles are of trades"),
                    entry("ws-public/nautilus__ws_opt_summary.json", OPTIONS));

    /** Fields that the feed reads without records, or passes over knowingly. */
    private static final Map<String, Set<String>> HOT =
            Map.of(
                    "books",
                    Set.of("asks", "bids", "ts", "checksum", "prevSeqId", "seqId"),
                    "bbo-tbt",
                    Set.of("asks", "bids", "ts", "seqId"),
                    "trades",
                    Set.of("instId", "tradeId", "px", "sz", "side", "ts", "count", "source"));

    private final OkxDecoderSymbols symbols = new OkxDecoderSymbols();

    OkxPayloadsTest() {
        super(
                new PayloadFolder("okx"),
                List.of("rest-public", "rest-private", "ws-api", "ws-private", "ws-public"),
                READ,
                UNUSED,
                Set.of());
    }

    @Override
    protected void read(Reader reader, JsonNode body) throws Exception {
        switch (reader) {
            case ACK_ALONE -> strict(body, OkxUserWire.Ack.class);
            case BALANCE_DETAIL ->
                    assertThat(
                                    OkxOrderParse.balance(strict(body, OkxUserWire.Currency.class))
                                            .free())
                            .isPositive();
            case FILL_ALONE -> fill(body);
            case SOCKET -> socket(body);
            case PUSH -> push(body);
            case TIME,
                    INSTRUMENT,
                    TICKER,
                    BOOK,
                    TRADE,
                    CANDLE,
                    MARK_PRICE,
                    INDEX_TICKER,
                    FUNDING,
                    FUNDING_PAID,
                    BALANCE,
                    POSITION,
                    POSITION_MODE,
                    LEVERAGE,
                    ORDER,
                    ALGO,
                    FILL,
                    ACK,
                    COUNTDOWN -> {
                strict(body, OkxRestWire.Outcome.class);
                assertThat(body.path("data")).isNotEmpty();
                for (JsonNode row : body.path("data")) {
                    row(reader, row);
                }
            }
        }
    }

    private void row(Reader reader, JsonNode row) throws Exception {
        switch (reader) {
            case TIME -> assertThat(strict(row, OkxRestWire.Time.class).ts()).isPositive();
            case INSTRUMENT -> instrument(row);
            case TICKER -> {
                var wire = strict(row, OkxRestWire.Ticker.class);
                assertThat(OkxParse.ticker(symbols.of(wire.instId()), wire).last()).isPositive();
            }
            case BOOK -> {
                var book = OkxParse.book(BTC, strict(row, OkxRestWire.Book.class), 400);
                assertThat(book.bids()).isNotEmpty();
            }
            case TRADE -> {
                var wire = strict(row, OkxRestWire.Trade.class);
                assertThat(OkxParse.trade(BTC, wire).price()).isPositive();
            }
            case CANDLE -> candle(row);
            case MARK_PRICE -> {
                var wire = strict(row, OkxRestWire.MarkPrice.class);
                assertThat(OkxParse.mark(BTC, wire, null, Optional.empty()).mark()).isPositive();
            }
            case INDEX_TICKER ->
                    assertThat(strict(row, OkxRestWire.IndexTicker.class).idxPx()).isPositive();
            case FUNDING -> strict(row, OkxRestWire.Funding.class);
            case FUNDING_PAID -> OkxParse.funding(BTC, strict(row, OkxRestWire.FundingPaid.class));
            case BALANCE ->
                    assertThat(OkxOrderParse.balances(strict(row, OkxUserWire.AccountState.class)))
                            .isNotEmpty();
            case POSITION ->
                    assertThat(
                                    OkxOrderParse.position(
                                                    BTC, strict(row, OkxUserWire.Position.class))
                                            .quantity())
                            .isPositive();
            case POSITION_MODE ->
                    assertThat(
                                    OkxWords.positionMode(
                                            strict(row, OkxUserWire.PositionMode.class).posMode()))
                            .isPresent();
            case LEVERAGE ->
                    assertThat(strict(row, OkxUserWire.Leverage.class).lever()).isPositive();
            case ORDER -> OkxOrderParse.order(BTC, strict(row, OkxUserWire.Order.class));
            case ALGO -> algo(row);
            case FILL -> fill(row);
            case ACK -> strict(row, OkxUserWire.Ack.class);
            case COUNTDOWN -> strict(row, OkxUserWire.CancelAllAfter.class);
            case BALANCE_DETAIL, FILL_ALONE, ACK_ALONE, SOCKET, PUSH ->
                    throw new IllegalStateException("no row of an answer: " + reader);
        }
    }

    private static void instrument(JsonNode row) throws JsonProcessingException {
        var wire = strict(row, OkxRestWire.Instrument.class);
        List<String> skipped = new ArrayList<>();
        var read = OkxSymbols.instrument(wire, skipped::add);
        assertThat(skipped).isEmpty();
        boolean traded = wire.instType().equals("SPOT") || "linear".equals(wire.ctType());
        assertThat(read.isPresent()).isEqualTo(traded);
        read.ifPresent(
                known -> assertThat(known.rules().tick()).isEqualByComparingTo(wire.tickSz()));
    }

    private static void candle(JsonNode row) throws JsonProcessingException, UnknownWord {
        List<BigDecimal> cells = new ArrayList<>();
        for (JsonNode cell : row) {
            cells.add(Json.strict().treeToValue(cell, BigDecimal.class));
        }
        // Two of the samples are of candles without volumes, which OKX tells of indices only.
        if (cells.size() >= 9) {
            assertThat(OkxParse.candle(BTC, CandleInterval.M1, cells).high()).isPositive();
        }
    }

    private static void fill(JsonNode row) throws JsonProcessingException, UnknownWord {
        var fill = OkxOrderParse.fill(BTC, strict(row, OkxUserWire.Fill.class));
        assertThat(fill.fee().signum()).isNotNegative();
    }

    private static void algo(JsonNode row) throws JsonProcessingException, UnknownWord {
        var wire = strict(row, OkxUserWire.AlgoOrder.class);
        OkxOrderParse.order(BTC, OkxOrderParse.algo(wire), wire);
    }

    private static void socket(JsonNode body) throws JsonProcessingException {
        if (body.has("event")) {
            strict(body, OkxFeedWire.Event.class);
            return;
        }
        strict(body, OkxRestWire.Outcome.class);
        for (JsonNode row : body.path("data")) {
            strict(row, OkxUserWire.Ack.class);
        }
    }

    private void push(JsonNode body) throws JsonProcessingException, UnknownWord {
        if (body.has("event")) {
            strict(body, OkxFeedWire.Event.class);
            return;
        }
        String channel = strict(body.path("arg"), OkxFeedWire.Arg.class).channel();
        assertThat(body.path("data")).isNotEmpty();
        for (JsonNode row : body.path("data")) {
            switch (channel) {
                case "orders" -> {
                    var wire = strict(row, OkxUserWire.Order.class);
                    OkxOrderParse.order(BTC, wire);
                    OkxOrderParse.fill(BTC, wire);
                }
                case "orders-algo" -> algo(row);
                case "account" -> strict(row, OkxUserWire.AccountState.class);
                case "positions" ->
                        OkxOrderParse.position(BTC, strict(row, OkxUserWire.Position.class));
                case "balance_and_position" -> {
                    var both = strict(row, OkxUserWire.BalanceAndPosition.class);
                    assertThat(both.posData()).isNotEmpty();
                }
                case "fills" -> fill(row);
                case "funding-rate" -> strict(row, OkxRestWire.Funding.class);
                case "instruments" -> instrument(row);
                case "tickers" -> {
                    strict(row, OkxRestWire.Ticker.class);
                    hears(body, Channel.TICKER);
                }
                case "mark-price" -> {
                    strict(row, OkxRestWire.MarkPrice.class);
                }
                case "candle1D" -> candle(row);
                case "books" -> hot(channel, row, body, Channel.BOOK);
                case "bbo-tbt" -> hot(channel, row, body, Channel.QUOTES);
                case "trades" -> hot(channel, row, body, Channel.AGGREGATE_TRADES);
                default -> throw new AssertionError("nobody reads " + channel);
            }
        }
    }

    private void hot(String channel, JsonNode row, JsonNode body, Channel ours)
            throws JsonProcessingException {
        Set<String> fields = new TreeSet<>();
        row.fieldNames().forEachRemaining(fields::add);
        assertThat(HOT.get(channel)).containsAll(fields);
        hears(body, ours);
    }

    /** The whole message goes through the feed's own reader and is told once. */
    private void hears(JsonNode body, Channel channel) throws JsonProcessingException {
        Instrument instrument = symbols.of(body.path("arg").path("instId").asText());
        OkxStream stream = OkxStream.of(instrument, channel);
        Names<OkxStream> table = new Names<>();
        table.put(stream.name().getBytes(StandardCharsets.UTF_8), stream);
        var heard = new HeardNews();
        var reader = new OkxFeedReader(table, heard, HeardNews.NO_LINK);
        byte[] bytes = Json.lenient().writeValueAsBytes(body);

        assertThat(reader.read(bytes, bytes.length, 1)).isTrue();

        assertThat(heard.skipped).isEmpty();
        assertThat(heard.told).isEqualTo(1);
        SocketBook book = stream.changes();
        assertThat(book == null || book.isSynced()).isTrue();
    }

    private static String data(String name) {
        return "rest-public/jkorf__ExchangeData_" + name + ".json";
    }

    private static String http(String name) {
        return "rest-public/nautilus__http_get_" + name + ".json";
    }

    private static String account(String name) {
        return "rest-private/jkorf__Account_" + name + ".json";
    }

    private static String trading(String name) {
        return "rest-private/jkorf__Trading_" + name + ".json";
    }

    private static String sub(String name) {
        return "rest-private/jkorf__SubAccounts_" + name + ".json";
    }

    private static String own(String name) {
        return "rest-private/nautilus__http_" + name + ".json";
    }

    private static String stream(String name) {
        return "ws-public/jkorf__ExchangeData_" + name + ".json";
    }
}
