package dev.k2.exchange.cryptocom;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Channel;
import dev.k2.exchange.net.Decoder;
import dev.k2.exchange.net.Lines;
import dev.k2.exchange.net.Names;
import dev.k2.exchange.net.RawMessage;
import dev.k2.exchange.net.SocketBook;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads recorded messages of Crypto.com's market streams with the parsers of the live feed. */
public final class CryptocomDecoder implements Decoder {
    private static final int TOP = 5;
    private static final BigDecimal FINEST = new BigDecimal("0.00000001");
    private static final List<String> QUOTES = List.of("USDT", "USDC", "USD");

    private final Lines lines = new Lines(ExchangeId.CRYPTOCOM);
    private final Names<CryptocomStream> names = new Names<>();
    private final Map<String, CryptocomStream> streams = new LinkedHashMap<>();
    private final Map<String, Instrument> listed = new HashMap<>();
    private final List<Map<String, Object>> told = new ArrayList<>();
    private final CryptocomFeedReader reader;

    public CryptocomDecoder() {
        var teller = new CryptocomTeller(lines, told);
        reader = new CryptocomFeedReader(names, teller, new CryptocomFeedBytes.Waiting(teller));
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
        for (CryptocomStream stream : streams.values()) {
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
        for (CryptocomStream stream : streams.values()) {
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
        if (body.path("method").asText().equals("public/get-instruments")) {
            return instruments(body.path("result").path("data"));
        }
        String name = body.path("result").path("subscription").asText();
        if (name.isEmpty() || !isKnown(name)) {
            return List.of(lines.skipped(name.isEmpty() ? "no stream's message" : name));
        }
        told.clear();
        byte[] bytes = CryptocomCall.written(body).getBytes(StandardCharsets.UTF_8);
        reader.read(bytes, bytes.length, message.millis());
        return told.isEmpty() ? List.of(lines.skipped(name + ": nothing new")) : List.copyOf(told);
    }

    private List<Map<String, Object>> instruments(JsonNode rows) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (JsonNode row : rows) {
            try {
                CryptocomSymbols.instrument(
                                CryptocomReading.wire(row, CryptocomRestWire.Symbol.class),
                                what -> all.add(lines.skipped(what)))
                        .ifPresent(
                                instrument -> {
                                    listed.put(instrument.symbol(), instrument);
                                    all.add(lines.instrument(instrument));
                                });
            } catch (JsonProcessingException unreadable) {
                all.add(lines.skipped("not as expected: " + unreadable.getOriginalMessage()));
            }
        }
        return all;
    }

    private boolean isKnown(String name) {
        if (streams.containsKey(name)) {
            return true;
        }
        List<String> parts = List.of(name.split("\\.", -1));
        Optional<Channel> channel = channel(parts);
        if (channel.isEmpty()) {
            // An index or a funding rate is understood, and told with its mark price only.
            return false;
        }
        String symbol = parts.getFirst().equals("book") ? parts.get(1) : parts.getLast();
        CryptocomStream stream =
                CryptocomStream.of(
                        listed.computeIfAbsent(symbol, CryptocomDecoder::madeUp), channel.get());
        streams.put(name, stream);
        names.put(name.getBytes(StandardCharsets.UTF_8), stream);
        return true;
    }

    private static Optional<Channel> channel(List<String> parts) {
        return switch (parts.getFirst()) {
            case "book" -> parts.size() == 3 ? Optional.of(Channel.BOOK) : Optional.empty();
            case "trade" -> Optional.of(Channel.TRADES);
            case "ticker" -> Optional.of(Channel.TICKER);
            case "candlestick" ->
                    CryptocomWords.intervals().entrySet().stream()
                            .filter(width -> parts.size() == 3)
                            .filter(width -> width.getValue().equals(parts.get(1)))
                            .findFirst()
                            .map(width -> Channel.candles(width.getKey()));
            default -> Optional.empty();
        };
    }

    /** A recording without instruments says only how they are named. */
    private static Instrument madeUp(String symbol) {
        boolean contract = symbol.contains("-");
        String pair = contract ? symbol.substring(0, symbol.indexOf('-')) : symbol;
        int line = pair.indexOf('_');
        String base = line > 0 ? pair.substring(0, line) : pair;
        String quote = line > 0 ? pair.substring(line + 1) : "UNKNOWN";
        for (String end : QUOTES) {
            if (line < 0 && pair.endsWith(end) && pair.length() > end.length()) {
                base = pair.substring(0, pair.length() - end.length());
                quote = end;
                break;
            }
        }
        return CryptocomSymbols.instrument(
                        new CryptocomRestWire.Symbol(
                                symbol,
                                contract ? "PERPETUAL_SWAP" : "CCY_PAIR",
                                base,
                                quote,
                                FINEST,
                                FINEST,
                                true,
                                null),
                        what -> {})
                .orElseThrow(() -> new IllegalStateException("no name for " + symbol));
    }
}
