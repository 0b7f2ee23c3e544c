package dev.k2.exchange.binance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.Channel;
import dev.k2.exchange.net.Names;
import dev.k2.exchange.net.RecordingFeed;
import dev.k2.model.Candle;
import dev.k2.model.CandleInterval;
import dev.k2.model.Instrument;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Every kind of stream but books, as its bytes and what is told of it. */
class BinanceFeedKindsTest {
    private static final Instrument BTC = MarketPayloads.SPOT.btc();
    private static final Instrument CONTRACT = MarketPayloads.USD_M.btc();

    private final RecordingFeed heard = new RecordingFeed();
    private final Names<BinanceStream> names = new Names<>();
    private final BinanceFeedReader reader = new BinanceFeedReader(names, heard, lost -> {});

    @Test
    void tellsGroupedTradesApartFromSingleOnes() {
        hear(BTC, Channel.AGGREGATE_TRADES, AGGREGATE);

        assertThat(heard.aggregateTrades).containsExactly("BTC-USDT 5933014 0.001 SELL");
        assertThat(heard.trades).isEmpty();
    }

    @Test
    void tellsTheGroupedTradesOfContractsAsTheirTrades() {
        hear(CONTRACT, Channel.TRADES, AGGREGATE);

        assertThat(heard.trades).containsExactly("BTC-USDT-PERP 5933014 0.001 SELL");
    }

    @Test
    void tellsThe24HoursOfAMiniTickerWithTheirChange() {
        hear(
                BTC,
                Channel.MINI_TICKER,
                "{\"e\":\"24hrMiniTicker\",\"E\":1700000000000,\"s\":\"BTCUSDT\",\"c\":\"110\","
                        + "\"o\":\"120\",\"h\":\"130\",\"l\":\"100\",\"v\":\"5\",\"q\":\"600\"}");

        var ticker = heard.tickers.getFirst();
        assertThat(ticker.last()).isEqualByComparingTo("110");
        assertThat(ticker.changePercent()).isEqualByComparingTo("-8.333");
        assertThat(ticker.quoteVolume()).isEqualByComparingTo("600");
    }

    @Test
    void tellsTheAveragePriceWithItsWindow() {
        hear(
                BTC,
                Channel.AVERAGE_PRICE,
                "{\"e\":\"avgPrice\",\"E\":1693907033000,\"s\":\"BTCUSDT\",\"i\":\"5m\","
                        + "\"w\":\"25776.86000000\",\"T\":1693907032213}");

        var average = heard.averages.getFirst();
        assertThat(average.price()).isEqualByComparingTo("25776.86");
        assertThat(average.window()).isEqualTo(Duration.ofMinutes(5));
        assertThat(average.at()).isEqualTo(Instant.ofEpochMilli(1693907033000L));
    }

    @Test
    void tellsTheBestLevelsOfBothProducts() {
        hear(
                BTC,
                Channel.top(5),
                "{\"lastUpdateId\":160,\"bids\":[[\"0.0024\",\"10\"]],\"asks\":[[\"0.0026\",\"100\"]]}");
        hear(
                CONTRACT,
                Channel.top(5),
                "{\"e\":\"depthUpdate\",\"E\":1,\"T\":1,\"s\":\"BTCUSDT\",\"U\":1,\"u\":7,\"pu\":0,"
                        + "\"b\":[[\"7403.89\",\"0.002\"]],\"a\":[[\"7405.96\",\"3.340\"]]}");

        assertThat(heard.tops).hasSize(2);
        assertThat(heard.tops.getFirst().sequence()).isEqualTo(160);
        assertThat(heard.tops.getFirst().asks().getFirst().quantity()).isEqualByComparingTo("100");
        assertThat(heard.tops.getLast().bids().getFirst().price()).isEqualByComparingTo("7403.89");
    }

    @Test
    void tellsTheOpenCandleAndItsEndOnce() {
        hear(BTC, CANDLES, candle(1, 60_000, "1", false));
        hear(BTC, CANDLES, candle(1, 60_000, "1", false));
        hear(BTC, CANDLES, candle(3, 120_000, "3", false));
        hear(BTC, CANDLES, candle(2, 60_000, "2", true));
        hear(BTC, CANDLES, candle(2, 60_000, "2", true));

        assertThat(heard.candles.stream().map(Candle::close).map(Object::toString))
                .containsExactly("1", "3", "2");
        assertThat(heard.candles.getLast().closed()).isTrue();
        assertThat(heard.candles.getLast().interval()).isEqualTo(CandleInterval.M1);
    }

