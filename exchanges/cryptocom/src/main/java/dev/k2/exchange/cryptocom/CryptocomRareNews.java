package dev.k2.exchange.cryptocom;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Channel;
import dev.k2.exchange.FeedListener;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Names;
import dev.k2.exchange.net.ScanException;
import dev.k2.model.CandleInterval;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the stream messages that come about once a second, by way of records. */
final class CryptocomRareNews {
    private static final String MARK = "mark.";

    private final Names<CryptocomStream> names;
    private final FeedListener listener;

    CryptocomRareNews(Names<CryptocomStream> names, FeedListener listener) {
        this.names = names;
        this.listener = listener;
    }

    /**
     * Reads a message of a stream that is not one of ours by itself: an index or a funding rate,
     * which belong to a mark price.
     *
     * @return whether it was one of a stream at all
     */
    boolean read(byte[] bytes, int length, long receivedMillis) {
        JsonNode result;
        try {
            result = Json.lenient().readTree(bytes, 0, length).path("result");
        } catch (IOException unreadable) {
            throw new ScanException("JSON", 0);
        }
        String instrument = result.path("instrument_name").asText();
        switch (result.path("channel").asText()) {
            case "funding" -> {
                CryptocomStream stream = find(MARK + instrument);
                if (stream != null) {
                    stream.heard(receivedMillis);
                    stream.funding(last(result).v());
                }
            }
            case "index" -> {
                CryptocomStream stream = find(MARK + instrument.replace("-INDEX", "-PERP"));
                if (stream != null) {
                    stream.heard(receivedMillis);
                    stream.index(last(result).v());
                }
            }
            // A stream that was just given up.
            default -> {}
        }
        return result.has("data");
    }

    void ticker(CryptocomStream stream, byte[] bytes, int from, int to) {
        if (!stream.isWanted(Channel.TICKER)) {
            return;
        }
        for (var wire : read(CryptocomRestWire.Ticker[].class, bytes, from, to)) {
            CryptocomParse.ticker(stream.instrument(), wire).ifPresent(listener::onTicker);
        }
    }

    /** A candle has ended when the next one has begun; the first message tells several. */
    void candles(CryptocomStream stream, byte[] bytes, int from, int to) {
        if (!(stream.channel() instanceof Channel.Candles(CandleInterval interval))) {
            throw new IllegalStateException("no stream of candles: " + stream.name());
        }
        var told = read(CryptocomRestWire.Candlestick[].class, bytes, from, to);
        Arrays.sort(told, Comparator.comparingLong(CryptocomRestWire.Candlestick::t));
        boolean news = false;
        for (CryptocomRestWire.Candlestick wire : told) {
            CryptocomRestWire.Candlestick before = stream.candle();
            if (before != null && wire.t() < before.t()) {
                continue;
            }
            if (before != null && wire.t() > before.t() && stream.isFirstEnd(before.t())) {
                tell(stream, interval, before, true);
            }
            stream.candle(wire);
            news = true;
        }
        CryptocomRestWire.Candlestick open = stream.candle();
        if (news && open != null) {
            tell(stream, interval, open, false);
        }
    }

    private void tell(
            CryptocomStream stream,
            CandleInterval interval,
            CryptocomRestWire.Candlestick wire,
            boolean closed) {
        listener.onCandle(
                stream.instrument(),
                CryptocomParse.candle(stream.instrument().id(), interval, wire, closed));
    }

    /** It is told once its index and funding are known. */
    void mark(CryptocomStream stream, byte[] bytes, int from, int to) {
        for (var wire : read(CryptocomRestWire.Value[].class, bytes, from, to)) {
            BigDecimal index = stream.index();
            BigDecimal funding = stream.funding();
            if (index != null && funding != null && stream.isNewest(wire.t())) {
                listener.onMarkPrice(
                        stream.instrument(),
                        CryptocomParse.mark(
                                stream.instrument().id(),
                                wire,
                                Optional.of(index),
                                Optional.of(funding)));
            }
        }
    }

    private @Nullable CryptocomStream find(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return names.find(bytes, 0, bytes.length);
    }

    private static CryptocomRestWire.Value last(JsonNode result) {
        try {
            JsonNode data = result.path("data");
            return Json.lenient()
                    .treeToValue(data.path(data.size() - 1), CryptocomRestWire.Value.class);
        } catch (JsonProcessingException unreadable) {
            throw new ScanException(unreadable.getOriginalMessage(), 0);
        }
    }

    private static <T> T read(Class<T> type, byte[] bytes, int from, int to) {
        try {
            return Json.lenient().readValue(bytes, from, to - from, type);
        } catch (JsonProcessingException unreadable) {
            throw new ScanException(unreadable.getOriginalMessage(), from);
        } catch (IOException impossible) {
            throw new IllegalStateException("bytes in memory can be read", impossible);
        }
    }
}
