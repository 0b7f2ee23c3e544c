package dev.k2.exchange.binance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Channel;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Names;
import dev.k2.exchange.net.RecordingFeed;
import dev.k2.model.CandleInterval;
import dev.k2.model.Instrument;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads payloads of a product's streams as strictly as can be: a field that is neither read nor
 * named as passed over fails.
 */
enum MarketPayloads {
    SPOT(BinanceProduct.SPOT),
    USD_M(BinanceProduct.USD_M);

    /** Fields that the feed reads without records, or passes over knowingly. */
    private static final Map<String, Set<String>> FIELDS =
            Map.of(
                    "bookTicker",
                    Set.of("e", "u", "s", "b", "B", "a", "A", "T", "E", "st", "ps"),
                    "trade",
                    Set.of("e", "E", "s", "t", "p", "q", "b", "a", "T", "m", "M"),
                    "aggTrade",
                    Set.of("e", "E", "s", "a", "p", "q", "nq", "f", "l", "T", "m", "M", "st", "ps"),
                    "depthUpdate",
                    Set.of("e", "E", "T", "s", "U", "u", "pu", "b", "a", "st", "ps"));

    private final BinanceProduct product;

    MarketPayloads(BinanceProduct product) {
        this.product = product;
    }

    Instrument btc() {
        return new BinanceDecoderSymbols(product).of("BTCUSDT");
    }

    /** One message, wrapped or bare, through the feed's own reader. */
    void stream(JsonNode body) throws JsonProcessingException {
        if (body.has("result")) {
            assertThat(body.path("result").isNull()).isTrue();
            return;
        }
        JsonNode event = body.has("data") ? body.path("data") : body;
        String kind = event.path("e").asText("bookTicker");
        String name = body.path("stream").asText();
        switch (kind) {
            case "24hrTicker" -> read(event, Channel.TICKER, BinanceFeedWire.Ticker.class);
            case "24hrMiniTicker" ->
                    read(event, Channel.MINI_TICKER, BinanceFeedWire.MiniTicker.class);
            case "markPriceUpdate" ->
                    read(event, Channel.MARK_PRICE, BinanceFeedWire.MarkPrice.class);
            case "forceOrder" ->
                    read(event, Channel.LIQUIDATIONS, BinanceFeedWire.Liquidation.class);
            case "kline" -> {
                var kline = Json.strict().treeToValue(event, BinanceFeedWire.Kline.class);
                CandleInterval interval =
                        CandleInterval.parse(kline.bar().interval()).orElseThrow();
                read(event, Channel.candles(interval), BinanceFeedWire.Kline.class);
            }
            default -> {
                Set<String> fields = new TreeSet<>();
                event.fieldNames().forEachRemaining(fields::add);
                assertThat(FIELDS).containsKey(kind);
                assertThat(FIELDS.getOrDefault(kind, Set.of())).containsAll(fields);
                read(event, channel(kind, name));
            }
        }
    }

    private Channel channel(String kind, String name) {
        return switch (kind) {
            case "depthUpdate" -> name.contains("@depth5") ? Channel.top(5) : Channel.BOOK;
            case "bookTicker" -> Channel.QUOTES;
            default -> Channel.TRADES;
        };
    }

    private void read(JsonNode event, Channel channel, Class<?> wire)
            throws JsonProcessingException {
        Json.strict().treeToValue(event, wire);
        read(event, channel);
    }

    private void read(JsonNode event, Channel channel) throws JsonProcessingException {
        var heard = new RecordingFeed();
        var reader = new BinanceFeedReader(new Names<>(), heard, lost -> {});
        byte[] bytes = Json.lenient().writeValueAsBytes(event);
        BinanceStream stream = BinanceStream.of(btc(), channel);

        reader.readEvent(stream, bytes, bytes.length, 0);

        assertThat(heard.skipped).isEmpty();
        BinanceBookSync sync = stream.sync();
        if (sync == null) {
            assertThat(heard.told()).isEqualTo(1);
        } else {
            assertThat(sync.isSynced()).isFalse();
        }
    }
}
