package dev.k2.bench;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.k2.model.Decimals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Jackson databind into records, the usual way to read JSON in Java. */
final class JacksonContestant implements Contestant {
    @JsonIgnoreProperties(ignoreUnknown = true)
    record QuoteMessage(String stream, QuoteData data) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record QuoteData(
            @JsonProperty("u") long number,
            @JsonProperty("s") String symbol,
            @JsonProperty("b") BigDecimal bid,
            @JsonProperty("B") BigDecimal bidQuantity,
            @JsonProperty("a") BigDecimal ask,
            @JsonProperty("A") BigDecimal askQuantity) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record TradeMessage(String stream, TradeData data) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record TradeData(
            @JsonProperty("s") String symbol,
            @JsonProperty("t") long id,
            @JsonProperty("p") BigDecimal price,
            @JsonProperty("q") BigDecimal quantity,
            @JsonProperty("T") long atMillis,
            @JsonProperty("m") boolean buyerIsMaker) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record AggregateMessage(String stream, AggregateData data) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record AggregateData(
            @JsonProperty("s") String symbol,
            @JsonProperty("a") long id,
            @JsonProperty("p") BigDecimal price,
            @JsonProperty("q") BigDecimal quantity,
            @JsonProperty("f") long firstTrade,
            @JsonProperty("l") long lastTrade,
            @JsonProperty("T") long atMillis,
            @JsonProperty("m") boolean buyerIsMaker) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record DepthMessage(String stream, DepthData data) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record DepthData(
            @JsonProperty("s") String symbol,
            @JsonProperty("U") long first,
            @JsonProperty("u") long last,
            @JsonProperty("b") List<Level> bids,
            @JsonProperty("a") List<Level> asks) {}

    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    record Level(BigDecimal price, BigDecimal quantity) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record OkxMessage(OkxArgument arg, String action, List<OkxBook> data) {}

    record OkxArgument(String channel, String instId) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record OkxBook(
            List<OkxLevel> asks, List<OkxLevel> bids, String ts, long seqId, long prevSeqId) {}

    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    record OkxLevel(BigDecimal price, BigDecimal quantity, String always0, String orders) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record BybitMessage(String topic, String type, long ts, BybitBook data) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record BybitBook(
            @JsonProperty("s") String symbol,
            @JsonProperty("b") List<Level> bids,
            @JsonProperty("a") List<Level> asks,
            @JsonProperty("u") long number) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record KalshiMessage(String type, long sid, long seq, KalshiDelta msg) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record KalshiDelta(
            @JsonProperty("market_ticker") String ticker,
            @JsonProperty("price_dollars") BigDecimal price,
            @JsonProperty("delta_fp") BigDecimal difference,
            String side,
            @JsonProperty("ts_ms") long atMillis) {}

    private final ObjectReader reader;
    private @Nullable Object update;

    JacksonContestant(Kind kind) {
        ObjectMapper mapper = new ObjectMapper();
        reader =
                switch (kind) {
                    case QUOTE -> mapper.readerFor(QuoteMessage.class);
                    case TRADE -> mapper.readerFor(TradeMessage.class);
                    case AGGREGATE_TRADE -> mapper.readerFor(AggregateMessage.class);
                    case DEPTH_10, DEPTH_100 -> mapper.readerFor(DepthMessage.class);
                    case OKX_BOOK -> mapper.readerFor(OkxMessage.class);
                    case BYBIT_BOOK -> mapper.readerFor(BybitMessage.class);
                    case KALSHI_DELTA -> mapper.readerFor(KalshiMessage.class);
                };
    }

    @Override
    public String name() {
        return "Jackson databind";
    }

    @Override
    public void read(byte[] message) {
        try {
            update = reader.readValue(message);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public Update last() {
        return switch (update) {
            case QuoteMessage(String stream, QuoteData data) ->
                    new Update.Quote(
                            Decimals.plain(data.bid()),
                            Decimals.plain(data.bidQuantity()),
                            Decimals.plain(data.ask()),
                            Decimals.plain(data.askQuantity()));
            case TradeMessage(String stream, TradeData data) ->
                    new Update.Trade(
                            Long.toString(data.id()),
                            Decimals.plain(data.price()),
                            Decimals.plain(data.quantity()),
                            !data.buyerIsMaker(),
                            data.atMillis());
            case AggregateMessage(String stream, AggregateData data) ->
                    new Update.Trade(
                            Long.toString(data.id()),
                            Decimals.plain(data.price()),
                            Decimals.plain(data.quantity()),
                            !data.buyerIsMaker(),
                            data.atMillis());
            case DepthMessage(String stream, DepthData data) ->
                    new Update.Depth(levels(data.bids()), levels(data.asks()));
            case OkxMessage(OkxArgument arg, String action, List<OkxBook> data) ->
                    new Update.Depth(
                            okxLevels(data.getFirst().bids()), okxLevels(data.getFirst().asks()));
            case BybitMessage(String topic, String type, long ts, BybitBook data) ->
                    new Update.Depth(levels(data.bids()), levels(data.asks()));
            case KalshiMessage(String type, long sid, long seq, KalshiDelta told) ->
                    new Update.Difference(
                            told.side().equals("yes"),
                            Decimals.plain(told.price()),
                            Decimals.plain(told.difference()));
            case null, default -> throw new IllegalStateException("nothing was read");
        };
    }

    private static Map<String, String> okxLevels(List<OkxLevel> side) {
        return levels(
                side.stream().map(level -> new Level(level.price(), level.quantity())).toList());
    }

    private static Map<String, String> levels(List<Level> side) {
        Map<String, String> levels = new TreeMap<>();
        side.forEach(
                level ->
                        levels.put(
                                Decimals.plain(level.price()), Decimals.plain(level.quantity())));
        return levels;
    }
}
