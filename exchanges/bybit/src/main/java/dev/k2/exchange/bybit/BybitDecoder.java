package dev.k2.exchange.bybit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Channel;
import dev.k2.exchange.bybit.BybitRestWire.LotSizeFilter;
import dev.k2.exchange.bybit.BybitRestWire.PriceFilter;
import dev.k2.exchange.bybit.BybitRestWire.Symbol;
import dev.k2.exchange.net.Decoder;
import dev.k2.exchange.net.FeedLines;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Lines;
import dev.k2.exchange.net.Names;
import dev.k2.exchange.net.RawMessage;
import dev.k2.exchange.net.SocketBook;
import dev.k2.model.CandleInterval;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import dev.k2.model.MarkPrice;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads recorded messages of Bybit's market streams with the parsers of the live feed. Where a
 * record names no address, it counts as one of linear contracts.
 */
public final class BybitDecoder implements Decoder {
    private static final int TOP = 10;
    private static final BigDecimal FINEST = new BigDecimal("0.00000001");

    /** A recording does not say where a symbol's base ends; longer quotes come first. */
    private static final List<String> QUOTES =
            List.of("USDT", "USDC", "USDE", "PERP", "BTC", "ETH", "EUR", "BRL", "TRY", "USD");

    private final Lines lines = new Lines(ExchangeId.BYBIT);
    private final List<Map<String, Object>> told = new ArrayList<>();
    private final Map<BybitCategory, Topics> topics = new EnumMap<>(BybitCategory.class);

    /** Both categories name their topics alike, so each has a reader of its own. */
    private final class Topics {
        private final Names<BybitStream> names = new Names<>();
        private final Map<String, BybitStream> streams = new LinkedHashMap<>();
        private final BybitFeedReader reader =
                new BybitFeedReader(names, new Teller(), BybitDecoder::lose, held -> {});

        private void add(String topic, BybitStream stream) {
            streams.put(topic, stream);
            names.put(topic.getBytes(StandardCharsets.UTF_8), stream);
        }
    }

    /** A decoder that has read nothing. */
    public BybitDecoder() {
        for (BybitCategory category : BybitCategory.values()) {
            topics.put(category, new Topics());
        }
    }

    private static void lose(BybitStream stream) {
        SocketBook book = stream.socketBook();
        if (book != null) {
            book.lose(true);
        }
    }

    private List<BybitStream> streams() {
        return topics.values().stream().flatMap(each -> each.streams.values().stream()).toList();
    }

    @Override
    public List<Map<String, Object>> decode(RawMessage message) {
        return switch (message.direction()) {
            case "open" -> opened(message);
            case "send" -> List.of(lines.skipped("sent by us"));
            case "unreadable" -> List.of(lines.skipped("not JSON"));
            default -> received(message);
        };
    }

    @Override
    public List<Map<String, Object>> books() {
        List<Map<String, Object>> all = new ArrayList<>();
        for (BybitStream stream : streams()) {
            SocketBook book = stream.socketBook();
            if (book == null) {
                continue;
            }
            all.add(lines.book(book, TOP));
        }
        return all;
    }

    /** What was known of the books is over with a connection. */
    private List<Map<String, Object>> opened(RawMessage message) {
        for (BybitStream stream : streams()) {
            SocketBook book = stream.socketBook();
            if (book != null) {
                book.lose(false);
            }
        }
        Map<String, Object> line = lines.line("connection");
        line.put("address", message.address());
        return List.of(line);
    }

    private List<Map<String, Object>> received(RawMessage message) {
        JsonNode body = message.body();
        String topic = body.path("topic").asText();
        BybitCategory category =
                message.address().contains("/spot") ? BybitCategory.SPOT : BybitCategory.LINEAR;
        Topics known = topics.get(category);
        if (known == null || topic.isEmpty() || !isKnown(topic, category, known)) {
            return List.of(lines.skipped(topic.isEmpty() ? "no stream's message" : topic));
        }
        told.clear();
        byte[] bytes;
        try {
            bytes = Json.lenient().writeValueAsBytes(body);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("what was read can be written", impossible);
        }
        known.reader.read(bytes, bytes.length, message.millis());
        return told.isEmpty() ? List.of(lines.skipped(topic + ": nothing new")) : List.copyOf(told);
    }

    private static boolean isKnown(String topic, BybitCategory category, Topics known) {
        if (known.streams.containsKey(topic)) {
            return true;
        }
        List<String> parts = List.of(topic.split("\\.", -1));
        Optional<Channel> channel = channel(parts);
        if (channel.isEmpty()) {
            return false;
        }
        int depth = parts.getFirst().equals("orderbook") ? Integer.parseInt(parts.get(1)) : 1;
        known.add(
                topic, BybitStream.of(instrument(category, parts.getLast()), channel.get(), depth));
        return true;
    }

    private static Optional<Channel> channel(List<String> parts) {
        return switch (parts.getFirst()) {
            case "orderbook" ->
                    parts.size() == 3 && parts.get(1).matches("[1-9][0-9]{0,4}")
                            ? Optional.of(parts.get(1).equals("1") ? Channel.QUOTES : Channel.BOOK)
                            : Optional.empty();
            case "publicTrade" -> Optional.of(Channel.TRADES);
            case "tickers" -> Optional.of(Channel.TICKER);
            case "allLiquidation" -> Optional.of(Channel.LIQUIDATIONS);
            case "kline" -> parts.size() == 3 ? candles(parts.get(1)) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<Channel> candles(String word) {
        for (Map.Entry<CandleInterval, String> interval : BybitWords.intervals().entrySet()) {
            if (interval.getValue().equals(word)) {
                return Optional.of(Channel.candles(interval.getKey()));
            }
        }
        return Optional.empty();
    }

    private static Instrument instrument(BybitCategory category, String symbol) {
        String base = symbol;
        String quote = "UNKNOWN";
        for (String end : QUOTES) {
            if (symbol.endsWith(end) && symbol.length() > end.length()) {
                base = symbol.substring(0, symbol.length() - end.length());
                // Contracts in USDC end in PERP.
                quote = end.equals("PERP") ? "USDC" : end;
                break;
            }
        }
        Symbol listed =
                new Symbol(
                        symbol,
                        "LinearPerpetual",
                        "Trading",
                        base,
                        quote,
                        new PriceFilter(null, null, FINEST),
                        new LotSizeFilter(
                                FINEST, FINEST, null, null, null, null, null, null, null));
        return BybitSymbols.of(Map.of(category, List.of(listed)), what -> {})
                .find(category, symbol)
                .orElseThrow(() -> new IllegalStateException("no name for " + symbol));
    }

    /** Notes what the reader tells. */
    private final class Teller extends FeedLines {
        private Teller() {
            super(lines, told);
        }

        @Override
        public void onMarkPrice(Instrument instrument, MarkPrice mark) {
            Map<String, Object> line = lines.line("mark_price", instrument.id());
            line.put("mark", Lines.text(mark.mark()));
            line.put("time", Lines.time(mark.at()));
            told.add(line);
        }
    }
}