    @Test
    void tellsMarkPriceAndFunding() {
        hear(
                CONTRACT,
                Channel.MARK_PRICE,
                "{\"e\":\"markPriceUpdate\",\"E\":1562305380000,\"s\":\"BTCUSDT\",\"p\":\"11794.15\","
                    + "\"i\":\"11784.62659091\",\"P\":\"11784.25\",\"r\":\"0.00038167\",\"T\":1562306400000,\"st\":1}");
        hear(
                CONTRACT,
                Channel.MARK_PRICE,
                "{\"e\":\"markPriceUpdate\",\"E\":1562305381000,\"s\":\"BTCUSDT\",\"p\":\"11794.15\","
                    + "\"i\":\"11784.6\",\"P\":\"11784.25\",\"r\":\"\",\"T\":0}");

        var funded = heard.marks.getFirst();
        assertThat(funded.fundingRate().orElseThrow()).isEqualByComparingTo("0.00038167");
        assertThat(funded.nextFunding()).contains(Instant.ofEpochMilli(1562306400000L));
        var unfunded = heard.marks.getLast();
        assertThat(unfunded.fundingRate()).isEmpty();
        assertThat(unfunded.nextFunding()).isEmpty();
        assertThat(unfunded.mark()).isEqualByComparingTo("11794.15");
    }

    @Test
    void tellsALiquidationByItsAveragePrice() {
        hear(
                CONTRACT,
                Channel.LIQUIDATIONS,
                "{\"e\":\"forceOrder\",\"E\":1568014460893,\"o\":{\"s\":\"BTCUSDT\",\"S\":\"SELL\","
                    + "\"o\":\"LIMIT\",\"f\":\"IOC\",\"q\":\"0.014\",\"p\":\"9910\",\"ap\":\"9910.5\","
                    + "\"X\":\"FILLED\",\"l\":\"0.014\",\"z\":\"0.014\",\"T\":1568014460890}}");

        var liquidation = heard.liquidations.getFirst();
        assertThat(liquidation.price()).isEqualByComparingTo("9910.5");
        assertThat(liquidation.quantity()).isEqualByComparingTo("0.014");
        assertThat(liquidation.at()).isEqualTo(Instant.ofEpochMilli(1568014460890L));
    }

    @Test
    void passesOverMessagesOfTheOtherProduct() {
        hear(
                CONTRACT,
                Channel.QUOTES,
                "{\"e\":\"bookTicker\",\"u\":1,\"s\":\"BTCUSDT\",\"b\":\"1\",\"B\":\"1\",\"a\":\"2\",\"A\":\"1\",\"st\":2}");
        hear(
                CONTRACT,
                Channel.QUOTES,
                "{\"e\":\"bookTicker\",\"u\":2,\"s\":\"BTCUSDT\",\"b\":\"1\",\"B\":\"1\",\"a\":\"2\",\"A\":\"1\",\"st\":1,\"ps\":\"BTCUSDT\"}");

        assertThat(heard.quotes).hasSize(1);
        assertThat(heard.skipped).hasSize(1);
    }

    @Test
    void keepsTheBeginningOfWhatItCannotRead() {
        hear(BTC, Channel.TICKER, "{\"e\":\"24hrTicker\",\"E\":\"yesterday\"}");

        assertThat(heard.tickers).isEmpty();
        assertThat(heard.skipped.getFirst()).startsWith("btcusdt@ticker").contains("yesterday");
        assertThat(reader.skipped()).isEqualTo(1);
    }

    private static final Channel CANDLES = Channel.candles(CandleInterval.M1);

    private static final String AGGREGATE =
            "{\"e\":\"aggTrade\",\"E\":123456789,\"s\":\"BTCUSDT\",\"a\":5933014,\"p\":\"0.001\","
                    + "\"q\":\"100\",\"nq\":\"90\",\"f\":100,\"l\":105,\"T\":123456785,\"m\":true}";

    private static String candle(long event, long open, String close, boolean ended) {
        return """
        {"e":"kline","E":%d,"s":"BTCUSDT","k":{"t":%d,"T":0,"s":"BTCUSDT","i":"1m","f":1,"L":2,
         "o":"1","c":"%s","h":"9","l":"1","v":"1","n":1,"x":%s,"q":"1","V":"1","Q":"1","B":"0"}}
        """
                .formatted(event, open, close, ended);
    }

    private void hear(Instrument instrument, Channel channel, String event) {
        String name = BinanceProduct.of(instrument).stream(instrument, channel);
        byte[] key = name.getBytes(StandardCharsets.UTF_8);
        BinanceStream known = names.find(key, 0, key.length);
        if (known == null || !known.instrument().equals(instrument)) {
            names.put(key, BinanceStream.of(instrument, channel));
        }
        byte[] bytes =
                ("{\"stream\":\"" + name + "\",\"data\":" + event + "}")
                        .getBytes(StandardCharsets.UTF_8);
        reader.read(bytes, bytes.length, 5);
    }
}
