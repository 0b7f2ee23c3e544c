package dev.k2.exchange.okx;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JavaType;
import dev.k2.exchange.Channel;
import dev.k2.exchange.FeedListener;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Names;
import dev.k2.exchange.net.ScanException;
import dev.k2.model.Candle;
import dev.k2.model.CandleInterval;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** News that come about once a second or less, read into records. Lives on one thread. */
final class OkxRareNews {
    private static final TypeReference<List<OkxRestWire.Ticker>> TICKERS = new TypeReference<>() {};
    private static final TypeReference<List<OkxRestWire.MarkPrice>> MARKS =
            new TypeReference<>() {};
    private static final TypeReference<OkxFeedWire.Push<OkxRestWire.Funding>> FUNDINGS =
            new TypeReference<>() {};
    private static final TypeReference<OkxFeedWire.Push<OkxRestWire.IndexTicker>> INDICES =
            new TypeReference<>() {};
    private static final TypeReference<List<List<BigDecimal>>> CANDLES = new TypeReference<>() {};
    private static final TypeReference<OkxFeedWire.Push<OkxFeedWire.Liquidations>> LIQUIDATIONS =
            new TypeReference<>() {};

    private final Names<OkxStream> streams;
    private final FeedListener listener;

    /** Hears of what could not be read. */
    interface Skipped {
        void skip(@Nullable OkxStream stream, String why, byte[] message, int length);
    }

    OkxRareNews(Names<OkxStream> streams, FeedListener listener) {
        this.streams = streams;
        this.listener = listener;
    }

    /** The stream that an argument in another spelling means; null for none of ours. */
    @Nullable OkxStream stream(byte[] message, int from, int to) {
        try {
            var arg = Json.lenient().readValue(message, from, to - from, OkxFeedWire.Arg.class);
            return arg.instId() == null
                    ? null
                    : find(OkxStream.argument(arg.channel(), arg.instId()));
        } catch (IOException unreadable) {
            return null;
        }
    }

    /**
     * Reads a message of a stream that is not one of ours by itself: fundings, which belong to mark
     * prices, and liquidations, which come for all contracts together.
     *
     * @return whether the message was one of a stream at all
     */
    boolean read(byte[] message, int length, long receivedMillis, Skipped skipped) {
        try {
            var head = Json.lenient().readTree(message, 0, length);
            if (!head.path("data").isArray()) {
                return false;
            }
            switch (head.path("arg").path("channel").asText()) {
                case OkxStream.FUNDING ->
                        fundings(Json.lenient().treeToValue(head, type(FUNDINGS)), receivedMillis);
                case OkxStream.INDEX -> indices(Json.lenient().treeToValue(head, type(INDICES)));
                case OkxStream.LIQUIDATIONS ->
                        liquidations(
                                Json.lenient().treeToValue(head, type(LIQUIDATIONS)),
                                receivedMillis);
                // A stream that was just given up.
                default -> {}
            }
            return true;
        } catch (IOException | UnknownWord unreadable) {
            skipped.skip(null, String.valueOf(unreadable.getMessage()), message, length);
            return true;
        }
    }

    /** Reads the data of a message of one stream, which stands between two places. */
    void tell(OkxStream stream, byte[] message, int from, int to) {
        try {
            switch (stream.channel()) {
                case Channel.Plain.TICKER -> {
                    for (OkxRestWire.Ticker wire : rows(message, from, to, TICKERS)) {
                        if (stream.isNewest(wire.ts())) {
                            listener.onTicker(OkxParse.ticker(stream.instrument(), wire));
                        }
                    }
                }
                case Channel.Plain.MARK_PRICE -> {
                    for (OkxRestWire.MarkPrice wire : rows(message, from, to, MARKS)) {
                        boolean whole = stream.funding() != null && stream.index() != null;
                        if (whole && stream.isNewest(wire.ts())) {
                            listener.onMarkPrice(
                                    stream.instrument(),
                                    OkxParse.mark(
                                            stream.instrument().id(),
                                            wire,
                                            stream.funding(),
                                            Optional.ofNullable(stream.index())));
                        }
                    }
                }
                case Channel.Candles(CandleInterval interval) -> {
                    for (List<BigDecimal> row : rows(message, from, to, CANDLES)) {
                        candle(stream, OkxParse.candle(stream.instrument().id(), interval, row));
                    }
                }
                case Channel.Plain.QUOTES,
                        Channel.Plain.TRADES,
                        Channel.Plain.AGGREGATE_TRADES,
                        Channel.Plain.BOOK,
                        Channel.Plain.MINI_TICKER,
                        Channel.Plain.LIFECYCLE,
                        Channel.Plain.AVERAGE_PRICE,
                        Channel.Plain.LIQUIDATIONS ->
                        throw new IllegalStateException("not rare: " + stream.name());
                case Channel.Top _ -> throw new IllegalStateException("not rare: " + stream.name());
            }
        } catch (JsonProcessingException unreadable) {
            throw new ScanException("data as expected: " + unreadable.getOriginalMessage(), from);
        } catch (IOException | UnknownWord unreadable) {
            throw new ScanException("data as expected: " + unreadable.getMessage(), from);
        }
    }

    /** Over two connections the end of a candle comes twice, and may follow the next one. */
    private void candle(OkxStream stream, Candle candle) {
        long open = candle.openTime().toEpochMilli();
        if (!candle.closed() || stream.isFirstEnd(open)) {
            listener.onCandle(stream.instrument(), candle);
        }
    }

    private void fundings(OkxFeedWire.Push<OkxRestWire.Funding> push, long receivedMillis) {
        for (OkxRestWire.Funding wire : push.data()) {
            OkxStream stream = find(OkxStream.argument(OkxStream.MARK_PRICE, wire.instId()));
            if (stream != null) {
                stream.heard(receivedMillis);
                stream.funds(wire);
            }
        }
    }

    /** The index of a pair stands beside the mark price of its contract. */
    private void indices(OkxFeedWire.Push<OkxRestWire.IndexTicker> push) {
        for (OkxRestWire.IndexTicker wire : push.data()) {
            OkxStream stream =
                    find(OkxStream.argument(OkxStream.MARK_PRICE, wire.instId() + "-SWAP"));
            if (stream != null) {
                stream.stands(wire.idxPx());
            }
        }
    }

    private void liquidations(OkxFeedWire.Push<OkxFeedWire.Liquidations> push, long receivedMillis)
            throws UnknownWord {
        for (OkxFeedWire.Liquidations wire : push.data()) {
            OkxStream stream = find(OkxStream.liquidations(wire.instId()));
            if (stream == null) {
                continue;
            }
            stream.heard(receivedMillis);
            for (OkxFeedWire.Liquidation one : wire.details()) {
                listener.onLiquidation(
                        stream.instrument(), OkxParse.liquidation(stream.instrument().id(), one));
            }
        }
    }

    private @Nullable OkxStream find(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return streams.find(bytes, 0, bytes.length);
    }

    private static <T> T rows(byte[] message, int from, int to, TypeReference<T> type)
            throws IOException {
        return Json.lenient().readerFor(type).readValue(message, from, to - from);
    }

    private static <T> JavaType type(TypeReference<T> reference) {
        return Json.lenient().getTypeFactory().constructType(reference);
    }
}
