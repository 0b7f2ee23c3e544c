package dev.k2.exchange.binance;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.net.PayloadFolder;
import dev.k2.exchange.net.PayloadTables;
import dev.k2.exchange.net.RawMessage;
import dev.k2.model.CandleInterval;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Every recorded or documented payload of the futures' public data, read by the parser that it is
 * for. Reading is strict: a field that is neither read nor named as ignored fails, and so does a
 * file that stands in none of the tables.
 */
class BinanceFuturesMarketPayloadsTest
        extends PayloadTables<BinanceFuturesMarketPayloadsTest.Reader> {
    private static final List<String> KINDS =
            List.of("rest-public", "ws-public", "ws-request", "recording");

    /** What reads a body. */
    enum Reader {
        TIME,
        DEPTH,
        AGGREGATE_TRADE,
        KLINE,
        TICKER,
        PREMIUM_INDEX,
        FUNDING,
        /** A message of a market stream, wrapped or bare. */
        STREAM,
        /** A stream's name as we ask for it. */
        STREAM_NAME
    }

    private static final Map<String, Reader> READ =
            Map.ofEntries(
                    entry("rest-public/gct__GET_fapi_v1_depth.json", Reader.DEPTH),
                    entry("rest-public/gct__GET_fapi_v1_fundingRate.json", Reader.FUNDING),
                    entry("rest-public/gct__GET_fapi_v1_premiumIndex.json", Reader.PREMIUM_INDEX),
                    entry("rest-public/gct__GET_fapi_v1_ticker_24hr.json", Reader.TICKER),
                    entry("rest-public/gct__GET_fapi_v1_time.json", Reader.TIME),
                    entry(data("GetAggregatedTradeHistory"), Reader.AGGREGATE_TRADE),
                    entry(data("GetFundingRates"), Reader.FUNDING),
                    entry(data("GetMarkPrice"), Reader.PREMIUM_INDEX),
                    entry(data("GetOrderBook"), Reader.DEPTH),
                    entry(data("GetServerTime"), Reader.TIME),
                    entry(market("agg_trades"), Reader.AGGREGATE_TRADE),
                    entry(market("depth"), Reader.DEPTH),
                    entry(market("funding_rate"), Reader.FUNDING),
                    entry(market("klines"), Reader.KLINE),
                    entry(market("premium_index"), Reader.PREMIUM_INDEX),
                    entry(market("ticker_24hr"), Reader.TICKER),
                    entry("ws-public/jkorf__UsdFutures_AggTrades.json", Reader.STREAM),
                    entry("ws-public/jkorf__UsdFutures_BookTicker.json", Reader.STREAM),
                    entry("ws-public/jkorf__UsdFutures_Klines.json", Reader.STREAM),
                    entry("ws-public/jkorf__UsdFutures_MarkPrice.json", Reader.STREAM),
                    entry("ws-public/jkorf__UsdFutures_MiniTicker.json", Reader.STREAM),
                    entry("ws-public/jkorf__UsdFutures_PartialBook.json", Reader.STREAM),
                    entry("ws-public/nautilus__agg_trade_stream.json", Reader.STREAM),
                    entry("ws-public/nautilus__book_ticker_stream.json", Reader.STREAM),
                    entry("ws-public/nautilus__depth_update_stream.json", Reader.STREAM),
                    entry("ws-public/nautilus__kline_stream_closed.json", Reader.STREAM),
                    entry("ws-public/nautilus__liquidation_stream.json", Reader.STREAM),
                    entry("ws-public/nautilus__mark_price_stream.json", Reader.STREAM),
                    entry("ws-public/nautilus__ticker_stream.json", Reader.STREAM),
                    entry("ws-public/nautilus__trade_stream.json", Reader.STREAM),
                    entry("ws-public/nautilus_py__ws_futures_book_ticker.json", Reader.STREAM),
                    entry(stream("symbol@depthlevelsupdateSpeed"), Reader.STREAM_NAME),
                    entry(stream("symbol@miniTicker"), Reader.STREAM_NAME),
                    entry(stream("symbol@ticker"), Reader.STREAM_NAME));

    private static final String STATISTICS = "K2 shows no statistics of who holds what";
    private static final String OTHER_PRICE = "K2 takes prices from tickers, trades and books";
    private static final String SINGLE = "trades are read as the stream groups them";
    private static final String INDEX = "K2 shows no candles of the index or the mark price";
    private static final String ALL = "K2 takes the streams of single instruments";
    private static final String PRIVATE = "a request of accounts";

    /** Payloads of what K2 does not use, with the reason. They are still JSON. */
    private static final Map<String, String> UNUSED =
            Map.ofEntries(
                    entry("rest-public/gct__GET_fapi_v1_fundingInfo.json", "limits of funding"),
                    entry("rest-public/gct__GET_fapi_v1_indexInfo.json", STATISTICS),
                    entry("rest-public/gct__GET_fapi_v1_openInterest.json", STATISTICS),
                    entry("rest-public/gct__GET_fapi_v1_ticker_bookTicker.json", OTHER_PRICE),
                    entry("rest-public/gct__GET_fapi_v1_ticker_price.json", OTHER_PRICE),
                    entry("rest-public/gct__GET_fapi_v1_trades.json", SINGLE),
                    entry("rest-public/gct__GET_futures_data_basis.json", STATISTICS),
                    entry("rest-public/gct__GET_futures_data_openInterestHist.json", STATISTICS),
                    entry(data("GetBookPrice"), OTHER_PRICE),
                    entry(data("GetCompositeIndexInfo"), STATISTICS),
                    entry(data("GetFundingInfo"), "limits of funding"),
                    entry(data("GetGlobalLongShortAccountRatio"), STATISTICS),
                    entry(data("GetIndexPriceConstituents"), STATISTICS),
                    entry(data("GetIndexPriceKlines"), INDEX),
                    entry(data("GetMarkPriceKlines"), INDEX),
                    entry(data("GetOpenInterestHistory"), STATISTICS),
                    entry(data("GetPremiumIndexKlines"), INDEX),
                    entry(data("GetPrice"), OTHER_PRICE),
                    entry(data("GetRecentTrades"), SINGLE),
                    entry(data("GetTopLongShortAccountRatio"), STATISTICS),
                    entry(data("GetTopLongShortPositionRatio"), STATISTICS),
                    entry(data("GetTradeHistory"), SINGLE),
                    entry(market("asset_index"), "K2 does not use several assets as margin"),
                    entry(market("global_long_short_account_ratio"), STATISTICS),
                    entry(market("historical_trades"), SINGLE),
                    entry(market("index_info"), STATISTICS),
                    entry(market("index_price_klines"), INDEX),
                    entry(market("open_interest_historical"), STATISTICS),
                    entry(market("ticker_price"), OTHER_PRICE),
                    entry(market("top_long_short_account_ratio"), STATISTICS),
                    entry(market("top_long_short_position_ratio"), STATISTICS),
                    entry(market("trades"), SINGLE),
                    entry(
                            "ws-public/jkorf__UsdFutures_AssetIndex.json",
                            "K2 does not use several assets as margin"),
                    entry("ws-public/jkorf__UsdFutures_ContKlines.json", ALL),
                    entry(
                            "ws-public/jkorf__UsdFutures_SymbolUpdates.json",
                            "K2 goes by the status in exchangeInfo"),
                    entry(request("api_AccountApi_v2_account.status"), PRIVATE),
                    entry(request("api_MarketDataApi_ticker.book"), OTHER_PRICE),
                    entry(request("api_MarketDataApi_ticker.price"), OTHER_PRICE),
                    entry(request("api_TradeApi_account.position"), PRIVATE),
                    entry(request("api_TradeApi_order.cancel"), PRIVATE),
                    entry(request("api_TradeApi_order.modify"), PRIVATE),
                    entry(request("api_TradeApi_order.place"), PRIVATE),
                    entry(request("api_TradeApi_v2_account.position"), PRIVATE),
                    entry(request("api_UserDataStreamsApi_userDataStream.ping"), PRIVATE),
                    entry(request("api_UserDataStreamsApi_userDataStream.start"), PRIVATE),
                    entry(stream("!assetIndex@arr"), ALL),
                    entry(stream("!bookTicker"), ALL),
                    entry(stream("!contractInfo"), ALL),
                    entry(stream("!forceOrder@arr"), ALL),
                    entry(stream("!miniTicker@arr"), ALL),
                    entry(stream("!ticker@arr"), ALL),
                    entry(stream("pair_contractType@continuousKline_interval"), ALL),
                    entry(stream("symbol@compositeIndex"), STATISTICS),
                    entry(
                            stream("symbol@depthupdateSpeed"),
                            "K2 takes the same stream ten times a second"),
                    entry(
                            stream("symbol@markPriceupdateSpeed"),
                            "K2 takes the same stream each second"));

    /** Files that a test of their own reads. */
    private static final Set<String> READ_ELSEWHERE =
            Set.of(
                    "recording/cryptofeed__binance_delivery_depth_snapshots.jsonl.gz",
                    "recording/cryptofeed__binance_delivery_exchange_info.jsonl.gz",
                    "recording/cryptofeed__binance_delivery_ws_stream.jsonl.gz");

    private static final Instrument BTC = MarketPayloads.USD_M.btc();
    private static final InstrumentId ID = BTC.id();

    BinanceFuturesMarketPayloadsTest() {
        super(new PayloadFolder("binance-futures"), KINDS, READ, UNUSED, READ_ELSEWHERE);
    }

    @Test
    void readsWhatTheFilesSay() throws Exception {
        var mark =
                BinanceParse.mark(
                        ID,
                        strict(
                                bodies(data("GetMarkPrice")).getFirst(),
                                BinanceMarketWire.PremiumIndex.class));

        assertThat(mark.mark()).isEqualByComparingTo("11793.63104562");
        assertThat(mark.index().orElseThrow()).isEqualByComparingTo("11781.80495970");
        assertThat(mark.fundingRate().orElseThrow()).isEqualByComparingTo("0.00038246");
        assertThat(mark.nextFunding().orElseThrow().toEpochMilli()).isEqualTo(1597392000000L);
    }

    @Override
    protected void passOver(JsonNode body) {
        var lines = BinanceDecoder.futures().decode(new RawMessage("recv", "", 0, body));

        assertThat(lines).allSatisfy(line -> assertThat(line).containsKey("type"));
    }

    @Override
    protected void read(Reader reader, JsonNode body) throws Exception {
        switch (reader) {
            case TIME ->
                    assertThat(strict(body, BinanceRestWire.ServerTime.class).serverTime())
                            .isPositive();
            case DEPTH -> {
                var depth = strict(body, BinanceRestWire.Depth.class);
                assertThat(BinanceParse.book(ID, depth, 5).bids()).isNotEmpty();
            }
            case AGGREGATE_TRADE -> {
                var trade = strict(body, BinanceMarketWire.AggregateTrade.class);
                assertThat(BinanceParse.trade(ID, trade).price()).isPositive();
            }
            case KLINE ->
                    BinanceParse.candle(
                            ID, CandleInterval.M1, strict(body, BinanceRestWire.Kline.class), 0);
            case TICKER -> {
                if (!body.has("code")) {
                    var ticker = strict(body, BinanceRestWire.Ticker24h.class);
                    assertThat(BinanceParse.ticker(ID, ticker).last()).isPositive();
                }
            }
            case PREMIUM_INDEX -> {
                var index = strict(body, BinanceMarketWire.PremiumIndex.class);
                assertThat(BinanceParse.mark(ID, index).mark()).isPositive();
            }
            case FUNDING -> {
                var funding = strict(body, BinanceMarketWire.Funding.class);
                assertThat(BinanceParse.funding(ID, funding).rate()).isNotNull();
            }
            case STREAM -> MarketPayloads.USD_M.stream(body);
            case STREAM_NAME -> {
                assertThat(body.path("method").asText()).isEqualTo("SUBSCRIBE");
                assertThat(
                                BinanceProduct.USD_M.channels().stream()
                                        .map(at -> BinanceProduct.USD_M.stream(BTC, at)))
                        .contains(body.path("params").get(0).asText());
            }
        }
    }

    private static String data(String name) {
        return "rest-public/jkorf__ExchangeData_" + name + ".json";
    }

    private static String market(String name) {
        return "rest-public/nautilus_py__http_futures_market_" + name + ".json";
    }

    private static String stream(String name) {
        return request("stream_WebsocketMarketStreamsApi_" + name);
    }

    private static String request(String name) {
        return "ws-request/connector__" + name + ".json";
    }
}
