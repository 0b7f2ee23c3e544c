package dev.k2.exchange.kalshi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Channel;
import dev.k2.exchange.net.Decoder;
import dev.k2.exchange.net.FeedLines;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Lines;
import dev.k2.exchange.net.Names;
import dev.k2.exchange.net.RawMessage;
import dev.k2.exchange.net.SocketBook;
import dev.k2.model.ContractChange;
import dev.k2.model.ContractState;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.PriceRange;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads recorded messages of Kalshi's market streams with the parsers of the live feed. */
public final class KalshiDecoder implements Decoder {
    private static final int TOP = 5;
    private static final BigDecimal FINEST = new BigDecimal("0.0001");

    private final Lines lines = new Lines(ExchangeId.KALSHI);
    private final Names<KalshiStream> names = new Names<>();
    private final Map<String, KalshiStream> streams = new LinkedHashMap<>();
    private final List<Map<String, Object>> told = new ArrayList<>();
    private KalshiConnection connection = new KalshiConnection();
    private final KalshiFeedReader reader =
            new KalshiFeedReader(
                    names,
                    new Teller(),
                    () -> connection,
                    (stream, counts) -> lose(stream, counts));

    @Override
    public List<Map<String, Object>> decode(RawMessage message) {
        return switch (message.direction()) {
            case "open" -> opened(message);
            case "send" -> List.of(lines.skipped("sent by us"));
            case "unreadable" -> List.of(lines.skipped("not JSON"));
            default -> received(unwrapped(message.body()), message.millis());
        };
    }

    @Override
    public List<Map<String, Object>> books() {
        List<Map<String, Object>> all = new ArrayList<>();
        for (KalshiStream stream : streams.values()) {
            SocketBook book = stream.socketBook();
            if (book == null || book.starts() == 0) {
                continue;
            }
            all.add(lines.book(book, TOP));
        }
        return all;
    }

    private static void lose(KalshiStream stream, boolean counts) {
        SocketBook book = stream.socketBook();
        if (book != null && book.isSynced()) {
            book.lose(counts);
        }
    }

    /** What was known of the books is over with a connection. */
    private List<Map<String, Object>> opened(RawMessage message) {
        connection.end();
        connection = new KalshiConnection();
        Map<String, Object> line = lines.line("connection");
        line.put("address", message.address());
        return List.of(line);
    }

    /** Some recordings keep each message beside the time when it came. */
    private static JsonNode unwrapped(JsonNode body) {
        return body.path("frame").isObject() ? body.path("frame") : body;
    }

    private List<Map<String, Object>> received(JsonNode body, long millis) {
        String type = body.path("type").asText();
        JsonNode message = body.path("msg");
        learn(type, message.path("market_ticker").asText());
        told.clear();
        byte[] bytes;
        try {
            bytes = Json.lenient().writeValueAsBytes(body);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("what was read can be written", impossible);
        }
        boolean read = reader.read(bytes, bytes.length, millis);
        if (!told.isEmpty()) {
            return List.copyOf(told);
        }
        return List.of(
                lines.skipped(
                        (type.isEmpty() ? "no stream's message" : type)
                                + (read ? ": nothing new" : "")));
    }

    /** A recording does not say what a market's rules are, so it has the finest steps. */
    private void learn(String type, String ticker) {
        Optional<Channel> channel = channel(type);
        if (channel.isEmpty() || !InstrumentId.isValid(ticker)) {
            return;
        }
        KalshiStream made =
                KalshiStream.of(
                        KalshiSymbols.instrument(
                                ticker,
                                ContractState.OPEN,
                                List.of(
                                        new PriceRange(
                                                FINEST, BigDecimal.ONE.subtract(FINEST), FINEST)),
                                new BigDecimal("0.01")),
                        channel.get());
        if (streams.putIfAbsent(made.name(), made) == null) {
            names.put(made.name().getBytes(StandardCharsets.UTF_8), made);
        }
    }

    private static Optional<Channel> channel(String type) {
        return switch (type) {
            case "orderbook_snapshot", "orderbook_delta" -> Optional.of(Channel.BOOK);
            case "ticker" -> Optional.of(Channel.QUOTES);
            case "trade" -> Optional.of(Channel.TRADES);
            case "market_lifecycle_v2" -> Optional.of(Channel.LIFECYCLE);
            default -> Optional.empty();
        };
    }

    /** Notes what the reader tells. */
    private final class Teller extends FeedLines {
        private Teller() {
            super(lines, told);
        }

        @Override
        public void onContract(Instrument instrument, ContractChange change) {
            Map<String, Object> line = lines.line("contract", instrument.id());
            line.put("state", Lines.lower(change.state()));
            change.closesAt().ifPresent(at -> line.put("closes", Lines.time(at)));
            change.result().ifPresent(result -> line.put("pays", Lines.text(result.value())));
            line.put("time", Lines.time(change.changedAt()));
            told.add(line);
        }
    }
}
